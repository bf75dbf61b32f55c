"""A small shop: upload, to-do list, and the reference number that ends the ticket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from aftersales.clock import FixedClock
from aftersales.settings import Settings
from tests.support.service import Service, running

HEADING = "订单号,手机号,收货人,商品名称,类目,数量,实付金额,付款时间,签收时间"
ROW = "T1,13800001234,林晓,玻璃花瓶,家居,1,189.00,2026-11-15 10:00,2026-11-18 10:00"


@pytest.fixture
async def service(settings: Settings, clock: FixedClock) -> AsyncIterator[Service]:
    at_table = settings.model_copy(update={"shop": "table"})
    async with running(Service(at_table, clock)) as started:
        yield started


async def upload(service: Service, agent: str, *rows: str, name: str = "orders.csv") -> httpx.Response:
    data = "\n".join((HEADING, *rows)).encode("gbk")
    headers = {"Authorization": f"Bearer {service.token(agent)}"}
    return await service.http.post("/api/orders/import", files={"file": (name, data)}, headers=headers)


async def test_an_imported_order_s_refund_is_a_to_do_that_ends_its_ticket(service: Service) -> None:
    answer = await upload(service, "root", ROW, ROW.replace("T1", "T2"))
    assert (answer.status_code, answer.json()) == (200, {"orders": 2, "lines": 2, "new": 2})
    assert (await upload(service, "root", ROW)).json()["new"] == 0
    body = {"order_id": "T1", "items": [{"line_id": "T1-1", "quantity": 1}], "reason": "damaged"}
    opened = await service.post(
        "zhou", "/api/tickets", body | {"remedy": "refund_only", "description": "碎了"}
    )
    ticket = opened.json()
    for to in ("under_review", "approved", "refunding"):
        step = {"to": to, "why": "照片核实", "version": ticket["version"]}
        ticket = (await service.post("zhou", f"/api/tickets/{ticket['id']}/transitions", step)).json()
    todo = await _todo(service)
    assert (todo["kind"], todo["amount"], todo["ticket_number"]) == ("refund", "189.00", ticket["number"])
    done = await service.post("zhou", f"/api/commands/{todo['id']}/done", {"reference": "支付宝 20261118-77"})
    assert done.json()["status"] == "done"
    ticket = await _completed(service, ticket["id"])
    assert ticket["history"][-1]["why"] == "退款已办理（人工办理），流水号 支付宝 20261118-77"


async def _todo(service: Service) -> dict[str, str]:
    async with asyncio.timeout(60):
        while True:
            found = (await service.get("zhou", "/api/commands", status="by_hand")).json()["items"]
            if found:
                todo: dict[str, str] = found[0]
                return todo


async def _completed(service: Service, ticket_id: str) -> dict[str, list[dict[str, str]]]:
    async with asyncio.timeout(60):
        while True:
            ticket = (await service.get("zhou", f"/api/tickets/{ticket_id}")).json()
            if ticket["status"] == "completed":
                found: dict[str, list[dict[str, str]]] = ticket
                return found


async def test_one_bad_row_and_nothing_is_imported(service: Service) -> None:
    before = await service.rows()
    answer = await upload(service, "root", ROW, ROW.replace("T1", "T2").replace("189.00", "?"))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "bad_table", "file")
    assert "第 3 行：「实付金额」" in error["message"]
    assert await service.rows() == before


async def test_a_merchant_brings_his_own_orders_and_never_another_s(service: Service) -> None:
    assert (await upload(service, "shen", ROW)).json()["new"] == 1
    assert (await upload(service, "shen", ROW)).json()["new"] == 0
    for order_id in ("202600010010", "202600010001"):
        answer = await upload(service, "shen", ROW.replace("T1", order_id))
        assert "不属于您的店铺" in answer.json()["error"]["message"]
    assert (await upload(service, "lan", ROW)).status_code == 403
    assert (await service.http.post("/api/orders/import", files={"file": b"x"})).status_code == 401
    empty = await service.http.post(
        "/api/orders/import", headers={"Authorization": f"Bearer {service.token('root')}"}
    )
    assert (empty.status_code, empty.json()["error"]["field"]) == (422, "file")
