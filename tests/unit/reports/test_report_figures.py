"""Figures from samples: nothing known is nothing, and no figure looks better than it is."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.clock import SHANGHAI
from aftersales.errors import InvalidInput
from aftersales.policy.goals import Goal, Goals
from aftersales.policy.policy import Policy
from aftersales.reports.model import (
    LONGEST,
    NONE,
    By,
    Figure,
    Filters,
    Measure,
    Period,
    Returned,
    Sample,
    Whose,
    figures,
    groups,
    reasons,
)

MARCH = Period.of("2026-03-01", "2026-03-31")
NOON = datetime(2026, 3, 10, 12, tzinfo=SHANGHAI)
SHARE = Goal(name="及时率", counted="…", unit="percent", at_least=95, source="S0")
MINUTES = Goal(name="时长", counted="…", unit="minutes", at_most=15, source="S0")


def whose(**changes: object) -> Whose:
    given: dict[str, object] = {
        "channel": "widget",
        "merchants": frozenset({"shen"}),
        "agent": "lan",
        "categories": frozenset({"home"}),
    }
    return Whose(**given | changes)  # type: ignore[arg-type]


def sample(value: int = 1, at: datetime = NOON, **changes: object) -> Sample:
    return Sample(Measure.MONEY, at, value, whose(**changes))


def test_every_measure_has_its_goal() -> None:
    assert list(Goals.model_fields) == list(Measure)


def test_of_nothing_nothing_is_known(policy: Policy) -> None:
    for figure in figures([], policy.goals):
        assert (figure.value, figure.reached) == (None, None)


@pytest.mark.parametrize(
    ("total", "count", "value", "reached"),
    [
        (95, 100, "95.0", True),
        (949, 1000, "94.9", False),
        (18999, 20000, "94.9", False),
        (0, 3, "0.0", False),
    ],
)
def test_a_share_just_below_its_goal_does_not_read_as_reached(
    total: int, count: int, value: str, reached: bool
) -> None:
    figure = Figure(Measure.MONEY, SHARE, total, count)
    assert (str(figure.value), figure.reached) == (value, reached)


@pytest.mark.parametrize(
    ("seconds", "value", "reached"), [(1800, "15.0", True), (1801, "15.1", False), (1, "0.1", True)]
)
def test_minutes_just_above_their_goal_do_not_read_as_reached(
    seconds: int, value: str, reached: bool
) -> None:
    figure = Figure(Measure.HANDLING, MINUTES, seconds, 2)
    assert (str(figure.value), figure.reached) == (value, reached)


def test_without_a_goal_nothing_is_reached_or_missed() -> None:
    goal = Goal(name="重开", counted="…", unit="percent")
    figure = Figure(Measure.REOPENED, goal, 1, 3)
    assert (str(figure.value), figure.reached) == ("33.3", None)


@given(st.integers(1, 10**6).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_what_is_shown_agrees_with_what_is_said(counts: tuple[int, int]) -> None:
    figure = Figure(Measure.MONEY, SHARE, *counts)
    assert figure.value is not None
    assert (figure.value >= 95) is figure.reached


class TestGroups:
    def test_days_without_cases_are_there_and_unknown(self, policy: Policy) -> None:
        found = groups([sample()], By.DAY, MARCH, policy.goals)
        known = [group.key for group in found if any(figure.count for figure in group.figures)]
        assert (len(found), known) == (31, ["2026-03-10"])

    def test_a_day_is_one_in_shanghai(self, policy: Policy) -> None:
        late = datetime(2026, 3, 10, 23, 30, tzinfo=SHANGHAI).astimezone(UTC)
        found = groups([sample(at=late)], By.DAY, MARCH, policy.goals)
        assert next(group.key for group in found if group.figures[1].count) == "2026-03-10"

    def test_weeks_begin_on_monday(self) -> None:
        assert Period.of("2026-03-07", "2026-03-09").keys(By.WEEK) == ["2026-03-02", "2026-03-09"]

    def test_the_largest_comes_first_and_a_talk_about_two_kinds_counts_in_both(self, policy: Policy) -> None:
        both = sample(categories=frozenset({"home", "shoes"}))
        found = groups([sample(), both, sample(categories=frozenset())], By.CATEGORY, MARCH, policy.goals)
        assert [(group.key, group.figures[1].count) for group in found] == [
            ("home", 2),
            (NONE, 1),
            ("shoes", 1),
        ]


@pytest.mark.parametrize("name", [field.name for field in fields(Filters)])
def test_a_filter_lets_its_own_through(name: str) -> None:
    own = {"channel": "widget", "merchant": "shen", "agent": "lan", "category": "home"}[name]
    assert Filters(**{name: own}).fit(whose())
    assert not Filters(**{name: "another"}).fit(whose())
    assert Filters().fit(whose())


def test_reasons_by_how_common_they_are() -> None:
    given = [Returned(NOON, reason, whose()) for reason in ("quality", "late", "damaged", "quality")]
    found = [(one.reason, one.count, str(one.share)) for one in reasons(given)]
    assert found == [("quality", 2, "50.0"), ("damaged", 1, "25.0"), ("late", 1, "25.0")]
    assert reasons([]) == []


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("2026-3-1", "2026-03-31", "from"),
        ("20260301", "2026-03-31", "from"),
        ("2026-02-30", "2026-03-31", "from"),
        ("2026-03-01", "", "to"),
        ("2026-03-02", "2026-03-01", "to"),
        ("2025-03-01", "2026-03-02", "to"),
        ("9999-12-31", "9999-12-31", "from"),
    ],
)
def test_periods_that_are_refused(first: str, last: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Period.of(first, last)
    assert refused.value.field == field


def test_a_leap_year_is_the_longest_period() -> None:
    longest = Period.of("2028-01-01", "2028-12-31")
    assert len(longest.keys(By.DAY)) == LONGEST
    assert longest.end - longest.start == timedelta(days=LONGEST)
    assert longest.last == date(2028, 12, 31)
