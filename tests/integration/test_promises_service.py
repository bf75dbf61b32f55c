"""The ledger beside a real dialogue: whatever she was told is entered once and settled by what happens."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from aftersales.clock import SHANGHAI, FixedClock
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import MessageRow
from aftersales.dialogue import cards
from aftersales.policy.deadlines import deadline
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.model import Decision
from aftersales.policy.names import Remedy, SlaClock
from aftersales.policy.wire import wire
from aftersales.promises.model import Promise, PromiseState
from aftersales.promises.tables import PromiseMentionRow
from aftersales.tickets.model import Ticket
from aftersales.tickets.model import TicketStatus as S
from tests.support.rooms import Rooms, rooms_in
from tests.support.walking import SUPERVISOR, decision

DAY = timedelta(days=1)


@pytest.fixture
async def rooms(tmp_path: Path, migrated: Path, clock: FixedClock) -> AsyncIterator[Rooms]:
    async with rooms_in(tmp_path, migrated, clock) as made:
        yield made


def broken_vase(rooms: Rooms) -> Decision:
    """As the bot decides it: damaged in transit, photos in time, she takes the money."""
    now = rooms.clock.now()
    line = {
        "line_id": "202600010010-1",
        "category": "home",
        "quantity": 1,
        "list_price": "189.00",
        "paid": "189.00",
    }
    order = {
        "paid_total": "189.00",
        "freight": "0.00",
        "status": "signed",
        "paid_at": (now - 3 * DAY).isoformat(),
        "signed_at": (now - timedelta(hours=2)).isoformat(),
        "lines": [line],
    }
    claim = {
        "lines": [{"line_id": line["line_id"], "quantity": 1}],
        "photos": {"goods": 1, "parcel": 1},
        "fault": "broken",
    }
    body = {
        "now": now.isoformat(),
        "request": "damaged",
        "order": order,
        "claim": claim,
        "remedy": "refund_only",
    }
    return decide(parse_facts(body), rooms.policy)


async def told_and_agreed(rooms: Rooms) -> Ticket:
    """The offer, the decision in words, her yes, the ticket."""
    decided = broken_vase(rooms)
    offers = [
        {"value": "remedy:refund_only", "title": "仅退款 ¥189.00"},
        {"value": "x", "title": "折价 ¥18.90"},
    ]
    await rooms.say(Sender.BOT, "您可以选一种：", choices=offers)
    await rooms.say(Sender.BOT, decided.explanation)
    ticket = await rooms.open(decided.to_json(), remedy=Remedy.REFUND_ONLY)
    card = cards.ticket_card(ticket, {}, rooms.policy)
    await rooms.say(Sender.BOT, "办好了，申请已经提交。", card=card)
    return ticket


async def test_a_transcript_is_held_against_the_ledger(rooms: Rooms) -> None:
    """Every date to come and every sum that stands in what she was shown has its row."""
    ticket = await told_and_agreed(rooms)
    await rooms.owned_by(Owner.AGENT, agent_id="lan")
    await rooms.say(Sender.AGENT, "明天下午3点前给您打电话，另外补您 20 元。", agent_id="lan")
    ticket = await rooms.step(ticket, S.COMPLETED, reference="R-1")
    second = await rooms.open(None, business_key="2", remedy=Remedy.REFUND_ONLY)
    for to in (S.UNDER_REVIEW, S.INFO_NEEDED):
        second = await rooms.step(second, to)
    shown = [*await rooms.messages(Sender.BOT), *await rooms.messages(Sender.AGENT), *await rooms.messages()]
    assert len(shown) >= 8
    entered = 0
    for message in shown:
        rows = await entered_from(rooms, message)
        assert sums_in(message) <= {row.amount for row in rows}, message.text
        assert dates_in(message, rooms) <= {
            row.due_at.astimezone(SHANGHAI).date() for row in rows if row.due_at
        }, message.text
        entered += len(rows)
    assert entered > 10


async def entered_from(rooms: Rooms, message: MessageRow) -> list[Promise]:
    mentions = select(PromiseMentionRow.promise_id).where(PromiseMentionRow.message_id == message.id)
    async with rooms.db.read() as session:
        ids = set(await session.scalars(mentions))
    return [promise for promise in await rooms.ledger() if promise.id in ids]


def sums_in(message: MessageRow) -> set[Decimal]:
    """By a reading of its own: anything that looks like money."""
    looks = re.findall(r"(\d+\.\d\d)(?!\d)|(\d+) 元", words_of(message))
    return {Decimal(cents or whole) for cents, whole in looks} - {Decimal(0)}


def dates_in(message: MessageRow, rooms: Rooms) -> set[object]:
    today = rooms.clock.now().astimezone(SHANGHAI).date()
    named = re.findall(r"(\d+)月(\d+)日", words_of(message))
    days = {datetime(2026, int(month), int(day), tzinfo=SHANGHAI).date() for month, day in named}
    return {day for day in days if day > today}


def words_of(message: MessageRow) -> str:
    card = message.card or {}
    shown = [] if card.get("kind") in (None, "progress", "rating") else [str(card)]
    return " ".join([message.text or "", *shown, *(choice["title"] for choice in message.choices)])


async def test_told_again_it_is_one_promise_with_more_mentions(rooms: Rooms) -> None:
    ticket = await told_and_agreed(rooms)
    refunds = [promise for promise in await rooms.ledger() if promise.amount == Decimal("189.00")]
    assert [promise.ticket_id for promise in refunds] == [ticket.id]
    limits = {promise.due_at for promise in await rooms.ledger(ticket_id=ticket.id) if promise.due_at}
    refund = await rooms.clock_of(ticket, "SLA-REFUND")
    assert limits == {refund.target, refund.limit}


async def test_an_offer_not_taken_is_off_the_table(rooms: Rooms) -> None:
    await told_and_agreed(rooms)
    [offer] = [promise for promise in await rooms.ledger() if promise.amount == Decimal("18.90")]
    assert offer.state is PromiseState.VOID


async def test_done_in_time_all_is_kept(rooms: Rooms, clock: FixedClock) -> None:
    ticket = await told_and_agreed(rooms)
    clock.advance(timedelta(hours=5))
    await rooms.step(ticket, S.COMPLETED)
    promises = await rooms.ledger(ticket_id=ticket.id)
    assert {promise.state for promise in promises} == {PromiseState.KEPT}
    assert all(promise.settled_at for promise in promises)


async def test_not_done_in_time_the_date_is_broken_and_the_desk_told(rooms: Rooms) -> None:
    ticket = await told_and_agreed(rooms)
    await rooms.pass_time(2 * DAY)
    broken = await rooms.ledger(ticket_id=ticket.id, state=PromiseState.BROKEN)
    refund = await rooms.clock_of(ticket, "SLA-REFUND")
    assert [promise.due_at for promise in broken] == [refund.target]
    [news] = [item for item in await rooms.news("ticket") if "promise" in item]
    assert (news["number"], news["promise"]["state"]) == (ticket.number, "broken")


async def test_withdrawn_all_is_void(rooms: Rooms) -> None:
    told = deadline(SlaClock.REVIEW, rooms.clock.now(), rooms.policy)
    ticket = await rooms.open(decision("review", "reship", [wire(told)]), remedy=Remedy.RESHIP)
    await rooms.say(Sender.BOT, "已提交。", card=cards.ticket_card(ticket, {}, rooms.policy))
    assert len(await rooms.ledger(ticket_id=ticket.id, state=PromiseState.OPEN)) == 2
    await rooms.her_step(ticket, S.WITHDRAWN)
    assert {promise.state for promise in await rooms.ledger(ticket_id=ticket.id)} == {PromiseState.VOID}


@pytest.mark.parametrize(("comes_back", "state"), [(True, PromiseState.KEPT), (False, PromiseState.BROKEN)])
async def test_an_agent_s_word_is_kept_when_she_comes_back(
    rooms: Rooms, clock: FixedClock, comes_back: bool, state: PromiseState
) -> None:
    await rooms.owned_by(Owner.AGENT, agent_id="lan")
    await rooms.say(Sender.AGENT, "我问一下仓库，24小时内答复您。", agent_id="lan")
    clock.advance(timedelta(hours=3))
    if comes_back:
        await rooms.say(Sender.AGENT, "仓库说有货。", agent_id="lan")
    await rooms.pass_time(2 * DAY)
    assert [promise.state for promise in await rooms.ledger()] == [state]


async def test_an_agent_s_word_belongs_to_her_running_ticket(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    await rooms.say(Sender.AGENT, "11月25日前寄出。", agent_id="lan")
    [promise] = await rooms.ledger()
    assert promise.ticket_id == ticket.id
    assert promise.by_person


async def test_what_she_writes_notes_and_unsent_replies_promise_nothing(rooms: Rooms) -> None:
    await rooms.say(Sender.SHOPPER, "11月25日前退我189元")
    await rooms.say(Sender.AGENT, "最多补20元", agent_id="lan", note=True)
    await rooms.say(Sender.BOT, "退款 ¥189.00", sent=False)
    assert await rooms.ledger() == []


async def test_the_corrected_sum_is_the_one_that_counts(rooms: Rooms) -> None:
    """The notice tells the new sum, and the proposal is void when the case is done."""
    proposal = decision("review", "price_reduction", refund_amount="18.90")
    ticket = await rooms.open(proposal, remedy=Remedy.PRICE_REDUCTION)
    await rooms.say(Sender.BOT, f"{ticket.number} 预计补偿 ¥18.90，以审核为准。")
    supervisor = {"why": "多补一点", "version": ticket.version}
    ticket = await rooms.tickets.set_amount(ticket.id, Decimal("20.00"), actor=SUPERVISOR, **supervisor)
    for to in (S.APPROVED, S.COMPENSATING, S.COMPLETED):
        ticket = await rooms.step(ticket, to)
    states = {promise.amount: promise.state for promise in await rooms.ledger() if promise.amount}
    assert states == {Decimal("18.90"): PromiseState.VOID, Decimal("20.00"): PromiseState.KEPT}


async def test_nothing_due_writes_nothing(rooms: Rooms) -> None:
    await told_and_agreed(rooms)
    committed: list[None] = []
    rooms.db.on_commit(lambda: committed.append(None))
    assert not await rooms.promises.settle_due()
    assert not await rooms.due_clocks()
    assert committed == []
