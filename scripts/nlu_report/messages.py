"""Labelled messages: the written test set, and files of a shop's own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aftersales.learning.examples import read

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Labelled:
    """``alternatives`` are intents that can be defended as well; ``topic`` is empty where there is none."""

    text: str
    intent: str
    alternatives: frozenset[str] = frozenset()
    topic: str = ""

    @property
    def outside(self) -> bool:
        """Whether it asks for something else altogether."""
        return self.intent == OUT_OF_SCOPE

    @property
    def surely_inside(self) -> bool:
        """Whether nobody would call it out of scope."""
        return not self.outside and OUT_OF_SCOPE not in self.alternatives


def read_written(path: Path) -> list[Labelled]:
    """A file in the form of the training data."""
    return [Labelled(one.text, one.intent, topic=one.label.partition("/")[2]) for one in read(path)]


def read_lines(path: Path) -> list[Labelled]:
    """JSON lines with ``text``, ``intent`` and perhaps ``alt``, the intents that can be defended as well."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Labelled(row["text"], row["intent"], frozenset(row.get("alt") or ())) for row in rows]


def halves(messages: Sequence[Labelled]) -> tuple[Sequence[Labelled], Sequence[Labelled]]:
    """A, on which one may tune, and B, which only reports: the lines of even and of odd index."""
    return messages[::2], messages[1::2]
