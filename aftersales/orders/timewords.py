"""Days that a Chinese text may mean: 「昨天」「上周三」「半个月前」「双十一」. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    def days_to(self, day: date) -> int:
        """0 within, else how many days lie between."""
        return max((self.first - day).days, (day - self.last).days, 0)


_DAYS_AGO = {
    "今天|今日|今早|今晚|刚才|刚刚|刚收|刚到|刚签|早上": (0, 0),
    "昨天|昨日|昨晚|昨儿": (1, 1),
    r"(?<!大)前天|前日": (2, 2),
    "大前天": (3, 3),
    "前两天|这两天": (1, 3),
    "前几天|这几天|前些天|前些日子|最近|近期": (1, 9),
    r"(?<!十)几天前|好几天": (2, 9),
    "十几天|十多天|十来天": (10, 19),
    "去年": (200, 730),
}
_DIGITS = {
    "半": 0.5,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNIT_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_AGO = re.compile(
    r"(\d+|半|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])个?(半?)(天|日|周|星期|礼拜|月|年)(?:以前|之前|前)"
)
_WEEK = re.compile(r"(上上|上个|上|这个|这|本)?(?:周|星期|礼拜)([一二三四五六日天末])?")
_MONTH = re.compile(r"(上上|上|这|本)个?月")
_DATE = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_FESTIVALS = {
    r"双十一|双11|双１１": ((10, 31), (11, 15)),
    r"双十二|双12": ((12, 8), (12, 16)),
    r"(?<!\d)618(?!\d)|六一八": ((5, 31), (6, 21)),
    "国庆": ((9, 30), (10, 8)),
    "元旦": ((1, 1), (1, 3)),
    "五一": ((4, 29), (5, 6)),
}


def spans(text: str, today: date) -> list[Span]:
    """Every time that the text names, seen from `today` (the shopper's calendar day); never in the future."""
    found = [*_days(text, today), *_ago(text, today), *_weeks(text, today), *_months(text, today)]
    return [*found, *_dates(text, today), *_festivals(text, today)]


def _days(text: str, today: date) -> Iterator[Span]:
    for words, (newest, oldest) in _DAYS_AGO.items():
        if re.search(words, text):
            yield Span(today - timedelta(days=oldest), today - timedelta(days=newest))


def _ago(text: str, today: date) -> Iterator[Span]:
    for number, half, unit in _AGO.findall(text):
        days = round((_number(number) + (0.5 if half else 0)) * _UNIT_DAYS[unit])
        if days < 3650:
            slack = timedelta(days=days // 5)
            middle = today - timedelta(days=days)
            yield Span(middle - slack, min(middle + slack, today))


def _number(text: str) -> float:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _weeks(text: str, today: date) -> Iterator[Span]:
    for which, day in _WEEK.findall(text):
        if not which and not day:
            continue
        back = 2 if which == "上上" else 1 if which.startswith("上") else 0
        monday = today - timedelta(days=today.weekday() + 7 * back)
        if not day:
            yield Span(monday, min(monday + timedelta(days=6), today))
            continue
        index = 5 if day == "末" else "一二三四五六日".index(day.replace("天", "日"))
        first = monday + timedelta(days=index)
        if first > today:
            first -= timedelta(days=7)
        yield Span(first, min(first + timedelta(days=day == "末"), today))


def _months(text: str, today: date) -> Iterator[Span]:
    for which in _MONTH.findall(text):
        first = today.replace(day=1)
        last = today
        for _ in range({"上上": 2, "上": 1}.get(which, 0)):
            last = first - timedelta(days=1)
            first = last.replace(day=1)
        yield Span(first, last)


def _dates(text: str, today: date) -> Iterator[Span]:
    for month, day in _DATE.findall(text):
        span = _latest((int(month), int(day)), (int(month), int(day)), today)
        if span is not None:
            yield span


def _festivals(text: str, today: date) -> Iterator[Span]:
    for words, (first, last) in _FESTIVALS.items():
        span = _latest(first, last, today)
        if span is not None and re.search(words, text):
            yield span


def _latest(first: tuple[int, int], last: tuple[int, int], today: date) -> Span | None:
    """The most recent one that has begun; None when there is no such day (2月30日)."""
    for year in (today.year, today.year - 1):
        try:
            span = Span(date(year, *first), date(year, *last))
        except ValueError:
            continue
        if span.first <= today:
            return span
    return None
