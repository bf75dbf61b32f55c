"""What the words of a message mean to a shop: 「啥时候」 and 「几号」 are both *when*."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.nlu.lexicon import read, terms

_GOODS = "goods"
_COUNT = "[0-9一二两三四五六七八九十几半]"
# Numbers mean by their unit; what stands in the list of words goes first if it is longer.
_NUMBERS = re.compile(
    rf"(?P<pieces>{_COUNT}+[个包袋盒箱件瓶份张条组套本台斤片罐提双根])"
    r"|(?P<money>[0-9一二两三四五六七八九十百千]+(?:元|块钱?|毛))"
    rf"|(?P<days>{_COUNT}+个?(?:天|多天|星期|礼拜|周|月|小时|分钟)了?)"
    r"|(?P<date>[0-9一二三四五六七八九十]+(?:号|日|月))"
    r"|(?P<clock>[0-9一二两三四五六七八九十]+点半?)"
    r"|(?P<digits>[0-9]+)"
)

Meanings = tuple[str, ...]


def concepts(text: str) -> list[Meanings]:
    """The meanings of the words known, longest words first, in the order of a normalised text."""
    words, longest = _words()
    found: list[Meanings] = []
    start = 0
    while start < len(text):
        number = _NUMBERS.match(text, start)
        limit = number.end() - start if number else 1
        for length in range(min(longest, len(text) - start), limit - 1, -1):
            if meanings := words.get(text[start : start + length]):
                found.append(meanings)
                start += length
                break
        else:
            if number and number.lastgroup:
                found.append((number.lastgroup,))
            start += limit
    return found


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, Meanings], int]:
    """Word → meanings, and the length of the longest word."""
    meanings: dict[str, Meanings] = {}
    for concept, words in read("concepts").items():
        for word in words:
            meanings[word] = (*meanings.get(word, ()), concept)
    for term in terms():
        if term.entity == "product":
            meanings.setdefault(term.word, (_GOODS,))
    return meanings, max(map(len, meanings))
