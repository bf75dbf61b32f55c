"""Numbers as written in Chinese messages."""

from __future__ import annotations

from decimal import Decimal

HAN_NUMERALS = "零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER = rf"(?:\d+(?:\.\d+)?|[{HAN_NUMERALS}]+)"
"""A pattern for what :func:`number` reads."""

_DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}


def number(text: str) -> Decimal | None:
    """``12.5``, ``十二``, ``两百零三``, ``一百二`` (120), ``一万五`` (15000); ``None`` if it is no number."""
    if text[:1].isdigit():
        return Decimal(text)
    total, section, digit, unit = 0, 0, None, 1
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            unit = 1 if char in "零〇" else unit
        elif char in _UNITS:
            section += (1 if digit is None else digit) * _UNITS[char]
            digit, unit = None, _UNITS[char]
        elif char == "万":
            total, section, digit, unit = (section + (digit or 0)) * 10_000, 0, None, 10_000
        else:
            return None
    # 一百二 means 120: a last digit counts in tens of the unit before it, unless 零 stands between.
    return Decimal(total + section + (digit or 0) * (unit // 10 if unit > 10 else 1))
