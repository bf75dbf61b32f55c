"""Chinese words for days, seen from Wednesday, 11 March 2026."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.orders.timewords import Span, spans

TODAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("今天", (3, 11), (3, 11)),
        ("刚收到", (3, 11), (3, 11)),
        ("昨天", (3, 10), (3, 10)),
        ("前天", (3, 9), (3, 9)),
        ("大前天", (3, 8), (3, 8)),
        ("前几天", (3, 2), (3, 10)),
        ("三天前", (3, 8), (3, 8)),
        ("3天前", (3, 8), (3, 8)),
        ("十二天前", (2, 25), (3, 1)),
        ("上周", (3, 2), (3, 8)),
        ("上个星期", (3, 2), (3, 8)),
        ("上上周", (2, 23), (3, 1)),
        ("这周", (3, 9), (3, 11)),
        ("上周三", (3, 4), (3, 4)),
        ("周一", (3, 9), (3, 9)),
        ("周五", (3, 6), (3, 6)),
        ("周末", (3, 7), (3, 8)),
        ("上个月", (2, 1), (2, 28)),
        ("这个月", (3, 1), (3, 11)),
        ("3月5号", (3, 5), (3, 5)),
        ("2月14日", (2, 14), (2, 14)),
        ("元旦", (1, 1), (1, 3)),
    ],
)
def test_span(text: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert spans(text, TODAY) == [Span(date(2026, *first), date(2026, *last))]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("双十一买的", date(2025, 11, 11)),
        ("12月20日", date(2025, 12, 20)),
        ("去年", date(2025, 5, 1)),
        ("半年前", date(2025, 9, 12)),
        ("一个半月前", date(2026, 1, 25)),
        ("两周前", date(2026, 2, 25)),
    ],
)
def test_inside(text: str, inside: date) -> None:
    (span,) = spans(text, TODAY)
    assert span.days_to(inside) == 0


@pytest.mark.parametrize("text", ["花瓶碎了", "2月30日", "一周保修吗", "13800001234", "42 码"])
def test_no_time(text: str) -> None:
    assert spans(text, TODAY) == []


def test_distance_counts_days_outside() -> None:
    span = Span(date(2026, 3, 2), date(2026, 3, 8))
    assert [span.days_to(date(2026, 3, day)) for day in (1, 2, 8, 11)] == [1, 0, 0, 3]


@given(st.text("昨今前天上周星期一三末个半月年3912月日号十几大", max_size=12), st.dates(date(2000, 1, 1)))
def test_never_in_the_future(text: str, today: date) -> None:
    assert all(span.first <= min(span.last, today) for span in spans(text, today))
