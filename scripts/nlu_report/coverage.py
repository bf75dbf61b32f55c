"""How much of what shoppers say the training data has said before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aftersales.learning.examples import Example
from assistant.nlu.prepared import prepare
from assistant.nlu.segmenter import segmenter
from scripts.nlu_report.messages import Labelled

_WORD = re.compile(r"[一-鿿]+|[a-z]+")


class Coverage(NamedTuple):
    """Shares of different and of running words that are known, and the commonest that are not."""

    different: float
    running: float
    unknown: Sequence[tuple[str, int]]


def coverage(training: Iterable[Example], messages: Iterable[Labelled]) -> Coverage:
    """Words are jieba's, in the spelling that the classifier reads, without identifiers and numbers."""
    known = set(_words(example.text for example in training))
    said = _words(message.text for message in messages)
    strange = Counter({word: count for word, count in said.items() if word not in known})
    return Coverage(
        different=1 - len(strange) / (len(said) or 1),
        running=1 - strange.total() / (said.total() or 1),
        unknown=strange.most_common(24),
    )


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(
        word for text in texts for word in segmenter().lcut(prepare(text).words) if _WORD.fullmatch(word)
    )
