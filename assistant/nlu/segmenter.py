"""jieba as all share it, the words of the lexicon among its own."""

from __future__ import annotations

import logging
from functools import lru_cache

import jieba

from assistant.nlu.lexicon import terms


@lru_cache(maxsize=1)
def segmenter() -> jieba.Tokenizer:
    """jieba with our words, its dictionary loaded (about a second): no shopper waits for it.

    It is the tokenizer of the whole process on purpose: spaCy loads that one whatever it is told to use, and
    a second dictionary would cost another 90 MB.
    """
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.initialize()
    for term in terms():
        jieba.dt.add_word(term.word)
    return jieba.dt
