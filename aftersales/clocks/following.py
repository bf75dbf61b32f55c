"""Which clocks start, wait, go on and stop when a ticket changes (POLICY 4 and 5). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from aftersales.clocks.model import (
    CaseClock,
    ClockName,
    OwnClock,
    paused,
    resumed,
    scheduled,
    started,
    stopped,
)
from aftersales.policy.names import Remedy, SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets.lifecycle import FIRST_STEP, GIVING
from aftersales.tickets.model import Ticket, TicketType
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import Record, RecordKind

STARTS: Mapping[S, tuple[ClockName, ...]] = {
    S.SUBMITTED: (SlaClock.REVIEW,),
    S.UNDER_REVIEW: (SlaClock.REVIEW,),
    S.INFO_NEEDED: (OwnClock.HER_INFO,),
    S.AWAITING_RETURN: (OwnClock.HER_RETURN,),
    S.RETURNED: (SlaClock.INSPECT, SlaClock.REPAIR),
    S.REPAIRING: (SlaClock.REPAIR,),
    S.REFUNDING: (SlaClock.REFUND,),
    S.COMPENSATING: (SlaClock.REFUND,),
    S.EXECUTING: (SlaClock.REFUND, SlaClock.COURIER),
    S.EXCHANGING: (SlaClock.EXCHANGE,),
    S.RESHIPPING: (SlaClock.EXCHANGE,),
    S.REISSUING: (SlaClock.VIRTUAL,),
    S.DISPUTED: (SlaClock.DISPUTE,),
    S.COMPLETED: (SlaClock.VISIT, OwnClock.CLOSE),
    S.REJECTED: (OwnClock.CLOSE,),
}
"""What starts when a ticket comes there, unless it runs already."""

ONLY_FOR: Mapping[tuple[S, ClockName], frozenset[Remedy]] = {
    (S.RETURNED, SlaClock.REPAIR): frozenset({Remedy.REPAIR, Remedy.PAID_REPAIR}),
    (S.EXECUTING, SlaClock.REFUND): frozenset({Remedy.CANCEL}),
    (S.EXECUTING, SlaClock.COURIER): frozenset({Remedy.URGE_COURIER}),
}

_TO_DECIDE = frozenset({S.SUBMITTED, S.UNDER_REVIEW})
_ENDED = frozenset({S.CLOSED, S.WITHDRAWN})

RUNS: Mapping[ClockName, frozenset[S]] = {
    SlaClock.FIRST: frozenset(S) - _ENDED,
    SlaClock.REVIEW: _TO_DECIDE,
    SlaClock.SOLVE: _TO_DECIDE | {S.DISPUTED},
    SlaClock.DISPUTE: _TO_DECIDE | {S.DISPUTED},
    SlaClock.COURIER: _TO_DECIDE | {S.EXECUTING},
    SlaClock.VIRTUAL: _TO_DECIDE | {S.REISSUING},
    SlaClock.INSPECT: frozenset({S.RETURNED, S.INSPECTING}),
    SlaClock.REPAIR: frozenset({S.RETURNED, S.INSPECTING, S.QUOTING, S.REPAIRING}),
    SlaClock.REFUND: frozenset({S.REFUNDING, S.COMPENSATING, S.EXECUTING}),
    SlaClock.EXCHANGE: frozenset({S.EXCHANGING, S.RESHIPPING}),
    SlaClock.VISIT: frozenset({S.COMPLETED, S.CLOSED}),
    OwnClock.HER_INFO: frozenset({S.INFO_NEEDED}),
    OwnClock.HER_RETURN: frozenset({S.AWAITING_RETURN}),
    OwnClock.CLOSE: frozenset({S.COMPLETED, S.REJECTED}),
}
"""Where a clock goes on; where it neither runs nor waits it stops."""

WAITS: Mapping[ClockName, frozenset[S]] = {
    **{
        clock: frozenset({S.INFO_NEEDED})
        for clock in (
            SlaClock.REVIEW,
            SlaClock.SOLVE,
            SlaClock.DISPUTE,
            SlaClock.COURIER,
            SlaClock.VIRTUAL,
        )
    },
    SlaClock.REPAIR: frozenset({S.AWAITING_QUOTE}),
}
"""Waiting for the shopper does not count against the shop (R-PAUSE)."""

NOT_A_PERSON = frozenset({"shopper", "bot", "system"})


def follow(
    clocks: Sequence[CaseClock], before: Ticket | None, after: Ticket, policy: Policy
) -> Iterator[CaseClock]:
    """Every clock that the change started, paused, resumed, moved or stopped.

    `clocks` are the open ones of the ticket, `policy` is the merchant's.
    """
    now = after.updated_at
    if before is None:
        yield from _opening(after, policy)
        return
    for clock in clocks:
        changed = _carried(clock, before, after, now, policy)
        if changed != clock:
            yield changed
    if len(after.history) > len(before.history):
        running = {clock.clock for clock in clocks if _standing(after) in RUNS[clock.clock]}
        for name in _starting(after, before.status):
            if name not in running:
                yield _started(name, after, now, policy)


def _opening(ticket: Ticket, policy: Policy) -> Iterator[CaseClock]:
    """What the decision named, with its very moments; without a decision what the state starts. Whoever takes
    an application down for a caller has replied."""
    own: list[ClockName] = [name for name in STARTS.get(_standing(ticket), ()) if isinstance(name, OwnClock)]
    decision = ticket.decision
    by_person = ticket.history[0].who not in NOT_A_PERSON
    if decision is None or decision["remedy"] not in (None, ticket.remedy):
        asked = not by_person and ticket.status.open and ticket.type is not TicketType.PRIVACY
        names = [*_starting(ticket, None), *([SlaClock.FIRST] if asked and not own else [])]
        for name in names:
            yield _started(name, ticket, ticket.created_at, policy)
        return
    named = [deadline for deadline in decision["deadlines"] if _standing(ticket) in RUNS[deadline["clock"]]]
    for deadline in named:
        clock = SlaClock(deadline["clock"])
        if by_person and clock is SlaClock.FIRST:
            continue
        target, limit = (datetime.fromisoformat(deadline[moment]) for moment in ("target", "limit"))
        told = replace(_started(clock, ticket, ticket.created_at, policy), target=target, limit=limit)
        yield scheduled(told, ticket.created_at)
    if not named and _standing(ticket) in _TO_DECIDE:
        own = [*_starting(ticket, None)]  # approved by the rules, and still to be approved by somebody
    for name in own:
        yield _started(name, ticket, ticket.created_at, policy)


def _carried(clock: CaseClock, before: Ticket, after: Ticket, now: datetime, policy: Policy) -> CaseClock:
    standing = _standing(after)
    if clock.clock is SlaClock.FIRST and _touched_by_a_person(before, after):
        return stopped(clock, now)
    if clock.clock is OwnClock.HER_RETURN and after.latest(RecordKind.WAYBILL):
        return stopped(clock, now)
    if clock.clock is SlaClock.VISIT and len(after.records) > len(before.records):
        rated = after.records[-1].kind is RecordKind.RATING
        return stopped(clock, now) if rated else clock
    if standing in RUNS[clock.clock]:
        going = resumed(clock, now, policy) if clock.paused_at is not None else clock
        return _with_its_work(going, before, after, now, policy)
    if standing in WAITS.get(clock.clock, ()):
        return paused(clock, now) if clock.paused_at is None else clock
    return stopped(clock, now, void=after.status is S.WITHDRAWN)


def _starting(ticket: Ticket, origin: S | None) -> Iterator[ClockName]:
    standing = _standing(ticket)
    if ticket.type is TicketType.PRIVACY and standing in _TO_DECIDE:
        return  # a request about her data has its own date, and a deletion waits for what still runs
    if standing is S.UNDER_REVIEW and origin not in (None, S.CLOSED):
        return  # the clock of the application or of the dispute runs on
    for name in STARTS.get(standing, ()):
        remedies = ONLY_FOR.get((standing, name))
        if remedies is None or ticket.remedy in remedies:
            yield name


def _started(name: ClockName, ticket: Ticket, at: datetime, policy: Policy) -> CaseClock:
    back = next((entry.at for entry in reversed(ticket.history) if entry.to is S.RETURNED), None)
    return started(name, at, policy, ticket_id=ticket.id, goods_back_at=back)


def _standing(ticket: Ticket) -> S:
    """What is approved and needs no goods back counts as given from the approval on."""
    if ticket.status is S.APPROVED and ticket.remedy is not None and FIRST_STEP[ticket.remedy] in GIVING:
        return FIRST_STEP[ticket.remedy]
    return ticket.status


def _touched_by_a_person(before: Ticket, after: Ticket) -> bool:
    steps, records = after.history[len(before.history) :], after.records[len(before.records) :]
    return any(who not in NOT_A_PERSON for who in [new.who for new in steps] + [new.who for new in records])


def _with_its_work(
    clock: CaseClock, before: Ticket, after: Ticket, now: datetime, policy: Policy
) -> CaseClock:
    """What is found simple has the shorter target, a part that must be ordered gives the longer one; a target
    told as longer stays."""
    if clock.clock is not SlaClock.REPAIR or clock.extended:
        return clock
    for record in after.records[len(before.records) :]:
        if case := _work(record):
            own = started(SlaClock.REPAIR, clock.started_at, policy, case=case)
            target = own.target if case == "simple" else max(clock.target, own.target)
            clock = scheduled(replace(clock, target=target), now)
    return clock


def _work(record: Record) -> str | None:
    if record.kind is RecordKind.PART and record.data.get("state", "ordered") == "ordered":
        return "special_part"
    simple = record.kind is RecordKind.INSPECTION and record.data.get("repair") == "simple"
    return "simple" if simple else None
