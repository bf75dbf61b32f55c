"""Numbers that name something: which they are, and the text without them.

Rule of the contract for a number that fits several kinds: a named kind → what the open question asks →
the shop's order pattern → 11 digits 1[3-9]… is a phone → else a tracking number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aftersales.text import compact_identifier

DEFAULT_ORDER_PATTERN = r"20\d{10}"

_GROUPS = re.compile(r"(?<![a-z0-9.])\+?[a-z0-9]+(?:[ \-_][a-z0-9]+)*(?![a-z0-9])")
_GROUP = re.compile(r"[a-z0-9]+")
_TICKET = re.compile(r"AS\d{10}")
_PHONE = re.compile(r"1[3-9]\d{9}")
_SWITCHBOARD = re.compile(r"0\d{2,3}[ \-]\d{7,8}|[48]00[ \-]?\d{3}[ \-]?\d{4}")
# Numbers told by voice: 一三八零零一三八零零零, and 幺 for 1. Shorter ones are how many of something.
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺](?:[ \-]?[零〇一二三四五六七八九幺\d]){7,}")
_SPOKEN_TAIL = re.compile(r"(?<=尾号)[是为:]?[零〇一二三四五六七八九幺]{4}|\A[零〇一二三四五六七八九幺]{4}\Z")
_DIGITS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_LATIN_NAME = re.compile(r"(?:order|tel|phone|mobile|no|id)(?=\d)")
_CALENDAR = re.compile(r"(?:19|20)\d\d[ \-_](?:0?[1-9]|1[0-2])[ \-_](?:0?[1-9]|[12]\d|3[01])")
_MONEY_AFTER = re.compile(r"\s*(?:元|块|rmb|%)")
_ID = re.compile(r"(?=(?:[A-Z]*\d){6})[A-Z0-9]{8,24}")
# Model names (WH1000XM5) look like this too, so it counts only where the words around it say number.
_ID_IF_NAMED = re.compile(r"(?=(?:[A-Z]*\d){3})[A-Z0-9]{8,24}")
_TAIL = re.compile(r"(?<![a-z0-9])\d{4}(?![a-z0-9])")
_LONG_NUMBER = re.compile(r"(?<![0-9.])(?!12315(?!\d))\d{3,}(?:\.\d+)?")

_NAMING = re.compile(
    r"(?:我?的?(?:订单|单子)(?:编?号码?)?|(?:快递|运)?单号|运单|联?系?电话(?:号码?)?|手机号?码?|尾号|后四位)[是为:,]?\Z"
)

# What chat programs write for what is no text: [图片], [链接].
_STAND_IN = re.compile(r"\[[^\[\]]{1,8}\]")

# In the order of trust; 单号 alone may be either kind of number and names neither.
_NAMED = (
    ("phone_tail", re.compile(r"尾号|后四位|后4位|末四位")),
    (
        "tracking_number",
        re.compile(
            r"快递(?!员|小哥|公司)|运单|物流|面单|退货单|寄回|sf|顺丰|圆通|中通|申通|韵达|极兔|邮政|ems"
        ),
    ),
    ("phone", re.compile(r"电话|手机|联系方式|号码|tel")),
    ("order_id", re.compile(r"订单|单子编号")),
)
_ASKED = {
    "order_id": "order_id",
    "phone": "phone",
    "phone_tail": "phone_tail",
    "waybill": "tracking_number",
}


@dataclass(frozen=True)
class Identifier:
    """``kind`` is the entity's name; ``start:end`` the span in the normalised text."""

    kind: str
    value: str
    start: int
    end: int


def find_identifiers(
    text: str, asked: str | None = None, order_pattern: str = DEFAULT_ORDER_PATTERN
) -> list[Identifier]:
    """All identifiers of a normalised text; ``asked`` is what the open question ``expects``."""
    text = _in_digits(text, asked)
    order = re.compile(order_pattern, re.IGNORECASE)
    found = [
        Identifier(_kind(text, start, end, value, asked, order), value, start, end)
        for start, end, value in _candidates(text, asked, order)
    ]
    taken = {position for one in found for position in range(one.start, one.end)}
    for match in _TAIL.finditer(text):
        if match.start() not in taken and (
            asked == "phone_tail" or _named(text, *match.span()) == "phone_tail"
        ):
            found.append(Identifier("phone_tail", match[0], *match.span()))
    return sorted(found, key=lambda one: one.start)


def without_identifiers(text: str, identifiers: list[Identifier]) -> str:
    """``text`` as the classifier reads it: no identifiers nor what names them, long numbers all the same.

    Measured: an order number in the message costs a classifier a quarter of its right answers, a phone number
    with an amount three quarters; the words 订单 and 电话 left behind still cost 17 of 100. 12315 is a
    word and stays.
    """
    pieces, position = [], 0
    for one in identifiers:
        pieces.append(_NAMING.sub("", text[position : one.start]))
        position = one.end
    pieces.append(text[position:])
    return _LONG_NUMBER.sub("0", _STAND_IN.sub("", "".join(pieces))).strip(" ,.:;-#+")


def _in_digits(text: str, asked: str | None) -> str:
    """``text`` with the digits of spoken numbers; as long as before, so that all spans stay."""
    text = _SPOKEN.sub(lambda spoken: spoken[0].translate(_DIGITS), text)
    if asked == "phone_tail" or "尾号" in text:
        text = _SPOKEN_TAIL.sub(lambda spoken: spoken[0].translate(_DIGITS), text)
    return text


def _candidates(text: str, asked: str | None, order: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    for run in _GROUPS.finditer(text):
        if (
            _CALENDAR.fullmatch(run[0])
            or _SWITCHBOARD.fullmatch(run[0])
            or _MONEY_AFTER.match(text, run.end())
        ):
            continue
        groups = [
            (run.start() + _glued_name(group[0], order) + group.start(), run.start() + group.end())
            for group in _GROUP.finditer(run[0])
        ]
        if re.fullmatch(f"(?:{order.pattern}){{2,}}", run[0], re.IGNORECASE):
            # Pasted without a blank between.
            yield from (
                (run.start() + one.start(), run.start() + one.end(), one[0].upper())
                for one in order.finditer(run[0])
            )
            continue
        while groups:
            likely = asked in _ASKED or _named(text, run.start(), run.end()) is not None
            taken = _longest(text, groups, order, _ID_IF_NAMED if likely else _ID)
            if taken:
                start, end = groups[0][0], groups[taken - 1][1]
                value = compact_identifier(text[start:end])
                if _with_country_code(value):
                    yield start - (text[start - 1 : start] == "+"), end, value[2:]
                else:
                    yield start, end, value
            groups = groups[max(taken, 1) :]


def _glued_name(group: str, order: re.Pattern[str]) -> int:
    """The length of a word stuck to a number that needs none: order202603050018, tel13812345678."""
    name = _LATIN_NAME.match(group)
    number = group[name.end() :] if name else ""
    return len(group) - len(number) if order.fullmatch(number) or _PHONE.fullmatch(number) else 0


def _longest(text: str, groups: list[tuple[int, int]], order: re.Pattern[str], form: re.Pattern[str]) -> int:
    """How many of the first ``groups`` make one identifier: a known form, else as many as fit; 0 if none."""
    if text[groups[0][0] : groups[0][1]].isalpha() and len(groups) > 1 and text[groups[1][0]].isalpha():
        return 0  # a courier's name before a number that has letters of its own
    joined = [compact_identifier(text[groups[0][0] : end]) for _, end in groups]
    for count in range(len(joined), 0, -1):
        value = joined[count - 1]
        if (
            order.fullmatch(value)
            or _TICKET.fullmatch(value)
            or _PHONE.fullmatch(value)
            or _with_country_code(value)
        ):
            return count
    if form.fullmatch(joined[0]):
        return 1
    return max((count for count, value in enumerate(joined, 1) if form.fullmatch(value)), default=0)


def _with_country_code(value: str) -> bool:
    return value.startswith("86") and bool(_PHONE.fullmatch(value[2:]))


def _kind(text: str, start: int, end: int, value: str, asked: str | None, order: re.Pattern[str]) -> str:
    if _TICKET.fullmatch(value):
        return "ticket_id"
    for named in (_named_before(text, start), None if order.fullmatch(value) else _named_after(text, end)):
        if named not in {None, "phone_tail"} and (named != "phone" or _PHONE.fullmatch(value)):
            return str(named)
    if asked in _ASKED and asked != "phone_tail" and (asked != "phone" or _PHONE.fullmatch(value)):
        return _ASKED[asked]
    if order.fullmatch(value):
        return "order_id"
    return "phone" if _PHONE.fullmatch(value) else "tracking_number"


def _named(text: str, start: int, end: int) -> str | None:
    """The kind that the words around the number name; the nearest before it, else just after it."""
    return _named_before(text, start) or _named_after(text, end)


def _named_before(text: str, start: int) -> str | None:
    before = re.split(r"[,。;!?\n]|\d{4,}", text[max(0, start - 12) : start])[-1]
    nearest = max(
        ((match.end(), kind) for kind, words in _NAMED for match in words.finditer(before)), default=None
    )
    return nearest[1] if nearest else None


def _named_after(text: str, end: int) -> str | None:
    after = re.split(r"[,。;!?\n]|\d", text[end : end + 8])[0]
    return next((kind for kind, words in _NAMED if words.search(after)), None)
