"""Saying something to a shopper in her own conversation without being asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clocks.model import CaseClock
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConversationRow
from aftersales.dialogue.texts import Bubble
from aftersales.notices.model import TEXTS, due_sentence, notices, reason
from aftersales.policy.explanation import moment_text
from aftersales.policy.policy import Policy
from aftersales.tickets.model import Ticket

Running = Callable[[AsyncSession, str], Awaitable[Sequence[CaseClock]]]
"""(session, ticket id): the clocks that run."""

_MAY_BE_FOLLOWED = frozenset({None, "anything_else", "rating"})
"""Questions that a notice may take the place of; any other one still waits for its answer."""


class Notices:
    """Appends to the conversation in the caller's transaction; the owner of the conversation stays."""

    def __init__(self, log: ConversationLog, policy: Policy, running: Running) -> None:
        self._log = log
        self._policy = policy
        self._running = running

    async def follow(self, session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        """Tell her what is new in her ticket (a `StepListener`)."""
        policy = self._policy.for_merchant(after.merchant_id)
        clocks = await self._running(session, after.id)
        due = due_sentence(clocks, self._log.clock.now(), policy)
        await self._tell(session, after, notices(before, after, due, policy))

    async def remind(self, session: AsyncSession, ticket: Ticket, clock: CaseClock) -> None:
        """Her own clock is half way."""
        text = TEXTS.say(
            f"remind_{clock.clock}", ticket.id, number=ticket.number, limit=moment_text(clock.limit)
        )
        await self._tell(session, ticket, [{"text": text}])

    async def visit(self, session: AsyncSession, ticket: Ticket, since: datetime) -> None:
        """Ask once whether all is well, unless she has rated since."""
        conversation = await session.get(ConversationRow, ticket.conversation_id or "")
        rating = conversation and conversation.rating
        if rating and datetime.fromisoformat(rating["at"]) >= since:
            return
        await self._tell(session, ticket, [{"text": TEXTS.say("visit", ticket.id, number=ticket.number)}])

    async def tell_extended(self, session: AsyncSession, ticket: Ticket, clock: CaseClock, why: str) -> None:
        due = due_sentence([clock], self._log.clock.now(), self._policy)
        text = TEXTS.say("extended", ticket.id, number=ticket.number, why=reason(why), due=due)
        await self._tell(session, ticket, [{"text": text}])

    async def _tell(self, session: AsyncSession, ticket: Ticket, bubbles: Sequence[Bubble]) -> None:
        """Where the ticket was opened; a ticket of no conversation is told by people."""
        conversation = await session.get(ConversationRow, ticket.conversation_id or "")
        if conversation is None or not bubbles:
            return
        for bubble in bubbles:
            await self._append(session, conversation, bubble)
        await self._log.tell_desk(session, conversation)

    async def _append(self, session: AsyncSession, conversation: ConversationRow, bubble: Bubble) -> None:
        """A bubble that asks gets its question only where no other one waits for an answer."""
        if not _may_ask(conversation):
            bubble = {key: value for key, value in bubble.items() if key not in ("choices", "expects")}
        row = await self._log.append(session, conversation, Sender.SYSTEM, **bubble)
        if row.choices or row.expects:
            conversation.dialogue = {**conversation.dialogue, "open": row.id, "expects": row.expects}


def _may_ask(conversation: ConversationRow) -> bool:
    dialogue = conversation.dialogue
    waits = dialogue.get("open") and dialogue.get("expects") not in _MAY_BE_FOLLOWED
    return conversation.owner in (Owner.BOT, Owner.CLOSED) and not dialogue.get("active_loop") and not waits
