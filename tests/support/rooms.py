"""Clocks, notices and promises joined to tickets and conversations as in the program, without sockets."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from aftersales.clock import FixedClock
from aftersales.clocks import repository as clock_repository
from aftersales.clocks.chores import DueClocks
from aftersales.clocks.desk import DeskClocks
from aftersales.clocks.model import CaseClock
from aftersales.clocks.service import Clocks
from aftersales.conversations import repository
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.outbox import Outbox
from aftersales.conversations.tables import ConversationRow, MessageRow, OutboxRow
from aftersales.database import Database
from aftersales.notices.service import Notices
from aftersales.policy.loader import load_policy
from aftersales.promises.model import Promise
from aftersales.promises.repository import PromiseFilter
from aftersales.promises.service import Promises
from aftersales.settings import ROOT
from aftersales.tickets.model import SHOPPER, Actor, Ticket, TicketStatus
from aftersales.tickets.service import TicketService
from tests.support.walking import SUPERVISOR, new

CONVERSATION = "c1"


@asynccontextmanager
async def rooms_in(folder: Path, migrated: Path, clock: FixedClock) -> AsyncIterator[Rooms]:
    """On a copy of the `migrated` database."""
    db = Database(f"sqlite+aiosqlite:///{shutil.copy(migrated, folder)}")
    rooms = Rooms(db, clock)
    await rooms.begin()
    yield rooms
    await db.close()


class Rooms:
    """One conversation, `c1`, and whatever tickets the test opens in it."""

    def __init__(self, db: Database, clock: FixedClock) -> None:
        self.db = db
        self.clock = clock
        self.policy = load_policy(ROOT / "policy")
        outbox = Outbox(db, clock)
        self.clocks = Clocks(clock, self.policy, outbox.add)
        self.promises = Promises(db, clock, self.policy, outbox.add)
        self.log = ConversationLog(
            clock,
            outbox,
            120,
            on_message=[self.clocks.follow_message, self.promises.follow_message],
            on_owner=[self.clocks.follow_owner],
        )
        self.notices = Notices(self.log, self.policy, self.clocks.running)
        self.tickets = TicketService(
            db,
            clock,
            outbox.add,
            listeners=[self.clocks.follow, self.notices.follow, self.promises.follow_ticket],
        )
        self.desk = DeskClocks(db, clock, self.policy, self.clocks, self.notices)
        self.due_clocks = DueClocks(db, clock, self.clocks, self.tickets, self.notices)

    async def begin(self) -> None:
        now = self.clock.now()
        async with self.db.write() as session:
            session.add(
                ConversationRow(
                    id=CONVERSATION, channel="widget", dialogue={}, created_at=now, updated_at=now
                )
            )

    async def open(self, decision: dict[str, Any] | None = None, **changes: Any) -> Ticket:
        """By the bot, with its decision if there is one."""
        application = new(**{"conversation_id": CONVERSATION} | changes)
        if decision is None:
            return await self.tickets.open(application)
        return await self.tickets.open_with_decision(application, decision)

    async def step(
        self,
        ticket: Ticket,
        to: TicketStatus,
        actor: Actor = SUPERVISOR,
        why: str = "核实过了",
        **details: Any,
    ) -> Ticket:
        return await self.tickets.transition(
            ticket.id, to, why, ticket.version, actor, details=details or None
        )

    async def her_step(self, ticket: Ticket, to: TicketStatus) -> Ticket:
        return await self.step(ticket, to, SHOPPER)

    async def pass_time(self, by: timedelta) -> None:
        """What falls due on the way is done when it is due."""
        end = self.clock.now() + by
        while (due := await self._next_due()) is not None and due <= end:
            self.clock.advance(max(due - self.clock.now(), timedelta(0)))
            await self.work()
        self.clock.advance(end - self.clock.now())

    async def work(self) -> None:
        """As the worker does: until nothing is due."""
        while await self.due_clocks() or await self.promises.settle_due():
            pass

    async def say(self, sender: Sender, text: str, **columns: Any) -> MessageRow:
        async with self.db.write() as session:
            conversation = await repository.get(session, CONVERSATION)
            return await self.log.append(session, conversation, sender, text=text, **columns)

    async def owned_by(self, owner: Owner, **columns: Any) -> None:
        async with self.db.write() as session:
            conversation = await repository.get(session, CONVERSATION)
            conversation.owner = owner
            for name, value in columns.items():
                setattr(conversation, name, value)
            await self.log.tell_state(session, conversation)

    async def conversation(self) -> ConversationRow:
        async with self.db.read() as session:
            return await repository.get(session, CONVERSATION)

    async def messages(self, sender: Sender = Sender.SYSTEM) -> list[MessageRow]:
        async with self.db.read() as session:
            rows = select(MessageRow).where(MessageRow.sender == sender).order_by(MessageRow.seq)
            return list(await session.scalars(rows))

    async def texts(self) -> list[str]:
        """What the notices said."""
        return [message.text or "" for message in await self.messages()]

    async def clock_of(self, ticket: Ticket, name: str) -> CaseClock:
        async with self.db.read() as session:
            found = await clock_repository.of_ticket(session, ticket.id)
        return next(clock for clock in reversed(found) if clock.clock == name)

    async def events(self, ticket: Ticket) -> list[tuple[str, str]]:
        async with self.db.read() as session:
            found = await clock_repository.events(session, ticket.id)
        return [(name, row.event) for name, row in found]

    async def ledger(self, **wanted: Any) -> list[Promise]:
        return await self.promises.find(PromiseFilter(**wanted))

    async def news(self, topic: str) -> list[dict[str, Any]]:
        async with self.db.read() as session:
            rows = select(OutboxRow).where(OutboxRow.topic == topic).order_by(OutboxRow.id)
            return [row.payload for row in await session.scalars(rows)]

    async def _next_due(self) -> datetime | None:
        far = self.clock.now() + timedelta(days=3650)
        async with self.db.read() as session:
            clock = await clock_repository.next_due(session, far)
        promises = [promise.look_at for promise in await self.ledger(state="open")]
        return min([*([clock.next_at] if clock and clock.next_at else []), *promises], default=None)
