"""What a finder found in a normalised text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Found(NamedTuple):
    """An entity with its normalised ``value``; ``more`` holds what it says besides, such as a category."""

    entity: str
    value: Any
    start: int
    end: int
    more: Mapping[str, Any] = {}


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """The longest of those that overlap, the first of equals; in the order of the text."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
