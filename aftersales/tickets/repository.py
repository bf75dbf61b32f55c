"""Every query on tickets. Takes the session first and never commits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, Select, and_, delete, exists, func, not_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.errors import Stale
from aftersales.policy.names import Reason, Remedy
from aftersales.tickets.model import (
    HistoryEntry,
    Item,
    Level,
    Photo,
    Ticket,
    TicketStatus,
    TicketType,
)
from aftersales.tickets.tables import TicketHistoryRow, TicketLineRow, TicketPhotoRow, TicketRow


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    """None leaves a column free; newest first, `limit` rows after `offset`."""

    conversation_id: str | None = None
    order_id: str | None = None
    order_ids: Collection[str] | None = None
    status: TicketStatus | None = None
    merchant_id: str | None = None
    limit: int = 50
    offset: int = 0


async def get(session: AsyncSession, ticket_id: str) -> Ticket | None:
    return await _one(session, select(TicketRow).where(TicketRow.id == ticket_id))


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
    rows = select(TicketRow)
    for column in ("conversation_id", "order_id", "status", "merchant_id"):
        value = getattr(wanted, column)
        if value is not None:
            rows = rows.where(getattr(TicketRow, column) == value)
    if wanted.order_ids is not None:
        rows = rows.where(TicketRow.order_id.in_(wanted.order_ids))
    total = await session.scalar(select(func.count()).select_from(rows.subquery()))
    page = rows.order_by(TicketRow.created_at.desc(), TicketRow.id).limit(wanted.limit).offset(wanted.offset)
    return [_ticket(row) for row in await session.scalars(page)], total or 0


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
    """Store a new ticket with its history. Raises IntegrityError if number, key or an open line is taken."""
    session.add(
        TicketRow(
            id=ticket.id,
            number=ticket.number,
            business_key=ticket.business_key,
            version=ticket.version,
            type=ticket.type,
            status=ticket.status,
            level=ticket.level,
            conversation_id=ticket.conversation_id,
            order_id=ticket.order_id,
            reason=ticket.reason,
            remedy=ticket.remedy,
            decision=ticket.decision,
            priority=ticket.priority,
            skill_group=ticket.skill_group,
            merchant_id=ticket.merchant_id,
            assignee=ticket.assignee,
            created_at=ticket.created_at,
            updated_at=ticket.updated_at,
            photos=[TicketPhotoRow(photo_id=photo.id, kind=photo.kind) for photo in ticket.photos],
            lines=[
                TicketLineRow(
                    order_id=ticket.order_id,
                    line_id=item.line_id,
                    quantity=item.quantity,
                    open=ticket.status.open,
                )
                for item in ticket.items
            ],
            history=[_history_row(entry) for entry in ticket.history],
        )
    )
    await session.flush()


async def store_step(session: AsyncSession, ticket: Ticket) -> None:
    """Store the ticket's latest step. Raises Stale when somebody else stored one since it was read."""
    changed = await session.execute(
        update(TicketRow)
        .where(TicketRow.id == ticket.id, TicketRow.version == ticket.version - 1)
        .values(
            status=ticket.status, level=ticket.level, version=ticket.version, updated_at=ticket.updated_at
        )
    )
    if not isinstance(changed, CursorResult) or changed.rowcount != 1:
        raise Stale("工单刚刚被其他人更新，请刷新后再操作。")
    await session.execute(
        update(TicketLineRow).where(TicketLineRow.ticket_id == ticket.id).values(open=ticket.status.open)
    )
    entry = _history_row(ticket.history[-1])
    entry.ticket_id = ticket.id
    session.add(entry)
    await session.flush()


async def delete_all(session: AsyncSession) -> None:
    """For the demo's reset."""
    for table in (TicketHistoryRow, TicketPhotoRow, TicketLineRow, TicketRow):
        await session.execute(delete(table))


async def _one(session: AsyncSession, rows: Select[TicketRow]) -> Ticket | None:
    row = await session.scalar(rows)
    return None if row is None else _ticket(row)


def _history_row(entry: HistoryEntry) -> TicketHistoryRow:
    return TicketHistoryRow(
        at=entry.at,
        who=entry.who,
        from_status=entry.origin,
        to_status=entry.to,
        why=entry.why,
        rule=entry.rule,
    )


def _ticket(row: TicketRow) -> Ticket:
    return Ticket(
        id=row.id,
        number=row.number,
        version=row.version,
        type=TicketType(row.type),
        status=TicketStatus(row.status),
        level=Level(row.level),
        conversation_id=row.conversation_id,
        order_id=row.order_id,
        items=tuple(Item(line.line_id, line.quantity) for line in row.lines),
        reason=None if row.reason is None else Reason(row.reason),
        remedy=None if row.remedy is None else Remedy(row.remedy),
        decision=row.decision,
        photos=tuple(Photo(photo.photo_id, photo.kind) for photo in row.photos),
        priority=row.priority,
        skill_group=row.skill_group,
        merchant_id=row.merchant_id,
        assignee=row.assignee,
        business_key=row.business_key,
        created_at=row.created_at,
        updated_at=row.updated_at,
        history=tuple(
            HistoryEntry(
                entry.at,
                entry.who,
                None if entry.from_status is None else TicketStatus(entry.from_status),
                TicketStatus(entry.to_status),
                entry.why,
                entry.rule,
            )
            for entry in row.history
        ),
    )
