"""Days that shoppers name, resolved against the day of the message."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.nlu.found import Found, without_overlaps
from assistant.nlu.numerals import NUMBER, number

_Days = tuple[date, date]
_Reader = Callable[[re.Match[str], date], "_Days | None"]
_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    **dict.fromkeys(["昨天", "昨日", "昨晚", "昨儿"], -1),
    **dict.fromkeys(["今天", "今日", "今早", "今晚", "刚刚", "刚才"], 0),
    **dict.fromkeys(["明天", "明日"], 1),
    "后天": 2,
    "大后天": 3,
}
_WEEKS = {"上上": -2, "上个": -1, "上": -1, "这个": 0, "这": 0, "本": 0, "下个": 1, "下": 1}
_WEEKDAYS = "一二三四五六日天"
# 28 days ahead still belong to this year (a delivery to come); anything later was last year.
_AHEAD = timedelta(days=28)


def find_days(text: str, today: date) -> list[Found]:
    """The days named in a normalised text: ``value`` is the first, ``until`` the last of a longer time."""
    return without_overlaps(
        found
        for expression, read in _RULES
        for match in expression.finditer(text)
        if (found := _found(match, read, today))
    )


def _found(match: re.Match[str], read: _Reader, today: date) -> Found | None:
    try:
        days = read(match, today)
    except (ValueError, OverflowError):  # the 30th of February, ten thousand weeks ago
        return None
    if days is None:
        return None
    first, last = days
    more = {"until": last.isoformat()} if last != first else {}
    return Found("date", first.isoformat(), match.start(), match.end(), more)


def _single(day: date) -> _Days:
    return day, day


def _full(match: re.Match[str], today: date) -> _Days:
    year, month, day = (int(part) for part in match.groups())
    return _single(date(year, month, day))


def _month_day(match: re.Match[str], today: date) -> _Days | None:
    month, day = number(match[1]), number(match[2])
    if month is None or day is None:
        return None
    named = date(today.year, int(month), int(day))
    return _single(named if named <= today + _AHEAD else named.replace(year=today.year - 1))


def _day_of_month(match: re.Match[str], today: date) -> _Days:
    day = int(match[1])
    first = today.replace(day=1)
    return _single(
        today.replace(day=day) if day <= today.day else (first - timedelta(days=1)).replace(day=day)
    )


def _ago(match: re.Match[str], today: date) -> _Days | None:
    count = 0.5 if match[1] == "半" else number(match[1])
    if count is None:
        return None
    if match[2] == "天":
        return _single(today - timedelta(days=int(count)))
    if match[2] == "月":
        return _single(_months_back(today, int(count))) if count >= 1 else _single(today - timedelta(days=15))
    return _single(today - timedelta(weeks=int(count)))


def _week(match: re.Match[str], today: date) -> _Days:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=_WEEKS[match[1]])
    if not match[2]:
        return monday, monday + timedelta(days=6)
    return _single(monday + timedelta(days=min(_WEEKDAYS.index(match[2]), 6)))


def _weekday(match: re.Match[str], today: date) -> _Days:
    """The last such day, today included: shoppers tell what has happened."""
    back = (today.weekday() - min(_WEEKDAYS.index(match[1]), 6)) % 7
    return _single(today - timedelta(days=back))


def _month(match: re.Match[str], today: date) -> _Days:
    first = _months_back(today, 1).replace(day=1) if match[1].startswith("上") else today.replace(day=1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _recently(match: re.Match[str], today: date) -> _Days:
    return today - timedelta(days=7), today - timedelta(days=2)


def _word(match: re.Match[str], today: date) -> _Days:
    return _single(today + timedelta(days=_DAY_WORDS[match[0]]))


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(20\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})(?!\d)[日号]?"), _full),
    (re.compile(rf"({NUMBER})月({NUMBER})[日号]"), _month_day),
    (re.compile(rf"({NUMBER}|半)个?(天|星期|礼拜|周|月)(?:之|以)?前"), _ago),
    (re.compile(rf"(上上|上个|上|这个|这|本|下个|下)(?:周|星期|礼拜)([{_WEEKDAYS}])?"), _week),
    (re.compile(rf"(?:周|星期|礼拜)([{_WEEKDAYS}])"), _weekday),
    (re.compile(r"(上个?月|这个?月|本月)(?!\d)"), _month),
    (re.compile(r"(?<![\d.])([1-9]|[12]\d|3[01])号(?=买|下单|收|签|到|发|拍|付|的时候|就)"), _day_of_month),
    (re.compile(r"前几天|前两天|前些天|前阵子|前段时间"), _recently),
    (re.compile("|".join(sorted(_DAY_WORDS, key=len, reverse=True))), _word),
)
