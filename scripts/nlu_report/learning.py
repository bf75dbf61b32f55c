"""What more messages bring: shares of the own data, labels of a shop's own talks, and cross-validation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from aftersales.learning.examples import Example
from assistant.reader import Reader
from scripts.nlu_report.judging import Figures, Judged, figures, judge
from scripts.nlu_report.messages import Labelled, halves

SHARES = (0.25, 0.5, 0.75)
LABELS = (100, 300, 1000)
FOLDS = 5
_LEARNABLE = 0.72
_T = TypeVar("_T")
Say = Callable[[str], None]


class Point(NamedTuple):
    """``figures`` of each measured set after learning from ``messages``."""

    messages: int
    figures: Sequence[Figures]


def shares_of(
    training: Sequence[Example], config: Path, measured: Sequence[Sequence[Labelled]], say: Say
) -> Iterator[Point]:
    """One point for each share of the training data but the whole."""
    mixed = _mixed(training)
    for share in SHARES:
        some = mixed[: round(len(mixed) * share)]
        say(f"learning from {share:.0%} of the training data")
        reader = Reader.trained_on(some, config)
        yield Point(len(some), [figures(judge(reader.parse, each)) for each in measured])


def split_for_labels(messages: Sequence[Labelled]) -> tuple[Sequence[Labelled], Sequence[Labelled]]:
    """(to learn from, to measure on): a thousand to learn from where there are 1400, else most.

    What is measured on comes from half B, on which nothing was tuned.
    """
    a, b = (_mixed(half) for half in halves(messages))
    learnable = min(LABELS[-1], round(len(messages) * _LEARNABLE))
    rest = max(0, learnable - len(a))
    return [*a, *b[:rest]][:learnable], b[rest:]


def labels_of(
    training: Sequence[Example], config: Path, messages: Sequence[Labelled], reader: Reader, say: Say
) -> Iterator[Point]:
    """One point for each number of labels added to the training data, measured on messages nobody learnt.

    ``reader`` has learnt the training data without any.
    """
    learnable, held_out = split_for_labels(messages)
    yield Point(0, [figures(judge(reader.parse, held_out))])
    for count in LABELS:
        if count > len(learnable):
            return
        say(f"learning from the training data and {count} labels")
        own = [Example(one.text, one.intent) for one in learnable[:count]]
        reader = Reader.trained_on([*training, *own], config)
        yield Point(count, [figures(judge(reader.parse, held_out))])


def cross_validated(training: Sequence[Example], config: Path, say: Say) -> list[Judged]:
    """Every training message as read by a model that learnt from the other folds."""
    mixed = _mixed(training)
    result = []
    for fold in range(FOLDS):
        say(f"cross-validation, fold {fold + 1} of {FOLDS}")
        others = [one for index, one in enumerate(mixed) if index % FOLDS != fold]
        reader = Reader.trained_on(others, config)
        result += judge(
            reader.parse,
            [Labelled(one.text, one.intent, topic=one.label.partition("/")[2]) for one in mixed[fold::FOLDS]],
        )
    return result


def _mixed(items: Sequence[_T]) -> list[_T]:
    """In an order of chance, the same in every run."""
    return Random(0).sample(items, len(items))
