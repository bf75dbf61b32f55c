"""Tickets in a real database: opened once, moved by one at a time, told with the change itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.errors import InvalidInput, NotFound, Stale
from aftersales.policy.names import Reason, Remedy
from aftersales.tickets import repository
from aftersales.tickets.model import (
    SHOPPER,
    SYSTEM,
    Actor,
    Item,
    NewTicket,
    Photo,
    Role,
    TicketStatus,
)
from aftersales.tickets.opening import opened
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.service import OpenTicketExists, TicketService
from aftersales.tickets.tables import TicketHistoryRow, TicketRow

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ORDER, LINE = "202600010010", "202600010010-1"
AGENT = Actor("lan", frozenset({Role.AGENT}))
DECISION = {
    "outcome": "approve",
    "remedy": "reship",
    "remedies": [{"id": "reship", "outcome": "approve", "freight_payer": "seller", "refund_amount": "0.00"}],
    "rules": ["R-DMG"],
    "explanation": "48 小时内凭照片申报运输破损，可补发。",
    "deadlines": [],
}

CONTRACT = {
    *("id", "number", "version", "type", "status", "level", "conversation_id", "order_id", "items", "reason"),
    *("remedy", "decision", "photos", "priority", "skill_group", "merchant_id", "assignee", "history"),
    *("created_at", "updated_at"),
}
BESIDES = {"records", "links", "description", "request", "spec", "amount"}


class Told(list[tuple[str, str | None, dict[str, Any]]]):
    """Stands where the outbox stands, and remembers."""

    async def add(
        self, _session: AsyncSession, topic: str, conversation_id: str | None, payload: dict[str, Any]
    ) -> None:
        self.append((topic, conversation_id, payload))


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def tickets(db: Database, clock: FixedClock, told: Told) -> TicketService:
    return TicketService(db, clock, told.add)


def application(key: str = "case-1", line: str = LINE, **changes: Any) -> NewTicket:
    given: dict[str, Any] = {
        "business_key": key,
        "order_id": ORDER,
        "items": (Item(line, 1),),
        "reason": Reason.DAMAGED,
        "remedy": Remedy.RESHIP,
        "conversation_id": "c1",
        "description": "花瓶碎了",
        "photos": (Photo("p1", "goods"), Photo("p2", "parcel")),
    }
    return NewTicket(**{**given, **changes})


async def count(db: Database, table: type[Base]) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_ticket_comes_back_as_it_was_opened(tickets: TicketService, told: Told) -> None:
    ticket = await tickets.open_with_decision(application(), DECISION)
    assert await tickets.get(ticket.id) == ticket
    assert ticket.decision == DECISION
    assert ticket.status is TicketStatus.RESHIPPING
    assert ticket.number.startswith("AS")
    assert len(ticket.number) == 12
    assert ticket.number[2:].isdigit()
    assert told == [("ticket", "c1", ticket.to_json())]


async def test_the_wire_shape_is_the_contract_s(tickets: TicketService) -> None:
    ticket = (await tickets.open_with_decision(application(), DECISION)).to_json()
    assert set(ticket) == CONTRACT | BESIDES
    assert ticket["items"] == [{"line_id": LINE, "quantity": 1}]
    assert ticket["photos"] == [{"id": "p1", "kind": "goods"}, {"id": "p2", "kind": "parcel"}]
    assert ticket["history"][1] == {
        "at": "2026-03-02T02:00:00+00:00",
        "who": "bot",
        "from": "submitted",
        "to": "under_review",
        "why": "按售后规则核对",
        "rule": "R-DMG",
    }


async def test_the_same_application_opened_at_once_is_one_ticket(
    tickets: TicketService, db: Database, told: Told
) -> None:
    answers = await asyncio.gather(*(tickets.open_with_decision(application(), DECISION) for _ in range(8)))
    assert len({ticket.id for ticket in answers}) == 1
    assert await count(db, TicketRow) == 1
    assert len(told) == 1


async def test_two_applications_for_one_line_at_once_are_one_ticket(
    tickets: TicketService, db: Database
) -> None:
    answers = await asyncio.gather(
        *(tickets.open(application(f"case-{n}")) for n in range(6)), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, OpenTicketExists)]
    assert len(refused) == 5
    assert (refused[0].status, refused[0].code) == (409, "open_ticket_exists")
    assert await count(db, TicketRow) == 1
    assert refused[0].ticket == await tickets.open_for_line(ORDER, LINE)


async def test_the_database_itself_refuses_a_second_open_ticket_on_a_line(
    tickets: TicketService, db: Database
) -> None:
    await tickets.open(application("a"))
    with pytest.raises(IntegrityError):
        async with db.write() as session:
            await repository.add(session, opened(application("b"), SHOPPER, NOW))
    assert await count(db, TicketRow) == 1


async def test_another_line_of_the_order_may_have_its_own_ticket(tickets: TicketService) -> None:
    first = await tickets.open(application("a"))
    second = await tickets.open(application("b", line=f"{ORDER}-2"))
    assert first.number != second.number


async def test_a_taken_number_is_drawn_again(tickets: TicketService, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await tickets.open(application("a"))
    drawn = iter([int(first.number[2:]), 42])
    monkeypatch.setattr("aftersales.tickets.numbers.secrets.randbelow", lambda _limit: next(drawn))
    second = await tickets.open(application("b", line=f"{ORDER}-2"))
    assert second.number == "AS0000000042"


async def test_a_line_is_free_again_when_its_ticket_ended(tickets: TicketService) -> None:
    first = await tickets.open(application("a"))
    withdrawn = await tickets.transition(first.id, TicketStatus.WITHDRAWN, "不需要了", first.version, SHOPPER)
    assert not withdrawn.status.open
    assert await tickets.open_for_line(ORDER, LINE) is None
    assert (await tickets.open(application("b"))).id != first.id


async def test_a_ticket_is_not_reopened_beside_a_newer_one(tickets: TicketService) -> None:
    first = await tickets.open_with_decision(
        application("a"), {**DECISION, "outcome": "reject", "remedies": []}
    )
    newer = await tickets.open(application("b"))
    with pytest.raises(OpenTicketExists) as refused:
        await tickets.transition(first.id, TicketStatus.DISPUTED, "不接受", first.version, SHOPPER)
    assert refused.value.ticket == newer
    assert await tickets.get(first.id) == first


async def test_of_two_who_move_it_at_once_one_is_told_that_it_is_stale(
    tickets: TicketService, db: Database
) -> None:
    ticket = await tickets.open(application())
    answers = await asyncio.gather(
        tickets.transition(ticket.id, TicketStatus.UNDER_REVIEW, "开始审核", ticket.version, AGENT),
        tickets.transition(ticket.id, TicketStatus.WITHDRAWN, "不需要了", ticket.version, SHOPPER),
        return_exceptions=True,
    )
    (stale,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(stale, Stale)
    assert (stale.status, stale.code) == (409, "stale")
    assert await count(db, TicketHistoryRow) == 2
    assert (await tickets.get(ticket.id)).version == 2


async def test_a_step_keeps_time_reason_and_rule(
    tickets: TicketService, clock: FixedClock, told: Told
) -> None:
    ticket = await tickets.open(application())
    clock.advance(timedelta(hours=1))
    moved = await tickets.transition(
        ticket.id, TicketStatus.UNDER_REVIEW, " 开始审核 ", ticket.version, SYSTEM, "R-DMG"
    )
    assert await tickets.get(ticket.id) == moved
    entry = moved.history[-1]
    assert (entry.at, entry.why, entry.rule) == (NOW + timedelta(hours=1), "开始审核", "R-DMG")
    assert moved.updated_at == NOW + timedelta(hours=1)
    assert told[-1] == ("ticket", "c1", moved.to_json())


async def test_a_step_without_reason_or_ticket(tickets: TicketService) -> None:
    ticket = await tickets.open(application())
    with pytest.raises(InvalidInput):
        await tickets.transition(ticket.id, TicketStatus.UNDER_REVIEW, "  ", ticket.version, AGENT)
    with pytest.raises(NotFound):
        await tickets.transition("none", TicketStatus.UNDER_REVIEW, "x", 1, AGENT)
    assert await tickets.get(ticket.id) == ticket


async def test_news_that_cannot_be_stored_undo_the_change(db: Database, clock: FixedClock) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError("no outbox")

    with pytest.raises(RuntimeError):
        await TicketService(db, clock, broken).open(application())
    assert await count(db, TicketRow) == 0


async def test_history_cannot_be_rewritten(tickets: TicketService, db: Database) -> None:
    ticket = await tickets.open(application())
    with pytest.raises(DatabaseError, match="append-only"):
        async with db.write() as session:
            await session.execute(text("UPDATE ticket_history SET why = 'x'"))
    assert await tickets.get(ticket.id) == ticket


async def test_a_list_is_filtered_counted_and_paged(tickets: TicketService, clock: FixedClock) -> None:
    first = await tickets.open(application("a"))
    clock.advance(timedelta(minutes=1))
    second = await tickets.open(application("b", line="other", conversation_id="c2", merchant_id="shen"))
    assert await tickets.list(TicketFilter()) == ([second, first], 2)
    assert await tickets.list(TicketFilter(limit=1, offset=1)) == ([first], 2)
    assert await tickets.list(TicketFilter(conversation_id="c1")) == ([first], 1)
    assert await tickets.list(TicketFilter(merchant_id="shen")) == ([second], 1)
    assert await tickets.list(TicketFilter(order_id=ORDER, status=TicketStatus.CLOSED)) == ([], 0)


async def test_approved_claims_are_counted_from_a_moment_on(tickets: TicketService) -> None:
    await tickets.open_with_decision(application("a"), DECISION)
    await tickets.open(application("b", line="other"))
    assert await tickets.approved_claims([ORDER], NOW) == 1
    assert await tickets.approved_claims([ORDER], NOW + timedelta(seconds=1)) == 0
    assert await tickets.approved_claims(["202600010001"], NOW) == 0


async def test_the_demo_s_reset_leaves_no_ticket(tickets: TicketService, db: Database) -> None:
    await tickets.open(application())
    async with db.write() as session:
        await repository.delete_all(session)
    assert await tickets.list(TicketFilter()) == ([], 0)
    assert await count(db, TicketHistoryRow) == 0
