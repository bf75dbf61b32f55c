"""Every query on promises. Takes the session first and never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Select, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations.model import Sender
from aftersales.conversations.tables import MessageRow
from aftersales.promises.model import Promise, PromiseKind, PromiseState, Told
from aftersales.promises.tables import PromiseMentionRow, PromiseRow
from aftersales.tickets.tables import TicketRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFilter:
    """None leaves a column free; the soonest due first."""

    state: PromiseState | None = None
    ticket_id: str | None = None
    limit: int = 200


async def find(session: AsyncSession, wanted: PromiseFilter) -> list[Promise]:
    rows = select(PromiseRow)
    if wanted.state is not None:
        rows = rows.where(PromiseRow.state == wanted.state)
    if wanted.ticket_id is not None:
        rows = rows.where(PromiseRow.ticket_id == wanted.ticket_id)
    return await _all(session, rows.order_by(PromiseRow.look_at, PromiseRow.id).limit(wanted.limit))


async def open_of_ticket(session: AsyncSession, ticket_id: str) -> list[Promise]:
    return await _all(session, _open().where(PromiseRow.ticket_id == ticket_id))


async def open_without_ticket(session: AsyncSession, conversation_id: str) -> list[Promise]:
    rows = _open().where(PromiseRow.conversation_id == conversation_id, PromiseRow.ticket_id.is_(None))
    return await _all(session, rows)


async def same(
    session: AsyncSession, conversation_id: str, ticket_id: str | None, told: Told
) -> Promise | None:
    """The open promise of this very date or sum on the ticket, or of the conversation and no ticket yet."""
    rows = _open().where(
        PromiseRow.conversation_id == conversation_id,
        PromiseRow.due_at.is_not_distinct_from(told.due_at),
        PromiseRow.cents.is_not_distinct_from(_cents(told.amount)),
    )
    if ticket_id is not None:
        rows = rows.where((PromiseRow.ticket_id == ticket_id) | PromiseRow.ticket_id.is_(None))
    return next(iter(await _all(session, rows.limit(1))), None)


async def next_due(session: AsyncSession, now: datetime) -> Promise | None:
    rows = _open().where(PromiseRow.look_at <= now).order_by(PromiseRow.look_at, PromiseRow.id)
    return next(iter(await _all(session, rows.limit(1))), None)


async def add(
    session: AsyncSession,
    message: MessageRow,
    ticket_id: str | None,
    told: Told,
    look_at: datetime,
) -> None:
    row = PromiseRow(
        conversation_id=message.conversation_id,
        message_id=message.id,
        ticket_id=ticket_id,
        kind=told.kind,
        text=told.text,
        due_at=told.due_at,
        cents=_cents(told.amount),
        by_person=message.sender == Sender.AGENT,
        state=PromiseState.OPEN,
        told_at=message.ts,
        look_at=look_at,
    )
    session.add(row)
    await session.flush()
    await mention(session, row.id, message)


async def mention(session: AsyncSession, promise_id: int, message: MessageRow) -> None:
    session.add(PromiseMentionRow(promise_id=promise_id, message_id=message.id))
    await session.flush()


async def attach(session: AsyncSession, promise_id: int, ticket_id: str) -> None:
    await session.execute(update(PromiseRow).where(PromiseRow.id == promise_id).values(ticket_id=ticket_id))


async def settle(session: AsyncSession, promise_id: int, state: PromiseState, at: datetime) -> None:
    await session.execute(
        update(PromiseRow).where(PromiseRow.id == promise_id).values(state=state, settled_at=at)
    )


async def look_again(session: AsyncSession, promise_id: int, at: datetime) -> None:
    await session.execute(update(PromiseRow).where(PromiseRow.id == promise_id).values(look_at=at))


async def ticket_numbered(session: AsyncSession, numbers: Sequence[str]) -> str | None:
    rows = select(TicketRow.id).where(TicketRow.number.in_(numbers)).limit(1)
    found: str | None = await session.scalar(rows)
    return found


async def latest_ticket(session: AsyncSession, conversation_id: str) -> str | None:
    """The ticket that an agent's word in this conversation is most likely about: the latest still open."""
    rows = (
        select(TicketRow.id)
        .where(
            TicketRow.conversation_id == conversation_id,
            TicketRow.status.not_in(("closed", "withdrawn", "completed")),
        )
        .order_by(TicketRow.created_at.desc())
    )
    found: str | None = await session.scalar(rows.limit(1))
    return found


async def person_spoke_since(session: AsyncSession, promise: Promise) -> bool:
    rows = select(MessageRow.id).where(
        MessageRow.conversation_id == promise.conversation_id,
        MessageRow.sender == Sender.AGENT,
        ~MessageRow.note,
        MessageRow.ts > promise.told_at,
    )
    return await session.scalar(rows.limit(1)) is not None


def _open() -> Select[PromiseRow]:
    return select(PromiseRow).where(PromiseRow.state == PromiseState.OPEN)


async def _all(session: AsyncSession, rows: Select[PromiseRow]) -> list[Promise]:
    return [_promise(row) for row in await session.scalars(rows.execution_options(populate_existing=True))]


def _promise(row: PromiseRow) -> Promise:
    return Promise(
        id=row.id,
        conversation_id=row.conversation_id,
        message_id=row.message_id,
        ticket_id=row.ticket_id,
        kind=PromiseKind(row.kind),
        text=row.text,
        due_at=row.due_at,
        amount=None if row.cents is None else Decimal(row.cents) / 100,
        by_person=row.by_person,
        state=PromiseState(row.state),
        told_at=row.told_at,
        look_at=row.look_at,
        settled_at=row.settled_at,
    )


def _cents(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount * 100)
