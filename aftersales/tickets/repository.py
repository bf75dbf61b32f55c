"""Every query on tickets. Takes the session first and never commits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.errors import Stale
from aftersales.tickets.model import Level, Ticket, TicketStatus, TicketType
from aftersales.tickets.numbers import plain
from aftersales.tickets.rows import changing, history_row, photo_row, record_row, row_of, ticket_of
from aftersales.tickets.tables import (
    TicketHistoryRow,
    TicketLineRow,
    TicketLinkRow,
    TicketPhotoRow,
    TicketRecordRow,
    TicketRow,
)

_ENDED = [status for status in TicketStatus if not status.open]


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    """None leaves a column free; newest first, `limit` rows after `offset`.

    `number` is one as people write it; `text` a part of a ticket's or an order's number.
    """

    conversation_id: str | None = None
    order_id: str | None = None
    order_ids: Collection[str] | None = None
    status: TicketStatus | None = None
    merchant_id: str | None = None
    assignee: str | None = None
    level: Level | None = None
    type: TicketType | None = None
    open: bool | None = None
    number: str | None = None
    text: str | None = None
    limit: int = 50
    offset: int = 0


async def get(session: AsyncSession, ticket_id: str) -> Ticket | None:
    return await _one(session, select(TicketRow).where(TicketRow.id == ticket_id))


async def to_change(session: AsyncSession, ticket_id: str) -> Ticket | None:
    """As `get`, and nobody else changes it until this transaction ends; others may link to it."""
    row = select(TicketRow).where(TicketRow.id == ticket_id)
    return await _one(session, row.with_for_update(key_share=True))


async def hold_order(session: AsyncSession, order_id: str | None) -> None:
    """Until this transaction ends, nobody else opens or pays anything on the order (SQLite: one writer)."""
    if order_id is not None and session.get_bind().dialect.name == "postgresql":
        key = func.hashtextextended(order_id, 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))


async def by_business_key(session: AsyncSession, key: str) -> Ticket | None:
    return await _one(session, select(TicketRow).where(TicketRow.business_key == key))


async def open_on_lines(session: AsyncSession, order_id: str, line_ids: Collection[str]) -> Ticket | None:
    """The running ticket on any of these lines, if there is one."""
    rows = (
        select(TicketRow)
        .join(TicketLineRow)
        .where(TicketLineRow.order_id == order_id, TicketLineRow.line_id.in_(line_ids), TicketLineRow.open)
    )
    return await _one(session, rows.limit(1))


async def find(session: AsyncSession, wanted: TicketFilter) -> tuple[list[Ticket], int]:
    """A page of tickets and how many there are in all."""
    rows = select(TicketRow).where(*_conditions(wanted))
    total = await session.scalar(select(func.count()).select_from(rows.subquery()))
    page = rows.order_by(TicketRow.created_at.desc(), TicketRow.id).limit(wanted.limit).offset(wanted.offset)
    return [ticket_of(row) for row in await session.scalars(page)], total or 0


def _conditions(wanted: TicketFilter) -> Iterator[ColumnElement[bool]]:
    for column in ("conversation_id", "order_id", "status", "merchant_id", "assignee", "level", "type"):
        value = getattr(wanted, column)
        if value is not None:
            yield getattr(TicketRow, column) == value
    if wanted.order_ids is not None:
        yield TicketRow.order_id.in_(wanted.order_ids)
    if wanted.open is not None:
        yield TicketRow.status.not_in(_ENDED) if wanted.open else TicketRow.status.in_(_ENDED)
    if wanted.number is not None:
        yield TicketRow.number == plain(wanted.number)
    if wanted.text is not None:
        part = plain(wanted.text)
        yield or_(
            TicketRow.number.contains(part, autoescape=True),
            TicketRow.order_id.contains(part, autoescape=True),
        )


async def of_orders(session: AsyncSession, order_ids: Collection[str]) -> list[Ticket]:
    """Every ticket on these orders, oldest first."""
    rows = select(TicketRow).where(TicketRow.order_id.in_(order_ids))
    return [
        ticket_of(row) for row in await session.scalars(rows.order_by(TicketRow.created_at, TicketRow.id))
    ]


async def approved_since(session: AsyncSession, order_ids: Collection[str], since: datetime) -> int:
    """How many tickets of these orders were approved from `since` on."""
    count = await session.scalar(
        select(func.count(func.distinct(TicketRow.id)))
        .join(TicketHistoryRow)
        .where(
            TicketRow.order_id.in_(order_ids),
            TicketHistoryRow.to_status == TicketStatus.APPROVED,
            TicketHistoryRow.at >= since,
        )
    )
    return count or 0


async def photos_of_others(
    session: AsyncSession,
    photo_ids: Collection[str],
    conversation_id: str,
    lines: Collection[tuple[str, str]],
) -> set[str]:
    """Those of the photos that are on a ticket of another conversation, or of none of these order lines."""
    same_lines = exists().where(
        TicketLineRow.ticket_id == TicketRow.id,
        tuple_(TicketLineRow.order_id, TicketLineRow.line_id).in_(lines),
    )
    same_matter = and_(TicketRow.conversation_id.is_not_distinct_from(conversation_id), same_lines)
    rows = select(TicketPhotoRow.photo_id).join(TicketRow).where(TicketPhotoRow.photo_id.in_(photo_ids))
    return set(await session.scalars(rows.where(not_(same_matter))))


async def merchants_of_photo(session: AsyncSession, photo_id: str) -> set[str | None]:
    """Whose tickets the photo is on."""
    rows = select(TicketRow.merchant_id).join(TicketPhotoRow).where(TicketPhotoRow.photo_id == photo_id)
    return set(await session.scalars(rows))


async def add(session: AsyncSession, ticket: Ticket) -> None:
    """Store a new ticket. Raises IntegrityError if number, key or an open line is taken."""
    session.add(row_of(ticket))
    await session.flush()
    for link in ticket.links:
        session.add_all(
            [
                TicketLinkRow(
                    ticket_id=ticket.id, other_id=link.id, other_number=link.number, kind=link.kind
                ),
                TicketLinkRow(
                    ticket_id=link.id, other_id=ticket.id, other_number=ticket.number, kind=link.kind
                ),
            ]
        )
    await session.flush()


async def store(session: AsyncSession, before: Ticket, after: Ticket) -> None:
    """Store what came to a ticket: steps, records, photos, changed fields.

    Raises Stale when somebody else changed it since `before` was read.
    """
    changed = await session.execute(
        update(TicketRow)
        .where(TicketRow.id == after.id, TicketRow.version == before.version)
        .values(changing(after))
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise Stale("工单刚刚被其他人更新，请刷新后再操作。")
    if after.status.open is not before.status.open:
        await session.execute(
            update(TicketLineRow).where(TicketLineRow.ticket_id == after.id).values(open=after.status.open)
        )
    new: list[TicketHistoryRow | TicketRecordRow | TicketPhotoRow] = [
        *map(history_row, after.history[len(before.history) :]),
        *map(record_row, after.records[len(before.records) :]),
        *map(photo_row, after.photos[len(before.photos) :]),
    ]
    for row in new:
        row.ticket_id = after.id
    session.add_all(new)
    await session.flush()


async def delete_all(session: AsyncSession) -> None:
    """For the demo's reset."""
    for table in (
        *(TicketLinkRow, TicketRecordRow, TicketHistoryRow, TicketPhotoRow, TicketLineRow),
        TicketRow,
    ):
        await session.execute(delete(table))


async def _one(session: AsyncSession, rows: Select[TicketRow]) -> Ticket | None:
    row = await session.scalar(rows)
    return None if row is None else ticket_of(row)
