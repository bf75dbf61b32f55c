"""Appending to a conversation: the only place where a `seq` is given out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.conversations import repository, wire
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.outbox import Outbox
from aftersales.conversations.tables import ConversationRow, MessageRow

MessageListener = Callable[[AsyncSession, ConversationRow, MessageRow], Awaitable[None]]
"""(session, conversation, message): what follows from a message, stored in its own transaction."""

OwnerListener = Callable[[AsyncSession, ConversationRow], Awaitable[None]]
"""(session, conversation): it may have a new owner."""


class ConversationLog:
    """Writes messages and tells of them, in the caller's transaction."""

    def __init__(
        self,
        clock: Clock,
        outbox: Outbox,
        seconds_per_place: int,
        on_message: Sequence[MessageListener] = (),
        on_owner: Sequence[OwnerListener] = (),
    ) -> None:
        self.clock = clock
        self._outbox = outbox
        self._seconds_per_place = seconds_per_place
        self._on_message = on_message
        self._on_owner = on_owner

    async def append(
        self,
        session: AsyncSession,
        conversation: ConversationRow,
        sender: Sender,
        *,
        message_id: str | None = None,
        agent_name: str | None = None,
        choices: list[dict[str, Any]] | None = None,
        **columns: Any,
    ) -> MessageRow:
        """Add one message; `choices` are `{title, value, payload?}` and get their ids here."""
        row_id = uuid4().hex
        conversation.last_seq += 1
        conversation.updated_at = self.clock.now()
        row = MessageRow(
            id=row_id,
            conversation_id=conversation.id,
            channel=conversation.channel,
            message_id=message_id or row_id,
            seq=conversation.last_seq,
            ts=self.clock.now(),
            sender=sender,
            choices=[{"id": f"{row_id}.{n}", **choice} for n, choice in enumerate(choices or [], start=1)],
            **{"photos": [], "reply_to": [], "note": False, "sent": True, "pending": False} | columns,
        )
        session.add(row)
        await session.flush()
        for listener in self._on_message:
            await listener(session, conversation, row)
        await self._outbox.add(session, "message", conversation.id, wire.message_json(row, agent_name))
        return row

    async def tell_turn(
        self, session: AsyncSession, conversation: ConversationRow, reply_to: list[str]
    ) -> None:
        payload = {"reply_to": reply_to, "last_seq": conversation.last_seq, "owner": conversation.owner}
        await self._outbox.add(session, "turn", conversation.id, payload)

    async def tell_typing(self, session: AsyncSession, conversation: ConversationRow) -> None:
        await self._outbox.add(session, "typing", conversation.id, {"from": conversation.owner})

    async def tell_state(self, session: AsyncSession, conversation: ConversationRow) -> None:
        """Tell the shopper and the desk who owns the conversation now."""
        await session.flush()
        for listener in self._on_owner:
            await listener(session, conversation)
        await self._outbox.add(session, "state", conversation.id, {})
        await self.tell_desk(session, conversation)

    async def tell_queue(self, session: AsyncSession) -> None:
        """Somebody left the queue: tell those who wait where they stand now."""
        await session.flush()
        for conversation_id in await repository.queued(session):
            await self._outbox.add(session, "state", conversation_id, {})

    async def tell_desk(self, session: AsyncSession, conversation: ConversationRow) -> None:
        await self._outbox.add(session, "conversation", conversation.id, {"id": conversation.id})

    async def tell_receipt(
        self, session: AsyncSession, conversation: ConversationRow, seq: int, state: str
    ) -> None:
        await self._outbox.add(session, "receipt", conversation.id, {"seq": seq, "state": state})

    async def state_json(
        self, session: AsyncSession, conversation: ConversationRow, agent_name: str | None
    ) -> dict[str, Any]:
        """`{owner, queue?: {position, wait_s}, agent?, proof?}`."""
        body: dict[str, Any] = {"owner": conversation.owner}
        if conversation.owner == Owner.QUEUED:
            position = await repository.queue_position(session, conversation)
            body["queue"] = {"position": position, "wait_s": position * self._seconds_per_place}
        if conversation.owner == Owner.AGENT:
            body["agent"] = {"id": conversation.agent_id, "name": agent_name}
        if conversation.proven_orders:
            body["proof"] = conversation.proven_orders
        return body
