"""jieba as all share it, the words of the lexicon among its own."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import lru_cache

import jieba

from assistant.nlu.lexicon import terms

# Words of jieba's dictionary in which 台灯不亮 and 一本书 would lose their goods.
_SWALLOW_GOODS = ("灯不亮", "本书")


class WithoutGuesses:
    """What spaCy's tokenizer asks of jieba, from the dictionary alone: the words that jieba makes up for
    what it does not know swallow goods, too (这鞋, 笔写).
    """

    def cut(self, text: str, cut_all: bool = False) -> Iterator[str]:
        return segmenter().cut(text, cut_all=cut_all, HMM=False)


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
    for word in _SWALLOW_GOODS:
        jieba.dt.del_word(word)
    return jieba.dt
