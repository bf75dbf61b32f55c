"""Deleting all that is held of one shopper, in steps that a crash may part.

running → (held, while an application runs) → erased (rows are gone, files to be cleaned) → done.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from anyio import to_thread
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.conversations import repository as conversations
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Sender
from aftersales.database import Database
from aftersales.dialogue import privacy_talk
from aftersales.errors import AppError, NotFound
from aftersales.learning.learnt import Learnt
from aftersales.photos.store import PhotoStore
from aftersales.policy.calendar import WorkCalendar
from aftersales.privacy import erasure, holdings, repository
from aftersales.privacy.model import Request, Scope, State, Subject, Terms
from aftersales.privacy.ownership import OrdersOf
from aftersales.privacy.tables import PrivacyRequestRow
from aftersales.privacy.tickets import PrivacyTickets
from aftersales.tickets.model import Ticket, TicketStatus, TicketType

LOOK_AGAIN = timedelta(hours=1)
TURN_MAY_TAKE = timedelta(minutes=2)
"""Longer than any answer: what is still pending then was left by a fault."""


class Deletion:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        secret: str,
        log: ConversationLog,
        store: PhotoStore,
        tickets: PrivacyTickets,
        calendar: WorkCalendar,
        orders_of: OrdersOf,
        terms: Terms,
        learnt: Learnt,
    ) -> None:
        self._db = db
        self._clock = clock
        self._secret = secret.encode()
        self._log = log
        self._store = store
        self._tickets = tickets
        self._calendar = calendar
        self._orders_of = orders_of
        self._terms = terms
        self._learnt = learnt

    async def carry_on(self, request: Request) -> bool:
        """The next step of an unfinished deletion; False when it must wait for a turn that runs."""
        if request.state is State.ERASED:
            await self._clean(request)
            return True
        if await self._tickets.called_off(request):
            await self._change(request, state=State.WITHDRAWN, done_at=self._clock.now())
            return True
        return await self._erase(request)

    async def _erase(self, request: Request) -> bool:
        subject = Subject.read(request.subject)
        now = self._clock.now()
        try:
            order_ids = [order.order_id for order in await self._orders_of(subject)]
        except AppError:  # the shop's order system does not answer
            await self._change(request, next_at=now + LOOK_AGAIN)
            return True
        async with self._db.write() as session:
            current = await repository.get(session, request.id)
            if current is None or current.state is State.ERASED:
                return True
            scope = await holdings.scope_of(session, subject, order_ids)
            running = await holdings.running_tickets(session, scope)
            if running:
                await repository.change(
                    session,
                    request.id,
                    state=State.HELD,
                    next_at=now + LOOK_AGAIN,
                    result={"held_by": running},
                )
                return True
            fresh = now - request.requested_at < TURN_MAY_TAKE
            if fresh and await holdings.turn_pending(session, scope):
                return False
            await self._erase_rows(session, request, scope, now)
        return True

    async def _erase_rows(self, session: AsyncSession, request: Request, scope: Scope, now: datetime) -> None:
        locked = 0
        for ticket in await holdings.tickets_in(session, scope):
            if ticket.type is not TicketType.PRIVACY:
                erasure.lock(session, ticket, now, self._purge_at(ticket))
                locked += 1
        await session.flush()
        own = {request.ticket_id} if request.ticket_id else set()
        scope = Scope(scope.conversation_ids, scope.ticket_ids - own, scope.subjects)
        files = await erasure.photos_to_go(session, scope)
        await erasure.delete_photos(session, files)
        shell = request.conversation_id if request.conversation_id in scope.conversation_ids else None
        gone = await erasure.erase(session, scope, shell=shell)
        counts = {table: count for table, count in gone.items() if count} | {"photos": len(files)}
        await repository.count(session, now, counts)
        await self._forget_subject(session, scope)
        result = {"deleted": counts, "locked": locked, "files": files}
        await repository.change(session, request.id, state=State.ERASED, result=result)

    async def _forget_subject(self, session: AsyncSession, scope: Scope) -> None:
        """Her requests stay as proof, under a fingerprint that only this service can compare."""
        for subject in scope.subjects:
            mark = hmac.new(self._secret, subject.encode(), sha256).hexdigest()
            await session.execute(
                update(PrivacyRequestRow)
                .where(PrivacyRequestRow.subject == subject)
                .values(subject=f"erased:{mark}")
            )

    async def _clean(self, request: Request) -> None:
        for photo_id in request.result["files"]:
            await to_thread.run_sync(self._store.delete, photo_id)
        await self._learnt.forget_deleted(self._db)
        await self._db.scrub()
        await self._tickets.finish(request)
        result = {key: request.result[key] for key in ("deleted", "locked")}
        async with self._db.write() as session:
            await repository.change(
                session, request.id, state=State.DONE, done_at=self._clock.now(), result=result
            )
            await self._tell(session, request, result["locked"])

    async def _tell(self, session: AsyncSession, request: Request, locked: int) -> None:
        if request.conversation_id is None:
            return
        try:
            row = await conversations.get(session, request.conversation_id)
        except NotFound:
            return
        notice = privacy_talk.deleted(request.id, locked)
        await self._log.append(
            session, row, Sender.SYSTEM, message_id=f"{request.id}#deleted", text=notice["text"]
        )
        await self._log.tell_desk(session, row)

    def _purge_at(self, ticket: Ticket) -> datetime:
        ended = [entry.at for entry in ticket.history if entry.to is TicketStatus.COMPLETED]
        return self._calendar.months_end(
            ended[-1] if ended else ticket.history[-1].at, self._terms.trade_months
        )

    async def _change(self, request: Request, **columns: object) -> None:
        async with self._db.write() as session:
            await repository.change(session, request.id, **columns)
