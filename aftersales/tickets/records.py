"""Facts beside the steps of a ticket: what was sent, found, quoted, repaired, paid, said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class RecordKind(StrEnum):
    SUPPLEMENT = "supplement"
    URGE = "urge"
    WAYBILL = "waybill"
    INSPECTION = "inspection"
    QUOTE = "quote"
    QUOTE_ANSWER = "quote_answer"
    PART = "part"
    PROGRESS = "progress"
    REPAIR = "repair"
    SHIPMENT = "shipment"
    REFUND = "refund"
    RECEIPT = "receipt"
    """Hers, for the return freight that she laid out."""
    REIMBURSEMENT = "reimbursement"
    APPOINTMENT = "appointment"
    CHANGE = "change"
    """What she wants otherwise than the order says: where to, to whom, when."""
    NOTE = "note"
    ASSIGNMENT = "assignment"
    ESCALATION = "escalation"
    REMEDY_CHANGE = "remedy_change"
    AMOUNT = "amount"
    RATING = "rating"

    @property
    def shown(self) -> bool:
        """Whether the shopper sees it: all but the desk's own affairs."""
        return self not in _DESK_ONLY


_DESK_ONLY = frozenset({RecordKind.NOTE, RecordKind.ASSIGNMENT, RecordKind.ESCALATION})


@dataclass(frozen=True, slots=True)
class Record:
    """`data` is what `record_data.validated` gave; `key` names the fact, so that it is kept only once."""

    at: datetime
    who: str
    kind: RecordKind
    data: dict[str, Any]
    key: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "kind": self.kind,
            "data": self.data,
            "shown": self.kind.shown,
        }
