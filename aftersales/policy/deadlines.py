"""Service levels as moments: which clocks run from the opening of a case, and until when (POLICY 4)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from aftersales.clock import SHANGHAI
from aftersales.policy.figures import Span
from aftersales.policy.model import Deadline
from aftersales.policy.names import Outcome, Remedy, Rule, SlaClock
from aftersales.policy.policy import Policy

LAST_SECOND = timedelta(seconds=1)


def deadlines_for(
    outcome: Outcome, remedy: Remedy | None, rules: Sequence[Rule], now: datetime, policy: Policy
) -> tuple[Deadline, ...]:
    """The clocks that run from `now` on, after such a decision: the first fitting row of the policy."""
    for row in policy.figures.running_at_opening:
        fits = (
            set(row.rules) <= set(rules)
            and row.outcome in (None, outcome)
            and (row.remedies is None or remedy in row.remedies)
        )
        if fits:
            return tuple(deadline(clock, now, policy) for clock in row.clocks)
    return ()


def deadline(
    clock: SlaClock,
    started_at: datetime,
    policy: Policy,
    *,
    case: str | None = None,
    goods_back_at: datetime | None = None,
) -> Deadline:
    """Target and limit of a clock that started at `started_at`; `case` names one with a target of its own.

    With `goods_back_at`, no moment of an inspection or refund lies later than the legal number of natural
    days after it (⚖ 消法 25); the earlier moment counts.
    """
    level = policy.figures.sla[clock]
    span = level.target if case is None else level.targets[case]
    target, limit = due(span, started_at, policy), due(level.limit, started_at, policy)
    if goods_back_at is not None and clock in (SlaClock.INSPECT, SlaClock.REFUND):
        days = policy.figures.refund.days_after_goods_back
        cap = policy.calendar.due_day_end(goods_back_at, days) - LAST_SECOND
        target, limit = min(target, cap), min(limit, cap)
    counts_days = level.limit.elapsed() is None
    provisional = counts_days and not policy.calendar.is_official(limit.date())
    return Deadline(clock=clock, target=target, limit=limit, provisional=provisional)


def due(span: Span, start: datetime, policy: Policy) -> datetime:
    """When a span from `start` on is over, in Shanghai time; working days end at close of business."""
    start = start.astimezone(SHANGHAI)
    if span.working_days is not None:
        return policy.calendar.add_working_days(start, span.working_days)
    if span.service_hours is not None:
        return policy.calendar.add_service_hours(start, timedelta(hours=span.service_hours))
    if span.days is not None:
        return policy.calendar.due_day_end(start, span.days) - LAST_SECOND
    return start + (span.elapsed() or timedelta(0))
