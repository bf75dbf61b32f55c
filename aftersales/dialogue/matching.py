"""Which stored answer a message asks for, by the phrases it contains. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from aftersales.text import normalise

T = TypeVar("T")


def score(phrases: Iterable[str], plain: str) -> int:
    """How many characters of `phrases` stand in `plain`, a normalised text.

    A blank in a phrase parts words that must all be there; characters that two phrases share count once.
    """
    parts = {
        part
        for phrase in phrases
        if all(part in plain for part in spelled(phrase).split())
        for part in spelled(phrase).split()
    }
    return sum(len(part) for part in parts if not any(part != other and part in other for other in parts))


def best(entries: Sequence[T], points: Callable[[T], int]) -> T | None:
    """The entry with most points, of equals the first; None when none has any."""
    winner = max(entries, key=points, default=None)
    return winner if winner is not None and points(winner) > 0 else None


@lru_cache(maxsize=8192)
def spelled(phrase: str) -> str:
    """A phrase of ours in the spelling of normalised texts, its blanks kept."""
    return " ".join(normalise(part).text for part in phrase.split(" "))
