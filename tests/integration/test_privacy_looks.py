"""Full values only to the agent who holds the conversation, locked ones to an administrator; all recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from aftersales.clock import FixedClock
from aftersales.privacy.tables import LockedTradeRow
from aftersales.tickets.money import PaysTooMuch
from tests.support.photos import photo
from tests.support.service import Service

WHY = "核对收件人"


async def reveal(service: Service, agent: str, conversation: str, **body: Any) -> Any:
    return await service.act(agent, conversation, "reveal", **({"why": WHY} | body))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ({"field": "phone"}, "13800001234"),
        ({"field": "name"}, "林晓"),
        ({"field": "name", "order_id": "202600010010"}, "林晓"),
    ],
)
async def test_the_holder_sees_it_and_the_look_is_recorded(
    service: Service, body: dict[str, str], value: str
) -> None:
    await service.agree("lin")
    async with service.widget("lin") as lin:
        await service.act("lan", lin.conversation, "claim")
        answer = await reveal(service, "lan", lin.conversation, **body)
        assert answer.json() == {"field": body["field"], "value": value}
        looks = (await service.get("root", "/api/privacy/looks")).json()["items"]
        place = f"conversation:{lin.conversation}"
        at = service.clock.now().isoformat()
        assert looks == [{"at": at, "who": "lan", "what": body["field"], "place": place, "why": WHY}]


async def test_the_address_is_that_of_her_own_order(service: Service) -> None:
    async with service.widget("lin") as lin:
        await service.act("lan", lin.conversation, "claim")
        own = await reveal(service, "lan", lin.conversation, field="address", order_id="202600010010")
        assert own.json()["value"]
        for other in ("202600019001", "nope"):
            refused = await reveal(service, "lan", lin.conversation, field="address", order_id=other)
            assert refused.status_code == 404


@pytest.mark.parametrize(("agent", "status"), [("mei", 409), ("zhou", 409), ("shen", 403)])
async def test_nobody_else_does(service: Service, agent: str, status: int) -> None:
    async with service.widget("lin") as lin:
        await service.act("lan", lin.conversation, "claim")
        answer = await reveal(service, agent, lin.conversation, field="phone")
        assert answer.status_code == status
        assert "13800001234" not in answer.text
    assert (await service.rows())["data_looks"] == 0


async def test_a_look_needs_a_reason(service: Service) -> None:
    async with service.widget("lin") as lin:
        await service.act("lan", lin.conversation, "claim")
        answer = await reveal(service, "lan", lin.conversation, field="phone", why=" ")
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "why")


async def test_who_does_not_hold_the_conversation_reads_masked_words(service: Service) -> None:
    async with service.widget("lin") as lin:
        await lin.say("订单202600010010碎了，打13800001234")
        await service.act("lan", lin.conversation, "claim")
        mine = await service.get("lan", f"/api/conversations/{lin.conversation}")
        others = await service.get("mei", f"/api/conversations/{lin.conversation}")
        lists = await service.get("lan", "/api/conversations")
    assert "订单202600010010碎了，打13800001234" in mine.text
    for shown in (others, lists):
        assert "13800001234" not in shown.text
        assert "202600010010" not in shown.text


SAID = "订单202600010010碎了，打13800001234"


async def seen(service: Service) -> list[tuple[str, str, str]]:
    looks = (await service.get("root", "/api/privacy/looks")).json()["items"]
    return [(look["who"], look["what"], look["place"]) for look in looks]


async def test_opening_ones_own_talk_is_a_look_once_an_hour(service: Service, clock: FixedClock) -> None:
    async with service.widget("lin") as lin:
        url, look = (
            f"/api/conversations/{lin.conversation}",
            ("lan", "case", f"conversation:{lin.conversation}"),
        )
        await lin.say(SAID)
        await service.get("mei", url)
        assert await seen(service) == []
        await service.act("lan", lin.conversation, "claim")
        await service.get("lan", url)
        assert await seen(service) == [look]
        clock.advance(timedelta(hours=1))
        await service.get("lan", url)
        assert await seen(service) == [look, look]


async def test_what_is_masked_for_nobody_is_no_look(service: Service) -> None:
    async with service.widget("lin") as lin:
        await lin.say("花瓶碎了")
        await service.act("lan", lin.conversation, "claim")
        await service.get("lan", f"/api/conversations/{lin.conversation}")
    assert await seen(service) == []


async def test_a_word_that_reaches_its_holder_live_is_a_look(service: Service) -> None:
    async with service.widget("lin") as lin, service.desk("lan") as desk:
        await service.act("lan", lin.conversation, "claim")
        await lin.say(SAID)
        await desk.until("message", lambda message: message.get("text") == SAID)
        await service.all_told()
        assert await seen(service) == [("lan", "case", f"conversation:{lin.conversation}")]


async def test_opening_the_ticket_one_holds_is_a_look_and_its_line_in_a_list_is_masked(
    service: Service,
) -> None:
    change = {"phone": "13900002222", "address": "浙江省宁波市海曙区中山路8号"}
    coat = {"line_id": "202600010013-1", "quantity": 1}
    body = {"order_id": "202600010013", "items": [coat], "reason": "other", "remedy": "modify"}
    ticket = (
        await service.post("lan", "/api/tickets", body | {"description": "改地址", "change": change})
    ).json()
    url, place = f"/api/tickets/{ticket['id']}", f"ticket:{ticket['number']}"
    for agent in ("lan", "zhou"):
        await service.get(agent, url)
    assert await seen(service) == []
    await service.post("zhou", f"{url}/assign", {"agent": "lan", "version": ticket["version"]})
    await service.get("lan", "/api/tickets")
    assert await seen(service) == []
    await service.get("lan", url)
    assert await seen(service) == [("lan", "case", place)]


async def test_a_photo_that_the_desk_opens_is_a_look(service: Service) -> None:
    async with service.widget("lin") as lin:
        sent = (await service.upload(lin.session["session"], photo(1))).json()["photo_id"]
        assert (await service.get("mei", f"/api/photos/{sent}")).status_code == 200
        assert await seen(service) == [("mei", "case", f"conversation:{lin.conversation}")]


async def lock(service: Service) -> None:
    now = service.clock.now()
    document = {
        "type": "refund_only",
        "amount": "189.00",
        "items": [{"line_id": "202600010010-1", "quantity": 1, "refunded": True}],
    }
    async with service.program.db.write() as session:
        session.add(
            LockedTradeRow(
                ticket_id="t",
                number="AS0000000001",
                order_id="202600010010",
                locked_at=now,
                purge_at=now + timedelta(days=1),  # due today, the sweep could take it before the test looks
                document=document,
            )
        )


@pytest.mark.parametrize("agent", ["lan", "zhou", "shen"])
async def test_locked_trade_is_for_administrators(service: Service, agent: str) -> None:
    body = {"number": "AS0000000001", "why": "税务检查"}
    assert (await service.post(agent, "/api/privacy/locked", body)).status_code == 403


async def test_an_administrator_opens_it_with_a_reason_and_leaves_a_trace(service: Service) -> None:
    await lock(service)
    found = await service.post("root", "/api/privacy/locked", {"number": "AS0000000001", "why": "税务检查"})
    assert [item["amount"] for item in found.json()["items"]] == ["189.00"]
    looks = (await service.get("root", "/api/privacy/looks", place="locked:AS0000000001")).json()["items"]
    assert [(look["who"], look["what"], look["why"]) for look in looks] == [("root", "trade", "税务检查")]
    assert (await service.post("root", "/api/privacy/locked", {"why": "税务检查"})).status_code == 422


async def test_a_refund_is_not_paid_again_after_the_deletion(service: Service) -> None:
    await lock(service)
    again = {
        "order_id": "202600010010",
        "items": [{"line_id": "202600010010-1", "quantity": 1}],
        "reason": "damaged",
        "remedy": "refund_only",
        "description": "花瓶碎了",
    }
    refused = await service.post("lan", "/api/tickets", again)
    assert (refused.status_code, refused.json()["error"]["code"]) == (PaysTooMuch.status, PaysTooMuch.code)
    assert (await service.rows())["tickets"] == 0
