"""Which pending messages make one turn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aftersales.conversations.tables import ConversationRow, MessageRow
from aftersales.text import defuse_command

FRAGMENT_LENGTH = 8
FRAGMENT_INTENTS = {"greet", "inform", "nlu_fallback", "affirm", "choose"}
SURE = 0.5


@dataclass(frozen=True)
class Batch:
    """One turn's input: a text (several bubbles joined), or a choice's payload; photos with either."""

    conversation_id: str
    turn_id: str
    seqs: tuple[int, ...]
    reply_to: list[str]
    text: str | None
    payload: str | None
    photos: list[str]
    may_be_fragment: bool
    silence: timedelta
    """How long nobody had spoken before; the same when a crash makes the turn run again later."""


def take(conversation: ConversationRow, pending: Sequence[MessageRow]) -> Batch:
    """The first messages of `pending` that belong together: a choice or an internal message stands alone."""
    first = pending[0]
    taken = [first]
    if not _alone(first):
        for row in pending[1:]:
            if _alone(row):
                break
            taken.append(row)
    photos = [photo for row in taken for photo in row.photos]
    words = "，".join(defuse_command(row.text) for row in taken if row.text)
    payload = first.payload
    if payload is None and not words:
        payload = "/inform"
    open_question = conversation.dialogue.get("expects") not in (None, "consent", "anything_else")
    return Batch(
        conversation_id=conversation.id,
        turn_id=taken[-1].message_id,
        seqs=tuple(row.seq for row in taken),
        reply_to=[row.message_id for row in taken if row.sender == "shopper"],
        text=words or None,
        payload=payload,
        photos=photos,
        may_be_fragment=payload is None
        and not photos
        and not open_question
        and len(words) <= FRAGMENT_LENGTH,
        silence=first.ts - (conversation.last_turn_at or first.ts),
    )


def is_fragment(understood: dict[str, Any]) -> bool:
    """Too little to act on: a greeting, a bare noun, or nothing the classifier is sure of."""
    intent = understood["intent"]
    return intent["name"] in FRAGMENT_INTENTS or intent["confidence"] < SURE


def _alone(row: MessageRow) -> bool:
    return row.choice is not None or row.sender != "shopper"
