"""How alike two messages are, and which of many are nearly the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scripts.nlu_examples import Example

Alike = tuple[Example, Example, float]
"""Two messages and their likeness, the Dice coefficient of their character bigrams: 1 is the same."""


def similar_pairs(left: Sequence[Example], right: Sequence[Example], limit: float) -> Iterator[Alike]:
    """Pairs more alike than ``limit``, borders included; within one list each once, the earlier first."""
    same_list = left is right
    sizes = [len(_bigrams(example.key)) for example in left]
    seen_in: dict[str, list[int]] = defaultdict(list)
    if not same_list:
        for index, example in enumerate(left):
            _index(seen_in, index, example)
    for index, example in enumerate(right):
        bigrams = _bigrams(example.key)
        shared = Counter(earlier for bigram in bigrams for earlier in seen_in[bigram])
        for earlier, count in shared.items():
            likeness = 2 * count / (sizes[earlier] + len(bigrams))
            if likeness > limit:
                yield left[earlier], example, likeness
        if same_list:
            _index(seen_in, index, example)


def _index(seen_in: dict[str, list[int]], index: int, example: Example) -> None:
    for bigram in _bigrams(example.key):
        seen_in[bigram].append(index)


def _bigrams(text: str) -> frozenset[str]:
    bordered = f"^{text}$"
    return frozenset(a + b for a, b in pairwise(bordered))


def share_nearly_repeated(pairs: Sequence[Alike], total: int) -> float:
    """The share of ``total`` messages that occur in one of ``pairs`` of that many; 0 if there are none."""
    alike = {example for first, second, _ in pairs for example in (first, second)}
    return len(alike) / total if total else 0.0
