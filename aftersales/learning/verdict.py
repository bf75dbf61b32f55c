"""Whether a newly trained model may take the place of the running one. Pure.

Both answered the same messages, which neither was trained on: a part of the shop's own data (the guard), and
the labels that are held out. Labels can be wrong together, so that the held-out ones agree with them; then
the guard suffers, or the labels contradict what the running model knows. Reasons are for the shop to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import exp, fsum, lgamma, log
from typing import Any

GUARD_LOSS = 0.005
"""Share of the guard that may be lost to chance: two trainings on the same data differ by as much."""
LABELS_LOSS = 0.02
SIGNIFICANT = 0.05
INTENT_SEEN = 10
"""Held-out messages from which an intent is judged by itself …"""
INTENT_LOSS = 0.1
"""… and the share of them that it may lose, if that is at least …"""
INTENT_LOST = 3
ODD_LABELS = 0.25
"""Share of honest labels that may be none of the running model's three best readings: measured on real
messages 7 %, on those it was unsure of 13 %."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One held-out message: what it is, and what each model says (`<intent>` or `<intent>/<topic>`)."""

    label: str
    running: str
    candidate: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Both models on one part: how many messages, how many right, and where they differ."""

    messages: int
    running: int
    candidate: int
    gained: int
    lost: int

    @classmethod
    def of(cls, answers: Sequence[Answered]) -> Figures:
        return cls(
            messages=len(answers),
            running=sum(one.running == one.label for one in answers),
            candidate=sum(one.candidate == one.label for one in answers),
            gained=sum(one.running != one.label == one.candidate for one in answers),
            lost=sum(one.candidate != one.label == one.running for one in answers),
        )

    @property
    def worse_by(self) -> float:
        """Share of the messages that the candidate lost on balance; negative when it won."""
        return (self.lost - self.gained) / self.messages if self.messages else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `python -m assistant compare` found. `ranks` is, for every new label, the place of its intent
    among the running model's readings (from 1), None where it is not among them; keys are labels' ids."""

    guard: Sequence[Answered]
    held_out: Sequence[Answered]
    ranks: dict[str, int | None]

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Comparison:
        return cls(
            guard=[Answered(*one) for one in found["guard"]],
            held_out=[Answered(*one) for one in found["held_out"]],
            ranks=dict(found["ranks"]),
        )

    @property
    def doubted(self) -> list[str]:
        """Ids of the new labels that are not among the running model's three best readings."""
        return sorted(key for key, rank in self.ranks.items() if rank is None or rank > 3)

    def figures(self) -> dict[str, Any]:
        return {
            "guard": asdict(Figures.of(self.guard)),
            "held_out": asdict(Figures.of(self.held_out)),
            "new_labels": len(self.ranks),
            "doubted": self.doubted,
        }


def objections(found: Comparison) -> list[str]:
    """Why the candidate must not be deployed; empty when it may."""
    reasons = []
    guard, held_out = Figures.of(found.guard), Figures.of(found.held_out)
    if guard.worse_by > GUARD_LOSS or by_chance(guard.lost, guard.gained) < SIGNIFICANT:
        reasons.append(_worse("在店铺自己的留出语料上", guard))
    if held_out.worse_by > LABELS_LOSS and held_out.lost - held_out.gained > 1:
        reasons.append(_worse("在留出的标注上", held_out))
    reasons += _intents_lost([*found.guard, *found.held_out])
    if at_least(len(found.doubted), len(found.ranks), ODD_LABELS) < SIGNIFICANT:
        reasons.append(
            f"新标注里有 {len(found.doubted)} 条（共 {len(found.ranks)} 条）连现有模型的前三个理解都对不上，"
            "多半是标错了，请先复核。"
        )
    return reasons


def by_chance(lost: int, gained: int) -> float:
    """The probability of losing so many of the messages that changed if both models were equally good
    (one-sided sign test, McNemar's exact)."""
    return at_least(lost, lost + gained, 0.5)


def at_least(count: int, of: int, share: float) -> float:
    """The probability of `count` or more among `of` that each come with probability `share`."""
    hit, missed, ways = log(share), log(1 - share), lgamma(of + 1)
    logs = (
        ways - lgamma(k + 1) - lgamma(of - k + 1) + k * hit + (of - k) * missed for k in range(count, of + 1)
    )
    return min(1.0, fsum(map(exp, logs)))


def _intents_lost(answers: Sequence[Answered]) -> list[str]:
    seen = Counter(one.label for one in answers)
    lost = Counter(one.label for one in answers if one.running == one.label != one.candidate)
    lost.subtract(one.label for one in answers if one.candidate == one.label != one.running)
    return [
        f"“{label}” 变差了：{seen[label]} 条里净错了 {net} 条。"
        for label, net in sorted(lost.items())
        if seen[label] >= INTENT_SEEN and net >= max(INTENT_LOST, INTENT_LOSS * seen[label])
    ]


def _worse(where: str, figures: Figures) -> str:
    return (
        f"{where}变差了：{figures.messages} 条里，现有模型答对 {figures.running} 条，"
        f"新模型答对 {figures.candidate} 条。"
    )
