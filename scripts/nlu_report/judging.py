"""What the assistant makes of labelled messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any, NamedTuple

from scripts.nlu_report.messages import OUT_OF_SCOPE, Labelled
from scripts.nlu_report.rates import Rate, rate

Parse = Callable[..., dict[str, Any]]
"""``parse(text, **metadata)`` in the shape of ``/api/nlu/parse``."""
BINS = 10


@dataclass(frozen=True)
class Judged:
    """One message and how it is read: the best reading first, and whether it may be out of scope."""

    message: Labelled
    ranking: tuple[tuple[str, float], ...]
    marked_out: bool
    topic: str = ""

    @property
    def intent(self) -> str:
        return self.message.intent

    @property
    def said(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]

    @property
    def strict(self) -> bool:
        return self.said == self.intent

    @property
    def lenient(self) -> bool:
        return self.strict or self.said in self.message.alternatives

    @property
    def in_top_three(self) -> bool:
        return self.intent in {name for name, _ in self.ranking[:3]}

    @property
    def outsideness(self) -> float:
        """How surely it is out of scope: 1 where that is the best reading."""
        return 1.0 if self.said == OUT_OF_SCOPE else dict(self.ranking).get(OUT_OF_SCOPE, 0.0)


class Bin(NamedTuple):
    """Messages of about the same confidence, and how many of them are read right."""

    confidence: float
    right: Rate


class Figures(NamedTuple):
    """Rates of one set of messages; ``calibration`` is the expected calibration error."""

    strict: Rate
    lenient: Rate
    top_three: Rate
    calibration: float
    caught: Rate
    turned_away: Rate
    topics: Rate


def judge(parse: Parse, messages: Iterable[Labelled]) -> list[Judged]:
    """Every message as the assistant reads it."""
    return [_judged(parse(message.text), message) for message in messages]


def figures(judged: Sequence[Judged]) -> Figures:
    """The rates that the goals name; wrongly turned away are messages that nobody would call out of scope."""
    return Figures(
        strict=rate(one.strict for one in judged),
        lenient=rate(one.lenient for one in judged),
        top_three=rate(one.in_top_three for one in judged),
        calibration=calibration_error(judged),
        caught=rate(one.marked_out for one in judged if one.message.outside),
        turned_away=rate(one.marked_out for one in judged if one.message.surely_inside),
        topics=rate(one.topic == one.message.topic for one in judged if one.message.topic and one.strict),
    )


def calibration(judged: Iterable[Judged]) -> list[Bin]:
    """Ten bins of equal width, without the empty ones."""
    bins: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        bins[min(int(one.confidence * BINS), BINS - 1)].append(one)
    return [
        Bin(mean(one.confidence for one in some), rate(one.strict for one in some))
        for _, some in sorted(bins.items())
    ]


def calibration_error(judged: Sequence[Judged]) -> float:
    """Expected difference between confidence and accuracy; 0 without messages."""
    found = calibration(judged)
    return sum(abs(each.right.value - each.confidence) * each.right.count for each in found) / (
        len(judged) or 1
    )


def by_intent(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The messages of each intent, the intent with the most first."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups[one.intent].append(one)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def confusions(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """How often one intent is taken for another, right readings included: (is, read as) → times."""
    return Counter((one.intent, one.said) for one in judged)


def worst(judged: Iterable[Judged], count: int) -> list[Judged]:
    """The misreadings that the assistant is surest of: those do harm, as it does not ask."""
    return sorted((one for one in judged if not one.lenient), key=lambda one: -one.confidence)[:count]


def threshold_curve(judged: Sequence[Judged]) -> list[tuple[float, float, float]]:
    """(threshold, wrongly turned away, caught) for each threshold on :attr:`Judged.outsideness`, falling."""
    inside = [one.outsideness for one in judged if one.message.surely_inside]
    outside = [one.outsideness for one in judged if one.message.outside]
    thresholds = sorted({round(one, 3) for one in (*inside, *outside)} - {0.0}, reverse=True)
    return [(each, _share(inside, each), _share(outside, each)) for each in thresholds]


def best_threshold(curve: Sequence[tuple[float, float, float]], turned_away_at_most: float) -> float:
    """The threshold that catches most while turning away no more; 1 if none does."""
    allowed = [(caught, threshold) for threshold, away, caught in curve if away <= turned_away_at_most]
    return max(allowed, default=(0.0, 1.0))[1]


def _share(scores: Sequence[float], threshold: float) -> float:
    return sum(score >= threshold for score in scores) / (len(scores) or 1)


def _judged(understood: dict[str, Any], message: Labelled) -> Judged:
    ranking = tuple((reading["name"], reading["confidence"]) for reading in understood["ranking"])
    return Judged(
        message,
        ranking or ((OUT_OF_SCOPE, 0.0),),
        bool(understood["out_of_scope"]),
        understood.get("topic", ""),
    )
