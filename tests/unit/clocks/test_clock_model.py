"""One clock: its moments, its pauses, its warnings and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aftersales.clock import SHANGHAI
from aftersales.clocks.model import (
    CaseClock,
    ClockEvent,
    ClockName,
    ClockState,
    OwnClock,
    clock_name,
    fired,
    paused,
    prolonged,
    resumed,
    started,
    stopped,
    working_time,
)
from aftersales.policy.figures import Waiting
from aftersales.policy.loader import load_policy
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy
from aftersales.settings import ROOT

POLICY = load_policy(ROOT / "policy")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORKING_DAY_CLOCKS = [SlaClock.REVIEW, SlaClock.EXCHANGE, SlaClock.REPAIR]
ELAPSED_CLOCKS = [SlaClock.SOLVE, SlaClock.COURIER, SlaClock.DISPUTE, SlaClock.VIRTUAL]


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def run(clock: ClockName, start: datetime = MONDAY, **how: datetime) -> CaseClock:
    return started(clock, start, POLICY, **how)


def events_until_the_end(clock: CaseClock) -> list[tuple[datetime, ClockEvent]]:
    seen = []
    while clock.next_at is not None and clock.next_event is not None:
        seen.append((clock.next_at, clock.next_event))
        clock = fired(clock)
    return seen


def test_it_warns_before_target_and_limit_and_tells_when_they_pass() -> None:
    events = events_until_the_end(run(SlaClock.COURIER))
    assert events == [
        (MONDAY + 0.8 * 24 * HOUR, ClockEvent.WARNING),
        (MONDAY + 24 * HOUR, ClockEvent.OVERDUE),
        (MONDAY + 0.8 * 72 * HOUR, ClockEvent.LAST_WARNING),
        (MONDAY + 72 * HOUR, ClockEvent.BREACH),
    ]


def test_one_whose_target_is_its_limit_warns_once() -> None:
    assert [event for _, event in events_until_the_end(run(SlaClock.SOLVE))] == [
        ClockEvent.WARNING,
        ClockEvent.BREACH,
    ]


@pytest.mark.parametrize("clock", list(SlaClock))
def test_what_is_due_comes_in_order(clock: SlaClock) -> None:
    moments = [moment for moment, _ in events_until_the_end(run(clock))]
    assert moments == sorted(set(moments))


def test_her_clock_reminds_on_the_third_morning_and_ends_with_the_seventh_day() -> None:
    assert events_until_the_end(run(OwnClock.HER_RETURN)) == [
        (at(11, 26, 10), ClockEvent.REMIND),
        (at(12, 1) - timedelta(seconds=1), ClockEvent.END),
    ]


def test_how_long_the_shop_waits_is_a_figure_of_the_policy() -> None:
    patient = POLICY.figures.model_copy(update={"waiting": Waiting(remind_days=5, close_days=10)})
    clock = started(OwnClock.HER_INFO, MONDAY, replace(POLICY, figures=patient), ticket_id="t")
    assert clock.target == at(11, 28, 10)
    assert clock.limit == at(12, 4) - timedelta(seconds=1)


def test_what_is_settled_ends_after_seven_days() -> None:
    assert events_until_the_end(run(OwnClock.CLOSE)) == [(at(12, 1) - timedelta(seconds=1), ClockEvent.END)]


def test_the_visit_is_on_a_morning_between_the_first_and_the_third_day() -> None:
    [(moment, event)] = events_until_the_end(run(SlaClock.VISIT))
    assert event is ClockEvent.VISIT
    assert MONDAY + DAY < moment < MONDAY + 3 * DAY
    assert moment.astimezone(SHANGHAI).hour == 10


def test_goods_back_on_30_september_are_refunded_within_seven_natural_days() -> None:
    """⚖ 消法 25: three working days would be after the long holiday."""
    refund = run(SlaClock.REFUND, at(9, 30, 15), goods_back_at=at(9, 30, 15))
    assert refund.limit == at(10, 8) - timedelta(seconds=1)
    assert run(SlaClock.REFUND, at(9, 30, 15)).limit > refund.limit


def test_a_date_beyond_the_official_calendar_is_provisional() -> None:
    assert not run(SlaClock.REPAIR, at(12, 1, 12)).provisional
    assert run(SlaClock.REPAIR, at(12, 21, 12)).provisional
    assert not run(SlaClock.SOLVE, at(12, 31, 12)).provisional


def test_waiting_over_a_weekend_costs_a_working_day_clock_no_working_time() -> None:
    """Review from Monday; asked on Tuesday 10:00, answered on Friday 10:00."""
    review = run(SlaClock.REVIEW)
    assert review.limit == at(11, 26, 21)
    resumed_review = resumed(paused(review, at(11, 24, 10)), at(11, 27, 10), POLICY)
    # 11 + 12 + 12 hours were left: Friday's 11, Monday's 12 and Tuesday's 12.
    assert resumed_review.limit == at(12, 1, 21)
    assert resumed_review.target == at(11, 27, 21)
    assert resumed_review.state is ClockState.RUNNING


@given(
    clock=st.sampled_from(WORKING_DAY_CLOCKS),
    ahead=st.timedeltas(timedelta(days=-250), timedelta(0)),
    wait=st.timedeltas(timedelta(0), timedelta(days=10)),
    after=st.timedeltas(timedelta(0), timedelta(days=2)),
)
def test_a_pause_leaves_the_working_time_that_was_left(
    clock: SlaClock, ahead: timedelta, wait: timedelta, after: timedelta
) -> None:
    running = run(clock, MONDAY + ahead)
    pause = running.started_at + after
    assume(pause < running.limit)
    back = pause + wait
    later = resumed(paused(running, pause), back, POLICY)
    left = working_time(POLICY.calendar, pause, running.limit)
    assert working_time(POLICY.calendar, back, later.limit) == left
    assert later.limit >= running.limit
    assert later.target <= later.limit


@given(
    clock=st.sampled_from(ELAPSED_CLOCKS),
    wait=st.timedeltas(timedelta(0), timedelta(days=30)),
    after=st.timedeltas(timedelta(0), timedelta(hours=23)),
)
def test_a_pause_shifts_a_clock_of_hours_by_itself(
    clock: SlaClock, wait: timedelta, after: timedelta
) -> None:
    running = run(clock)
    later = resumed(paused(running, MONDAY + after), MONDAY + after + wait, POLICY)
    assert later.limit - running.limit == wait


def test_a_target_missed_before_the_pause_stays_missed() -> None:
    running = run(SlaClock.COURIER)
    later = resumed(paused(running, MONDAY + 30 * HOUR), MONDAY + 40 * HOUR, POLICY)
    assert later.target == running.target
    assert later.limit == running.limit + 10 * HOUR


def test_nothing_is_due_while_it_waits() -> None:
    waiting = paused(run(SlaClock.REVIEW), MONDAY + HOUR)
    assert (waiting.next_at, waiting.next_event) == (None, None)


def test_past_its_limit_it_is_breached_and_then_missed() -> None:
    clock = run(SlaClock.SOLVE)
    while clock.next_at is not None:
        clock = fired(clock)
    assert clock.state is ClockState.BREACHED
    assert stopped(clock, clock.limit + HOUR).state is ClockState.MISSED


@pytest.mark.parametrize(
    ("late", "void", "state"),
    [
        (-HOUR, False, ClockState.MET),
        (timedelta(0), False, ClockState.MET),
        (HOUR, False, ClockState.MISSED),
        (HOUR, True, ClockState.VOID),
    ],
)
def test_how_it_stops(late: timedelta, void: bool, state: ClockState) -> None:
    clock = run(SlaClock.SOLVE)
    ended = stopped(clock, clock.limit + late, void=void)
    assert (ended.state, ended.next_at) == (state, None)


def test_waiting_for_her_is_never_a_miss() -> None:
    waiting = paused(run(SlaClock.REVIEW), MONDAY + HOUR)
    assert stopped(waiting, MONDAY + 60 * DAY).state is ClockState.MET


def test_more_time_moves_both_moments_and_what_is_due() -> None:
    repair = run(SlaClock.REPAIR)
    longer = prolonged(repair, repair.limit + 5 * DAY, MONDAY + DAY)
    assert longer.target == longer.limit == repair.limit + 5 * DAY
    assert longer.extended
    assert events_until_the_end(longer)[-1] == (longer.limit, ClockEvent.BREACH)


@pytest.mark.parametrize("clock", [*SlaClock, *OwnClock])
def test_a_name_comes_back(clock: ClockName) -> None:
    assert clock_name(str(clock)) is clock


def test_what_is_no_clock_is_refused() -> None:
    with pytest.raises(ValueError, match="SLA-NONE"):
        clock_name("SLA-NONE")


def test_working_time_counts_hours_of_service_alone(policy: Policy) -> None:
    friday, monday = at(11, 27, 20), at(11, 30, 10)
    assert working_time(policy.calendar, friday, monday) == 2 * HOUR
