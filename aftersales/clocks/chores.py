"""What a clock does when its moment comes: warn, remind, ask, or end what nobody goes on with."""

from __future__ import annotations

import logging

from aftersales.clock import Clock
from aftersales.clocks import repository
from aftersales.clocks.model import CaseClock, ClockEvent, stopped
from aftersales.clocks.service import Clocks
from aftersales.database import Database
from aftersales.errors import AppError, Stale
from aftersales.notices.model import TEXTS
from aftersales.notices.service import Notices
from aftersales.tickets.model import SYSTEM, TicketStatus
from aftersales.tickets.service import TicketService

log = logging.getLogger(__name__)


class DueClocks:
    """The worker's chore: one event of one clock at a time."""

    def __init__(
        self, db: Database, clock: Clock, clocks: Clocks, tickets: TicketService, notices: Notices
    ) -> None:
        self._db = db
        self._clock = clock
        self._clocks = clocks
        self._tickets = tickets
        self._notices = notices

    async def __call__(self) -> bool:
        async with self._db.read() as session:
            due = await repository.next_due(session, self._clock.now())
        if due is None:
            return False
        if due.next_event is ClockEvent.END:
            await self._end(due)
        else:
            await self._fire(due.id)
        return True

    async def _fire(self, clock_id: int) -> None:
        async with self._db.write() as session:
            clock = await repository.get(session, clock_id)
            event = clock.next_event
            if event is None or clock.next_at is None or clock.next_at > self._clock.now():
                return  # a step was faster
            ticket = await self._clocks.fire(session, clock)
            if ticket is None:
                return
            if event is ClockEvent.REMIND:
                await self._notices.remind(session, ticket, clock)
            elif event is ClockEvent.VISIT:
                await repository.store(session, stopped(clock, self._clock.now()))
                await self._notices.visit(session, ticket, since=clock.started_at)

    async def _end(self, clock: CaseClock) -> None:
        """Close the ticket; the step itself stops the clock."""
        assert clock.ticket_id is not None
        ticket = await self._tickets.get(clock.ticket_id)
        why = TEXTS.say(f"ended_{clock.clock}")
        try:
            await self._tickets.transition(ticket.id, TicketStatus.CLOSED, why, ticket.version, SYSTEM)
        except Stale:
            return  # it moved: the next look sees how
        except AppError as refused:
            log.error("%s cannot be closed: %s", ticket.number, refused.message)
            async with self._db.write() as session:
                await repository.store(session, stopped(clock, self._clock.now(), void=True))
