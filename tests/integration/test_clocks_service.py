"""Clocks beside real tickets: told dates hold, due work is done once, and what nobody goes on with ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from aftersales.clock import SHANGHAI, FixedClock
from aftersales.clocks import repository
from aftersales.clocks.desk import NotExtendable
from aftersales.clocks.model import CaseClock, ClockState
from aftersales.clocks.repository import ClockFilter
from aftersales.clocks.tables import ClockRow
from aftersales.conversations.model import Owner, Sender
from aftersales.errors import InvalidInput, NotFound
from aftersales.policy.deadlines import deadline
from aftersales.policy.names import Remedy, SlaClock
from aftersales.policy.wire import wire
from aftersales.tickets.model import SHOPPER, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import RecordKind
from tests.support.rooms import Rooms, rooms_in
from tests.support.walking import AGENT, decision

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REPAIR = {"remedy": Remedy.REPAIR}


@pytest.fixture
async def rooms(tmp_path: Path, migrated: Path, clock: FixedClock) -> AsyncIterator[Rooms]:
    async with rooms_in(tmp_path, migrated, clock) as made:
        yield made


async def board(rooms: Rooms, **wanted: object) -> list[tuple[CaseClock, str | None]]:
    async with rooms.db.read() as session:
        return await repository.find(session, ClockFilter(**wanted))


async def repairing(rooms: Rooms) -> Ticket:
    ticket = await rooms.open(decision("approve", "repair"), **REPAIR)
    for to in (S.RETURNED, S.INSPECTING, S.REPAIRING):
        ticket = await rooms.step(ticket, to)
    return ticket


async def test_the_told_dates_are_the_rows(rooms: Rooms, clock: FixedClock) -> None:
    told = deadline(SlaClock.REVIEW, clock.now() - timedelta(minutes=2), rooms.policy)
    named = decision("review", "reship", [wire(told)])
    ticket = await rooms.open(named, remedy=Remedy.RESHIP)
    row = await rooms.clock_of(ticket, "SLA-REVIEW")
    assert (row.target, row.limit) == (told.target, told.limit)


async def test_warnings_and_the_breach_are_events_and_news_for_the_desk(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    ticket = await rooms.step(ticket, S.UNDER_REVIEW)
    told_before = len(await rooms.news("ticket"))
    await rooms.pass_time(6 * DAY)
    assert await rooms.events(ticket) == [
        ("SLA-REVIEW", event) for event in ("warning", "overdue", "last_warning", "breach")
    ]
    news = [item for item in (await rooms.news("ticket"))[told_before:] if "clock" in item]
    assert [item["clock"]["event"] for item in news] == ["warning", "overdue", "last_warning", "breach"]
    assert {item["number"] for item in news} == {ticket.number}
    assert (await rooms.clock_of(ticket, "SLA-REVIEW")).state is ClockState.BREACHED


async def test_what_is_due_is_done_once(rooms: Rooms, clock: FixedClock) -> None:
    ticket = await rooms.open(None)
    clock.advance(30 * DAY)
    await rooms.work()
    events = await rooms.events(ticket)
    assert len(events) == len(set(events))
    assert not await rooms.due_clocks()


@pytest.mark.parametrize("path", [[S.INFO_NEEDED], [S.APPROVED, S.AWAITING_RETURN]])
async def test_her_clock_reminds_once_and_ends_on_the_seventh_day(rooms: Rooms, path: list[S]) -> None:
    ticket = await rooms.open(None)
    for to in [S.UNDER_REVIEW, *path]:
        ticket = await rooms.step(ticket, to)
    before = len(await rooms.texts())
    await rooms.pass_time(4 * DAY)
    [reminder] = (await rooms.texts())[before:]
    assert reminder.startswith("提醒您一下")
    assert "11月25日（周三）24:00前" in reminder
    await rooms.pass_time(3 * DAY + 13 * HOUR)
    closed = await rooms.tickets.get(ticket.id)
    assert closed.status is S.CLOSED
    assert closed.history[-1].who == "system"
    assert "发条消息" in (await rooms.texts())[-1]
    reopened = await rooms.her_step(closed, S.UNDER_REVIEW)
    assert (await rooms.clock_of(reopened, "SLA-REVIEW")).state is ClockState.RUNNING


async def test_a_waybill_stops_the_reminders(rooms: Rooms) -> None:
    ticket = await rooms.open(decision("approve", "return_refund"))
    await rooms.tickets.record(ticket.id, RecordKind.WAYBILL, {"number": "SF1234567890"}, SHOPPER)
    await rooms.pass_time(20 * DAY)
    assert (await rooms.tickets.get(ticket.id)).status is S.AWAITING_RETURN
    assert await rooms.texts() == []


@pytest.mark.parametrize("refused", [False, True])
async def test_what_is_settled_closes_by_itself(rooms: Rooms, refused: bool) -> None:
    ticket = await rooms.open(decision("reject" if refused else "approve", "reship"), remedy=Remedy.RESHIP)
    if not refused:
        ticket = await rooms.step(ticket, S.COMPLETED)
    await rooms.pass_time(7 * DAY)
    assert (await rooms.tickets.get(ticket.id)).status is not S.CLOSED
    await rooms.pass_time(DAY)
    assert (await rooms.tickets.get(ticket.id)).status is S.CLOSED


async def test_one_visit_a_morning_after_completion(rooms: Rooms, clock: FixedClock) -> None:
    ticket = await rooms.open(decision("approve", "reship"), remedy=Remedy.RESHIP)
    await rooms.step(ticket, S.COMPLETED)
    before = len(await rooms.messages())
    await rooms.pass_time(6 * DAY)
    [visit] = (await rooms.messages())[before:]
    assert ticket.number in (visit.text or "")
    local = visit.ts.astimezone(SHANGHAI)
    assert (local.day, local.hour) == (21, 10)


async def test_who_wrote_or_rated_meanwhile_is_not_visited(rooms: Rooms, clock: FixedClock) -> None:
    first = await rooms.open(decision("approve", "reship"), remedy=Remedy.RESHIP)
    await rooms.step(first, S.COMPLETED)
    await rooms.say(Sender.SHOPPER, "收到了")
    second = await rooms.open(decision("approve", "reship"), remedy=Remedy.RESHIP, business_key="second")
    await rooms.step(second, S.COMPLETED)
    rating = {"score": 5, "comment": "", "at": clock.now().isoformat()}
    await rooms.owned_by(Owner.BOT, rating=rating)
    before = len(await rooms.messages())
    await rooms.pass_time(6 * DAY)
    assert len(await rooms.messages()) == before


async def test_a_repair_is_extended_once_and_she_is_told(rooms: Rooms) -> None:
    ticket = await repairing(rooms)
    limit = (await rooms.clock_of(ticket, "SLA-REPAIR")).limit
    extended = await rooms.desk.extend(ticket.id, SlaClock.REPAIR, 3, "配件缺货。", "lan", None)
    assert extended["extended"]
    assert datetime.fromisoformat(extended["limit"]) == rooms.policy.calendar.add_working_days(limit, 3)
    text = (await rooms.texts())[-1]
    assert "需要多一点时间：配件缺货。" in text
    assert "12月14日" in text
    assert ("SLA-REPAIR", "extended") in await rooms.events(ticket)
    with pytest.raises(NotExtendable):
        await rooms.desk.extend(ticket.id, SlaClock.REPAIR, 3, "还缺货", "lan", None)


async def test_no_extension_after_the_due_time(rooms: Rooms) -> None:
    ticket = await repairing(rooms)
    await rooms.pass_time(30 * DAY)
    with pytest.raises(NotExtendable, match="过了最晚时间"):
        await rooms.desk.extend(ticket.id, SlaClock.REPAIR, 3, "配件缺货", "lan", None)


async def test_extensions_that_are_refused(rooms: Rooms, clock: FixedClock) -> None:
    ticket = await repairing(rooms)
    with pytest.raises(InvalidInput):
        await rooms.desk.extend(ticket.id, SlaClock.REPAIR, clock.now() + DAY, "更早", "lan", None)
    with pytest.raises(InvalidInput):
        await rooms.desk.extend(ticket.id, SlaClock.REPAIR, 3, "  ", "lan", None)
    with pytest.raises(NotFound):
        await rooms.desk.extend(ticket.id, SlaClock.REFUND, 3, "缺货", "lan", None)
    with pytest.raises(NotFound):
        await rooms.desk.extend(ticket.id, SlaClock.REPAIR, 3, "缺货", "shen", "another-merchant")


async def test_money_is_never_put_off(rooms: Rooms) -> None:
    ticket = await rooms.open(None, remedy=Remedy.REFUND_ONLY)
    for to in (S.UNDER_REVIEW, S.APPROVED):
        ticket = await rooms.step(ticket, to)
    with pytest.raises(NotExtendable):
        await rooms.desk.extend(ticket.id, SlaClock.REFUND, 3, "财务休假", "lan", None)


async def test_the_first_reply_in_chat_is_due_in_two_minutes(rooms: Rooms, clock: FixedClock) -> None:
    await rooms.owned_by(Owner.QUEUED)
    [(waiting, _)] = await board(rooms)
    assert waiting.target == clock.now() + timedelta(minutes=2)
    await rooms.owned_by(Owner.AGENT, agent_id="lan")
    clock.advance(timedelta(minutes=1))
    await rooms.say(Sender.AGENT, "您好，我看一下", agent_id="lan")
    assert await board(rooms) == []


async def test_a_note_is_no_reply(rooms: Rooms) -> None:
    await rooms.owned_by(Owner.QUEUED)
    await rooms.say(Sender.AGENT, "老顾客", agent_id="lan", note=True)
    assert len(await board(rooms)) == 1


async def test_at_night_the_two_minutes_begin_in_the_morning(rooms: Rooms, clock: FixedClock) -> None:
    clock.advance(11 * HOUR)  # 23:00
    await rooms.owned_by(Owner.QUEUED)
    [(waiting, _)] = await board(rooms)
    assert waiting.target == datetime(2026, 11, 19, 9, 2, tzinfo=SHANGHAI)


async def test_who_leaves_the_queue_is_owed_nothing(rooms: Rooms) -> None:
    await rooms.owned_by(Owner.QUEUED)
    await rooms.owned_by(Owner.BOT)
    assert await board(rooms) == []


async def test_an_agent_s_word_is_the_first_reply_on_her_tickets(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    await rooms.say(Sender.AGENT, "在看了", agent_id="lan")
    assert (await rooms.clock_of(ticket, "SLA-FIRST")).state is ClockState.MET


async def test_the_board_shows_what_is_due_soonest_and_to_merchants_their_own(
    rooms: Rooms, clock: FixedClock
) -> None:
    ours = await rooms.open(None)
    theirs = await rooms.open(None, business_key="2", merchant_id="shen", order_id="2", items=())
    assert {number for _, number in await board(rooms)} == {ours.number, theirs.number}
    assert {number for _, number in await board(rooms, merchant_id="shen")} == {theirs.number}
    soon = await board(rooms, due_before=clock.now() + 2 * HOUR)
    assert {found.clock for found, _ in soon} == {SlaClock.FIRST}
    targets = [found.target for found, _ in await board(rooms)]
    assert targets == sorted(targets)


async def test_another_merchant_s_clocks_are_not_found(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    with pytest.raises(NotFound):
        await rooms.desk.of_ticket(ticket.id, "shen")


async def test_a_refused_step_leaves_no_trace(rooms: Rooms) -> None:
    ticket = await rooms.open(None)
    count = select(func.count()).select_from(ClockRow)
    async with rooms.db.read() as session:
        before = await session.scalar(count)
    with pytest.raises(Exception, match="不能转为"):
        await rooms.step(ticket, S.COMPLETED, AGENT)
    async with rooms.db.read() as session:
        assert await session.scalar(count) == before
