"""The agents' ticket endpoints: the same set-up shows what is allowed and what is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.errors import AppError, NotFound, Unauthorised
from aftersales.orders.demo import DemoShop
from aftersales.people.demo import DEMO_AGENTS
from aftersales.people.model import Agent
from aftersales.policy.loader import load_policy
from aftersales.settings import ROOT
from aftersales.tickets.api import router
from aftersales.tickets.applications import Applications
from aftersales.tickets.service import TicketService

CLOCK = FixedClock(datetime(2026, 3, 2, 2, tzinfo=UTC))
STAFF = {agent.id: agent for agent in DEMO_AGENTS}
VASE: dict[str, Any] = {
    "order_id": "202600010010",
    "items": [{"line_id": "202600010010-1", "quantity": 1}],
    "reason": "damaged",
    "remedy": "reship",
    "description": "电话：花瓶碎了",
}
COOKER = {
    **VASE,
    "order_id": "202600010007",
    "items": [{"line_id": "202600010007-1", "quantity": 1}],
    "reason": "quality",
    "remedy": "return_refund",
}
COAT = {
    "order_id": "202600010013",
    "items": [{"line_id": "202600010013-1", "quantity": 1}],
    "reason": "other",
    "description": "地址写错了",
}


async def signed_in(authorization: str = Header("")) -> Agent:
    """Stands where sign-in stands: the token is the agent's name."""
    try:
        return STAFF[authorization.removeprefix("Bearer ")]
    except KeyError:
        raise Unauthorised("请先登录。") from None


async def named(agent_id: str) -> Agent:
    try:
        return STAFF[agent_id]
    except KeyError:
        raise NotFound("没有这位客服。") from None


async def untold(
    _session: AsyncSession, _topic: str, _conversation: str | None, _news: dict[str, Any]
) -> None:
    return None


async def unrecorded(_agent: str, _place: str) -> None:
    return None


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    shop = DemoShop(db, CLOCK)
    async with db.write() as session:
        await (await session.connection()).run_sync(Base.metadata.create_all)
        await shop.reset(session)
    app = FastAPI()
    tickets = TicketService(db, CLOCK, untold)
    applications = Applications(tickets, shop, load_policy(ROOT / "policy"), CLOCK)
    app.include_router(router(tickets, applications, shop, signed_in, named, unrecorded))

    @app.exception_handler(AppError)
    async def refused(_request: Request, error: AppError) -> JSONResponse:
        return JSONResponse({"error": error.to_json()}, error.status)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api") as client:
        yield client
    await db.close()


def by(agent: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {agent}"}


async def opened(api: httpx.AsyncClient, body: dict[str, Any], agent: str = "lan") -> dict[str, Any]:
    answer = await api.post("/tickets", json=body, headers=by(agent))
    assert answer.status_code == 201, answer.text
    ticket: dict[str, Any] = answer.json()
    return ticket


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_an_agent_takes_down_a_caller_s_application(api: httpx.AsyncClient) -> None:
    ticket = await opened(api, VASE)
    assert (ticket["status"], ticket["type"], ticket["skill_group"]) == ("submitted", "reship", "logistics")
    assert ticket["history"][0]["who"] == "lan"
    assert ticket["history"][0]["why"] == "电话：花瓶碎了"
    assert (await api.get(f"/tickets/{ticket['id']}", headers=by("mei"))).json() == ticket
    found = (await api.get("/tickets", params={"order_id": "202600010010"}, headers=by("mei"))).json()
    assert found == {"items": [ticket], "total": 1}


async def test_sent_twice_it_is_one_ticket(api: httpx.AsyncClient) -> None:
    body = {**VASE, "id": "3f1c8c2e-8d6a-4c57-9a3e-2d1f0c9b8a77"}
    assert (await opened(api, body))["id"] == (await opened(api, body))["id"]
    assert code(await api.post("/tickets", json=VASE, headers=by("lan"))) == (409, "open_ticket_exists")
    assert (await api.get("/tickets", headers=by("lan"))).json()["total"] == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"order_id": "999999999999"}, (404, "not_found")),
        ({"items": [{"line_id": "202600010001-1", "quantity": 1}]}, (422, "invalid")),
        ({"items": [{"line_id": "202600010010-1", "quantity": 2}]}, (422, "invalid")),
        ({"items": VASE["items"] * 2}, (422, "invalid")),
    ],
)
async def test_what_is_not_in_the_order_opens_nothing(
    api: httpx.AsyncClient, change: dict[str, Any], expected: tuple[int, str]
) -> None:
    assert code(await api.post("/tickets", json={**VASE, **change}, headers=by("lan"))) == expected
    assert (await api.get("/tickets", headers=by("lan"))).json()["total"] == 0
    await opened(api, VASE)


async def test_a_merchant_sees_and_moves_only_his_own(api: httpx.AsyncClient) -> None:
    vase, cooker = await opened(api, VASE), await opened(api, COOKER)
    assert (await api.get("/tickets", headers=by("shen"))).json() == {"items": [cooker], "total": 1}
    assert (await api.get(f"/tickets/{cooker['id']}", headers=by("shen"))).json() == cooker
    assert code(await api.get(f"/tickets/{vase['id']}", headers=by("shen"))) == (404, "not_found")
    step = {"to": "under_review", "why": "开始审核", "version": 1}
    assert code(await api.post(f"/tickets/{vase['id']}/transitions", json=step, headers=by("shen"))) == (
        404,
        "not_found",
    )
    moved = (await api.post(f"/tickets/{cooker['id']}/transitions", json=step, headers=by("shen"))).json()
    assert (moved["status"], moved["version"]) == ("under_review", 2)
    assert code(await api.post("/tickets", json=VASE, headers=by("shen"))) == (404, "not_found")


@pytest.mark.parametrize(("agent", "expected"), [("lan", 403), ("shen", 403), ("zhou", 200), ("root", 200)])
async def test_only_a_supervisor_pays_before_the_goods_are_back(
    api: httpx.AsyncClient, agent: str, expected: int
) -> None:
    ticket = await opened(api, COOKER)
    for version, to in enumerate(["under_review", "approved"], start=1):
        step = {"to": to, "why": "核对无误", "version": version}
        assert (
            await api.post(f"/tickets/{ticket['id']}/transitions", json=step, headers=by("mei"))
        ).is_success
    step = {"to": "refunding", "why": "老顾客，免寄回", "version": 3}
    answer = await api.post(f"/tickets/{ticket['id']}/transitions", json=step, headers=by(agent))
    assert answer.status_code == expected
    kept = (await api.get(f"/tickets/{ticket['id']}", headers=by("zhou"))).json()
    assert kept["status"] == ("refunding" if expected == 200 else "approved")
    assert len(kept["history"]) == (4 if expected == 200 else 3)


async def test_a_change_is_full_only_for_the_agent_who_holds_the_ticket(api: httpx.AsyncClient) -> None:
    change = {"phone": "13900002222", "address": "浙江省宁波市海曙区中山路8号"}
    body = {**COAT, "remedy": "modify", "change": change}
    ticket = await opened(api, body)
    url = f"/tickets/{ticket['id']}"
    assert ticket["records"][0]["data"]["phone"] == "139****2222"
    await api.post(f"{url}/assign", json={"agent": "lan", "version": 1}, headers=by("lan"))
    for agent, phone in (("lan", "13900002222"), ("mei", "139****2222")):
        read = (await api.get(url, headers=by(agent))).json()
        assert read["records"][0]["data"]["phone"] == phone
        (listed,) = (await api.get("/tickets", headers=by(agent))).json()["items"]
        assert listed["records"][0]["data"]["phone"] == "139****2222"
    wrong = {**body, "items": COAT["items"], "change": {"phone": ""}}
    assert code(await api.post("/tickets", json=wrong, headers=by("lan"))) == (422, "invalid")


async def test_stale_and_impossible_steps_change_nothing(api: httpx.AsyncClient) -> None:
    ticket = await opened(api, VASE)
    url = f"/tickets/{ticket['id']}/transitions"
    stale = {"to": "under_review", "why": "开始审核", "version": 7}
    assert code(await api.post(url, json=stale, headers=by("lan"))) == (409, "stale")
    jump = {"to": "completed", "why": "直接完成", "version": 1}
    assert code(await api.post(url, json=jump, headers=by("lan"))) == (409, "transition_refused")
    assert (await api.post(url, json={**jump, "why": ""}, headers=by("lan"))).status_code == 422
    assert (await api.post(url, json={**jump, "to": "done"}, headers=by("lan"))).status_code == 422
    assert (await api.get(f"/tickets/{ticket['id']}", headers=by("lan"))).json() == ticket


async def test_nobody_without_sign_in(api: httpx.AsyncClient) -> None:
    for answer in (
        await api.get("/tickets"),
        await api.get("/tickets/some"),
        await api.post("/tickets", json=VASE),
        await api.post("/tickets/some/transitions", json={"to": "closed", "why": "x", "version": 1}),
    ):
        assert code(answer) == (401, "unauthorised")


async def test_a_fact_is_recorded_once_by_its_key(api: httpx.AsyncClient) -> None:
    ticket = await opened(api, VASE)
    body = {"kind": "note", "data": {"text": "已电话联系"}, "key": "call-1"}
    for _ in range(2):
        answer = await api.post(f"/tickets/{ticket['id']}/records", json=body, headers=by("lan"))
        assert answer.status_code == 200
    kept = (await api.get(f"/tickets/{ticket['id']}", headers=by("mei"))).json()
    (record,) = kept["records"]
    assert (kept["version"], kept["status"]) == (2, "submitted")
    assert (record["kind"], record["who"], record["shown"]) == ("note", "lan", False)
    wrong = {"kind": "waybill", "data": {"carrier": "顺丰"}}
    refused = await api.post(f"/tickets/{ticket['id']}/records", json=wrong, headers=by("lan"))
    assert code(refused) == (409, "transition_refused")


async def test_a_step_takes_its_details(api: httpx.AsyncClient) -> None:
    ticket = await opened(api, {**COOKER, "remedy": "paid_repair"})
    url = f"/tickets/{ticket['id']}/transitions"
    path = ["under_review", "approved", "awaiting_return", "returned", "inspecting", "quoting"]
    for version, to in enumerate(path, start=1):
        step = {"to": to, "why": "核对无误", "version": version}
        assert (await api.post(url, json=step, headers=by("mei"))).json()["status"] == to
    step = {"to": "awaiting_quote", "why": "更换内胆", "version": 7}
    refused = (await api.post(url, json=step, headers=by("mei"))).json()
    assert refused["error"] == {"code": "invalid", "message": "请填写金额。", "field": "details.amount"}
    quote = {"amount": "80.00", "parts": ["内胆"], "days": 3}
    quoted = (await api.post(url, json={**step, "details": quote}, headers=by("mei"))).json()
    assert (quoted["status"], quoted["version"]) == ("awaiting_quote", 8)
    assert quoted["records"][-1]["data"] == {**quote, "note": "更换内胆"}


async def test_the_desk_changes_a_ticket(api: httpx.AsyncClient) -> None:
    ticket = await opened(api, {**VASE, "remedy": "compensate"})
    url = f"/tickets/{ticket['id']}"
    for what, body in [
        ("assign", {"agent": "mei", "version": 1}),
        ("amount", {"amount": "18.90", "why": "协商补偿", "version": 2}),
        ("remedy", {"remedy": "reship", "why": "顾客改为补发", "version": 3}),
        ("escalate", {"level": "supervisor", "why": "需要主管决定", "version": 4}),
    ]:
        answer = await api.post(f"{url}/{what}", json=body, headers=by("zhou"))
        assert answer.status_code == 200, answer.text
        stale = await api.post(f"{url}/{what}", json=body, headers=by("zhou"))
        assert code(stale) == (409, "stale")
    kept = (await api.get(url, headers=by("lan"))).json()
    assert (kept["assignee"], kept["remedy"], kept["amount"], kept["level"], kept["type"]) == (
        "mei", "reship", None, "supervisor", "reship",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("agent", "what", "body", "expected"),
    [
        ("lan", "amount", {"amount": "18.90", "why": "…", "version": 1}, (403, "forbidden")),
        ("zhou", "amount", {"amount": "189.01", "why": "…", "version": 1}, (409, "pays_too_much")),
        ("lan", "remedy", {"remedy": "exchange", "why": "…", "version": 1}, (403, "forbidden")),
        ("lan", "assign", {"agent": "nobody", "version": 1}, (422, "invalid")),
        ("lan", "assign", {"agent": "shen", "version": 1}, (422, "invalid")),
        ("shen", "assign", {"agent": "shen", "version": 1}, (404, "not_found")),
        ("shen", "escalate", {"level": "supervisor", "why": "…", "version": 1}, (404, "not_found")),
        ("shen", "records", {"kind": "note", "data": {"text": "…"}}, (404, "not_found")),
        ("shen", "links", VASE, (404, "not_found")),
    ],
)
async def test_what_the_desk_may_not_do(
    api: httpx.AsyncClient, agent: str, what: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    ticket = await opened(api, {**VASE, "remedy": "compensate"})
    assert code(await api.post(f"/tickets/{ticket['id']}/{what}", json=body, headers=by(agent))) == expected
    assert (await api.get(f"/tickets/{ticket['id']}", headers=by("lan"))).json() == ticket


async def test_a_linked_ticket_is_opened_beside_the_first(api: httpx.AsyncClient) -> None:
    ticket = await opened(api, {**VASE, "request": "damaged"})
    assert ticket["request"] == "damaged"
    answer = await api.post(f"/tickets/{ticket['id']}/links", json=COOKER, headers=by("lan"))
    assert answer.status_code == 201
    link = {"id": ticket["id"], "number": ticket["number"], "kind": "follow_up"}
    assert answer.json()["links"] == [link]
    first = (await api.get(f"/tickets/{ticket['id']}", headers=by("lan"))).json()
    assert [other["id"] for other in first["links"]] == [answer.json()["id"]]


async def test_the_list_is_narrowed_as_the_desk_asks(api: httpx.AsyncClient) -> None:
    vase, cooker = await opened(api, VASE), await opened(api, COOKER)
    for query, found in [
        ({"open": "true"}, [cooker, vase]),
        ({"open": "false"}, []),
        ({"type": "reship"}, [vase]),
        ({"level": "supervisor"}, []),
        ({"assignee": "lan"}, []),
        ({"number": vase["number"].lower()}, [vase]),
        ({"text": "010007"}, [cooker]),
    ]:
        answer = (await api.get("/tickets", params=query, headers=by("lan"))).json()
        assert sorted(t["id"] for t in answer["items"]) == sorted(t["id"] for t in found)
        assert answer["total"] == len(found)
    assert (await api.get("/tickets", params={"open": "maybe"}, headers=by("lan"))).status_code == 422
