"""The ledger kept with what is said and with what happens to tickets."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.clocks import repository as clock_repository
from aftersales.conversations.model import Sender
from aftersales.conversations.tables import ConversationRow, MessageRow
from aftersales.database import Database
from aftersales.policy.policy import Policy
from aftersales.promises import agent_words, repository
from aftersales.promises.model import OFFER_HOLDS, Promise, PromiseState, Told, clock_of, outcome
from aftersales.promises.reading import told
from aftersales.promises.repository import PromiseFilter
from aftersales.tickets import repository as ticket_repository
from aftersales.tickets.model import Ticket
from aftersales.tickets.numbers import plain
from aftersales.tickets.service import OutboxAdd

_TICKET_NUMBER = re.compile(r"AS[\d ]{10,13}")


class Promises:
    """The same date or sum told again about the same matter is one promise with one more mention."""

    def __init__(self, db: Database, clock: Clock, policy: Policy, outbox_add: OutboxAdd) -> None:
        self._db = db
        self._clock = clock
        self._policy = policy
        self._outbox_add = outbox_add

    async def follow_message(
        self, session: AsyncSession, conversation: ConversationRow, message: MessageRow
    ) -> None:
        """Enter what a message tells her."""
        if message.sender == Sender.SHOPPER or message.note or not message.sent:
            return
        said = self._told(message)
        if not said:
            return
        ticket_id = await self._ticket_of(session, message)
        for one in said:
            known = await repository.same(session, conversation.id, ticket_id, one)
            if known is None:
                look_at = one.due_at or message.ts + OFFER_HOLDS
                await repository.add(session, message, ticket_id, one, look_at)
                continue
            await repository.mention(session, known.id, message)
            if known.ticket_id is None and ticket_id is not None:
                await repository.attach(session, known.id, ticket_id)

    async def follow_ticket(self, session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        """Take up what was told before the ticket was there, and settle what the change settles."""
        if before is None and after.conversation_id is not None:
            await self._take_up(session, after, after.conversation_id)
        clocks = await clock_repository.of_ticket(session, after.id)
        for promise in await repository.open_of_ticket(session, after.id):
            state = outcome(promise, after, clocks, self._clock.now())
            await self._settle(session, promise, state, after)

    async def settle_due(self) -> bool:
        """The worker's chore: one promise whose moment has come."""
        now = self._clock.now()
        async with self._db.read() as session:
            promise = await repository.next_due(session, now)
        if promise is None:
            return False
        async with self._db.write() as session:
            if promise.ticket_id is None:
                state = outcome(promise, None, [], now)
                if state is PromiseState.BROKEN and await repository.person_spoke_since(session, promise):
                    state = PromiseState.KEPT
                await self._settle(session, promise, state, None)
                return True
            ticket = await ticket_repository.get(session, promise.ticket_id)
            clocks = await clock_repository.of_ticket(session, promise.ticket_id)
            state = outcome(promise, ticket, clocks, now)
            # A sum of a ticket that is still under way goes on with it.
            if state is PromiseState.OPEN:
                await repository.look_again(session, promise.id, now + OFFER_HOLDS)
            await self._settle(session, promise, state, ticket)
        return True

    async def find(self, wanted: PromiseFilter) -> list[Promise]:
        async with self._db.read() as session:
            return await repository.find(session, wanted)

    def _told(self, message: MessageRow) -> list[Told]:
        titles = [choice["title"] for choice in message.choices]
        said = told(message.text, message.card, titles, message.ts)
        if message.sender != Sender.AGENT:
            return said
        known = {one.due_at for one in said}
        more = agent_words.dates(message.text or "", message.ts, self._policy.calendar)
        return said + list({one.due_at: one for one in more if one.due_at not in known}.values())

    async def _ticket_of(self, session: AsyncSession, message: MessageRow) -> str | None:
        card = message.card or {}
        words = f"{card.get('number', '')} {card.get('ticket', '')} {message.text or ''}"
        numbers = [plain(number) for number in _TICKET_NUMBER.findall(words)]
        if numbers:
            return await repository.ticket_numbered(session, numbers)
        if message.sender == Sender.AGENT:
            return await repository.latest_ticket(session, message.conversation_id)
        return None

    async def _take_up(self, session: AsyncSession, ticket: Ticket, conversation_id: str) -> None:
        """What the summary said before she agreed is about this ticket; sums not chosen are off the table."""
        clocks = await clock_repository.of_ticket(session, ticket.id)
        for promise in await repository.open_without_ticket(session, conversation_id):
            if promise.due_at is not None:
                taken = clock_of(promise.due_at, clocks) is not None
            else:
                taken = promise.amount == ticket.amount
            if taken:
                await repository.attach(session, promise.id, ticket.id)
            elif promise.amount is not None:
                await repository.settle(session, promise.id, PromiseState.VOID, self._clock.now())

    async def _settle(
        self, session: AsyncSession, promise: Promise, state: PromiseState, ticket: Ticket | None
    ) -> None:
        if state is PromiseState.OPEN:
            return
        await repository.settle(session, promise.id, state, self._clock.now())
        if state is not PromiseState.BROKEN:
            return
        if ticket is not None:
            payload = ticket.to_json() | {"promise": promise.to_json() | {"state": state}}
            await self._outbox_add(session, "ticket", ticket.conversation_id, payload)
        else:
            payload = {"id": promise.conversation_id}
            await self._outbox_add(session, "conversation", promise.conversation_id, payload)
