"""Opening and moving tickets, each in one transaction together with the news of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import AppError, InvalidInput, NotFound, Stale
from aftersales.policy.names import Remedy
from aftersales.tickets import repository
from aftersales.tickets.lifecycle import advance
from aftersales.tickets.model import BOT, Actor, NewTicket, Ticket, TicketStatus
from aftersales.tickets.opening import decided, new_number, opened
from aftersales.tickets.repository import TicketFilter

OutboxAdd = Callable[[AsyncSession, str, str | None, dict[str, Any]], Awaitable[None]]
"""(session, topic, conversation_id, payload): stores the news in the same transaction."""

StepListener = Callable[[AsyncSession, Ticket | None, Ticket], Awaitable[None]]
"""(session, before, after): what follows from a step, stored in the step's own transaction. `before` is None
for a ticket that was just opened, perhaps several steps far; the new steps are the end of `after.history`."""

_OPEN_ATTEMPTS = 3


class OpenTicketExists(AppError):
    """R-DUP: one of the lines has a running application, `ticket`."""

    status = 409
    code = "open_ticket_exists"

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(f"这件商品已有处理中的工单 {ticket.number}。", field="items")
        self.ticket = ticket


class TicketService:
    def __init__(
        self, db: Database, clock: Clock, outbox_add: OutboxAdd, listeners: Sequence[StepListener] = ()
    ) -> None:
        self._db = db
        self._clock = clock
        self._outbox_add = outbox_add
        self._listeners = listeners

    async def open(self, new: NewTicket, actor: Actor = BOT) -> Ticket:
        """The ticket of `new.business_key`, opened now (submitted) unless it already exists.

        Raises OpenTicketExists when another ticket runs on one of the lines (R-DUP).
        """
        return await self._store(opened(new, actor, self._clock.now()))

    async def open_with_decision(
        self, new: NewTicket, decision: dict[str, Any], actor: Actor = BOT
    ) -> Ticket:
        """As `open`, and carried on by the bot as far as the decision goes.

        `decision` is `Decision.to_json()` and stored as it is; its `remedy` counts unless `new` names one.
        """
        remedy = new.remedy or (Remedy(decision["remedy"]) if decision["remedy"] else None)
        now = self._clock.now()
        ticket = opened(replace(new, decision=decision, remedy=remedy), actor, now)
        return await self._store(decided(ticket, decision, now))

    async def _store(self, ticket: Ticket) -> Ticket:
        for _ in range(_OPEN_ATTEMPTS):
            try:
                async with self._db.write() as session:
                    known = await repository.by_business_key(session, ticket.business_key)
                    if known is not None:
                        return known
                    await self._refuse_second(session, ticket)
                    await repository.add(session, ticket)
                    await self._tell(session, None, ticket)
                    return ticket
            except IntegrityError:
                # Another process was faster, or the random number is taken: look again.
                ticket = replace(ticket, number=new_number())
        raise Stale("工单刚刚被其他人提交，请稍后再试。")

    async def transition(
        self,
        ticket_id: str,
        to: TicketStatus,
        why: str,
        version: int,
        actor: Actor,
        rule: str | None = None,
    ) -> Ticket:
        """Move a ticket that the actor last saw as `version`.

        Raises NotFound (also for another merchant's ticket), Stale, TransitionRefused, Forbidden,
        OpenTicketExists (reopening while a newer ticket runs on the line), InvalidInput without a reason.
        """
        if not why.strip():
            raise InvalidInput("请填写原因。", field="why")
        async with self._db.write() as session:
            ticket = _visible(await repository.get(session, ticket_id), actor.merchant_id)
            if ticket.version != version:
                raise Stale("工单刚刚被其他人更新，请刷新后再操作。")
            moved = advance(ticket, to, why.strip(), actor, self._clock.now(), rule)
            if moved.status.open and not ticket.status.open:
                await self._refuse_second(session, moved)
            await repository.store_step(session, moved)
            await self._tell(session, ticket, moved)
        return moved

    async def get(self, ticket_id: str, merchant_id: str | None = None) -> Ticket:
        """Raises NotFound, also for a ticket of another merchant than `merchant_id`."""
        async with self._db.read() as session:
            return _visible(await repository.get(session, ticket_id), merchant_id)

    async def list(self, wanted: TicketFilter) -> tuple[list[Ticket], int]:
        """A page, newest first, and the number of all that fit."""
        async with self._db.read() as session:
            return await repository.find(session, wanted)

    async def open_for_line(self, order_id: str, line_id: str) -> Ticket | None:
        """The application that runs on this order line (R-DUP)."""
        async with self._db.read() as session:
            return await repository.open_on_lines(session, order_id, [line_id])

    async def approved_claims(self, order_ids: Collection[str], since: datetime) -> int:
        """How many claims on these orders were approved from `since` on (R-RISK)."""
        async with self._db.read() as session:
            return await repository.approved_since(session, order_ids, since)

    async def photos_of_others(
        self, photo_ids: Collection[str], conversation_id: str, lines: Collection[tuple[str, str]]
    ) -> set[str]:
        """Those already used in another ticket (R-RISK): one of another conversation or other order lines.

        `lines` are (order_id, line_id), the ones that the present claim is about.
        """
        async with self._db.read() as session:
            return await repository.photos_of_others(session, photo_ids, conversation_id, lines)

    async def merchants_of_photo(self, photo_id: str) -> set[str | None]:
        """The merchants of the tickets that the photo is on; None stands for the shop's own."""
        async with self._db.read() as session:
            return await repository.merchants_of_photo(session, photo_id)

    async def _refuse_second(self, session: AsyncSession, ticket: Ticket) -> None:
        if ticket.order_id is None or not ticket.status.open:
            return
        other = await repository.open_on_lines(
            session, ticket.order_id, [item.line_id for item in ticket.items]
        )
        if other is not None:
            raise OpenTicketExists(other)

    async def _tell(self, session: AsyncSession, before: Ticket | None, ticket: Ticket) -> None:
        for listener in self._listeners:
            await listener(session, before, ticket)
        await self._outbox_add(session, "ticket", ticket.conversation_id, ticket.to_json())


def _visible(ticket: Ticket | None, merchant_id: str | None) -> Ticket:
    if ticket is None or merchant_id not in (None, ticket.merchant_id):
        raise NotFound("没有找到这张工单。")
    return ticket
