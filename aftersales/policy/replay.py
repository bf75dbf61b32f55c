"""A draft of the policy tried on past cases: what would have come out otherwise, in cases and in yuan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from aftersales.policy.decide import decide_under
from aftersales.policy.model import Decision, Facts
from aftersales.policy.names import Outcome
from aftersales.policy.policy import Policy
from aftersales.policy.refund import ZERO
from aftersales.policy.standing import standing
from aftersales.policy.wire import wire


class Direction(StrEnum):
    """For the shopper; `other`: neither better nor worse, such as another rule or remedy."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    number: str
    before: Decision
    after: Decision

    @property
    def direction(self) -> Direction:
        before, after = standing(self.before), standing(self.after)
        if before == after:
            return Direction.OTHER
        return Direction.BETTER if after > before else Direction.WORSE

    @property
    def yuan(self) -> Decimal:
        """What is promised more at once; negative is less."""
        return _promised(self.after) - _promised(self.before)

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "direction": self.direction,
            "yuan": wire(self.yuan),
            "before": _summary(self.before),
            "after": _summary(self.after),
        }


@dataclass
class Comparison:
    """The running policy against a draft; `unreadable` are tickets whose facts no longer fit the program."""

    running: Policy
    draft: Policy
    cases: int = 0
    changes: list[Change] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def add(self, number: str, facts: Facts) -> None:
        """Decide the case under both, each by itself: versions of the purchase day are left out."""
        self.cases += 1
        change = Change(number, decide_under(facts, self.running), decide_under(facts, self.draft))
        if _summary(change.before) != _summary(change.after):
            self.changes.append(change)

    def of(self, direction: Direction) -> list[Change]:
        return [change for change in self.changes if change.direction is direction]

    def to_json(self) -> dict[str, Any]:
        sums = {
            direction.value: {"cases": len(changes), "yuan": wire(total(changes))}
            for direction in Direction
            for changes in [self.of(direction)]
        }
        return {
            "running": self.running.version,
            "draft": self.draft.version,
            "cases": self.cases,
            **sums,
            "changes": [change.to_json() for change in self.changes],
            "unreadable": self.unreadable,
        }


def total(changes: Iterable[Change]) -> Decimal:
    """In yuan."""
    return sum((change.yuan for change in changes), ZERO)


def _promised(decision: Decision) -> Decimal:
    return decision.refund_amount if decision.outcome is Outcome.APPROVE else ZERO


def _summary(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome.value,
        "rules": wire(decision.rules),
        "remedy": wire(decision.remedy),
        "freight_payer": decision.freight_payer.value,
        "refund_amount": wire(decision.refund_amount),
    }
