"""Entities found, against messages in which each of them is marked: span and value exact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from aftersales.text import normalise

Find = Callable[..., list[dict[str, Any]]]
"""``find(text, now=…, expects=…)`` → entities in the shape of ``/api/nlu/parse``."""
GOALS: Mapping[str, float] = {
    **dict.fromkeys(
        ("order_id", "phone", "amount", "date", "quantity", "tracking_number", "ticket_id"), 0.95
    ),
    **dict.fromkeys(("product", "defect", "remedy", "reason", "courier"), 0.85),
}
_MARKED = re.compile(r"\[([^\[\]]+)\]((?:\([^()]*\))+)")
_MEANT = re.compile(r"\(([a-z_]+)(?:=([^()]*))?\)")


class Mark(NamedTuple):
    entity: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Annotated:
    text: str
    marks: frozenset[Mark]
    now: str
    expects: str | None = None


class Miss(NamedTuple):
    """Where found and marked differ."""

    entity: str
    text: str
    missed: tuple[str, ...]
    invented: tuple[str, ...]


class Score(NamedTuple):
    """``right`` of ``marked`` mentions found, ``found`` in all."""

    right: int
    marked: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.marked + self.found) if self.marked + self.found else 1.0


def read_annotated(path: Path) -> list[Annotated]:
    """The messages of an annotated file; its head says how they are marked."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        annotated(line, content["now"], group.get("expects"))
        for group in content["groups"]
        for line in group["messages"].splitlines()
    ]


def annotated(line: str, now: str, expects: str | None = None) -> Annotated:
    """``[words](entity=value)`` → the message and its marks; without ``=`` the words are the value."""
    marks: set[Mark] = set()
    text, position = "", 0
    for marked in _MARKED.finditer(line):
        text += line[position : marked.start()]
        start, words = len(text), marked[1]
        text, position = text + words, marked.end()
        for entity, value in _MEANT.findall(marked[2]):
            own = normalise(words).text if entity == "product" else words
            marks.add(Mark(entity, value or own, start, len(text)))
    return Annotated(text + line[position:], frozenset(marks), now, expects)


def compare(find: Find, messages: Iterable[Annotated]) -> tuple[dict[str, Score], list[Miss]]:
    """For each entity its score, and every difference."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    misses: list[Miss] = []
    for message in messages:
        found = frozenset(map(_mark, find(message.text, now=message.now, expects=message.expects)))
        for entity in sorted({mark.entity for mark in message.marks | found}):
            told = {mark for mark in message.marks if mark.entity == entity}
            seen = {mark for mark in found if mark.entity == entity}
            counts[entity] = [
                before + now
                for before, now in zip(counts[entity], (len(told & seen), len(told), len(seen)), strict=True)
            ]
            if told != seen:
                misses.append(
                    Miss(entity, message.text, _words(message, told - seen), _words(message, seen - told))
                )
    return {entity: Score(*count) for entity, count in sorted(counts.items())}, misses


def _mark(found: Mapping[str, Any]) -> Mark:
    value = str(found["value"])
    if "until" in found:
        value += f"..{found['until']}"
    return Mark(found["entity"], value, found["start"], found["end"])


def _words(message: Annotated, marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(f"{message.text[mark.start : mark.end]} = {mark.value}" for mark in sorted(marks))
