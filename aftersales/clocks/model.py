"""One clock of one case, and what happens to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.policy.calendar import WorkCalendar
from aftersales.policy.deadlines import LAST_SECOND, deadline
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy


class OwnClock(StrEnum):
    """Clocks beside the service levels: hers (POLICY 5), and the end of what is settled."""

    HER_INFO = "HER-INFO"
    HER_RETURN = "HER-RETURN"
    CLOSE = "CLOSE"


ClockName = SlaClock | OwnClock

HERS = frozenset({OwnClock.HER_INFO, OwnClock.HER_RETURN})
MORNING = time(10)
"""When a message nobody waits for may be sent."""
WARN_AT = 0.8
"""Share of the way to a moment."""


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    BREACHED = "breached"
    """Still running, past its limit."""
    MET = "met"
    MISSED = "missed"
    """Stopped, past its limit."""
    VOID = "void"
    """The case ended otherwise."""

    @property
    def open(self) -> bool:
        return self in (ClockState.RUNNING, ClockState.PAUSED, ClockState.BREACHED)


class ClockEvent(StrEnum):
    WARNING = "warning"
    """Most of the way to the target."""
    OVERDUE = "overdue"
    """The target has passed."""
    LAST_WARNING = "last_warning"
    """Most of the way to the limit."""
    BREACH = "breach"
    REMIND = "remind"
    END = "end"
    VISIT = "visit"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class CaseClock:
    """Of a ticket, or of a conversation in the queue; `id` is 0 until it is stored.

    `next_at` is the moment of `next_event`; None while nothing is to come.
    """

    id: int
    ticket_id: str | None
    conversation_id: str | None
    clock: ClockName
    started_at: datetime
    target: datetime
    limit: datetime
    provisional: bool
    state: ClockState = ClockState.RUNNING
    paused_at: datetime | None = None
    stopped_at: datetime | None = None
    extended: bool = False
    next_at: datetime | None = None
    next_event: ClockEvent | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "ticket_id": self.ticket_id,
            "conversation_id": self.conversation_id,
            "clock": self.clock,
            "started_at": self.started_at.isoformat(),
            "target": self.target.isoformat(),
            "limit": self.limit.isoformat(),
            "provisional": self.provisional,
            "state": self.state,
            "paused_at": self.paused_at and self.paused_at.isoformat(),
            "stopped_at": self.stopped_at and self.stopped_at.isoformat(),
            "extended": self.extended,
        }


def clock_name(name: str) -> ClockName:
    """Raises ValueError for a name that is no clock's."""
    return OwnClock(name) if name in set(OwnClock) else SlaClock(name)


def started(
    clock: ClockName,
    at: datetime,
    policy: Policy,
    *,
    ticket_id: str | None = None,
    conversation_id: str | None = None,
    case: str | None = None,
    goods_back_at: datetime | None = None,
) -> CaseClock:
    """A clock that starts at `at`; `case` and `goods_back_at` as in `policy.deadlines.deadline`."""
    if isinstance(clock, SlaClock):
        due = deadline(clock, at, policy, case=case, goods_back_at=goods_back_at)
        target, limit, provisional = due.target, due.limit, due.provisional
    else:
        waiting, settled = policy.figures.waiting, policy.figures.settled
        days = waiting.close_days if clock in HERS else settled.close_days
        limit = policy.calendar.window_end(at, days) - LAST_SECOND
        target, provisional = (_morning(at, waiting.remind_days) if clock in HERS else limit), False
    return scheduled(CaseClock(0, ticket_id, conversation_id, clock, at, target, limit, provisional), at)


def agenda(clock: CaseClock) -> Iterator[tuple[datetime, ClockEvent]]:
    """Everything that is due on the way of a clock, in order."""
    if clock.clock is OwnClock.CLOSE or clock.clock in HERS:
        if clock.target < clock.limit:
            yield clock.target, ClockEvent.REMIND
        yield clock.limit, ClockEvent.END
    elif clock.clock is SlaClock.VISIT:
        yield _morning(clock.target), ClockEvent.VISIT
    else:
        yield _most_of_the_way(clock.started_at, clock.target), ClockEvent.WARNING
        if clock.target < clock.limit:
            yield clock.target, ClockEvent.OVERDUE
            last = _most_of_the_way(clock.started_at, clock.limit)
            if last > clock.target:
                yield last, ClockEvent.LAST_WARNING
        yield clock.limit, ClockEvent.BREACH


def scheduled(clock: CaseClock, after: datetime) -> CaseClock:
    """The clock with the first thing due after `after` as its next."""
    if clock.state in (ClockState.RUNNING, ClockState.BREACHED):
        coming = next(((at, event) for at, event in agenda(clock) if at > after), (None, None))
    else:
        coming = (None, None)
    return replace(clock, next_at=coming[0], next_event=coming[1])


def paused(clock: CaseClock, at: datetime) -> CaseClock:
    return scheduled(replace(clock, state=ClockState.PAUSED, paused_at=at), at)


def resumed(clock: CaseClock, at: datetime, policy: Policy) -> CaseClock:
    """What was left when it was paused is left again: in working time for clocks that count working days.

    A moment that had passed before the pause stays where it was.
    """
    since = clock.paused_at
    if since is None:
        return clock
    target, limit = (_shifted(clock, due, since, at, policy) for due in (clock.target, clock.limit))
    beyond = _counts_working_time(clock, policy) and not policy.calendar.is_official(
        limit.astimezone(SHANGHAI).date()
    )
    state = ClockState.BREACHED if limit < at else ClockState.RUNNING
    running = replace(
        clock,
        state=state,
        paused_at=None,
        target=target,
        limit=limit,
        provisional=clock.provisional or beyond,
    )
    return scheduled(running, at)


def stopped(clock: CaseClock, at: datetime, *, void: bool = False) -> CaseClock:
    """What the clock waited for has happened; `void`: the case ended otherwise."""
    late = at > clock.limit and clock.clock is not OwnClock.CLOSE and clock.state is not ClockState.PAUSED
    state = ClockState.VOID if void else ClockState.MISSED if late else ClockState.MET
    return scheduled(replace(clock, state=state, stopped_at=at, paused_at=None), at)


def fired(clock: CaseClock) -> CaseClock:
    """After its next event: breached by it, or on the way to the one that follows."""
    if clock.next_at is None:
        return clock
    breached = clock.next_event is ClockEvent.BREACH
    state = ClockState.BREACHED if breached else clock.state
    return scheduled(replace(clock, state=state), clock.next_at)


def prolonged(clock: CaseClock, until: datetime, now: datetime) -> CaseClock:
    """Target and limit moved to `until`, once; whether it may be is for the service to say."""
    state = ClockState.PAUSED if clock.paused_at is not None else ClockState.RUNNING
    return scheduled(replace(clock, target=until, limit=until, extended=True, state=state), now)


def _shifted(clock: CaseClock, due: datetime, since: datetime, at: datetime, policy: Policy) -> datetime:
    if due <= since:
        return due
    if _counts_working_time(clock, policy):
        return policy.calendar.add_service_hours(at, working_time(policy.calendar, since, due))
    return due + (at - since)


def _counts_working_time(clock: CaseClock, policy: Policy) -> bool:
    return (
        isinstance(clock.clock, SlaClock) and policy.figures.sla[clock.clock].limit.working_days is not None
    )


def working_time(calendar: WorkCalendar, start: datetime, end: datetime) -> timedelta:
    """How long people work between two moments."""
    day, total = start.astimezone(SHANGHAI).date(), timedelta(0)
    while day <= end.astimezone(SHANGHAI).date():
        for begin, close in calendar.service_spans(day):
            total += max(min(close, end) - max(begin, start), timedelta(0))
        day += timedelta(days=1)
    return total


def _morning(at: datetime, days: int = 0) -> datetime:
    """The morning of the `days`-th day after the day of `at`."""
    return datetime.combine(at.astimezone(SHANGHAI).date() + timedelta(days=days), MORNING, SHANGHAI)


def _most_of_the_way(start: datetime, due: datetime) -> datetime:
    return start + (due - start) * WARN_AT
