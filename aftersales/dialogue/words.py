"""Small things read from a text when a question is open."""

from __future__ import annotations

import re

from aftersales.text import normalise

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_ORDINAL = re.compile(r"第?([0-9]{1,2}|[一二两三四五六七八九十])(?:个|件|笔|单|条|张|种|项|号|样)?")
_LAST = re.compile(r"最后|最下面|末尾")
_ALL = re.compile(r"全部|全都|都是|都要|都有|所有|每件|每个|整单|一起")
_COUNT = re.compile(
    r"([0-9]{1,3}|[一二两俩三四五六七八九十])(?:个|件|只|双|条|套|瓶|盒|箱|本|台|块|包|张|袋|支)?"
)


def ordinal(text: str, total: int) -> int | None:
    """0-based place named in a short text (「第二个」「2」「最后那个」) among `total`, else None."""
    plain = normalise(text).text
    if _LAST.search(plain):
        return total - 1
    match = _ORDINAL.search(plain) if "第" in plain else _ORDINAL.fullmatch(plain)
    if match is None:
        return None
    place = _number(match[1]) - 1
    return place if 0 <= place < total else None


def count(text: str, total: int) -> int | None:
    """How many pieces a short answer names; 「全部」 is `total`."""
    plain = normalise(text).text
    if _ALL.search(plain):
        return total
    match = _COUNT.search(plain)
    number = _number(match[1]) if match else 0
    return number if 1 <= number <= total else None


def says_all(text: str) -> bool:
    return bool(_ALL.search(normalise(text).text))


def _number(text: str) -> int:
    return int(text) if text.isascii() else _DIGITS[text]
