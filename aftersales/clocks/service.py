"""Clocks kept with what they follow: tickets, the queue, what is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.clocks import repository
from aftersales.clocks.following import follow
from aftersales.clocks.model import CaseClock, ClockEvent, ClockState, fired, started, stopped
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConversationRow, MessageRow
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets import repository as ticket_repository
from aftersales.tickets.model import Ticket
from aftersales.tickets.service import OutboxAdd


class Clocks:
    def __init__(self, clock: Clock, policy: Policy, outbox_add: OutboxAdd) -> None:
        self._clock = clock
        self._policy = policy
        self._outbox_add = outbox_add

    async def follow(self, session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        """A ticket changed (a `StepListener`)."""
        clocks = await repository.of_ticket(session, after.id, only_open=True)
        for changed in follow(clocks, before, after, self._policy.for_merchant(after.merchant_id)):
            await repository.store(session, changed)

    async def follow_owner(self, session: AsyncSession, conversation: ConversationRow) -> None:
        """A conversation may have a new owner: whoever waits in the queue is owed a first reply."""
        now = self._clock.now()
        waiting = await repository.of_conversation(session, conversation.id)
        if conversation.owner == Owner.QUEUED and waiting is None:
            # Outside service hours the two minutes begin when people are there again.
            opening = self._policy.calendar.add_service_hours(now, timedelta(0))
            first = started(
                SlaClock.FIRST, opening, self._policy, conversation_id=conversation.id, case="chat"
            )
            await repository.store(session, first)
        elif conversation.owner in (Owner.BOT, Owner.CLOSED) and waiting is not None:
            await repository.store(session, stopped(waiting, now, void=True))

    async def follow_message(
        self, session: AsyncSession, conversation: ConversationRow, message: MessageRow
    ) -> None:
        """A person's word is the first reply; hers makes a question how she is superfluous."""
        if message.note or message.sender not in (Sender.AGENT, Sender.SHOPPER):
            return
        answered = SlaClock.FIRST if message.sender == Sender.AGENT else SlaClock.VISIT
        for clock in await repository.running_in_conversation(session, conversation.id, answered):
            await repository.store(session, stopped(clock, self._clock.now()))

    async def running(self, session: AsyncSession, ticket_id: str) -> Sequence[CaseClock]:
        """The clocks of a ticket that neither wait nor have stopped."""
        clocks = await repository.of_ticket(session, ticket_id, only_open=True)
        return [clock for clock in clocks if clock.state is not ClockState.PAUSED]

    async def fire(self, session: AsyncSession, clock: CaseClock) -> Ticket | None:
        """Record the clock's next event, tell the desk, and go on to the one after. Gives its ticket."""
        event = clock.next_event
        assert event is not None
        going = fired(clock)
        await repository.store(session, going)
        await repository.add_event(session, clock, event, self._clock.now(), "system")
        if clock.ticket_id is None:
            payload = {"id": clock.conversation_id}
            await self._outbox_add(session, "conversation", clock.conversation_id, payload)
            return None
        ticket = await ticket_repository.get(session, clock.ticket_id)
        assert ticket is not None
        await self.tell_desk(session, ticket, going, event)
        return ticket

    async def tell_desk(
        self, session: AsyncSession, ticket: Ticket, clock: CaseClock, event: ClockEvent
    ) -> None:
        payload = ticket.to_json() | {"clock": clock.to_json() | {"event": event}}
        await self._outbox_add(session, "ticket", ticket.conversation_id, payload)
