from __future__ import annotations

from datetime import date

import pytest

from assistant.nlu.dates import find_days
from assistant.nlu.prepared import prepare
from assistant.nlu.recogniser import recognise

WEDNESDAY = date(2026, 3, 18)


def days(text: str, today: date = WEDNESDAY) -> list[tuple[str, str | None]]:
    return [(one.value, one.more.get("until")) for one in find_days(text, today)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今天刚到", "2026-03-18"),
        ("昨天收到的", "2026-03-17"),
        ("大前天签收", "2026-03-15"),
        ("3天前买的", "2026-03-15"),
        ("三天之前", "2026-03-15"),
        ("两周前", "2026-03-04"),
        ("半个月前", "2026-03-03"),
        ("3个月前", "2025-12-18"),
        ("上周五到的", "2026-03-13"),
        ("周五到的", "2026-03-13"),
        ("周三", "2026-03-18"),
        ("礼拜天", "2026-03-15"),
        ("25号之前要用", "2026-03-25"),
        ("10号前送到", "2026-04-10"),
        ("9.15下单的", "2025-09-15"),
        ("3月5号", "2026-03-05"),
        ("三月五号", "2026-03-05"),
        ("12月30日", "2025-12-30"),
        ("4月2号", "2026-04-02"),
        ("2025年11月11日", "2025-11-11"),
        ("2025-11-11", "2025-11-11"),
        ("2025.11.11", "2025-11-11"),
        ("5号下单的", "2026-03-05"),
        ("20号买的", "2026-02-20"),
        ("明天送行吗", "2026-03-19"),
        ("昨儿个才到", "2026-03-17"),
        ("1月30买的", "2026-01-30"),
        ("3/6付款", "2026-03-06"),
        ("3.15那天到的", "2026-03-15"),
        ("上个月28号签收", "2026-02-28"),
        ("本月5号", "2026-03-05"),
        ("十二号收到的", "2026-03-12"),
        ("二零二五年十二月三日", "2025-12-03"),
        ("元旦那天", "2026-01-01"),
        ("去年双十一买的", "2025-11-11"),
        ("双11买的", "2025-11-11"),
    ],
)
def test_a_day(text: str, expected: str) -> None:
    assert days(text) == [(expected, None)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("上周买的", "2026-03-09", "2026-03-15"),
        ("上上周", "2026-03-02", "2026-03-08"),
        ("这周末能到吗", "2026-03-21", "2026-03-22"),
        ("这个月", "2026-03-01", "2026-03-31"),
        ("上个月买的", "2026-02-01", "2026-02-28"),
        ("前几天", "2026-03-11", "2026-03-16"),
        ("去年买的", "2025-01-01", "2025-12-31"),
    ],
)
def test_a_longer_time(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        *("2月30号", "42号的鞋", "28号的鞋", "等了三天了", "3号楼", "7天无理由", "9999999个月前"),
        *("9.9买的", "双十一有活动吗", "3月15天", "第三号"),
    ],
)
def test_no_day(text: str) -> None:
    assert days(text) == []


def test_a_bare_day_of_the_month_where_one_is_asked_for() -> None:
    assert days("十二号") == []
    assert [one.value for one in find_days("十二号", WEDNESDAY, "date")] == ["2026-03-12"]


def test_the_end_of_a_month_is_kept() -> None:
    assert days("1个月前", date(2026, 3, 31)) == [("2026-02-28", None)]
    assert days("31号买的", date(2026, 1, 5)) == [("2025-12-31", None)]


@pytest.mark.parametrize(
    "now", ["2026-03-18T16:30:00Z", "2026-03-19T00:30:00+08:00", "2026-03-18T18:30:00+02:00"]
)
def test_today_is_the_shopper_s_day(now: str) -> None:
    found = recognise(prepare("今天到的"), {"now": now})

    assert [one.value for one in found if one.entity == "date"] == ["2026-03-19"]
