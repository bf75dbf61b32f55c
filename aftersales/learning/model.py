"""What was heard, what is proposed, what was labelled, and how a training ended. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from aftersales.errors import AppError

SKIP = "skip"
"""In the place of a label: nothing to learn from this one."""
FEWEST_LABELS = 10
"""Fewer are not worth a training, and nothing could be told from them."""


class UnknownLabel(AppError):
    status = 422
    code = "unknown_label"


class TooFewLabels(AppError):
    status = 409
    code = "too_few_labels"


class TrainingFailed(AppError):
    """Something broke; nothing was changed."""

    status = 500
    code = "training_failed"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the assistant took a message for; `topic` is known of the best reading only."""

    intent: str
    confidence: float
    topic: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"intent": self.intent, "topic": self.topic, "confidence": round(self.confidence, 3)}


@dataclass(frozen=True, slots=True)
class Heard:
    """A logged message, masked, with the assistant's readings of it, the likeliest first."""

    text: str
    readings: tuple[Reading, ...]
    message_id: str | None = None


class Why(StrEnum):
    UNCERTAIN = "uncertain"
    FREQUENT = "frequent"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A group of messages worth a label. `count` messages said it, `others` are different wordings of it;
    `uncertainty` and `novelty` are 0–1."""

    id: str
    text: str
    count: int
    others: tuple[str, ...]
    readings: tuple[Reading, ...]
    uncertainty: float
    novelty: float
    score: float
    why: tuple[Why, ...]
    message_id: str | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "count": self.count,
            "others": list(self.others),
            "readings": [reading.to_json() for reading in self.readings],
            "why": list(self.why),
        }


@dataclass(frozen=True, slots=True)
class Label:
    """`label` is `<intent>` or `<intent>/<topic>`, None for a message passed over."""

    id: str
    text: str
    label: str | None
    labelled_by: str
    labelled_at: datetime
    message_id: str | None = None

    @property
    def held_out(self) -> bool:
        """Every fifth is never trained on: models are measured with it. Its text decides that, for good."""
        return int(self.id, 16) % 5 == 0

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "label": self.label or SKIP,
            "labelled_by": self.labelled_by,
            "labelled_at": self.labelled_at.isoformat(),
        }


class Outcome(StrEnum):
    DEPLOYED = "deployed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Run:
    """One training: `reasons` say in words why it was refused; `figures` are those of the comparison."""

    id: int
    started_at: datetime
    finished_at: datetime
    outcome: Outcome
    reasons: Sequence[str]
    figures: dict[str, Any]
    in_use_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome,
            "started_at": self.started_at.isoformat(),
            "finished_at": self.finished_at.isoformat(),
            "reasons": list(self.reasons),
            "figures": self.figures,
            "in_use": self.in_use_at is not None,
        }
