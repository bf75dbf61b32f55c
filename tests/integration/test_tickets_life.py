"""What happens to a stored ticket between and beside its states, also when two want it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import FixedClock
from aftersales.database import Database
from aftersales.errors import InvalidInput, NotFound, Stale
from aftersales.policy.names import Reason, Remedy, Request
from aftersales.tickets.lifecycle import TransitionRefused
from aftersales.tickets.model import (
    SHOPPER,
    SYSTEM,
    Actor,
    Item,
    Level,
    Link,
    LinkKind,
    NewTicket,
    Photo,
    Role,
    Ticket,
    TicketStatus,
    TicketType,
)
from aftersales.tickets.money import PaysTooMuch
from aftersales.tickets.paid import Paid, PaidLine
from aftersales.tickets.records import RecordKind
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.service import OpenTicketExists, TicketService

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ORDER, SHIRTS, MUG = "202600010006", "202600010006-1", "202600010006-2"
PAID = Paid((PaidLine(SHIRTS, 3, Decimal("100.00")), PaidLine(MUG, 1, Decimal("59.90"))), Decimal("0.00"))
AGENT = Actor("lan", frozenset({Role.AGENT}))
SUPERVISOR = Actor("zhou", frozenset({Role.SUPERVISOR}))
MERCHANT = Actor("shen", frozenset({Role.MERCHANT}), "shen")
S = TicketStatus


class Heard(list[tuple[Ticket | None, Ticket]]):
    """Stands where clocks, notices and commands stand."""

    async def __call__(self, _session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        self.append((before, after))


async def untold(*_: Any) -> None:
    return None


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def tickets(db: Database, clock: FixedClock, heard: Heard) -> TicketService:
    return TicketService(db, clock, untold, [heard])


def application(key: str = "case-1", *items: Item, **changes: Any) -> NewTicket:
    given: dict[str, Any] = {
        "business_key": key,
        "order_id": ORDER,
        "items": items or (Item(SHIRTS, 2),),
        "reason": Reason.QUALITY,
        "remedy": Remedy.RETURN_REFUND,
        "conversation_id": "c1",
        "description": "袖口开线",
        "request": Request.QUALITY,
        "paid": PAID,
    }
    return NewTicket(**{**given, **changes})


async def walked(tickets: TicketService, ticket: Ticket, *path: TicketStatus) -> Ticket:
    for to in path:
        ticket = await tickets.transition(ticket.id, to, "已核对", ticket.version, SUPERVISOR)
    return ticket


async def returned(tickets: TicketService, key: str = "case-1", *items: Item) -> Ticket:
    """Completed, with the money back."""
    ticket = await tickets.open(application(key, *items))
    path = (S.UNDER_REVIEW, S.APPROVED, S.AWAITING_RETURN, S.RETURNED, S.INSPECTING, S.REFUNDING, S.COMPLETED)
    return await walked(tickets, ticket, *path)


async def test_all_that_is_new_comes_back_from_the_database(tickets: TicketService) -> None:
    ticket = await returned(tickets)
    assert await tickets.get(ticket.id) == ticket
    assert (ticket.amount, ticket.request, ticket.description) == (
        Decimal("66.67"), Request.QUALITY, "袖口开线",
    )  # fmt: skip
    assert [record.kind for record in ticket.records] == [
        RecordKind.NOTE, RecordKind.INSPECTION, RecordKind.REFUND,
    ]  # fmt: skip
    assert ticket.records[-1].data["amount"] == "66.67"
    assert ticket.to_json()["amount"] == "66.67"


async def test_a_fact_is_stored_once_by_its_key_and_told_to_the_listeners(
    tickets: TicketService, heard: Heard
) -> None:
    ticket = await tickets.open(application())
    first = await tickets.record(ticket.id, RecordKind.NOTE, {"text": "已电话联系"}, AGENT, 1, "call-1")
    again = await tickets.record(ticket.id, RecordKind.NOTE, {"text": "已电话联系"}, AGENT, 1, "call-1")
    assert again == first == await tickets.get(ticket.id)
    assert first.version == 2
    assert heard == [(None, ticket), (ticket, first)]
    with pytest.raises(Stale):
        await tickets.record(ticket.id, RecordKind.NOTE, {"text": "再联系"}, AGENT, 1, "call-2")


async def test_the_same_fact_at_once_is_stored_once(tickets: TicketService) -> None:
    ticket = await tickets.open(application())
    await asyncio.gather(
        *(tickets.record(ticket.id, RecordKind.NOTE, {"text": "…"}, AGENT, key="k") for _ in range(6))
    )
    assert len((await tickets.get(ticket.id)).records) == 1


async def test_records_cannot_be_rewritten(tickets: TicketService, db: Database) -> None:
    ticket = await tickets.open(application())
    kept = await tickets.record(ticket.id, RecordKind.NOTE, {"text": "…"}, AGENT)
    with pytest.raises(DatabaseError, match="append-only"):
        async with db.write() as session:
            await session.execute(text("UPDATE ticket_records SET data = '{}'"))
    assert await tickets.get(ticket.id) == kept


async def test_urging_at_once_counts_once(tickets: TicketService, clock: FixedClock) -> None:
    ticket = await tickets.open(application())
    answers = await asyncio.gather(*(tickets.urge(ticket.id, SHOPPER) for _ in range(5)))
    assert sorted(answer.counted for answer in answers) == [False] * 4 + [True]
    assert {answer.next_at for answer in answers} == {NOW + timedelta(hours=2)}
    clock.advance(timedelta(hours=2))
    assert (await tickets.urge(ticket.id, SHOPPER)).counted


async def test_agent_and_shopper_at_once_lose_nothing(tickets: TicketService) -> None:
    """What is refused is refused as a whole, what is done is done."""
    opened = await tickets.open(application())
    asked = await walked(tickets, opened, S.UNDER_REVIEW, S.INFO_NEEDED)
    answers = await asyncio.gather(
        tickets.supplement(asked.id, "近照", [Photo("p1", "goods")], SHOPPER),
        tickets.urge(asked.id, SHOPPER),
        tickets.assign(asked.id, "lan", asked.version, AGENT),
        tickets.escalate(asked.id, Level.SUPERVISOR, "催得急", asked.version, AGENT),
        tickets.withdraw(asked.id, "不用了", SHOPPER),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(answer, Stale | TransitionRefused) for answer in refused)
    assert any(isinstance(answer, Stale) for answer in refused)
    kept = await tickets.get(asked.id)
    assert kept.version == asked.version + len(answers) - len(refused)
    assert kept.status is S.WITHDRAWN


async def test_two_agents_who_decide_at_once_do_not_overwrite_each_other(tickets: TicketService) -> None:
    ticket = await walked(tickets, await tickets.open(application()), S.UNDER_REVIEW)
    answers = await asyncio.gather(
        tickets.transition(ticket.id, S.APPROVED, "同意", ticket.version, AGENT),
        tickets.transition(ticket.id, S.REJECTED, "不同意", ticket.version, SUPERVISOR),
        tickets.change_remedy(ticket.id, Remedy.EXCHANGE, "改换货", ticket.version, SUPERVISOR),
        tickets.set_amount(ticket.id, Decimal("10.00"), "协商", ticket.version, SUPERVISOR),
        return_exceptions=True,
    )
    stale = [answer for answer in answers if isinstance(answer, Stale)]
    assert len(stale) == 3
    assert stale[0].to_json() == {"code": "stale", "message": "工单刚刚被其他人更新，请刷新后再操作。"}
    assert (await tickets.get(ticket.id)).version == ticket.version + 1


async def test_her_answer_returns_the_ticket_to_review_with_the_photo(tickets: TicketService) -> None:
    ticket = await walked(tickets, await tickets.open(application()), S.UNDER_REVIEW, S.INFO_NEEDED)
    answered = await tickets.supplement(ticket.id, "这是近照", [Photo("p1", "goods")], SHOPPER)
    assert (answered.status, answered.photos) == (S.UNDER_REVIEW, (Photo("p1", "goods"),))
    assert answered.version == ticket.version + 1
    assert await tickets.get(ticket.id) == answered


async def test_the_waybill_is_kept_while_the_goods_travel(tickets: TicketService) -> None:
    ticket = await tickets.open(application())
    with pytest.raises(TransitionRefused):
        await tickets.waybill(ticket.id, "顺丰", "SF1234567890", SHOPPER)
    ticket = await walked(tickets, ticket, S.UNDER_REVIEW, S.APPROVED, S.AWAITING_RETURN)
    sent = await tickets.waybill(ticket.id, "顺丰", "sf 1234 5678 90", SHOPPER)
    assert (sent.status, sent.records[-1].data["number"]) == (S.AWAITING_RETURN, "SF1234567890")
    with pytest.raises(TransitionRefused):
        await tickets.withdraw(ticket.id, "不退了", SHOPPER)
    with pytest.raises(InvalidInput):
        await tickets.waybill(ticket.id, "顺丰", "不记得", SHOPPER)


async def test_a_dispute_rises(tickets: TicketService) -> None:
    ticket = await walked(tickets, await tickets.open(application()), S.UNDER_REVIEW, S.REJECTED)
    disputed = await tickets.dispute(ticket.id, "不认可", SHOPPER, "R-NR-LATE")
    assert (disputed.status, disputed.level) == (S.DISPUTED, Level.SUPERVISOR)
    assert disputed.history[-1].rule == "R-NR-LATE"
    with pytest.raises(InvalidInput):
        await tickets.dispute(ticket.id, " ", SHOPPER)


async def test_a_closed_ticket_is_reopened_within_thirty_days(
    tickets: TicketService, clock: FixedClock
) -> None:
    closed = await walked(tickets, await returned(tickets), S.CLOSED)
    clock.advance(timedelta(days=30))
    reopened = await tickets.reopen(closed.id, "钱没有到", SHOPPER)
    assert (reopened.id, reopened.status) == (closed.id, S.UNDER_REVIEW)


async def test_later_a_linked_ticket_goes_on_with_it(tickets: TicketService, clock: FixedClock) -> None:
    closed = await walked(tickets, await returned(tickets), S.CLOSED)
    clock.advance(timedelta(days=30, seconds=1))
    new = await tickets.reopen(closed.id, "钱没有到", SHOPPER)
    assert (new.status, new.type, new.items) == (S.SUBMITTED, TicketType.RETURN_REFUND, closed.items)
    assert new.links == (Link(closed.id, closed.number, LinkKind.FOLLOW_UP),)
    assert (await tickets.get(closed.id)).links == (Link(new.id, new.number, LinkKind.FOLLOW_UP),)
    assert await tickets.reopen(closed.id, "钱没有到", SHOPPER) == new


async def test_only_what_is_closed_is_reopened(tickets: TicketService) -> None:
    ticket = await tickets.open(application())
    with pytest.raises(TransitionRefused):
        await tickets.reopen((await tickets.withdraw(ticket.id, "不用了", SHOPPER)).id, "还是要", SHOPPER)


async def test_problems_of_one_order_know_each_other(tickets: TicketService) -> None:
    shirts = await tickets.open(application("a"))
    mug = await tickets.open(application("b", Item(MUG, 1)))
    other = await tickets.open_linked(
        shirts.id, application("c", Item("x", 1), order_id="202600010001", paid=None), AGENT
    )
    assert mug.links == (Link(shirts.id, shirts.number, LinkKind.SAME_ORDER),)
    assert (await tickets.get(shirts.id)).links == (
        Link(mug.id, mug.number, LinkKind.SAME_ORDER),
        Link(other.id, other.number, LinkKind.FOLLOW_UP),
    )
    with pytest.raises(NotFound):
        await tickets.open_linked(shirts.id, application("d"), MERCHANT)


async def test_the_rest_of_a_line_waits_for_the_first_ticket_and_is_refunded_exactly(
    tickets: TicketService,
) -> None:
    first = await tickets.open(application("a", Item(SHIRTS, 1)))
    with pytest.raises(OpenTicketExists):
        await tickets.open(application("b", Item(SHIRTS, 2)))
    assert await tickets.refunded_quantities([ORDER]) == {(ORDER, SHIRTS): 1}
    await tickets.withdraw(first.id, "先不退", SHOPPER)
    assert await tickets.refunded_quantities([ORDER]) == {}
    await returned(tickets, "c", Item(SHIRTS, 1))
    await returned(tickets, "d", Item(SHIRTS, 2))
    assert await tickets.refunded_quantities([ORDER]) == {(ORDER, SHIRTS): 3}
    assert await tickets.refunded_amount(ORDER) == Decimal("100.00")
    with pytest.raises(PaysTooMuch) as refused:
        await tickets.open(application("e", Item(SHIRTS, 1)))
    assert (refused.value.status, refused.value.code) == (409, "pays_too_much")
    assert (await tickets.list(TicketFilter()))[1] == 3


async def test_an_approval_that_could_not_be_paid_is_none(tickets: TicketService) -> None:
    """Refused, then refunded under another ticket: the old one cannot come back to the money."""
    refused = await walked(tickets, await tickets.open(application("a")), S.UNDER_REVIEW, S.REJECTED)
    await returned(tickets, "b", Item(SHIRTS, 3))
    disputed = await tickets.dispute(refused.id, "不认可", SHOPPER)
    review = await walked(tickets, disputed, S.UNDER_REVIEW)
    with pytest.raises(PaysTooMuch):
        await tickets.transition(review.id, S.APPROVED, "同意", review.version, SUPERVISOR)
    assert await tickets.get(review.id) == review


async def test_nobody_sets_more_than_was_paid(tickets: TicketService) -> None:
    ticket = await tickets.open(application(remedy=Remedy.COMPENSATE))
    with pytest.raises(PaysTooMuch):
        await tickets.set_amount(ticket.id, Decimal("100.01"), "补偿", None, SUPERVISOR)
    assert (await tickets.set_amount(ticket.id, Decimal("100.00"), "补偿", None, SUPERVISOR)).amount == 100


async def test_two_sums_of_one_order_set_at_once_stay_below_what_was_paid(tickets: TicketService) -> None:
    """Each alone could have the freight; both cannot."""
    paid = replace(PAID, freight=Decimal("12.00"))
    for round_ in range(5):
        order = {"order_id": f"{ORDER}{round_}", "remedy": Remedy.COMPENSATE, "paid": paid}
        shirts = await tickets.open(application(f"shirts {round_}", Item(SHIRTS, 3), **order))
        mug = await tickets.open(application(f"mug {round_}", Item(MUG, 1), **order))
        done = await asyncio.gather(
            *(
                tickets.set_amount(ticket.id, paid.line(line).amount + paid.freight, "补偿", None, SUPERVISOR)
                for ticket, line in ((shirts, SHIRTS), (mug, MUG))
            ),
            return_exceptions=True,
        )
        assert [type(result) for result in done].count(PaysTooMuch) == 1
        assert await tickets.refunded_amount(f"{ORDER}{round_}") <= paid.total


async def test_two_applications_for_one_line_reopened_at_once_are_one(tickets: TicketService) -> None:
    first, second = [await returned(tickets, key, Item(SHIRTS, 1)) for key in ("a", "b")]
    for ticket in (first, second):
        await walked(tickets, ticket, S.CLOSED)
    again = (tickets.reopen(ticket.id, "又坏了", SHOPPER) for ticket in (first, second))
    done = await asyncio.gather(*again, return_exceptions=True)
    assert {type(result) for result in done} == {Ticket, OpenTicketExists}


async def test_a_merchant_does_everything_to_own_tickets_alone(tickets: TicketService) -> None:
    shop = await tickets.open(application("a"))
    own = await tickets.open(application("b", Item(MUG, 1), merchant_id="shen"))
    assert (await tickets.record(own.id, RecordKind.NOTE, {"text": "…"}, MERCHANT)).version == 2
    for change in (
        tickets.record(shop.id, RecordKind.NOTE, {"text": "…"}, MERCHANT),
        tickets.assign(shop.id, "shen", None, MERCHANT),
        tickets.escalate(shop.id, Level.SUPERVISOR, "…", None, MERCHANT),
        tickets.change_remedy(shop.id, Remedy.EXCHANGE, "…", None, MERCHANT),
        tickets.set_amount(shop.id, Decimal("1.00"), "…", None, MERCHANT),
        tickets.reopen(shop.id, "…", MERCHANT),
    ):
        with pytest.raises(NotFound):
            await change
    assert await tickets.get(shop.id) == shop


async def test_tickets_are_found_by_everything_the_desk_asks(tickets: TicketService) -> None:
    shirts = await tickets.open(application("a"))
    mug = await tickets.open(application("b", Item(MUG, 1), remedy=Remedy.REPAIR))
    shirts = await tickets.assign(shirts.id, "lan", None, AGENT)
    shirts = await tickets.escalate(shirts.id, Level.SUPERVISOR, "金额大", None, AGENT)
    mug = await tickets.withdraw(mug.id, "不修了", SHOPPER)
    spoken = f"as {shirts.number[2:5]}-{shirts.number[5:8]} {shirts.number[8:]}"
    for wanted, found in [
        (TicketFilter(assignee="lan"), [shirts]),
        (TicketFilter(level=Level.SUPERVISOR), [shirts]),
        (TicketFilter(type=TicketType.REPAIR), [mug]),
        (TicketFilter(open=True), [shirts]),
        (TicketFilter(open=False), [mug]),
        (TicketFilter(number=spoken), [shirts]),
        (TicketFilter(text=mug.number[4:]), [mug]),
        (TicketFilter(text="%"), []),
        (TicketFilter(text="nothing"), []),
    ]:
        assert await tickets.list(wanted) == (found, len(found))
    assert (await tickets.list(TicketFilter(text="0001 0006")))[1] == 2


async def test_the_quote_s_way(tickets: TicketService) -> None:
    ticket = await tickets.open(application(remedy=Remedy.PAID_REPAIR))
    path = (S.UNDER_REVIEW, S.APPROVED, S.AWAITING_RETURN, S.RETURNED, S.INSPECTING, S.QUOTING)
    quoting = await walked(tickets, ticket, *path)
    with pytest.raises(InvalidInput) as refused:
        await tickets.transition(quoting.id, S.AWAITING_QUOTE, "换主板", quoting.version, AGENT)
    assert refused.value.field == "details.amount"
    details = {"amount": "120.00", "parts": ["主板"], "days": 5}
    quoted = await tickets.transition(
        quoting.id, S.AWAITING_QUOTE, "换主板", quoting.version, AGENT, details=details
    )
    repairing = await tickets.transition(quoted.id, S.REPAIRING, "同意报价", quoted.version, SHOPPER)
    part = await tickets.record(
        repairing.id, RecordKind.PART, {"name": "主板", "state": "fitted"}, AGENT, repairing.version
    )
    done = {"done": "更换主板", "parts": ["主板"], "warranty": "主板保修 3 个月"}
    repaired = await tickets.transition(part.id, S.COMPLETED, "修好了", part.version, AGENT, details=done)
    shown = [record.kind for record in repaired.records if record.kind.shown]
    assert shown == [
        RecordKind.INSPECTION, RecordKind.QUOTE, RecordKind.QUOTE_ANSWER, RecordKind.PART, RecordKind.REPAIR,
    ]  # fmt: skip


async def test_a_listener_that_refuses_undoes_the_record(db: Database, clock: FixedClock) -> None:
    async def refuse(_session: AsyncSession, before: Ticket | None, _after: Ticket) -> None:
        if before is not None:
            raise RuntimeError("no")

    tickets = TicketService(db, clock, untold, [refuse])
    ticket = await tickets.open(application())
    with pytest.raises(RuntimeError):
        await tickets.record(ticket.id, RecordKind.NOTE, {"text": "…"}, SYSTEM)
    assert await tickets.get(ticket.id) == replace(ticket, records=())
