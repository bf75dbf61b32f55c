"""One cell of a shop's table as a value; what cannot be read says what to write instead. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import yaml

from aftersales.clock import SHANGHAI
from aftersales.orders.table_file import plain
from aftersales.policy.names import Category, OrderStatus

_WORDS = Path(__file__).with_name("table_words.yml")
_SCIENTIFIC = re.compile(r"[0-9.]+[eE]\+?[0-9]+")
_PHONE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})|0[0-9]{9,11}|[0-9]{7,8}")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOST = Decimal("9999999.99")


class Unreadable(ValueError):
    """The message is for the shop to read."""


@cache
def _words() -> dict[str, dict[str, str]]:
    named: dict[str, dict[str, list[str]]] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return {
        kind: {plain(word): value for value, words in values.items() for word in (value, *words)}
        for kind, values in named.items()
    }


def number(text: str) -> str:
    """An order's or parcel's number."""
    if _SCIENTIFIC.fullmatch(text):
        raise Unreadable(f"「{text}」是科学计数法，末几位已丢失，请把这一列设为文本格式后重新填写")
    if not 1 <= len(text) <= 64:
        raise Unreadable("应为 1 到 64 个字符")
    return text


def phone(text: str) -> str:
    digits = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    match = _PHONE.fullmatch(digits)
    if match is None:
        raise Unreadable("不是完整的电话号码（不要打星号，整列设为文本格式）")
    return match[1] or digits


def amount(text: str) -> Decimal:
    """Yuan, without signs and separators."""
    bare = re.sub(r"[¥￥元,，\s]", "", unicodedata.normalize("NFKC", text))
    try:
        value = Decimal(bare)
    except InvalidOperation:
        raise Unreadable(f"「{text}」不是金额，请写成 189.00 这样") from None
    if not value.is_finite() or not 0 <= value <= _MOST:
        raise Unreadable("金额应在 0 到 9999999.99 之间")
    if value != value.quantize(Decimal("0.01")):
        raise Unreadable(f"「{text}」超过两位小数")
    return value.quantize(Decimal("0.01"))


def count(text: str, least: int = 1) -> int:
    match = re.fullmatch(r"([0-9]{1,6})(?:\.0+)?", text)
    if match is None or int(match[1]) < least:
        raise Unreadable(f"「{text}」不是数量，请写不小于 {least} 的整数")
    return int(match[1])


def moment(text: str, latest: datetime | None) -> datetime:
    """Shanghai time unless the text names a zone, at the `latest` now. A day alone counts to its end, in the
    shopper's favour."""
    day = _DAY.match(text)
    try:
        if day is None:
            raise ValueError(text)
        rest = text[day.end() :].strip().lstrip("T").strip()
        head = f"{int(day[1]):04}-{int(day[2]):02}-{int(day[3]):02}"
        if not rest or rest == "00:00:00":
            value = datetime.combine(datetime.fromisoformat(head), time.max, tzinfo=SHANGHAI)
            if latest and value.date() == latest.astimezone(SHANGHAI).date():
                value = latest
        else:
            value = datetime.fromisoformat(f"{head}T{_padded(rest)}")
    except ValueError:
        raise Unreadable(f"「{text}」不是时间，请写成 2026-03-01 10:30 这样") from None
    value = value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value
    if latest and value > latest:
        raise Unreadable(f"「{text}」在将来")
    return value


def _padded(clock: str) -> str:
    """9:05 → 09:05."""
    return clock if len(clock.split(":")[0]) == 2 else f"0{clock}"


def status(text: str) -> OrderStatus:
    return OrderStatus(_word("status", text, "待发货、已发货、已签收"))


def category(text: str) -> Category:
    return Category(_word("category", text, "服装、鞋、手机、小家电、食品、生鲜、家居、其他等"))


def _word(kind: str, text: str, examples: str) -> str:
    known = _words()[kind].get(plain(text))
    if known is None:
        raise Unreadable(f"不认识「{text}」，请写：{examples}")
    return known
