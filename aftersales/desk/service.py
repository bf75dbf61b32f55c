"""What an agent does with a conversation; a new owner raises the epoch, so the bot cannot talk over her."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations import repository
from aftersales.conversations.handover import forget_open_question, hand_back, owner_mark
from aftersales.conversations.inbox import CheckPhotos, IdConflict
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConversationRow
from aftersales.database import Database
from aftersales.desk import view
from aftersales.dialogue import texts
from aftersales.errors import InvalidInput
from aftersales.people.model import Agent, Permission, SkillGroup, can, require
from aftersales.people.service import AgentService
from aftersales.privacy.looks import Looked

ALL_MESSAGES = 500


@dataclass(frozen=True)
class Said:
    """`message_id` is the agent's own: sent twice, it is one message."""

    message_id: str
    text: str | None
    photo_ids: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    items: list[dict[str, Any]]
    next: str | None


class DeskService:
    def __init__(
        self,
        db: Database,
        log: ConversationLog,
        agents: AgentService,
        check_photos: CheckPhotos,
        wake_turn: Callable[[str], None],
        looked: Looked,
    ) -> None:
        self._db = db
        self._log = log
        self._agents = agents
        self._check_photos = check_photos
        self._wake_turn = wake_turn
        self._looked = looked

    async def listing(
        self, agent: Agent, owner: Owner | None, mine: bool, limit: int, cursor: str | None
    ) -> Page:
        """A page of conversations, newest first; `cursor` is the `next` of the page before."""
        require(agent, Permission.CONVERSE)
        names = await self._names()
        async with self._db.read() as session:
            rows = await repository.listing(
                session,
                owner=owner,
                agent_id=agent.id if mine else None,
                before=_read_cursor(cursor),
                limit=limit + 1,
            )
            items = [await view.item(session, row, names) for row in rows[:limit]]
        more = len(rows) > limit
        return Page(items, f"{rows[limit - 1].updated_at.isoformat()}|{rows[limit - 1].id}" if more else None)

    async def detail(self, agent: Agent, conversation_id: str) -> dict[str, Any]:
        """Everything an agent needs so that the shopper repeats nothing; what she sees unmasked is a look."""
        require(agent, Permission.CONVERSE)
        names = await self._names()
        async with self._db.read() as session:
            row = await repository.get(session, conversation_id)
            messages, _ = await repository.history(
                session, conversation_id, before_seq=row.last_seq + 1, limit=ALL_MESSAGES, for_shopper=False
            )
            item = await view.item(session, row, names)
        card = view.detail(row, messages, names, agent.id)
        if card != view.detail(row, messages, names, None):
            await self._looked(agent.id, f"conversation:{conversation_id}")
        return card | item

    async def claim(self, agent: Agent, conversation_id: str) -> dict[str, Any]:
        """Take the conversation. Raises OwnedByOther; a supervisor takes it over from a colleague."""

        async def change(session: AsyncSession, row: ConversationRow) -> None:
            before = row.ownership
            row.ownership = before.claim(agent.id, take_over=can(agent, Permission.TAKE_OVER))
            if row.ownership == before:
                return
            row.queued_at = None
            if before.owner is Owner.QUEUED:
                await self._log.tell_queue(session)
            forget_open_question(row)
            text = texts.say("agent_joined", name=agent.name)
            await self._log.append(session, row, Sender.SYSTEM, message_id=owner_mark(row), text=text)
            await self._log.tell_state(session, row)

        return await self._change(agent, conversation_id, change)

    async def say(self, agent: Agent, conversation_id: str, said: Said) -> dict[str, Any]:
        """Raises OwnedByOther, NotTheOwner, UnknownPhoto, or IdConflict (the id named something else)."""
        if said.photo_ids:
            await self._check_photos(said.photo_ids, conversation_id)

        async def change(session: AsyncSession, row: ConversationRow) -> None:
            row.ownership.require(agent.id)
            known = await repository.by_message_id(session, row.channel, said.message_id)
            if known is not None:
                same = (known.conversation_id, known.agent_id, known.text) == (row.id, agent.id, said.text)
                if not same:
                    raise IdConflict("这个消息 id 已用于另一条消息。", field="id")
                return
            await self._log.append(
                session,
                row,
                Sender.AGENT,
                message_id=said.message_id,
                agent_id=agent.id,
                agent_name=agent.name,
                text=said.text,
                photos=list(said.photo_ids),
            )
            await self._seen(session, row)

        return await self._change(agent, conversation_id, change)

    async def note(self, agent: Agent, conversation_id: str, text: str) -> dict[str, Any]:
        """For colleagues only; never delivered."""

        async def change(session: AsyncSession, row: ConversationRow) -> None:
            await self._log.append(
                session, row, Sender.AGENT, agent_id=agent.id, agent_name=agent.name, text=text, note=True
            )

        return await self._change(agent, conversation_id, change)

    async def transfer(self, agent: Agent, conversation_id: str, to: str, note: str | None) -> dict[str, Any]:
        """To a colleague's id or to a skill group. Raises InvalidInput when there is neither."""
        group = to if to in set(SkillGroup) else None
        colleague = None
        if group is None:
            colleague = next((a for a in await self._agents.list() if a.id == to and a.active), None)
            if colleague is None or not can(colleague, Permission.CONVERSE):
                raise InvalidInput("没有这位同事或技能组。", field="to")

        async def change(session: AsyncSession, row: ConversationRow) -> None:
            row.ownership = row.ownership.transfer(agent.id, colleague.id if colleague else None)
            if colleague is None:
                row.skill_group = group or row.skill_group
                row.queued_at = self._log.clock.now()
            if note:
                await self._log.append(
                    session, row, Sender.AGENT, agent_id=agent.id, agent_name=agent.name, text=note, note=True
                )
            text = texts.say("agent_transferred")
            await self._log.append(session, row, Sender.SYSTEM, message_id=owner_mark(row), text=text)
            await self._log.tell_state(session, row)

        return await self._change(agent, conversation_id, change)

    async def hand_back(self, agent: Agent, conversation_id: str, slots: dict[str, Any]) -> dict[str, Any]:
        """Back to the bot, which goes on where the form stands, with what the agent filled in."""
        view.check_slots(slots)

        async def change(session: AsyncSession, row: ConversationRow) -> None:
            await hand_back(session, self._log, row, agent.id, slots)

        body = await self._change(agent, conversation_id, change)
        self._wake_turn(conversation_id)
        return body

    async def resolve(self, agent: Agent, conversation_id: str, code: str) -> dict[str, Any]:
        async def change(session: AsyncSession, row: ConversationRow) -> None:
            row.ownership = row.ownership.close(agent.id)
            row.resolution = code
            row.dialogue = {}
            row.case_no += 1
            text = texts.say("conversation_closed")
            await self._log.append(session, row, Sender.SYSTEM, message_id=owner_mark(row), text=text)
            await self._log.tell_state(session, row)

        return await self._change(agent, conversation_id, change)

    async def seen(self, agent: Agent, conversation_id: str) -> None:
        """The owner has the conversation open: what the shopper wrote is read."""
        async with self._db.write() as session:
            row = await repository.get(session, conversation_id)
            if row.owner == Owner.AGENT and row.agent_id == agent.id:
                await self._seen(session, row)

    async def _seen(self, session: AsyncSession, row: ConversationRow) -> None:
        if row.read_by_agent < row.last_seq:
            row.read_by_agent = row.last_seq
            await self._log.tell_receipt(session, row, row.last_seq, "read")

    async def _change(
        self,
        agent: Agent,
        conversation_id: str,
        change: Callable[[AsyncSession, ConversationRow], Awaitable[None]],
    ) -> dict[str, Any]:
        require(agent, Permission.CONVERSE)
        async with self._db.write() as session:
            row = await repository.get(session, conversation_id)
            await change(session, row)
            await self._log.tell_desk(session, row)
        return await self.detail(agent, conversation_id)

    async def _names(self) -> dict[str, str]:
        return {agent.id: agent.name for agent in await self._agents.list()}


def _read_cursor(cursor: str | None) -> tuple[datetime, str] | None:
    if not cursor:
        return None
    moment, _, row_id = cursor.partition("|")
    try:
        return datetime.fromisoformat(moment), row_id
    except ValueError:
        raise InvalidInput("cursor 无效。", field="cursor") from None
