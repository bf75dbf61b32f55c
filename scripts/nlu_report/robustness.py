"""The same messages as other shoppers would type them: what that costs.

Every change is made the same way in every run: the dice are seeded with the message.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from pypinyin import lazy_pinyin

import aftersales.text
from scripts.nlu_report.judging import Judged, Parse, judge
from scripts.nlu_report.messages import Labelled
from scripts.nlu_report.rates import Rate, rate

Change = Callable[[str, Random], str]
_HAN = re.compile(r"[一-鿿]")
_MARKS = re.compile(r"[\s，。！？,.!?、；;~…]+")
# 不 heard as 步 leaves no negation to be found, for people neither.
_NEGATIONS = frozenset("不没别未无")
_CHARACTERS_PER_SLIP = 8


def typos(text: str, dice: Random) -> str:
    """One slip in eight characters: two change places, one is lost or one comes twice."""
    chars = list(text)
    for _ in range(_slips(text)):
        places = [i for i, (a, b) in enumerate(pairwise(chars)) if _han(a) and _han(b)]
        if not places:
            break
        at = dice.choice(places)
        kind = dice.randrange(3)
        if kind == 0:
            chars[at], chars[at + 1] = chars[at + 1], chars[at]
        elif kind == 1:
            del chars[at]
        else:
            chars.insert(at, chars[at])
    return "".join(chars)


def homophones(text: str, dice: Random) -> str:
    """One character in eight is another of the same sound, as voice input and Pinyin keyboards choose it."""
    chars = list(text)
    places = [i for i, char in enumerate(chars) if char not in _NEGATIONS and _others_of_its_sound(char)]
    for at in dice.sample(places, min(_slips(text), len(places))):
        chars[at] = dice.choice(_others_of_its_sound(chars[at]))
    return "".join(chars)


def traditional(text: str, dice: Random) -> str:
    """In traditional characters."""
    return text.translate(_to_traditional())


def voice(text: str, dice: Random) -> str:
    """Said to the phone: no marks, words to think by, a false start."""
    words = _MARKS.sub("", text)
    start = dice.choice(("喂那个", "嗯就是说", "哎你好那个啥", "呃我想说"))
    middle = dice.choice(("那个", "就是", "嗯"))
    at = len(words) // 2
    return (
        start
        + words[: min(2, at)]
        + words[:at]
        + middle
        + words[at:]
        + dice.choice(("啊", "哈", "对吧", "嘛"))
    )


def emoji(text: str, dice: Random) -> str:
    """Pictures in it and after it."""
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice("😂🙏🥺😅") + text[at:] + dice.choice(("😭😭", "[捂脸]", "❗❗❗", "🤷‍♀️"))


def identifiers(text: str, dice: Random) -> str:
    """An order number before it, a phone number after it."""
    order = f"20{dice.randrange(10**10):010d}"
    phone = f"13{dice.randrange(10**9):09d}"
    return f"订单{order[:4]} {order[4:8]} {order[8:]} {text} 电话{phone}"


def longer(text: str, dice: Random) -> str:
    """Manners and circumstances around it."""
    before = dice.choice(
        ("你好在吗我想咨询个事情啊 ", "亲麻烦看一下哈 我平时都在你们家买的 ", "不好意思打扰一下，是这样的，")
    )
    after = dice.choice((" 麻烦帮我看看谢谢了", "，我也不太会弄这些，谢谢", " 辛苦啦 在线等"))
    return before + text + after


CHANGES: Mapping[str, Change] = {
    "typos": typos,
    "homophones": homophones,
    "traditional": traditional,
    "voice input": voice,
    "emoji": emoji,
    "identifiers": identifiers,
    "longer": longer,
}
# An answer of one word with an order number around it is another message.
_WHOLE_SENTENCES_ONLY = frozenset({"voice input", "identifiers", "longer"})
LENGTHS = ((1, 4), (5, 8), (9, 14), (15, 24), (25, 999))


class Robustness(NamedTuple):
    """Accuracy on the messages that a change touches, as they were and changed; and a few that it broke."""

    plain: Rate
    changed: Rate
    example: tuple[str, str]
    broken: Sequence[Judged]


def robustness(parse: Parse, judged: Sequence[Judged], talk: frozenset[str]) -> dict[str, Robustness]:
    """For each change that touches a message what it costs; ``talk`` are intents of bare words, left out
    where it takes sentences.
    """
    result = {}
    for name, change in CHANGES.items():
        pairs = [
            (one, changed)
            for one in judged
            if name not in _WHOLE_SENTENCES_ONLY or one.intent not in talk
            if (changed := change(one.message.text, Random(one.message.text))) != one.message.text
        ]
        if not pairs:
            continue
        after = judge(parse, _with_texts(pairs))
        broken = [
            now for (before, _), now in zip(pairs, after, strict=True) if before.strict and not now.strict
        ]
        before, changed = pairs[len(pairs) // 3]
        result[name] = Robustness(
            rate(one.strict for one, _ in pairs),
            rate(one.strict for one in after),
            (before.message.text, changed),
            broken[:3],
        )
    return result


def by_length(judged: Iterable[Judged]) -> dict[str, Rate]:
    """Accuracy by the number of characters."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for one in judged:
        length = len(_MARKS.sub("", one.message.text))
        first, last = next(each for each in LENGTHS if length <= each[1])
        groups[f"{first}–{last}" if last < 999 else f"{first} or more"].append(one.strict)
    order = [f"{first}–{last}" if last < 999 else f"{first} or more" for first, last in LENGTHS]
    return {name: rate(groups[name]) for name in order if name in groups}


def _with_texts(pairs: Iterable[tuple[Judged, str]]) -> list[Labelled]:
    return [replace(one.message, text=text) for one, text in pairs]


def _slips(text: str) -> int:
    return max(1, len(_HAN.findall(text)) // _CHARACTERS_PER_SLIP)


def _han(char: str) -> bool:
    return bool(_HAN.fullmatch(char))


def _others_of_its_sound(char: str) -> str:
    return "".join(one for one in _by_sound().get(_sound(char), "") if one != char) if _han(char) else ""


@lru_cache(maxsize=8000)
def _sound(char: str) -> str:
    syllable: str = lazy_pinyin(char)[0]
    return syllable


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, str]:
    """The common characters (level 1 of GB 2312, sorted by sound there) by their sound."""
    common = (
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    )
    sounds: dict[str, str] = defaultdict(str)
    for char in filter(None, common):
        sounds[_sound(char)] += char
    return sounds


@lru_cache(maxsize=1)
def _to_traditional() -> dict[int, str]:
    table = Path(aftersales.text.__file__).with_name("traditional.txt")
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    result: dict[int, str] = {}
    for there, here in zip(lines[::2], lines[1::2], strict=True):
        for old, new in zip(there, here, strict=True):
            result.setdefault(ord(new), old)
    return result
