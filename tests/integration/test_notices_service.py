"""Notices in the shopper's own conversation: with the step itself, and never in the way of a question."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from aftersales.clock import FixedClock
from aftersales.conversations.model import Owner
from aftersales.policy.explanation import moment_text
from aftersales.policy.names import Remedy
from aftersales.tickets.model import SHOPPER, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import RecordKind
from tests.support.rooms import Rooms, rooms_in
from tests.support.service import Service
from tests.support.walking import decision


@pytest.fixture
async def rooms(tmp_path: Path, migrated: Path, clock: FixedClock) -> AsyncIterator[Rooms]:
    async with rooms_in(tmp_path, migrated, clock) as made:
        yield made


async def quoted(rooms: Rooms) -> Ticket:
    ticket = await rooms.open(decision("approve", "paid_repair"), remedy=Remedy.PAID_REPAIR)
    for to in (S.RETURNED, S.INSPECTING, S.QUOTING):
        ticket = await rooms.step(ticket, to)
    return await rooms.step(ticket, S.AWAITING_QUOTE, amount="120.00")


async def test_she_is_told_of_every_step_in_order(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    for to in (S.UNDER_REVIEW, S.APPROVED, S.AWAITING_RETURN, S.RETURNED, S.INSPECTING, S.INSPECTION_FAILED):
        ticket = await rooms.step(ticket, to)
    messages = await rooms.messages()
    assert len(messages) == 6
    assert all(ticket.number in (message.text or "") for message in messages)
    assert [message.card["steps"][-1]["state"] for message in messages if message.card] == ["now"] * 6


async def test_the_dates_of_a_notice_are_those_of_the_clock(rooms: Rooms) -> None:
    ticket = await rooms.open(None, remedy=Remedy.REFUND_ONLY)
    for to in (S.UNDER_REVIEW, S.APPROVED):
        ticket = await rooms.step(ticket, to)
    clock = await rooms.clock_of(ticket, "SLA-REFUND")
    [_, approved] = await rooms.texts()
    assert moment_text(clock.target) in approved
    assert moment_text(clock.limit) in approved


async def test_her_own_step_is_not_told_back(rooms: Rooms) -> None:
    ticket = await rooms.open(decision("approve", "return_refund"))
    await rooms.tickets.record(ticket.id, RecordKind.WAYBILL, {"number": "SF1234567890"}, SHOPPER)
    assert await rooms.texts() == []


async def test_a_ticket_of_no_conversation_is_told_to_nobody(rooms: Rooms) -> None:
    ticket = await rooms.open(None, conversation_id=None)
    await rooms.step(ticket, S.UNDER_REVIEW)
    assert await rooms.texts() == []


async def test_a_quote_may_be_answered_by_a_tap(rooms: Rooms) -> None:
    await quoted(rooms)
    asked = (await rooms.messages())[-1]
    assert [choice["value"] for choice in asked.choices] == ["yes", "no"]
    dialogue = (await rooms.conversation()).dialogue
    assert (dialogue["open"], dialogue["expects"]) == (asked.id, "fee")


@pytest.mark.parametrize(
    "dialogue",
    [
        {"active_loop": "claim_form", "slots": {"request": "damaged"}, "open": "m", "expects": "photo_goods"},
        {"open": "m", "expects": "clarify"},
    ],
)
async def test_an_open_question_is_not_taken_over(rooms: Rooms, dialogue: dict[str, object]) -> None:
    await rooms.owned_by(Owner.BOT, dialogue=dialogue)
    await quoted(rooms)
    told = (await rooms.messages())[-1]
    assert "¥120.00" in (told.text or "")
    assert (told.choices, told.expects) == ([], None)
    assert (await rooms.conversation()).dialogue == dialogue


async def test_a_question_that_waits_for_nothing_gives_way(rooms: Rooms) -> None:
    await rooms.owned_by(Owner.BOT, dialogue={"open": "m", "expects": "anything_else", "slots": {"a": 1}})
    await quoted(rooms)
    dialogue = (await rooms.conversation()).dialogue
    assert (dialogue["expects"], dialogue["slots"]) == ("fee", {"a": 1})


async def test_an_agent_keeps_the_conversation_and_the_shopper_the_news(rooms: Rooms) -> None:
    await rooms.owned_by(Owner.AGENT, agent_id="lan")
    await quoted(rooms)
    told = (await rooms.messages())[-1]
    assert (told.choices, told.expects) == ([], None)
    assert (await rooms.conversation()).owner == Owner.AGENT


async def test_a_closed_conversation_is_told_and_stays_closed(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    await rooms.owned_by(Owner.CLOSED)
    await rooms.step(ticket, S.UNDER_REVIEW)
    assert len(await rooms.texts()) == 1
    assert (await rooms.conversation()).owner == Owner.CLOSED


async def test_a_step_that_fails_is_not_told(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    with pytest.raises(Exception, match="不能转为"):
        await rooms.step(ticket, S.COMPLETED)
    assert await rooms.texts() == []


async def test_done_is_told_with_stars_to_give(rooms: Rooms) -> None:
    ticket = await rooms.open(decision("approve", "reship"), remedy=Remedy.RESHIP)
    await rooms.step(ticket, S.COMPLETED, carrier="顺丰", tracking_number="SF1234567890")
    done, rating = await rooms.messages()
    assert "SF1234567890" in (done.text or "")
    assert rating.card == {"kind": "rating", "ticket": ticket.number}
    assert rating.expects == "rating"


async def test_in_the_program_the_widget_hears_of_an_agent_s_step(service: Service) -> None:
    async with service.widget("lin") as shopper:
        body = {
            "order_id": "202600010010",
            "items": [{"line_id": "202600010010-1", "quantity": 1}],
            "reason": "damaged",
            "remedy": "reship",
            "description": "花瓶碎了",
            "conversation_id": shopper.conversation,
        }
        ticket = (await service.post("lan", "/api/tickets", body)).json()
        move = {"to": "under_review", "why": "看一下照片", "version": ticket["version"]}
        moved = await service.post("lan", f"/api/tickets/{ticket['id']}/transitions", move)
        assert moved.status_code == 200
        told = await shopper.until("message", lambda m: m["from"] == "system" and "card" in m)
        assert ticket["number"] in told["text"]
        clocks = (await service.get("lan", f"/api/tickets/{ticket['id']}/clocks")).json()
        assert [clock["clock"] for clock in clocks["items"]] == ["SLA-REVIEW"]
        board = (await service.get("zhou", "/api/clocks")).json()["items"]
        assert [clock["number"] for clock in board] == [ticket["number"]]
        refused = await service.post(
            "lan", f"/api/tickets/{ticket['id']}/clocks/SLA-REVIEW/extend", {"days": 2, "why": "忙"}
        )
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_extendable")
        promises = (await service.get("zhou", "/api/promises", ticket_id=ticket["id"])).json()["items"]
        assert {promise["state"] for promise in promises} == {"open"}
        assert (await service.get("lan", "/api/promises")).status_code == 403
        assert (await service.get("shen", "/api/clocks")).json() == {"items": []}
