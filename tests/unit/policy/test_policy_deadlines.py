"""POLICY 4: when the running clocks are due."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from policy_builders import BOTH_PHOTOS, NOW, Decide, edit

from aftersales.clock import SHANGHAI
from aftersales.policy.deadlines import deadline
from aftersales.policy.loader import load_policy
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy


def at(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("clock", "target", "limit"),
    [
        (SlaClock.FIRST, at(11, 23, 13), at(11, 24, 12)),
        (SlaClock.REVIEW, at(11, 24, 21), at(11, 26, 21)),
        (SlaClock.REPAIR, at(12, 2, 21), at(12, 14, 21)),
        (SlaClock.COURIER, at(11, 24, 12), at(11, 26, 12)),
        (SlaClock.VIRTUAL, at(11, 23, 12, 30), at(11, 24, 12)),
        (SlaClock.VISIT, at(11, 26, 23, 59, 59), at(11, 30, 23, 59, 59)),
    ],
)
def test_each_unit(policy: Policy, clock: SlaClock, target: datetime, limit: datetime) -> None:
    due = deadline(clock, NOW, policy)
    assert (due.target, due.limit, due.provisional) == (target, limit, False)


@pytest.mark.parametrize(
    ("clock", "case", "target"),
    [
        (SlaClock.FIRST, "chat", at(11, 23, 12, 2)),
        (SlaClock.REPAIR, "simple", at(11, 30, 21)),
        (SlaClock.REPAIR, "special_part", at(12, 7, 21)),
    ],
)
def test_special_cases_have_their_own_target(
    policy: Policy, clock: SlaClock, case: str, target: datetime
) -> None:
    due = deadline(clock, NOW, policy, case=case)
    assert (due.target, due.limit) == (target, deadline(clock, NOW, policy).limit)


@pytest.mark.parametrize("clock", [SlaClock.INSPECT, SlaClock.REFUND])
def test_goods_in_before_the_golden_week_are_paid_within_seven_days(policy: Policy, clock: SlaClock) -> None:
    back = at(9, 30, 15)
    due = deadline(clock, back, policy, goods_back_at=back)
    assert due.target == due.limit == at(10, 7, 23, 59, 59)


def test_the_earlier_moment_counts(policy: Policy) -> None:
    back = at(11, 23, 15)
    assert deadline(SlaClock.REFUND, back, policy, goods_back_at=back).limit == at(11, 26, 21)
    passed_late = back + timedelta(days=6)
    assert deadline(SlaClock.REFUND, passed_late, policy, goods_back_at=back).limit == at(11, 30, 23, 59, 59)


def test_dates_beyond_the_official_calendar_are_flagged(policy: Policy, decision: Decide) -> None:
    new_years_eve = at(12, 31, 12)
    assert deadline(SlaClock.REVIEW, new_years_eve, policy).provisional
    assert not deadline(SlaClock.COURIER, new_years_eve, policy).provisional
    assert "官方还没公布" in decision("damaged", now=new_years_eve).explanation


@pytest.mark.parametrize(
    ("remedy", "clocks"),
    [("reship", ["SLA-EXCHANGE"]), ("return_refund", []), ("price_reduction", ["SLA-REFUND"])],
)
def test_only_clocks_that_run_already(decision: Decide, remedy: str, clocks: list[str]) -> None:
    decided = decision("damaged", remedy=remedy, claim=BOTH_PHOTOS)
    assert [running.clock for running in decided.deadlines] == clocks


def test_a_refusal_starts_no_clock(decision: Decide) -> None:
    assert decision("repair", claim={"cause": "human"}).deadlines == ()


def test_no_day_of_rest_moves_what_the_shop_owes(folder: Path) -> None:
    edit(folder, "calendar.yml", "rest_day_extension: false", "rest_day_extension: true")
    extended, back = load_policy(folder), at(9, 30, 15)
    assert deadline(SlaClock.REFUND, back, extended, goods_back_at=back).limit == at(10, 7, 23, 59, 59)
    assert deadline(SlaClock.VISIT, at(10, 1, 9), extended).target == at(10, 4, 23, 59, 59)
