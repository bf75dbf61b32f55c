"""Every query about privacy requests, locked trade data, looks and counts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import SHANGHAI
from aftersales.privacy.model import UNFINISHED, Kind, Proof, Request, State, Subject
from aftersales.privacy.tables import DataLookRow, LockedTradeRow, PrivacyRequestRow, RetentionLogRow


async def by_key(session: AsyncSession, key: str) -> Request | None:
    row = await session.scalar(select(PrivacyRequestRow).where(PrivacyRequestRow.key == key))
    return None if row is None else _request(row)


async def get(session: AsyncSession, request_id: str) -> Request | None:
    row = await session.get(PrivacyRequestRow, request_id)
    return None if row is None else _request(row)


async def unfinished(session: AsyncSession, subject: Subject, kind: Kind) -> Request | None:
    query = select(PrivacyRequestRow).where(
        PrivacyRequestRow.subject == str(subject),
        PrivacyRequestRow.kind == kind,
        PrivacyRequestRow.state.in_(UNFINISHED),
    )
    row = await session.scalar(query.order_by(PrivacyRequestRow.requested_at).limit(1))
    return None if row is None else _request(row)


async def due(session: AsyncSession, now: datetime) -> list[Request]:
    """Unfinished ones to be looked at now, the oldest first."""
    query = select(PrivacyRequestRow).where(
        PrivacyRequestRow.state.in_(UNFINISHED), PrivacyRequestRow.next_at <= now
    )
    return [_request(row) for row in await session.scalars(query.order_by(PrivacyRequestRow.requested_at))]


async def listing(session: AsyncSession, state: State | None, limit: int) -> list[Request]:
    """The newest first."""
    query = select(PrivacyRequestRow)
    if state is not None:
        query = query.where(PrivacyRequestRow.state == state)
    newest = query.order_by(PrivacyRequestRow.requested_at.desc(), PrivacyRequestRow.id).limit(limit)
    return [_request(row) for row in await session.scalars(newest)]


async def add(session: AsyncSession, request: Request, key: str) -> None:
    session.add(
        PrivacyRequestRow(
            id=request.id,
            key=key,
            kind=request.kind,
            subject=request.subject,
            proof=request.proof,
            conversation_id=request.conversation_id,
            ticket_id=request.ticket_id,
            state=request.state,
            requested_at=request.requested_at,
            due_at=request.due_at,
            next_at=request.requested_at,
            result=request.result,
        )
    )
    await session.flush()


async def change(session: AsyncSession, request_id: str, **columns: Any) -> Request:
    row = await session.get_one(PrivacyRequestRow, request_id)
    for name, value in columns.items():
        setattr(row, name, value)
    await session.flush()
    return _request(row)


async def take_download(session: AsyncSession, request_id: str, now: datetime) -> bool:
    """True for the first who comes, and for nobody after."""
    first = update(PrivacyRequestRow).where(
        PrivacyRequestRow.id == request_id, PrivacyRequestRow.downloaded_at.is_(None)
    )
    changed = await session.execute(first.values(downloaded_at=now))
    return isinstance(changed, CursorResult) and changed.rowcount == 1


async def tickets_of_requests(session: AsyncSession, ticket_ids: Collection[str]) -> set[str]:
    """Those of the tickets that stand for a privacy request themselves."""
    query = select(PrivacyRequestRow.ticket_id).where(PrivacyRequestRow.ticket_id.in_(ticket_ids))
    return {ticket_id for ticket_id in await session.scalars(query) if ticket_id}


async def locked(
    session: AsyncSession, *, number: str | None = None, order_ids: Collection[str] = ()
) -> Sequence[LockedTradeRow]:
    """What the law keeps of a ticket or of orders, oldest first."""
    query = select(LockedTradeRow).where(
        or_(LockedTradeRow.order_id.in_(order_ids), LockedTradeRow.number == number)
    )
    return (await session.scalars(query.order_by(LockedTradeRow.locked_at, LockedTradeRow.number))).all()


async def add_look(session: AsyncSession, *, at: datetime, who: str, what: str, place: str, why: str) -> None:
    session.add(DataLookRow(at=at, who=who, what=what, place=place, why=why))
    await session.flush()


async def looked_since(session: AsyncSession, who: str, what: str, place: str, since: datetime) -> bool:
    same = DataLookRow.who == who, DataLookRow.what == what, DataLookRow.place == place
    return (
        await session.scalar(select(DataLookRow.id).where(*same, DataLookRow.at > since).limit(1)) is not None
    )


async def looks(session: AsyncSession, *, place: str | None, limit: int) -> list[dict[str, Any]]:
    """The newest first."""
    query = select(DataLookRow)
    if place is not None:
        query = query.where(DataLookRow.place == place)
    rows = await session.scalars(query.order_by(DataLookRow.id.desc()).limit(limit))
    return [
        {"at": row.at.isoformat(), "who": row.who, "what": row.what, "place": row.place, "why": row.why}
        for row in rows
    ]


async def count(session: AsyncSession, now: datetime, numbers: Mapping[str, int]) -> None:
    """Add to the day's numbers of what went."""
    day = now.astimezone(SHANGHAI).date()
    for what, number in numbers.items():
        if not number:
            continue
        row = await session.get(RetentionLogRow, (day, what))
        if row is None:
            session.add(RetentionLogRow(day=day, what=what, count=number))
        else:
            row.count += number
    await session.flush()


def _request(row: PrivacyRequestRow) -> Request:
    return Request(
        id=row.id,
        kind=Kind(row.kind),
        subject=row.subject,
        proof=Proof(row.proof),
        conversation_id=row.conversation_id,
        ticket_id=row.ticket_id,
        state=State(row.state),
        requested_at=row.requested_at,
        due_at=row.due_at,
        done_at=row.done_at,
        result=row.result,
    )
