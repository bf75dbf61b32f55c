"""Every query on conversations and messages. The caller holds the transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConsentRow, ConversationRow, MessageRow
from aftersales.errors import NotFound


async def get(session: AsyncSession, conversation_id: str) -> ConversationRow:
    row = await session.get(ConversationRow, conversation_id)
    if row is None:
        raise NotFound("没有这个会话。")
    return row


async def latest_open_of(session: AsyncSession, channel: str, shopper_id: str) -> ConversationRow | None:
    query = (
        select(ConversationRow)
        .where(
            ConversationRow.channel == channel,
            ConversationRow.shopper_id == shopper_id,
            ConversationRow.owner != Owner.CLOSED,
        )
        .order_by(ConversationRow.updated_at.desc(), ConversationRow.created_at.desc())
        .limit(1)
    )
    return (await session.scalars(query)).first()


async def by_message_id(session: AsyncSession, channel: str, message_id: str) -> MessageRow | None:
    query = select(MessageRow).where(MessageRow.channel == channel, MessageRow.message_id == message_id)
    return (await session.scalars(query)).first()


async def at_seq(session: AsyncSession, conversation_id: str, seq: int) -> MessageRow | None:
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id, MessageRow.seq == seq)
    return (await session.scalars(query)).first()


async def with_choice(session: AsyncSession, conversation_id: str, choice_id: str) -> MessageRow | None:
    """The message that offered this choice; ids start with the offering message's own id."""
    row = await session.get(MessageRow, choice_id.partition(".")[0])
    if row is None or row.conversation_id != conversation_id:
        return None
    return row if any(choice["id"] == choice_id for choice in row.choices) else None


async def pending(session: AsyncSession, conversation_id: str) -> Sequence[MessageRow]:
    query = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, MessageRow.pending)
        .order_by(MessageRow.seq)
    )
    return (await session.scalars(query)).all()


async def with_pending(session: AsyncSession) -> Sequence[str]:
    """Conversations that still owe an answer (after a crash)."""
    return (
        await session.scalars(select(MessageRow.conversation_id).where(MessageRow.pending).distinct())
    ).all()


async def history(
    session: AsyncSession,
    conversation_id: str,
    *,
    after_seq: int | None = None,
    before_seq: int | None = None,
    limit: int = 50,
    for_shopper: bool = True,
) -> tuple[list[MessageRow], bool]:
    """Messages in ascending order and whether there are more in the asked direction."""
    query = select(MessageRow).where(MessageRow.conversation_id == conversation_id)
    if for_shopper:
        query = query.where(~MessageRow.note, MessageRow.sent)
    if before_seq is not None:
        query = query.where(MessageRow.seq < before_seq).order_by(MessageRow.seq.desc())
    else:
        query = query.where(MessageRow.seq > (after_seq or 0)).order_by(MessageRow.seq)
    rows = list((await session.scalars(query.limit(limit + 1))).all())
    more = len(rows) > limit
    rows = rows[:limit]
    return (rows[::-1] if before_seq is not None else rows), more


async def last_message(session: AsyncSession, conversation_id: str) -> MessageRow | None:
    query = (
        select(MessageRow)
        .where(MessageRow.conversation_id == conversation_id, ~MessageRow.note, MessageRow.sent)
        .order_by(MessageRow.seq.desc())
        .limit(1)
    )
    return (await session.scalars(query)).first()


async def asked_to_rate(session: AsyncSession, conversation_id: str) -> list[str]:
    """The numbers of the tickets whose end asked for stars here, the latest first."""
    shown = select(MessageRow.card).where(
        MessageRow.conversation_id == conversation_id, MessageRow.sender == Sender.SYSTEM, MessageRow.sent
    )
    cards = await session.scalars(shown.order_by(MessageRow.seq.desc()))
    return [card["ticket"] for card in cards if card and card["kind"] == "rating"]


async def last_seq(session: AsyncSession, conversation_id: str) -> int:
    query = select(ConversationRow.last_seq).where(ConversationRow.id == conversation_id)
    return (await session.scalar(query)) or 0


async def unread_for_agent(session: AsyncSession, conversation: ConversationRow) -> int:
    query = select(func.count()).where(
        MessageRow.conversation_id == conversation.id,
        MessageRow.sender == Sender.SHOPPER,
        MessageRow.seq > conversation.read_by_agent,
    )
    return (await session.scalar(query)) or 0


async def queued(session: AsyncSession) -> Sequence[str]:
    return (
        await session.scalars(select(ConversationRow.id).where(ConversationRow.owner == Owner.QUEUED))
    ).all()


async def queue_position(session: AsyncSession, conversation: ConversationRow) -> int:
    """1 = next. Higher priority first, then who has waited longer."""
    ahead = (ConversationRow.priority > conversation.priority) | (
        (ConversationRow.priority == conversation.priority)
        & (ConversationRow.queued_at < conversation.queued_at)
    )
    query = select(func.count()).where(ConversationRow.owner == Owner.QUEUED, ahead)
    return 1 + ((await session.scalar(query)) or 0)


async def listing(
    session: AsyncSession,
    *,
    owner: Owner | None,
    agent_id: str | None,
    before: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[ConversationRow]:
    """The newest first; `before` is the (updated_at, id) of the last row of the previous page."""
    query = select(ConversationRow)
    if owner is not None:
        query = query.where(ConversationRow.owner == owner)
    if agent_id is not None:
        query = query.where(ConversationRow.agent_id == agent_id)
    if before is not None:
        moment, last_id = before
        query = query.where(
            (ConversationRow.updated_at < moment)
            | ((ConversationRow.updated_at == moment) & (ConversationRow.id < last_id))
        )
    query = query.order_by(ConversationRow.updated_at.desc(), ConversationRow.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def consent_of(session: AsyncSession, subject: str) -> ConsentRow | None:
    return await session.get(ConsentRow, subject)
