"""Every query of the reports: what the period needs, column by column. Takes the session first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Result, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from aftersales.clocks.following import NOT_A_PERSON
from aftersales.clocks.model import ClockState
from aftersales.clocks.tables import ClockRow
from aftersales.conversations.handover import OWNER_MARK
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConversationRow, MessageRow
from aftersales.policy.names import SlaClock
from aftersales.reports.cases import Cases, FirstReply, Stars, Step, Talk, TalkStars, TicketCase, Word
from aftersales.reports.model import NONE, ONE_DAY, Period
from aftersales.tickets.model import TicketStatus, TicketType
from aftersales.tickets.records import RecordKind
from aftersales.tickets.tables import TicketHistoryRow, TicketLineRow, TicketRecordRow, TicketRow

CALLER = "caller"
"""The channel of tickets that an agent took down for somebody outside a conversation."""
_WITH_PEOPLE = (Owner.QUEUED, Owner.AGENT)


async def read(session: AsyncSession, period: Period, merchant_id: str | None = None) -> Cases:
    """What happened in the period, or began in it and ended later; with a merchant what concerns his tickets.

    Talks are not narrowed to a merchant here: those without one of his tickets belong to nobody.
    """
    return Cases(
        tickets=await _tickets(session, period, merchant_id),
        first_replies=await _first_replies(session, period),
        talks=await _talks(session, period),
        words=await _words(session, period),
        ratings=await _ratings(session, period),
    )


@dataclass(slots=True)
class _Beside:
    """What the other tables say of a ticket."""

    history: list[Step] = field(default_factory=list)
    lines: set[str] = field(default_factory=set)
    refunded_at: datetime | None = None
    rated: Stars | None = None


async def _tickets(session: AsyncSession, period: Period, merchant_id: str | None) -> dict[str, TicketCase]:
    alive: list[ColumnElement[bool]] = [
        TicketRow.created_at < period.end,
        TicketRow.updated_at >= period.start,
        TicketRow.type != TicketType.PRIVACY,
    ]
    if merchant_id is not None:
        alive.append(TicketRow.merchant_id == merchant_id)
    beside = await _beside(session, alive)
    rows = (
        select(
            *(TicketRow.id, TicketRow.conversation_id, TicketRow.merchant_id, TicketRow.assignee),
            *(TicketRow.type, TicketRow.status, TicketRow.reason, TicketRow.remedy, TicketRow.created_at),
            ConversationRow.channel,
            TicketRow.decision["outcome"].as_string().label("outcome"),
            TicketRow.decision[("facts", "order", "lines")].label("order_lines"),
        )
        .outerjoin(ConversationRow, ConversationRow.id == TicketRow.conversation_id)
        .where(*alive)
    )
    return {row.id: _ticket(row._mapping, beside[row.id]) for row in await session.execute(rows)}


def _ticket(row: Mapping[Any, Any], beside: _Beside) -> TicketCase:
    for_caller = bool(beside.history) and beside.history[0].who not in NOT_A_PERSON
    return TicketCase(
        id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"] or (CALLER if for_caller else NONE),
        merchant_id=row["merchant_id"],
        assignee=row["assignee"],
        type=row["type"],
        status=TicketStatus(row["status"]),
        reason=row["reason"],
        remedy=row["remedy"],
        outcome=row["outcome"],
        created_at=row["created_at"],
        history=beside.history,
        categories=_categories(row["order_lines"] or [], beside.lines),
        refunded_at=beside.refunded_at,
        rated=beside.rated,
    )


def _categories(order_lines: Sequence[Mapping[str, Any]], lines: Collection[str]) -> frozenset[str]:
    """The categories of the lines that the ticket is about."""
    return frozenset(line["category"] for line in order_lines if line["line_id"] in lines)


async def _beside(session: AsyncSession, alive: Sequence[ColumnElement[bool]]) -> dict[str, _Beside]:
    found: dict[str, _Beside] = defaultdict(_Beside)
    history = select(
        *(TicketHistoryRow.ticket_id, TicketHistoryRow.at, TicketHistoryRow.who),
        *(TicketHistoryRow.from_status, TicketHistoryRow.to_status),
    ).order_by(TicketHistoryRow.id)
    for ticket, at, who, origin, to in await _of_tickets(session, history, TicketHistoryRow.ticket_id, alive):
        step = Step(at, who, TicketStatus(origin) if origin else None, TicketStatus(to))
        found[ticket].history.append(step)
    lines = select(TicketLineRow.ticket_id, TicketLineRow.line_id)
    for ticket, line in await _of_tickets(session, lines, TicketLineRow.ticket_id, alive):
        found[ticket].lines.add(line)
    records = (
        select(
            *(TicketRecordRow.ticket_id, TicketRecordRow.kind, TicketRecordRow.at),
            TicketRecordRow.data["score"].as_integer(),
        )
        .where(TicketRecordRow.kind.in_((RecordKind.REFUND, RecordKind.RATING)))
        .order_by(TicketRecordRow.id)
    )
    for ticket, kind, at, score in await _of_tickets(session, records, TicketRecordRow.ticket_id, alive):
        if kind == RecordKind.RATING:
            found[ticket].rated = Stars(at, score)
        elif found[ticket].refunded_at is None:
            found[ticket].refunded_at = at
    return found


async def _of_tickets(
    session: AsyncSession,
    rows: Select[*tuple[Any, ...]],
    ticket_id: InstrumentedAttribute[str],
    alive: Sequence[ColumnElement[bool]],
) -> Result[*tuple[Any, ...]]:
    return await session.execute(rows.join(TicketRow, TicketRow.id == ticket_id).where(*alive))


async def _first_replies(session: AsyncSession, period: Period) -> list[FirstReply]:
    rows = (
        select(
            *(ClockRow.ticket_id, ClockRow.conversation_id, ConversationRow.channel),
            *(ClockRow.started_at, ClockRow.stopped_at, ClockRow.state),
        )
        .outerjoin(ConversationRow, ConversationRow.id == ClockRow.conversation_id)
        .where(
            ClockRow.clock == SlaClock.FIRST,
            ClockRow.started_at < period.end,
            or_(ClockRow.stopped_at.is_(None), ClockRow.stopped_at >= period.start),
        )
    )
    return [
        FirstReply(ticket, conversation, channel or NONE, started, stopped, state == ClockState.VOID)
        for ticket, conversation, channel, started, stopped, state in await session.execute(rows)
    ]


async def _talks(session: AsyncSession, period: Period) -> list[Talk]:
    rows = (
        select(
            *(ConversationRow.id, ConversationRow.channel, ConversationRow.owner),
            *(func.min(MessageRow.ts), func.max(MessageRow.ts)),
        )
        .join(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(MessageRow.sender == Sender.SHOPPER, MessageRow.ts >= period.start, MessageRow.ts < period.end)
        .group_by(ConversationRow.id)
    )
    return [
        Talk(talk, channel, first, last, owner in _WITH_PEOPLE)
        for talk, channel, owner, first, last in await session.execute(rows)
    ]


async def _words(session: AsyncSession, period: Period) -> dict[str, list[Word]]:
    """Also those after the period, in which what began in it may end."""
    spoken = and_(MessageRow.sender == Sender.AGENT, ~MessageRow.note)
    handed = and_(
        MessageRow.sender == Sender.SYSTEM, MessageRow.message_id.contains(OWNER_MARK, autoescape=True)
    )
    rows = (
        select(
            *(MessageRow.conversation_id, MessageRow.channel, MessageRow.ts),
            *(MessageRow.sender, MessageRow.agent_id),
        )
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .where(or_(spoken, handed), MessageRow.ts >= period.start, ConversationRow.created_at < period.end)
        .order_by(MessageRow.conversation_id, MessageRow.seq)
    )
    words: dict[str, list[Word]] = defaultdict(list)
    for talk, channel, at, sender, agent in await session.execute(rows):
        words[talk].append(Word(talk, channel, at, agent if sender == Sender.AGENT else None))
    return words


async def _ratings(session: AsyncSession, period: Period) -> list[TalkStars]:
    at = ConversationRow.rating["at"].as_string()
    # The text in the document is compared roughly, a day to either side; who reads it compares the moment.
    since, until = (
        moment.astimezone(UTC).isoformat() for moment in (period.start - ONE_DAY, period.end + ONE_DAY)
    )
    rows = select(ConversationRow.id, ConversationRow.channel, ConversationRow.rating)
    return [
        TalkStars(talk, channel, Stars(datetime.fromisoformat(rating["at"]), rating["score"]))
        for talk, channel, rating in await session.execute(rows.where(at >= since, at < until))
    ]
