"""Messages that say the same in other words of the same letters, put together. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from math import ceil

from aftersales.text import normalise

ALIKE = 0.7
"""Likeness from which two messages need one label only."""
_MARKS = re.compile(r"[^\w]+")


def spelling(text: str) -> str:
    """The message without what makes no difference to the model: width, case, marks, blanks, emoji."""
    plain = normalise(text).text
    return _MARKS.sub("", plain) or plain


def identity(text: str) -> str:
    """The id of all messages of this spelling, 16 hexadecimal digits."""
    return sha256(spelling(text).encode()).hexdigest()[:16]


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, the borders included."""
    return frozenset(a + b for a, b in pairwise(f"^{text}$"))


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """Dice's coefficient of two sets of bigrams: 1 is the same, 0 nothing in common."""
    return 2 * len(left & right) / (len(left) + len(right))


def grouped(counts: Mapping[str, int], settled: Iterable[str] = ()) -> dict[str, list[str]]:
    """Each spelling with its near-duplicates, the most frequent leading: leader → members, itself first.

    Every member is at least `ALIKE` like its leader. The spellings in `settled` lead first and are not
    returned, nor are those like them. The order of `counts` makes no difference.
    """
    led = _Leaders(Counter(pair for text in counts for pair in bigrams(text)))
    done = set(settled)
    for text in sorted(done):
        led.add(text)
    groups: dict[str, list[str]] = {}
    for text in sorted(counts.keys() - done, key=lambda text: (-counts[text], text)):
        leader = led.nearest(text)
        if leader is None:
            led.add(text)
            groups[text] = [text]
        elif leader in groups:
            groups[leader].append(text)
    return groups


class _Leaders:
    """Finds who is alike through the rarest bigrams alone: two sets that are alike share one of them."""

    def __init__(self, frequency: Counter[str]) -> None:
        self._frequency = frequency
        self._pairs: dict[str, frozenset[str]] = {}
        self._leading: dict[str, list[str]] = defaultdict(list)

    def add(self, text: str) -> None:
        self._pairs[text] = pairs = bigrams(text)
        for pair in self._rarest(pairs):
            self._leading[pair].append(text)

    def nearest(self, text: str) -> str | None:
        pairs = bigrams(text)
        met = {leader for pair in self._rarest(pairs) for leader in self._leading[pair]}
        found = [(likeness(pairs, self._pairs[leader]), leader) for leader in met]
        best = max(found, default=(0.0, ""))
        return best[1] if best[0] >= ALIKE else None

    def _rarest(self, pairs: frozenset[str]) -> Sequence[str]:
        # Alike sets share at least this many; leaving out one less than that cannot hide a common one.
        shared = ceil(len(pairs) * ALIKE / (2 - ALIKE))
        return sorted(pairs, key=lambda pair: (self._frequency[pair], pair))[: len(pairs) - shared + 1]
