"""Moments and names of the privacy room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from aftersales.privacy.model import Subject, months_before

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.integers(1, 120))
def test_so_many_months_earlier_is_the_same_day_or_the_last_of_its_month(
    moment: datetime, months: int
) -> None:
    before = months_before(moment, months)
    assert (moment.year - before.year) * 12 + moment.month - before.month == months
    assert before.timetz() == moment.timetz()
    assert before.day == moment.day or (before.day < moment.day and (before + timedelta(days=1)).day == 1)


def test_a_leap_day_three_years_earlier_is_the_last_of_february() -> None:
    assert months_before(datetime(2028, 2, 29, tzinfo=UTC), 36) == datetime(2025, 2, 28, tzinfo=UTC)


@given(st.sampled_from(["shopper", "conversation", "order"]), st.text(min_size=1, max_size=40))
def test_a_subject_is_read_back_as_it_was_written(kind: str, own_id: str) -> None:
    assert Subject.read(str(Subject(kind, own_id))) == Subject(kind, own_id)
