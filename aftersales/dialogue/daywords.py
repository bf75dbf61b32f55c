"""The day of an appointment: 「明天」「后天」「周六」「下周三」「3月20日」「20号」. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

_NEAR = (("大后天", 3), ("后天", 2), ("明天", 1), ("明日", 1), ("今天", 0), ("今日", 0))
_WEEKDAY = re.compile(r"(下下|下个?|这个?|本)?(?:周|星期|礼拜)([一二三四五六日天末])")
_DATE = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})[日号]")


def coming_day(text: str, today: date) -> date | None:
    """The next such day from `today` on; None when the text names none."""
    for word, days in _NEAR:
        if word in text:
            return today + timedelta(days=days)
    return _weekday(text, today) or _of_the_calendar(text, today)


def _weekday(text: str, today: date) -> date | None:
    match = _WEEKDAY.search(text)
    if match is None:
        return None
    index = 5 if match[2] == "末" else "一二三四五六日".index(match[2].replace("天", "日"))
    which = match[1] or ""
    if which.startswith("下"):
        return today + timedelta(days=7 * which.count("下") - today.weekday() + index)
    ahead = (index - today.weekday()) % 7
    return today + timedelta(days=ahead)


def _of_the_calendar(text: str, today: date) -> date | None:
    match = _DATE.search(text)
    if match is None:
        return None
    first = today.replace(day=1)
    for _ in range(14):
        if match[1] is None or int(match[1]) == first.month:
            try:
                day = first.replace(day=int(match[2]))
            except ValueError:
                day = None
            if day is not None and day >= today:
                return day
        first = (first + timedelta(days=32)).replace(day=1)
    return None
