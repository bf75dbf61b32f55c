"""Figures of a period from the cases in it: how many reached what was aimed at, by whom, in what. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from aftersales.clock import SHANGHAI
from aftersales.errors import InvalidInput
from aftersales.policy.goals import Goal, Goals

LONGEST = 366
"""Days of a report."""
NONE = "_none"
"""The key of cases in which nobody, or nothing, of the kind took part."""
OWN = "_own"
"""The key of the shop's own goods among those of merchants."""
OTHERS = "_others"
"""The key of agents whom a merchant does not know by name."""
ONE_DAY = timedelta(days=1)
_TENTH = Decimal("0.1")


class Measure(StrEnum):
    """The figures; each is defined by its entry in `policy/goals.yml`."""

    FIRST_REPLY = "first_reply"
    MONEY = "money"
    REPAIR = "repair"
    HANDLING = "handling"
    SATISFACTION = "satisfaction"
    BOT_RESOLVED = "bot_resolved"
    REOPENED = "reopened"


class By(StrEnum):
    CHANNEL = "channel"
    MERCHANT = "merchant"
    AGENT = "agent"
    CATEGORY = "category"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def of_time(self) -> bool:
        return self in (By.DAY, By.WEEK, By.MONTH)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days in Shanghai, both included."""

    first: date
    last: date

    @classmethod
    def of(cls, first: str, last: str) -> Period:
        """From `YYYY-MM-DD`. Raises InvalidInput naming `from` or `to`."""
        begin, end = _day(first, "from"), _day(last, "to")
        if end < begin:
            raise InvalidInput("结束日期不能早于开始日期。", field="to")
        if (end - begin).days >= LONGEST:
            raise InvalidInput(f"一次最多看 {LONGEST} 天，请缩短日期范围。", field="to")
        return cls(begin, end)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), SHANGHAI)

    @property
    def end(self) -> datetime:
        """The first moment that is no longer in it."""
        return datetime.combine(self.last, time(), SHANGHAI) + ONE_DAY

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def keys(self, by: By) -> list[str]:
        """Every day, week or month of it, in order."""
        days = ((self.last - self.first).days + 1) * [self.first]
        return list(dict.fromkeys(time_key(day + number * ONE_DAY, by) for number, day in enumerate(days)))


def _day(text: str, field: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.isoformat() != text or not 2000 <= day.year < 2200:
        raise InvalidInput("日期请写成 2026-11-18 这样。", field=field)
    return day


def time_key(day: date, by: By) -> str:
    """`2026-11-18`, the Monday of its week, or `2026-11`."""
    if by is By.MONTH:
        return f"{day:%Y-%m}"
    return (day - day.weekday() * ONE_DAY if by is By.WEEK else day).isoformat()


@dataclass(frozen=True, slots=True)
class Whose:
    """Where a case belongs: several merchants or categories where one talk was about goods of several."""

    channel: str
    merchants: frozenset[str]
    agent: str
    categories: frozenset[str]

    def keys(self, by: By) -> frozenset[str]:
        match by:
            case By.CHANNEL:
                return frozenset({self.channel})
            case By.AGENT:
                return frozenset({self.agent})
            case By.MERCHANT:
                return self.merchants or frozenset({NONE})
            case _:
                return self.categories or frozenset({NONE})


@dataclass(frozen=True, slots=True)
class Filters:
    """None leaves a kind free."""

    channel: str | None = None
    merchant: str | None = None
    agent: str | None = None
    category: str | None = None

    def fit(self, whose: Whose) -> bool:
        return all(
            wanted is None or wanted in whose.keys(by)
            for by, wanted in (
                (By.CHANNEL, self.channel),
                (By.MERCHANT, self.merchant),
                (By.AGENT, self.agent),
                (By.CATEGORY, self.category),
            )
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """One case that a measure knows: 1 when it reached what was aimed at and 0 when not, or its seconds.

    `at` is when the case began, which says in which period it counts.
    """

    measure: Measure
    at: datetime
    value: int
    whose: Whose


@dataclass(frozen=True, slots=True)
class Returned:
    """Goods that she did not keep as they came, or their money, and why."""

    at: datetime
    reason: str
    whose: Whose


@dataclass(frozen=True, slots=True)
class Figure:
    """`total` of `count` samples: cases that reached it, or seconds. Of no samples nothing is known."""

    measure: Measure
    goal: Goal
    total: int
    count: int

    @property
    def value(self) -> Decimal | None:
        """Percent, or minutes on average, to a tenth; rounded so that it never looks better than it is."""
        if self.count == 0:
            return None
        have, need = self._sums
        rounding = ROUND_HALF_UP
        if self.goal.at_least is not None:
            rounding = ROUND_FLOOR
        elif self.goal.at_most is not None:
            rounding = ROUND_CEILING
        return (Decimal(have) / need).quantize(_TENTH, rounding)

    @property
    def reached(self) -> bool | None:
        """None where nothing is known or no goal is set."""
        figure = self.goal.figure
        if self.count == 0 or figure is None:
            return None
        have, need = self._sums
        aimed = figure * need
        return have <= aimed if self.goal.at_most is not None else have >= aimed

    @property
    def _sums(self) -> tuple[int, int]:
        """What divides to percent or minutes, in whole numbers."""
        if self.goal.unit == "percent":
            return self.total * 100, self.count
        return self.total, 60 * self.count


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ReasonCount:
    reason: str
    count: int
    of: int

    @property
    def share(self) -> Decimal:
        """Percent to a tenth."""
        return (Decimal(100) * self.count / self.of).quantize(_TENTH, ROUND_HALF_UP)


def figures(samples: Iterable[Sample], goals: Goals) -> tuple[Figure, ...]:
    """All measures in their order."""
    total: Counter[Measure] = Counter()
    count: Counter[Measure] = Counter()
    for sample in samples:
        total[sample.measure] += sample.value
        count[sample.measure] += 1
    return tuple(
        Figure(measure, getattr(goals, measure), total[measure], count[measure]) for measure in Measure
    )


def groups(samples: Iterable[Sample], by: By, period: Period, goals: Goals) -> list[Group]:
    """By time: every day, week or month of the period; else those that have samples, the largest first."""
    parts: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        for key in _keys(sample, by):
            parts[key].append(sample)
    keys: Sequence[str] = period.keys(by) if by.of_time else sorted(parts, key=lambda k: (-len(parts[k]), k))
    return [Group(key, figures(parts.get(key, ()), goals)) for key in keys]


def reasons(returned: Iterable[Returned]) -> list[ReasonCount]:
    """The commonest first, equal ones by their ids."""
    counted = Counter(one.reason for one in returned)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [ReasonCount(reason, count, counted.total()) for reason, count in ranked]


def _keys(sample: Sample, by: By) -> Iterator[str]:
    if by.of_time:
        yield time_key(sample.at.astimezone(SHANGHAI).date(), by)
    else:
        yield from sample.whose.keys(by)
