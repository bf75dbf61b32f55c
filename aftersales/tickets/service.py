"""Opening and moving tickets, each in one transaction together with the news of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import AppError, InvalidInput, NotFound, Stale
from aftersales.policy.names import Remedy
from aftersales.tickets import money, repository
from aftersales.tickets.desk_changes import amount_set, assigned, escalated, remedy_changed
from aftersales.tickets.lifecycle import advance, long_closed
from aftersales.tickets.model import (
    BOT,
    Actor,
    Level,
    Link,
    LinkKind,
    NewTicket,
    Photo,
    Ticket,
    TicketStatus,
)
from aftersales.tickets.numbers import new_number
from aftersales.tickets.opening import continued, decided, opened
from aftersales.tickets.recording import Urged, recorded, supplement, urged
from aftersales.tickets.records import RecordKind
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.resting import Sent, taken_up
from aftersales.tickets.step_records import stepped

OutboxAdd = Callable[[AsyncSession, str, str | None, dict[str, Any]], Awaitable[None]]
"""(session, topic, conversation_id, payload): stores the news in the same transaction."""

StepListener = Callable[[AsyncSession, Ticket | None, Ticket], Awaitable[None]]
"""(session, before, after): what follows from a change, stored in the change's own transaction. `before` is
None for a ticket that was just opened, perhaps several steps far; new steps are the end of `after.history`,
new facts the end of `after.records`, and one may come without the other."""

FreightCap = Callable[[str | None], Decimal]
"""(merchant_id): yuan per parcel that return freight is paid back up to."""

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
        self,
        db: Database,
        clock: Clock,
        outbox_add: OutboxAdd,
        listeners: Sequence[StepListener] = (),
        freight_cap: FreightCap | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._outbox_add = outbox_add
        self._listeners = listeners
        self._freight_cap = freight_cap

    async def open(self, new: NewTicket, actor: Actor = BOT) -> Ticket:
        """The ticket of `new.business_key`, opened now (submitted) unless it already exists.

        Raises OpenTicketExists when another ticket runs on one of the lines (R-DUP), PaysTooMuch when its
        pieces are refunded already.
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
                    await repository.hold_order(session, ticket.order_id)
                    known = await repository.by_business_key(session, ticket.business_key)
                    if known is not None:
                        return known
                    await self._refuse_second(session, ticket)
                    stored = await self._linked(session, await self._settled(session, None, ticket))
                    await repository.add(session, stored)
                    await self._tell(session, None, stored)
                    return stored
            except IntegrityError:
                # Another process was faster, or the random number is taken: look again.
                ticket = replace(ticket, number=new_number())
        raise Stale("工单刚刚被其他人提交，请稍后再试。")

    async def open_linked(self, ticket_id: str, new: NewTicket, actor: Actor) -> Ticket:
        """As `open`, and linked to a ticket that the actor sees. Raises NotFound too."""
        ticket = await self.get(ticket_id, actor.merchant_id)
        link = Link(ticket.id, ticket.number, LinkKind.FOLLOW_UP)
        return await self._store(replace(opened(new, actor, self._clock.now()), links=(link,)))

    async def transition(
        self,
        ticket_id: str,
        to: TicketStatus,
        why: str,
        version: int,
        actor: Actor,
        rule: str | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> Ticket:
        """Move a ticket that the actor last saw as `version`; `details` is the data of the step's record.

        Raises NotFound (also for another merchant's ticket), Stale, TransitionRefused, Forbidden,
        OpenTicketExists (reopening while a newer ticket runs on the line), InvalidInput without a reason or
        with wrong details, PaysTooMuch or AmountUnknown before money leaves.
        """
        reason = _reason(why)
        return await self._change(
            ticket_id,
            actor,
            lambda ticket, now: stepped(ticket, to, reason, actor, now, rule, details),
            version,
        )

    async def record(
        self,
        ticket_id: str,
        kind: RecordKind,
        data: Mapping[str, Any],
        actor: Actor,
        version: int | None = None,
        key: str | None = None,
    ) -> Ticket:
        """Add a fact without moving the ticket (only her supplement moves an `info_needed` one).

        The same `key` adds nothing twice. Raises NotFound, Stale, Forbidden, TransitionRefused, InvalidInput,
        PaysTooMuch.
        """

        def step(ticket: Ticket, now: datetime) -> Ticket:
            cap = self._freight_cap(ticket.merchant_id) if self._freight_cap is not None else None
            return recorded(ticket, kind, data, actor, now, key, cap)

        return await self._change(ticket_id, actor, step, version, key)

    async def urge(self, ticket_id: str, actor: Actor) -> Urged:
        """She asks for speed; it counts once in two hours. Raises NotFound, TransitionRefused, Forbidden."""
        results: list[Urged] = []

        def step(ticket: Ticket, now: datetime) -> Ticket:
            results.append(urged(ticket, actor, now))
            return results[-1].ticket

        await self._change(ticket_id, actor, step)
        return results[-1]

    async def supplement(
        self, ticket_id: str, text: str, photos: Sequence[Photo], actor: Actor, key: str | None = None
    ) -> Ticket:
        """Her further words and photos; an `info_needed` ticket returns to review. Raises as `record`."""
        data = supplement(text, photos)
        return await self.record(ticket_id, RecordKind.SUPPLEMENT, data, actor, key=key)

    async def waybill(
        self, ticket_id: str, carrier: str, number: str, actor: Actor, key: str | None = None
    ) -> Ticket:
        """How the goods travel back, while they are awaited. Raises as `record`."""
        data = {"carrier": carrier, "number": number}
        return await self.record(ticket_id, RecordKind.WAYBILL, data, actor, key=key)

    async def withdraw(self, ticket_id: str, why: str, actor: Actor) -> Ticket:
        """Raises NotFound, Forbidden, TransitionRefused once money or goods have left."""
        reason = _reason(why)
        return await self._change(
            ticket_id, actor, lambda ticket, now: advance(ticket, TicketStatus.WITHDRAWN, reason, actor, now)
        )

    async def dispute(self, ticket_id: str, why: str, actor: Actor, rule: str | None = None) -> Ticket:
        """She does not accept a decision, an inspection or an amount; `rule` is the one she objects to.

        Raises NotFound, Forbidden, TransitionRefused, OpenTicketExists.
        """
        reason = _reason(why)
        return await self._change(
            ticket_id,
            actor,
            lambda ticket, now: advance(ticket, TicketStatus.DISPUTED, reason, actor, now, rule),
        )

    async def reopen(self, ticket_id: str, why: str, actor: Actor) -> Ticket:
        """The closed ticket in review again, or, after 30 days, a new one linked to it.

        Raises NotFound, Forbidden, TransitionRefused when it is not closed, OpenTicketExists.
        """
        reason = _reason(why)
        closed = await self.get(ticket_id, actor.merchant_id)
        if closed.status is TicketStatus.CLOSED and long_closed(closed, self._clock.now()):
            return await self.open_linked(ticket_id, continued(closed, reason), actor)
        return await self._change(
            ticket_id,
            actor,
            lambda ticket, now: advance(ticket, TicketStatus.UNDER_REVIEW, reason, actor, now),
        )

    async def take_up(self, ticket_id: str, sent: Sent, actor: Actor, key: str | None = None) -> Ticket:
        """One message reopens what her own clock closed, and is kept with it.

        The same `key` does it once. Raises NotFound, Forbidden, TransitionRefused, OpenTicketExists.
        """
        return await self._change(
            ticket_id, actor, lambda ticket, now: taken_up(ticket, sent, actor, now, key), key=key
        )

    async def assign(self, ticket_id: str, agent_id: str | None, version: int | None, actor: Actor) -> Ticket:
        """Give the ticket to an agent, or to nobody. Raises NotFound, Stale, Forbidden."""
        return await self._change(
            ticket_id, actor, lambda ticket, now: assigned(ticket, agent_id, actor, now), version
        )

    async def escalate(
        self, ticket_id: str, level: Level, why: str, version: int | None, actor: Actor
    ) -> Ticket:
        """Raises NotFound, Stale, Forbidden, TransitionRefused."""
        reason = _reason(why)
        return await self._change(
            ticket_id, actor, lambda ticket, now: escalated(ticket, level, reason, actor, now), version
        )

    async def change_remedy(
        self, ticket_id: str, remedy: Remedy, why: str, version: int | None, actor: Actor
    ) -> Ticket:
        """Raises NotFound, Stale, Forbidden, TransitionRefused, PaysTooMuch."""
        reason = _reason(why)
        return await self._change(
            ticket_id, actor, lambda ticket, now: remedy_changed(ticket, remedy, reason, actor, now), version
        )

    async def set_amount(
        self, ticket_id: str, amount: Decimal, why: str, version: int | None, actor: Actor
    ) -> Ticket:
        """Raises NotFound, Stale, Forbidden, TransitionRefused, InvalidInput, PaysTooMuch."""
        reason = _reason(why)
        return await self._change(
            ticket_id, actor, lambda ticket, now: amount_set(ticket, amount, reason, actor, now), version
        )

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

    async def refunded_quantities(self, order_ids: Collection[str]) -> dict[tuple[str, str], int]:
        """Pieces refunded or on the way to it, by (order_id, line_id)."""
        async with self._db.read() as session:
            return money.refunded_quantities(await repository.of_orders(session, order_ids))

    async def refunded_amount(self, order_id: str) -> Decimal:
        """Yuan that the tickets of the order paid or are about to pay."""
        async with self._db.read() as session:
            return money.refunded_amount(await repository.of_orders(session, [order_id]))

    async def _change(
        self,
        ticket_id: str,
        actor: Actor,
        step: Callable[[Ticket, datetime], Ticket],
        version: int | None = None,
        key: str | None = None,
    ) -> Ticket:
        """One change of one ticket in one transaction. A `version` is the one that the actor last saw."""
        async with self._db.write() as session:
            before = _visible(await repository.to_change(session, ticket_id), actor.merchant_id)
            await repository.hold_order(session, before.order_id)
            if key is not None and any(record.key == key for record in before.records):
                return before
            if version not in (None, before.version):
                raise Stale("工单刚刚被其他人更新，请刷新后再操作。")
            after = step(before, self._clock.now())
            if after is before:
                return before
            if after.status.open and not before.status.open:
                await self._refuse_second(session, after)
            after = await self._settled(session, before, after)
            await repository.store(session, before, after)
            await self._tell(session, before, after)
        return after

    async def _settled(self, session: AsyncSession, before: Ticket | None, after: Ticket) -> Ticket:
        if after.order_id is None or not money.concerned(before, after):
            return after
        of_order = await repository.of_orders(session, [after.order_id])
        return money.settled(after, [other for other in of_order if other.id != after.id])

    async def _refuse_second(self, session: AsyncSession, ticket: Ticket) -> None:
        if ticket.order_id is None or not ticket.status.open:
            return
        other = await repository.open_on_lines(
            session, ticket.order_id, [item.line_id for item in ticket.items]
        )
        if other is not None:
            raise OpenTicketExists(other)

    async def _linked(self, session: AsyncSession, ticket: Ticket) -> Ticket:
        """Several problems of one order belong together."""
        if ticket.order_id is None:
            return ticket
        known = {link.id for link in ticket.links}
        siblings = await repository.of_orders(session, [ticket.order_id])
        new = [Link(t.id, t.number, LinkKind.SAME_ORDER) for t in siblings if t.id not in known]
        return replace(ticket, links=(*ticket.links, *new))

    async def _tell(self, session: AsyncSession, before: Ticket | None, ticket: Ticket) -> None:
        for listener in self._listeners:
            await listener(session, before, ticket)
        await self._outbox_add(session, "ticket", ticket.conversation_id, ticket.to_json())


def _reason(why: str) -> str:
    if not why.strip():
        raise InvalidInput("请填写原因。", field="why")
    return why.strip()


def _visible(ticket: Ticket | None, merchant_id: str | None) -> Ticket:
    if ticket is None or merchant_id not in (None, ticket.merchant_id):
        raise NotFound("没有找到这张工单。")
    return ticket
