"""When an agent means: 明天下午, 3天内, 24小时内, 下周一前. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from aftersales.clock import SHANGHAI
from aftersales.policy.calendar import WorkCalendar
from aftersales.promises.model import PromiseKind, Told
from aftersales.promises.reading import end_of, plain

_NUMBER = r"(?P<n>\d{1,3}|半|[一二两三四五六七八九十]{1,3})"
_SPAN = re.compile(
    _NUMBER + r"\s*(?:个|多)?\s*(?P<unit>工作日|小时|钟头|分钟|天|日|周|星期|礼拜)(?:之内|以内|内|左右|后)"
)
_DAY = re.compile(
    r"(?P<word>今天|今日|今晚|明天|明日|明早|明晚|大后天|后天|(?P<week>下下|下|本|这)?(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|月底|(?<![\d月])(?P<dom>\d{1,2})号(?![楼柜店门线院库]))"
    r"(?:之前|以前|前)?(?P<part>早上|上午|中午|下午|傍晚|晚上)?"
    r"(?:\s*(?P<hour>\d{1,2})(?:点(?P<half>半)?|:(?P<minute>\d{2})))?"
)
_SENTENCE = re.compile(r"[^。！？!?\n;]+[。！？!?\n;]?")
_ASKS = re.compile(r"[?？]$|[吗呢么][。!！]?$")
_DIGITS = {"半": 0, **{digit: n for n, digit in enumerate("零一二三四五六七八九十")}, "两": 2}
_ENDS = {"早上": 10, "上午": 12, "中午": 14, "下午": 18, "傍晚": 19, "晚上": 24}
_PART_OF_WORD = {"早": "早上", "晚": "晚上"}
_AFTERNOON = frozenset({"下午", "傍晚", "晚上"})
_WEEKS = {"下下": 2, "下": 1}


def dates(text: str, now: datetime, calendar: WorkCalendar) -> Iterator[Told]:
    """The moments after `now` that are promised, not asked for."""
    for sentence in _SENTENCE.findall(plain(text)):
        if _ASKS.search(sentence.strip()):
            continue
        for pattern, meant in _READERS:
            for match in pattern.finditer(sentence):
                due = meant(match, now, calendar)
                if due is not None and due > now:
                    yield Told(PromiseKind.DATE, match[0], due_at=due)


def _after_span(match: re.Match[str], now: datetime, calendar: WorkCalendar) -> datetime | None:
    n = _number(match["n"])
    if match["n"] == "半" and match["unit"] in ("小时", "钟头"):
        return now + timedelta(minutes=30)
    if n == 0:
        return None
    match match["unit"]:
        case "工作日":
            return calendar.add_working_days(now, n)
        case "小时" | "钟头":
            return now + timedelta(hours=n)
        case "分钟":
            return now + timedelta(minutes=n)
    days = n if match["unit"] in ("天", "日") else 7 * n
    return end_of(_today(now) + timedelta(days=days))


def _on_day(match: re.Match[str], now: datetime, _calendar: WorkCalendar) -> datetime | None:
    day = _day(match, _today(now))
    if day is None:
        return None
    part = match["part"] or _PART_OF_WORD.get(match["word"][-1])
    if match["hour"] is None:
        return end_of(day, _ENDS[part] if part else 24)
    hour = int(match["hour"])
    hour += 12 if part in _AFTERNOON and hour < 12 else 0
    if hour > 24:
        return None
    return end_of(day, hour, 30 if match["half"] else int(match["minute"] or 0))


def _day(match: re.Match[str], today: date) -> date | None:
    word = match["word"]
    ahead = {"今": 0, "明": 1, "大": 3, "后": 2}.get(word[0])
    if ahead is not None:
        return today + timedelta(days=ahead)
    first = today.replace(day=1)
    next_month = (first + timedelta(days=32)).replace(day=1)
    if word == "月底":
        return next_month - timedelta(days=1)
    if match["dom"]:
        month = first if int(match["dom"]) >= today.day else next_month
        try:
            return month.replace(day=int(match["dom"]))
        except ValueError:
            return None
    weekday = "一二三四五六日".find(match["weekday"].replace("天", "日"))
    monday = today - timedelta(days=today.weekday())
    named = monday + timedelta(days=weekday + 7 * _WEEKS.get(match["week"] or "", 0))
    return named if match["week"] or named >= today else named + timedelta(days=7)


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    tens, has_ten, ones = text.rpartition("十")
    if not has_ten:
        return _DIGITS[text] if len(text) == 1 else 0
    return 10 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def _today(now: datetime) -> date:
    return now.astimezone(SHANGHAI).date()


_READERS: tuple[
    tuple[re.Pattern[str], Callable[[re.Match[str], datetime, WorkCalendar], datetime | None]], ...
] = ((_SPAN, _after_span), (_DAY, _on_day))
