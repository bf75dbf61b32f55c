"""The whole service with a shop over HTTP: what the shop did without saying so is done once, for ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from aftersales.clock import FixedClock
from aftersales.commands.sender import LEASE
from aftersales.orders.demo_data import demo_orders
from aftersales.settings import Settings
from tests.support.service import NOW, Service, running
from tests.support.shop_server import TOKEN, Drops, Fails, Hangs, Shop, Trouble, serving

VASE = "202600010010"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with serving(demo_orders(NOW)) as serving_shop:
        yield serving_shop
    assert serving_shop.complaints == []


@pytest.fixture
async def service(
    settings: Settings, database_url: str, clock: FixedClock, shop: Shop
) -> AsyncIterator[Service]:
    at_shop = settings.model_copy(
        update={
            "database_url": database_url,
            "shop": "rest",
            "shop_url": shop.url,
            "shop_token": SecretStr(TOKEN),
            # the second try must be in time on a machine that stands still, too: the clock is fixed, so
            # there is no third
            "shop_read_timeout_s": 10.0,
            "shop_command_timeout_s": 10.0,
        }
    )
    async with running(Service(at_shop, clock)) as started:
        yield started


async def until(service: Service, reached: Callable[[], Awaitable[bool]]) -> None:
    """Looks after every commit."""
    committed = asyncio.Event()
    service.program.db.on_commit(committed.set)
    async with asyncio.timeout(60):
        while not await reached():
            await committed.wait()
            committed.clear()


async def refunding(service: Service, shop: Shop, *troubles: Trouble) -> str:
    """A ticket that the supervisor sent to be refunded; the shop meets the troubles with the command."""
    body = {
        "order_id": VASE,
        "items": [{"line_id": f"{VASE}-1", "quantity": 1}],
        "reason": "damaged",
        "remedy": "refund_only",
        "description": "花瓶碎了",
    }
    ticket = (await service.post("zhou", "/api/tickets", body)).json()
    for to in ("under_review", "approved", "refunding"):
        shop.troubles = list(troubles) if to == "refunding" else []
        step = {"to": to, "why": "照片核实", "version": ticket["version"]}
        answer = await service.post("zhou", f"/api/tickets/{ticket['id']}/transitions", step)
        assert answer.status_code == 200, answer.text
        ticket = answer.json()
    return str(ticket["id"])


async def command_of(service: Service, ticket_id: str) -> dict[str, Any]:
    page = (await service.get("zhou", "/api/commands", ticket_id=ticket_id)).json()
    found: dict[str, Any] = page["items"][0]
    return found


@pytest.mark.parametrize("trouble", [Drops(), Hangs()], ids=["dropped", "no answer"])
async def test_one_payment_although_nobody_heard_of_it(
    service: Service, shop: Shop, clock: FixedClock, trouble: Any
) -> None:
    ticket_id = await refunding(service, shop, trouble)

    async def tried() -> bool:
        return bool((await command_of(service, ticket_id))["problem"])

    await until(service, tried)
    clock.advance(LEASE)
    await service.restart()

    async def completed() -> bool:
        return bool(await status(service, ticket_id) == "completed")

    await until(service, completed)
    assert [done["amount"] for done in shop.done] == ["189.00"]
    assert len([request for request in shop.requests if request[0] == "POST"]) == 2
    ticket = (await service.get("zhou", f"/api/tickets/{ticket_id}")).json()
    paid = [record["data"] for record in ticket["records"] if record["kind"] == "refund"]
    assert [(data["amount"], data["reference"], data["channel"]) for data in paid] == [
        ("189.00", "PAY000001", "微信支付")
    ]


async def test_a_service_that_dies_while_it_waits_pays_once(
    service: Service, shop: Shop, clock: FixedClock
) -> None:
    ticket_id = await refunding(service, shop, Hangs())
    await until(service, lambda: _attempted(service, ticket_id))
    await service.restart()
    clock.advance(LEASE + timedelta(seconds=1))
    await service.restart()

    async def completed() -> bool:
        return bool(await status(service, ticket_id) == "completed")

    await until(service, completed)
    assert len(shop.done) == 1


async def _attempted(service: Service, ticket_id: str) -> bool:
    return bool((await command_of(service, ticket_id))["attempts"])


async def status(service: Service, ticket_id: str) -> str:
    return str((await service.get("zhou", f"/api/tickets/{ticket_id}")).json()["status"])


async def test_a_dead_shop_stops_neither_desk_nor_tickets(service: Service, shop: Shop) -> None:
    ticket_id = await refunding(service, shop, *[Fails(503)] * 50)
    answer = await service.post(
        "lan",
        "/api/tickets",
        {
            "order_id": "202600010001",
            "items": [{"line_id": "202600010001-1", "quantity": 1}],
            "reason": "quality",
            "description": "线头",
        },
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "shop_unavailable")
    assert await status(service, ticket_id) == "refunding"
    assert (await service.get("lan", "/api/conversations")).status_code == 200


async def test_only_who_may_decide_sees_and_ends_to_dos(service: Service, shop: Shop) -> None:
    ticket_id = await refunding(service, shop, Fails(500))
    command_id = (await command_of(service, ticket_id))["id"]
    assert (await service.http.get("/api/commands")).status_code == 401
    assert (await service.get("shen", "/api/commands")).json() == {"items": [], "total": 0}
    answer = await service.post("shen", f"/api/commands/{command_id}/done", {"reference": "X"})
    assert answer.status_code == 404
    for body in ({}, {"reference": " "}, {"reference": "x" * 101}, []):
        answer = await service.post("lan", f"/api/commands/{command_id}/done", body)
        assert (answer.status_code, set(answer.json())) == (422, {"error"})
    assert (await service.post("lan", f"/api/commands/{command_id}/retry")).json()["error"]["code"] == (
        "command_ended"
    )
