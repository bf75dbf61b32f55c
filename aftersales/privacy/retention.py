"""What has served its time goes by itself, a little at a time (POLICY 7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from anyio import to_thread
from sqlalchemy import ColumnElement, CursorResult, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.conversations.model import Owner
from aftersales.conversations.tables import ConversationRow
from aftersales.database import Base, Database
from aftersales.learning import repository as learning
from aftersales.photos.store import PhotoStore
from aftersales.photos.tables import PhotoRow
from aftersales.privacy import erasure, repository
from aftersales.privacy.model import UNFINISHED, Scope, Terms, months_before
from aftersales.privacy.tables import DataLookRow, LockedTradeRow, PrivacyRequestRow
from aftersales.tickets.model import TicketStatus
from aftersales.tickets.tables import TicketHistoryRow, TicketPhotoRow, TicketRow
from aftersales.webhooks.tables import WebhookDeliveryRow

LOOK_AGAIN = timedelta(hours=1)
AT_ONCE = 20
"""Conversations or tickets in one transaction; others wait meanwhile."""
_ENDED = [status for status in TicketStatus if not status.open]


class Retention:
    """A chore of the worker; between two rounds it rests, since the worker asks at every commit."""

    def __init__(self, db: Database, clock: Clock, store: PhotoStore, terms: Terms) -> None:
        self._db = db
        self._clock = clock
        self._store = store
        self._terms = terms
        self._rests_until: datetime | None = None
        self._strangers: frozenset[str] = frozenset()

    async def __call__(self) -> bool:
        now = self._clock.now()
        if self._rests_until is not None and now < self._rests_until <= now + LOOK_AGAIN:
            return False
        for piece in (self._conversations, self._tickets, self._uploads, self._records):
            if await piece(now):
                return True
        await self._sweep()
        self._rests_until = now + LOOK_AGAIN
        return False

    async def _conversations(self, now: datetime) -> bool:
        """Those closed or silent for the whole term, with their words and pictures; evidence stays with its
        ticket, and so does a conversation whose ticket still runs."""
        running = exists().where(
            TicketRow.conversation_id == ConversationRow.id, TicketRow.status.not_in(_ENDED)
        )
        asked = exists().where(
            PrivacyRequestRow.conversation_id == ConversationRow.id, PrivacyRequestRow.state.in_(UNFINISHED)
        )
        due = select(ConversationRow.id).where(
            ConversationRow.updated_at < now - timedelta(days=self._terms.conversation_days),
            ConversationRow.owner.in_([Owner.BOT, Owner.CLOSED]),
            ~running,
            ~asked,
        )
        async with self._db.write() as session:
            ids = frozenset(await session.scalars(due.order_by(ConversationRow.updated_at).limit(AT_ONCE)))
            if not ids:
                return False
            scope = Scope(ids, subjects=frozenset(f"conversation:{conversation}" for conversation in ids))
            photos = await erasure.photos_to_go(session, scope)
            await erasure.delete_photos(session, photos)
            await learning.unlink(session, ids)
            await repository.count(
                session, now, await erasure.erase(session, scope) | {"photos": len(photos)}
            )
        await self._delete_files(photos)
        return True

    async def _tickets(self, now: datetime) -> bool:
        """Those whose last step is so long ago, with the evidence that was kept for them."""
        last_step = (
            select(func.max(TicketHistoryRow.at))
            .where(TicketHistoryRow.ticket_id == TicketRow.id)
            .scalar_subquery()
        )
        due = select(TicketRow.id).where(
            TicketRow.status.in_(_ENDED), last_step < months_before(now, self._terms.trade_months)
        )
        async with self._db.write() as session:
            ids = frozenset(await session.scalars(due.limit(AT_ONCE)))
            if not ids:
                return False
            photos = await _evidence(session, ids)
            await erasure.delete_photos(session, photos)
            gone = await erasure.erase(session, Scope(ticket_ids=ids))
            await repository.count(session, now, gone | {"photos": len(photos)})
        await self._delete_files(photos)
        return True

    async def _uploads(self, now: datetime) -> bool:
        """Pictures of conversations that are gone, on no ticket."""
        gone = ~exists().where(ConversationRow.id == PhotoRow.owner)
        unused = ~exists().where(TicketPhotoRow.photo_id == PhotoRow.id)
        old = PhotoRow.created_at < now - timedelta(days=self._terms.conversation_days)
        async with self._db.write() as session:
            photos = list(await session.scalars(select(PhotoRow.id).where(gone, unused, old).limit(AT_ONCE)))
            if not photos:
                return False
            await erasure.delete_photos(session, photos)
            await repository.count(session, now, {"photos": len(photos)})
        await self._delete_files(photos)
        return True

    async def _records(self, now: datetime) -> bool:
        """What the law kept locked, old requests and looks, and what other systems were told long ago."""
        records = months_before(now, self._terms.record_months)
        delivered = now - timedelta(days=self._terms.delivery_days)
        due: dict[type[Base], ColumnElement[bool]] = {
            LockedTradeRow: LockedTradeRow.purge_at <= now,
            PrivacyRequestRow: PrivacyRequestRow.done_at < records,
            DataLookRow: DataLookRow.at < records,
            WebhookDeliveryRow: WebhookDeliveryRow.delivered_at < delivered,
        }
        gone: Counter[str] = Counter()
        async with self._db.write() as session:
            for table, old in due.items():
                result = await session.execute(delete(table).where(old))
                gone[table.__tablename__] += result.rowcount if isinstance(result, CursorResult) else 0
            await repository.count(session, now, gone)
        return False

    async def _sweep(self) -> None:
        """Files that no row knows, left by a crash. One that is just being uploaded has no row yet either, so
        a file goes when it was found twice, an hour apart."""
        names = await to_thread.run_sync(self._store.names)
        async with self._db.read() as session:
            known = set(await session.scalars(select(PhotoRow.id)))
        strangers = frozenset(name for name in names if name.partition(".")[0] not in known)
        for name in strangers & self._strangers:
            await to_thread.run_sync(self._store.delete_file, name)
        self._strangers = strangers - self._strangers

    async def _delete_files(self, photo_ids: Sequence[str]) -> None:
        for photo_id in photo_ids:
            await to_thread.run_sync(self._store.delete, photo_id)


async def _evidence(session: AsyncSession, ticket_ids: Collection[str]) -> list[str]:
    """The pictures on these tickets and no other, whose conversation is gone already."""
    elsewhere = select(TicketPhotoRow.photo_id).where(TicketPhotoRow.ticket_id.not_in(ticket_ids))
    rows = (
        select(PhotoRow.id)
        .join(TicketPhotoRow, TicketPhotoRow.photo_id == PhotoRow.id)
        .where(
            TicketPhotoRow.ticket_id.in_(ticket_ids),
            PhotoRow.id.not_in(elsewhere),
            ~exists().where(ConversationRow.id == PhotoRow.owner),
        )
    )
    return list(await session.scalars(rows.distinct()))
