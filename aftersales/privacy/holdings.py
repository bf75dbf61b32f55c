"""What is held of one subject: which ids are hers, and the rows behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations.inbox import consent_subject
from aftersales.conversations.tables import ConsentRow, ConversationRow, MessageRow
from aftersales.photos.tables import PhotoRow
from aftersales.privacy.model import Scope, Subject
from aftersales.privacy.tables import DataLookRow, PrivacyRequestRow
from aftersales.tickets.model import Ticket, TicketType
from aftersales.tickets.rows import ticket_of
from aftersales.tickets.tables import TicketRow


@dataclass(frozen=True, slots=True)
class Holdings:
    """`photos` are ids; `looks` counts how often the desk saw full values."""

    conversations: Sequence[ConversationRow]
    messages: int
    photos: Sequence[str]
    tickets: Sequence[Ticket]
    consents: Sequence[ConsentRow]
    requests: Sequence[PrivacyRequestRow]
    looks: int


async def scope_of(session: AsyncSession, subject: Subject, order_ids: Collection[str]) -> Scope:
    """`order_ids` are those she owns or proved."""
    conversations = set(await session.scalars(select(ConversationRow.id).where(_hers(subject))))
    opened_by_desk = and_(TicketRow.order_id.in_(order_ids), TicketRow.conversation_id.is_(None))
    tickets = await session.scalars(
        select(TicketRow.id).where(or_(TicketRow.conversation_id.in_(conversations), opened_by_desk))
    )
    subjects = {str(subject), *(f"conversation:{conversation}" for conversation in conversations)}
    return Scope(frozenset(conversations), frozenset(tickets), frozenset(subjects))


async def running_tickets(session: AsyncSession, scope: Scope) -> list[str]:
    """Numbers of the applications that still need her data; privacy requests are none."""
    tickets = await tickets_in(session, scope)
    return [t.number for t in tickets if t.status.open and t.type is not TicketType.PRIVACY]


async def turn_pending(session: AsyncSession, scope: Scope) -> bool:
    """Whether the bot is just answering in one of her conversations."""
    waiting = exists().where(MessageRow.conversation_id.in_(scope.conversation_ids), MessageRow.pending)
    return bool(await session.scalar(select(waiting)))


async def tickets_in(session: AsyncSession, scope: Scope) -> list[Ticket]:
    rows = select(TicketRow).where(TicketRow.id.in_(scope.ticket_ids))
    return [ticket_of(row) for row in await session.scalars(rows.order_by(TicketRow.created_at))]


async def messages_in(session: AsyncSession, conversation_id: str) -> Sequence[MessageRow]:
    """What she and the shop said to each other: no colleagues' notes, nothing that was never sent."""
    rows = select(MessageRow).where(
        MessageRow.conversation_id == conversation_id, MessageRow.sent, ~MessageRow.note
    )
    return (await session.scalars(rows.order_by(MessageRow.seq))).all()


async def held(session: AsyncSession, scope: Scope) -> Holdings:
    hers = scope.conversation_ids
    tickets = await tickets_in(session, scope)
    places = [f"conversation:{conversation}" for conversation in hers]
    places += [f"ticket:{ticket.number}" for ticket in tickets]
    messages = select(func.count()).where(MessageRow.conversation_id.in_(hers), MessageRow.sent)
    looks = select(func.count()).where(DataLookRow.place.in_(places))
    conversations = select(ConversationRow).where(ConversationRow.id.in_(hers))
    photos = select(PhotoRow.id).where(PhotoRow.owner.in_(hers)).order_by(PhotoRow.created_at)
    consents = select(ConsentRow).where(ConsentRow.subject.in_(scope.subjects))
    requests = select(PrivacyRequestRow).where(PrivacyRequestRow.subject.in_(scope.subjects))
    return Holdings(
        conversations=(await session.scalars(conversations.order_by(ConversationRow.created_at))).all(),
        messages=await session.scalar(messages) or 0,
        photos=(await session.scalars(photos)).all(),
        tickets=tickets,
        consents=(await session.scalars(consents)).all(),
        requests=(await session.scalars(requests.order_by(PrivacyRequestRow.requested_at))).all(),
        looks=await session.scalar(looks) or 0,
    )


def subject_of(row: ConversationRow) -> Subject:
    """Whose data a conversation may ask for."""
    return Subject.read(consent_subject(row))


def _hers(subject: Subject) -> ColumnElement[bool]:
    if subject.kind == "shopper":
        return ConversationRow.shopper_id == subject.id
    return ConversationRow.id == (subject.id if subject.kind == "conversation" else None)
