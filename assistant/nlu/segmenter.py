"""Words of a Chinese text, the lexicon's among them."""

from __future__ import annotations

import logging
from functools import lru_cache

import jieba

from assistant.nlu.lexicon import terms


@lru_cache(maxsize=1)
def segmenter() -> jieba.Tokenizer:
    """A tokenizer of our own, its dictionary loaded (about a second) so that no shopper waits for it.

    jieba's default tokenizer is shared by the whole process; words added there would be added for everybody.
    """
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for term in terms():
        tokenizer.add_word(term.word)
    return tokenizer


def words(text: str) -> list[str]:
    """``text`` cut into words, blanks left out."""
    return [word for word in segmenter().cut(text) if not word.isspace()]
