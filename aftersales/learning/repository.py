"""Every query on labels, trainings and the messages to learn from. Takes the session first, never commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from aftersales.conversations.model import Sender
from aftersales.conversations.tables import ConversationRow, MessageRow
from aftersales.learning.masking import masked
from aftersales.learning.model import Heard, Label, Outcome, Reading, Run
from aftersales.learning.tables import LabelRow, RunRow

ABOUT_HER = ("order_id", "phone_tail", "phone", "name", "address", "account", "waybill")
"""What a question expects whose answer is nothing but personal data."""
_OWN_SLOTS = ("name", "phone", "phone_tail", "address", "account", "order_id", "waybill")


async def heard(session: AsyncSession, since: datetime, most: int) -> list[Heard]:
    """The newest `most` messages that shoppers typed and the assistant read, oldest first, masked.

    Without taps, without answers to questions about herself, and without bubbles that were read together with
    the one before: their reading is not theirs.
    """
    earlier, asked = aliased(MessageRow), aliased(MessageRow)
    question = (
        select(asked.expects)
        .where(
            asked.conversation_id == MessageRow.conversation_id,
            asked.seq < MessageRow.seq,
            asked.sender == Sender.BOT,
        )
        .order_by(asked.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = (
        select(
            *(MessageRow.id, MessageRow.text, MessageRow.understood),
            *(ConversationRow, earlier.sender, earlier.understood),
        )
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .outerjoin(
            earlier,
            and_(earlier.conversation_id == MessageRow.conversation_id, earlier.seq == MessageRow.seq - 1),
        )
        .where(
            MessageRow.sender == Sender.SHOPPER,
            MessageRow.ts >= since,
            MessageRow.text.is_not(None),
            MessageRow.choice.is_(None),
            MessageRow.payload.is_(None),
            func.coalesce(question, "").not_in(ABOUT_HER),
        )
        .order_by(MessageRow.ts.desc(), MessageRow.conversation_id, MessageRow.seq.desc())
        .limit(most)
    )
    found = (await session.execute(rows)).all()
    return [
        Heard(
            masked(text, _own(conversation), understood.get("entities", ())),
            tuple(_readings(understood)),
            message_id,
        )
        for message_id, text, understood, conversation, before, read_before in reversed(found)
        if understood and not (before == Sender.SHOPPER and not read_before)
    ]


async def may_keep(session: AsyncSession, message_id: str | None) -> bool:
    """Not what was said in a message that is deleted by now."""
    return message_id is None or await session.get(MessageRow, message_id) is not None


async def labels(session: AsyncSession) -> list[Label]:
    """All, the latest first."""
    rows = select(LabelRow).order_by(LabelRow.labelled_at.desc(), LabelRow.id)
    return [_label(row) for row in await session.scalars(rows)]


async def put(session: AsyncSession, label: Label) -> None:
    """A second label for the same text replaces the first."""
    await session.merge(
        LabelRow(
            id=label.id,
            text=label.text,
            label=label.label,
            labelled_by=label.labelled_by,
            labelled_at=label.labelled_at,
            message_id=label.message_id,
        )
    )


async def put_all(session: AsyncSession, made: Iterable[Label]) -> None:
    for label in made:
        if await may_keep(session, label.message_id):
            await put(session, label)


async def take_back(session: AsyncSession, label_id: str) -> None:
    await session.execute(delete(LabelRow).where(LabelRow.id == label_id))


async def unlink(session: AsyncSession, conversation_ids: Collection[str]) -> None:
    """The conversations have served their time: what is left of them in labels is nobody's."""
    theirs = select(MessageRow.id).where(MessageRow.conversation_id.in_(conversation_ids))
    await session.execute(update(LabelRow).where(LabelRow.message_id.in_(theirs)).values(message_id=None))


async def add_run(session: AsyncSession, run: Run) -> None:
    session.add(
        RunRow(
            started_at=run.started_at,
            finished_at=run.finished_at,
            outcome=run.outcome,
            reasons=list(run.reasons),
            figures=run.figures,
        )
    )


async def last_run(session: AsyncSession, outcome: Outcome | None = None) -> Run | None:
    rows = select(RunRow).order_by(RunRow.id.desc()).limit(1)
    if outcome is not None:
        rows = rows.where(RunRow.outcome == outcome)
    row = await session.scalar(rows)
    if row is None:
        return None
    return Run(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        outcome=Outcome(row.outcome),
        reasons=row.reasons,
        figures=row.figures,
        in_use_at=row.in_use_at,
    )


async def now_in_use(session: AsyncSession, run_id: int, at: datetime) -> None:
    await session.execute(update(RunRow).where(RunRow.id == run_id).values(in_use_at=at))


def _readings(understood: Mapping[str, Any]) -> Iterator[Reading]:
    ranking: Sequence[Mapping[str, Any]] = understood.get("ranking") or [understood["intent"]]
    for place, reading in enumerate(ranking):
        topic = understood.get("topic") if place == 0 else None
        yield Reading(reading["name"], float(reading["confidence"]), topic)


def _own(conversation: ConversationRow) -> Iterator[str]:
    """What the conversation knows of her, in her own spelling."""
    slots = conversation.dialogue.get("slots", {})
    for value in (
        conversation.shopper_name,
        conversation.shopper_phone,
        *conversation.proven_orders,
        *(slots.get(name) for name in _OWN_SLOTS),
    ):
        if isinstance(value, str):
            yield value


def _label(row: LabelRow) -> Label:
    return Label(row.id, row.text, row.label, row.labelled_by, row.labelled_at, row.message_id)
