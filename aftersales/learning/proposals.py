"""Which messages teach the most when a person labels them: uncertain, frequent, new. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log2
from statistics import mean

from aftersales.learning.grouping import bigrams, grouped, identity, spelling
from aftersales.learning.model import Heard, Proposal, Reading, Why

SHORTEST = 2
UNCERTAIN_FROM = 0.5
NEW_FROM = 0.4
FREQUENT_FROM = 3
SHOWN = 3
"""Readings and other wordings that a proposal carries."""


class Known:
    """The pairs of characters in the training messages: what is made of others is new to the model."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._pairs = frozenset(pair for text in texts for pair in bigrams(spelling(text)))

    def novelty(self, text: str) -> float:
        """The share of a message's pairs that no training message has, 0–1."""
        pairs = bigrams(spelling(text))
        return len(pairs - self._pairs) / len(pairs)


def proposed(heard: Iterable[Heard], known: Known, labelled: Iterable[str] = ()) -> list[Proposal]:
    """The groups worth a label, the most useful first; without those that are like a labelled text, and
    without what the assistant reads surely in words it knows."""
    said: dict[str, list[Heard]] = defaultdict(list)
    for one in heard:
        if one.readings and len(spelled := spelling(one.text)) >= SHORTEST:
            said[spelled].append(one)
    groups = grouped({text: len(all_of) for text, all_of in said.items()}, map(spelling, labelled))
    found = (_proposal([said[member] for member in members], known) for members in groups.values())
    return sorted((one for one in found if one.why), key=lambda one: (-one.score, one.id))


def score(uncertainty: float, novelty: float, count: int) -> float:
    """What a label is worth: twice as many shoppers are worth one step, doubt more than new words."""
    return (0.7 * uncertainty + 0.3 * novelty) * (1 + log2(count))


def _proposal(wordings: Sequence[Sequence[Heard]], known: Known) -> Proposal:
    leading = wordings[0][-1]
    all_of = [one for wording in wordings for one in wording]
    uncertainty = mean(_uncertainty(one.readings) for one in all_of)
    novelty = known.novelty(leading.text)
    return Proposal(
        id=identity(leading.text),
        text=leading.text,
        count=len(all_of),
        others=tuple(wording[-1].text for wording in wordings[1 : 1 + SHOWN]),
        readings=leading.readings[:SHOWN],
        uncertainty=uncertainty,
        novelty=novelty,
        score=score(uncertainty, novelty, len(all_of)),
        why=tuple(_why(uncertainty, novelty, len(all_of))),
        message_id=leading.message_id,
    )


def _uncertainty(readings: Sequence[Reading]) -> float:
    """One minus the lead of the best reading over the next."""
    best, second = readings[0].confidence, readings[1].confidence if len(readings) > 1 else 0.0
    return 1 - max(0.0, min(1.0, best - second))


def _why(uncertainty: float, novelty: float, count: int) -> Iterable[Why]:
    uncertain, new = uncertainty >= UNCERTAIN_FROM, novelty >= NEW_FROM
    if uncertain:
        yield Why.UNCERTAIN
    if count >= FREQUENT_FROM and (uncertain or new):
        yield Why.FREQUENT
    if new:
        yield Why.NEW
