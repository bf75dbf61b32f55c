"""R-CAL, R-HOURS, R-DAY: working days with make-up days, service hours, windows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from aftersales.clock import SHANGHAI
from aftersales.policy.calendar import WEEKDAYS, WorkCalendar
from aftersales.policy.figures import CalendarSettings


def made(hours: tuple[str, ...] = ("09:00-21:00",), **settings: Any) -> WorkCalendar:
    document = {
        "official_through": date(2026, 12, 31),
        "overrides": [],
        "rest_day_extension": False,
        "service_hours": dict.fromkeys(WEEKDAYS, hours),
    }
    return WorkCalendar(CalendarSettings.model_validate(document | settings))


def at(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday, made up for the holiday
        (date(2026, 9, 20), True),  # a Sunday, made up
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
    ],
)
def test_the_official_table_of_2026(day: date, working: bool) -> None:
    assert made().is_working_day(day) is working


def test_an_override_beats_the_guess_and_counts_as_official() -> None:
    day = date(2027, 2, 6)
    override = {"date": day, "working": True, "why": "春节调休"}
    assert not made().is_working_day(day)
    assert not made().is_official(day)
    assert made(overrides=[override]).is_working_day(day)
    assert made(overrides=[override]).is_official(day)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (at(11, 23, 10), 1, at(11, 24, 21)),
        (at(11, 23, 23), 1, at(11, 24, 21)),
        (at(11, 20, 10), 1, at(11, 23, 21)),
        (at(11, 21, 10), 1, at(11, 23, 21)),
        (at(9, 30, 18), 1, at(10, 8, 21)),
        (at(9, 30, 18), 3, at(10, 10, 21)),
    ],
)
def test_working_days_end_with_the_close_of_business(start: datetime, days: int, due: datetime) -> None:
    assert made().add_working_days(start, days) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(11, 23, 10), at(11, 23, 11)),
        (at(11, 23, 20, 30), at(11, 24, 9, 30)),
        (at(11, 23, 7), at(11, 23, 10)),
        (at(11, 20, 20, 30), at(11, 23, 9, 30)),
        (at(11, 23, 20), at(11, 23, 21)),
    ],
)
def test_service_hours_rest_at_night(start: datetime, due: datetime) -> None:
    assert made().add_service_hours(start, timedelta(hours=1)) == due


def test_split_shifts_rest_at_noon() -> None:
    split = made(("09:00-12:00", "14:00-18:00"))
    assert split.add_service_hours(at(11, 23, 11, 30), timedelta(hours=1)) == at(11, 23, 14, 30)
    assert split.in_service(at(11, 23, 11, 59))
    assert not split.in_service(at(11, 23, 13))
    assert not split.in_service(at(11, 22, 10))


def test_a_window_starts_on_the_day_after_in_shanghai() -> None:
    late_in_utc = datetime(2026, 11, 9, 17, tzinfo=UTC)  # 01:00 of the 10th in Shanghai
    assert made().window_end(late_in_utc, 7) == at(11, 18)


def test_a_window_may_be_extended_to_a_working_day() -> None:
    assert made(rest_day_extension=True).window_end(at(11, 14, 10), 7) == at(11, 24)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (at(1, 31, 10), 1, at(3, 1)),
        (at(1, 15, 10), 3, at(4, 16)),
        (at(11, 30, 10), 3, at(3, 1, year=2027)),
        (at(2, 28, 10), 12, at(3, 1, year=2027)),
    ],
)
def test_months_end_on_the_corresponding_day(start: datetime, months: int, end: datetime) -> None:
    assert made().months_end(start, months) == end


@pytest.mark.parametrize("hours", [(), ("12:00-09:00",)])
def test_hours_that_nobody_can_work(hours: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="service hours"):
        made(hours)
