"""Days that shoppers name, resolved against the day of the message."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.nlu.found import Found, without_overlaps
from assistant.nlu.numerals import HAN_NUMERALS, NUMBER, number

_Days = tuple[date, date]
_Reader = Callable[[re.Match[str], date], "_Days | None"]
_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    **dict.fromkeys(["前儿", "前儿个", "前日"], -2),
    **dict.fromkeys(["昨天", "昨日", "昨晚", "昨儿", "昨儿个", "昨个"], -1),
    **dict.fromkeys(["今天", "今日", "今早", "今晚", "今儿", "今儿个", "刚刚", "刚才"], 0),
    **dict.fromkeys(["明天", "明日", "明早", "明晚", "明儿", "明儿个"], 1),
    **dict.fromkeys(["后天", "后儿"], 2),
    "大后天": 3,
}
_WEEKS = {"上上": -2, "上个": -1, "上": -1, "这个": 0, "这": 0, "本": 0, "下个": 1, "下": 1}
_WEEKDAYS = "一二三四五六日天"
_WEEKEND = "末"
_FESTIVALS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    **dict.fromkeys(["三八节", "妇女节"], (3, 8)),
    "劳动节": (5, 1),
    **dict.fromkeys(["六一", "儿童节"], (6, 1)),
    "618": (6, 18),
    **dict.fromkeys(["国庆", "国庆节"], (10, 1)),
    **dict.fromkeys(["双十一", "双11"], (11, 11)),
    **dict.fromkeys(["双十二", "双12"], (12, 12)),
    **dict.fromkeys(["圣诞", "圣诞节"], (12, 25)),
}
_YEARS = {"前年": -2, "去年": -1, "今年": 0}
# Only what is told of a day makes one of 3/6 or 5号, and of a festival one that was; 9.9买的 is a price.
_TOLD_OF_A_DAY = (
    r"(?=那天|当天|那日|早上|上午|中午|晚上|买|下|才|收|签|到|发|拍|付|订|送|寄|就"
    r"|的(?![^,。]{0,3}[鞋码裤衣袜]))"
)
_SURELY_A_DAY = r"(?=那天|当天|那日|号|日|下单|下的单|付款|付的款|签收|收到|收的|到货|到的)"
# 28 days ahead still belong to this year (a delivery to come); anything later was last year.
_AHEAD = timedelta(days=28)


def find_days(text: str, today: date, asked: str | None = None) -> list[Found]:
    """The days named in a normalised text: ``value`` is the first, ``until`` the last of a longer time.

    A bare 十二号 is a day only if the open question asks for one.
    """
    rules = (*_RULES, _BARE_DAY) if asked == "date" else _RULES
    return without_overlaps(
        found
        for expression, read in rules
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


def _in_words(match: re.Match[str], today: date) -> _Days | None:
    year = "".join(str(number(digit)) for digit in match[1])
    month, day = number(match[2]), number(match[3])
    return None if month is None or day is None else _single(date(int(year), int(month), int(day)))


def _day_of_month(match: re.Match[str], today: date) -> _Days | None:
    said = number(match[1])
    if said is None:
        return None
    day, first = int(said), today.replace(day=1)
    return _single(
        today.replace(day=day) if day <= today.day else (first - timedelta(days=1)).replace(day=day)
    )


def _coming_day(match: re.Match[str], today: date) -> _Days | None:
    """25号之前: the next one, for nobody sets a term that is over."""
    said = number(match[1])
    if said is None:
        return None
    month = today if said >= today.day else today.replace(day=1) + timedelta(days=31)
    return _single(month.replace(day=int(said)))


def _day_of_named_month(match: re.Match[str], today: date) -> _Days | None:
    day = number(match[2])
    month = _months_back(today.replace(day=1), 1 if match[1].startswith("上") else 0)
    return None if day is None else _single(month.replace(day=int(day)))


def _festival(match: re.Match[str], today: date) -> _Days:
    """In the year named, else the last one, today included."""
    month, day = _FESTIVALS[match[2]]
    this_year = today.replace(month=month, day=day)
    if match[1]:
        return _single(this_year.replace(year=today.year + _YEARS[match[1]]))
    return _single(this_year if this_year <= today else this_year.replace(year=today.year - 1))


def _year(match: re.Match[str], today: date) -> _Days:
    year = today.year + _YEARS[match[0]]
    return date(year, 1, 1), date(year, 12, 31)


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
    if match[2] == _WEEKEND:
        return monday + timedelta(days=5), monday + timedelta(days=6)
    return _single(monday + timedelta(days=min(_WEEKDAYS.index(match[2]), 6)))


def _weekday(match: re.Match[str], today: date) -> _Days:
    """The last such day, today included: shoppers tell what has happened."""
    back = (today.weekday() - min(_WEEKDAYS.index(match[1]), 6)) % 7
    return _single(today - timedelta(days=back))


def _month(match: re.Match[str], today: date) -> _Days:
    first = _months_back(today, 1).replace(day=1) if match[1].startswith("上") else today.replace(day=1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _month_of_year(match: re.Match[str], today: date) -> _Days | None:
    said = number(match[2])
    if said is None:
        return None
    first = date(today.year + _YEARS[match[1]], int(said), 1)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _recently(match: re.Match[str], today: date) -> _Days:
    return today - timedelta(days=7), today - timedelta(days=2)


def _word(match: re.Match[str], today: date) -> _Days:
    return _single(today + timedelta(days=_DAY_WORDS[match[0]]))


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_NAMES = "|".join(sorted(_FESTIVALS, key=len, reverse=True))
_BARE_DAY = (re.compile(rf"\A({NUMBER})[号日]?\Z"), _day_of_month)
_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (re.compile(r"(20\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})(?!\d)[日号]?"), _full),
    (re.compile(rf"([{HAN_NUMERALS}]{{4}})年({NUMBER})月({NUMBER})[日号]?"), _in_words),
    (re.compile(rf"({NUMBER})月({NUMBER})[日号]"), _month_day),
    (re.compile(r"(?<![\d.])(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])(?![\d日号天个份.])"), _month_day),
    (re.compile(rf"(?<![\d./])(1[0-2]|[1-9])/(3[01]|[12]\d|[1-9])(?![\d./]){_TOLD_OF_A_DAY}"), _month_day),
    (re.compile(rf"(?<![\d./])(1[0-2]|[1-9])\.(3[01]|[12]\d|[1-9])(?![\d./]){_SURELY_A_DAY}"), _month_day),
    (re.compile(rf"(上个?月|这个?月|本月)({NUMBER})[号日]"), _day_of_named_month),
    (re.compile(rf"({NUMBER}|半)个?(天|星期|礼拜|周|月)(?:之|以)?前"), _ago),
    (re.compile(rf"(上上|上个|上|这个|这|本|下个|下)(?:周|星期|礼拜)([{_WEEKDAYS}{_WEEKEND}])?"), _week),
    (re.compile(rf"(?:周|星期|礼拜)([{_WEEKDAYS}])"), _weekday),
    (re.compile(r"(上个?月|这个?月|本月)(?!\d)"), _month),
    (re.compile(rf"(?<![\d.第月{HAN_NUMERALS}])({NUMBER})号(?=之前|以前|前)"), _coming_day),
    (re.compile(rf"(?<![\d.第月{HAN_NUMERALS}])({NUMBER})号{_TOLD_OF_A_DAY}"), _day_of_month),
    (re.compile(rf"()({_NAMES}){_TOLD_OF_A_DAY}"), _festival),
    (re.compile(rf"({'|'.join(_YEARS)})的?({_NAMES})"), _festival),
    (re.compile(rf"({'|'.join(_YEARS)})({NUMBER})月份?(?!{NUMBER}[日号])"), _month_of_year),
    (re.compile("|".join(_YEARS)), _year),
    (re.compile(r"前几天|前两天|前些天|前阵子|前段时间"), _recently),
    (re.compile("|".join(sorted(_DAY_WORDS, key=len, reverse=True))), _word),
)
