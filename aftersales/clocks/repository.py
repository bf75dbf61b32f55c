"""Every query on clocks. Takes the session first and never commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clocks.model import CaseClock, ClockEvent, ClockState, clock_name
from aftersales.clocks.tables import ClockEventRow, ClockRow
from aftersales.policy.names import SlaClock
from aftersales.tickets.tables import TicketRow

OPEN = tuple(state for state in ClockState if state.open)
_COLUMNS = (
    *("ticket_id", "conversation_id", "clock", "started_at", "target", "limit", "provisional", "state"),
    *("paused_at", "stopped_at", "extended", "next_at", "next_event"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFilter:
    """The board's question; None leaves a column free. Soonest target first."""

    due_before: datetime | None = None
    states: Collection[ClockState] = OPEN
    merchant_id: str | None = None
    limit: int = 200


async def get(session: AsyncSession, clock_id: int) -> CaseClock:
    return _clock(await session.get_one(ClockRow, clock_id))


async def of_ticket(session: AsyncSession, ticket_id: str, *, only_open: bool = False) -> list[CaseClock]:
    rows = select(ClockRow).where(ClockRow.ticket_id == ticket_id)
    if only_open:
        rows = rows.where(ClockRow.stopped_at.is_(None))
    return await _all(session, rows.order_by(ClockRow.id))


async def of_conversation(session: AsyncSession, conversation_id: str) -> CaseClock | None:
    """The open clock of a shopper who waits for a person in chat."""
    rows = select(ClockRow).where(ClockRow.conversation_id == conversation_id, ClockRow.stopped_at.is_(None))
    return next(iter(await _all(session, rows)), None)


async def running_in_conversation(
    session: AsyncSession, conversation_id: str, clock: SlaClock
) -> list[CaseClock]:
    """The open clocks of this name: the conversation's own and those of its tickets."""
    tickets = select(TicketRow.id).where(TicketRow.conversation_id == conversation_id)
    rows = select(ClockRow).where(
        or_(ClockRow.conversation_id == conversation_id, ClockRow.ticket_id.in_(tickets)),
        ClockRow.clock == clock,
        ClockRow.stopped_at.is_(None),
    )
    return await _all(session, rows)


async def next_due(session: AsyncSession, now: datetime) -> CaseClock | None:
    """The clock whose next event has waited longest."""
    rows = select(ClockRow).where(ClockRow.next_at <= now).order_by(ClockRow.next_at, ClockRow.id)
    return next(iter(await _all(session, rows.limit(1))), None)


async def find(session: AsyncSession, wanted: ClockFilter) -> list[tuple[CaseClock, str | None]]:
    """Clocks with the numbers of their tickets."""
    rows = (
        select(ClockRow, TicketRow.number)
        .outerjoin(TicketRow, TicketRow.id == ClockRow.ticket_id)
        .where(ClockRow.state.in_(wanted.states))
    )
    if wanted.due_before is not None:
        rows = rows.where(ClockRow.target < wanted.due_before)
    if wanted.merchant_id is not None:
        rows = rows.where(TicketRow.merchant_id == wanted.merchant_id)
    page = await session.execute(rows.order_by(ClockRow.target, ClockRow.id).limit(wanted.limit))
    return [(_clock(row), number) for row, number in page]


async def store(session: AsyncSession, clock: CaseClock) -> None:
    """Add the clock, or bring its row up to date."""
    row = ClockRow() if clock.id == 0 else await session.get_one(ClockRow, clock.id)
    for column in _COLUMNS:
        setattr(row, column, getattr(clock, column))
    session.add(row)
    await session.flush()


async def add_event(
    session: AsyncSession, clock: CaseClock, event: ClockEvent, at: datetime, who: str, why: str | None = None
) -> None:
    session.add(ClockEventRow(clock_id=clock.id, event=event, at=at, who=who, why=why))


async def events(session: AsyncSession, ticket_id: str) -> list[tuple[str, ClockEventRow]]:
    """What happened to the clocks of a ticket, in order, each with its clock's name."""
    rows = (
        select(ClockRow.clock, ClockEventRow)
        .join(ClockEventRow, ClockEventRow.clock_id == ClockRow.id)
        .where(ClockRow.ticket_id == ticket_id)
        .order_by(ClockEventRow.id)
    )
    return [(name, row) for name, row in await session.execute(rows)]


async def _all(session: AsyncSession, rows: Select[ClockRow]) -> list[CaseClock]:
    return [_clock(row) for row in await session.scalars(rows)]


def _clock(row: ClockRow) -> CaseClock:
    columns = {column: getattr(row, column) for column in _COLUMNS}
    return CaseClock(
        id=row.id,
        **columns
        | {
            "clock": clock_name(row.clock),
            "state": ClockState(row.state),
            "next_event": ClockEvent(row.next_event) if row.next_event else None,
        },
    )
