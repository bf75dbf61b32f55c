"""When a promise is kept, broken, or no promise any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from aftersales.clock import SHANGHAI
from aftersales.clocks.model import CaseClock, ClockName, OwnClock, paused, started, stopped
from aftersales.policy.names import Remedy, SlaClock
from aftersales.policy.policy import Policy
from aftersales.promises.model import OFFER_HOLDS, Promise, PromiseKind, PromiseState, outcome
from aftersales.tickets.model import HistoryEntry, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import Record, RecordKind
from tests.support.walking import decision, open_at

MONDAY = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = MONDAY + 2 * DAY
OPEN, KEPT, BROKEN, VOID = PromiseState


def promise(due_at: datetime | None = None, amount: str | None = None, *, by_person: bool = False) -> Promise:
    return Promise(
        id=1,
        conversation_id="c1",
        message_id="m1",
        ticket_id="t1",
        kind=PromiseKind.DATE if due_at else PromiseKind.SUM,
        text="…",
        due_at=due_at,
        amount=Decimal(amount) if amount else None,
        by_person=by_person,
        state=OPEN,
        told_at=MONDAY,
        look_at=due_at or MONDAY + OFFER_HOLDS,
    )


def ticket(*path: S, amount: str | None = None, **changes: object) -> Ticket:
    begun = open_at(MONDAY, Remedy.REFUND_ONLY, **changes)
    steps = tuple(HistoryEntry(MONDAY, "lan", None, to, "…") for to in path)
    return replace(
        begun,
        status=path[-1] if path else begun.status,
        history=(*begun.history, *steps),
        amount=Decimal(amount) if amount else None,
    )


def clock(policy: Policy, name: ClockName = SlaClock.REVIEW) -> CaseClock:
    return started(name, MONDAY, policy, ticket_id="t1")


@pytest.mark.parametrize(
    ("after", "state"), [(-HOUR, KEPT), (timedelta(0), KEPT), (timedelta(minutes=2), BROKEN)]
)
def test_a_date_of_a_clock_follows_the_clock(after: timedelta, state: PromiseState, policy: Policy) -> None:
    review = clock(policy)
    done = stopped(review, review.limit + after)
    assert outcome(promise(review.limit), ticket(), [done], review.limit + DAY) is state


def test_before_it_stops_it_is_open_and_past_the_due_time_broken(policy: Policy) -> None:
    review = clock(policy)
    assert outcome(promise(review.target), ticket(), [review], review.target - HOUR) is OPEN
    assert outcome(promise(review.target), ticket(), [review], review.target) is BROKEN


def test_a_date_told_without_seconds_still_is_the_clock_s(policy: Policy) -> None:
    exact = started(SlaClock.COURIER, MONDAY + timedelta(seconds=40), policy)
    done = stopped(exact, exact.limit - timedelta(seconds=10))
    assert outcome(promise(exact.limit.replace(second=0)), ticket(), [done], exact.limit) is KEPT


def test_while_she_is_waited_for_the_old_date_is_nobody_s_fault(policy: Policy) -> None:
    waiting = paused(clock(policy), MONDAY + HOUR)
    assert outcome(promise(waiting.limit), ticket(), [waiting], waiting.limit) is VOID


def test_a_void_clock_makes_its_date_void(policy: Policy) -> None:
    review = clock(policy)
    ended = stopped(review, MONDAY + HOUR, void=True)
    assert outcome(promise(review.limit), ticket(S.WITHDRAWN), [ended], MONDAY + HOUR) is VOID


def test_her_own_date_is_never_broken_by_the_shop(policy: Policy) -> None:
    hers = clock(policy, OwnClock.HER_RETURN)
    missed = stopped(hers, hers.limit + HOUR)
    assert outcome(promise(hers.limit), ticket(S.CLOSED), [missed], hers.limit + HOUR) is VOID
    assert outcome(promise(hers.limit), ticket(), [hers], hers.limit + HOUR) is VOID


@pytest.mark.parametrize(
    ("path", "now", "by_person", "state"),
    [
        ([S.APPROVED], DUE - HOUR, True, OPEN),
        ([S.COMPLETED], DUE - HOUR, True, KEPT),
        ([S.APPROVED], DUE, True, BROKEN),
        ([S.APPROVED], DUE, False, VOID),
        ([S.WITHDRAWN], DUE - HOUR, True, VOID),
        ([S.REJECTED], DUE - HOUR, True, VOID),
        ([S.AWAITING_RETURN, S.CLOSED], DUE - HOUR, True, VOID),
        ([S.COMPLETED, S.CLOSED], DUE - HOUR, True, KEPT),
    ],
)
def test_any_other_date_follows_the_ticket(
    path: list[S], now: datetime, by_person: bool, state: PromiseState
) -> None:
    assert outcome(promise(DUE, by_person=by_person), ticket(*path), [], now) is state


def test_an_agent_s_word_without_a_ticket_is_broken_when_it_passes() -> None:
    assert outcome(promise(DUE, by_person=True), None, [], DUE) is BROKEN
    assert outcome(promise(DUE), None, [], DUE) is VOID


@pytest.mark.parametrize(
    ("promised", "path", "paid", "state"),
    [
        ("189.00", [S.REFUNDING], "189.00", OPEN),
        ("189.00", [S.COMPLETED], "189.00", KEPT),
        ("189.00", [S.COMPLETED], "100.00", BROKEN),
        ("189.00", [S.WITHDRAWN], "189.00", VOID),
        ("189.00", [S.REJECTED], "189.00", VOID),
        ("189.00", [S.COMPLETED, S.CLOSED], "189.00", KEPT),
    ],
)
def test_a_sum_is_kept_when_it_was_paid(promised: str, path: list[S], paid: str, state: PromiseState) -> None:
    approved = ticket(*path, amount=paid, decision=decision("approve", "refund_only"))
    assert outcome(promise(amount=promised), approved, [], MONDAY) is state


def test_a_proposal_that_people_changed_is_void() -> None:
    reviewed = ticket(S.COMPLETED, amount="20.00", decision=decision("review", "refund_only"))
    assert outcome(promise(amount="18.90"), reviewed, [], MONDAY) is VOID


def test_a_sum_that_was_corrected_and_told_is_void() -> None:
    approved = ticket(S.COMPLETED, amount="20.00", decision=decision("approve", "refund_only"))
    told = Record(MONDAY, "zhou", RecordKind.AMOUNT, {"amount": "20.00"})
    assert outcome(promise(amount="18.90"), replace(approved, records=(told,)), [], MONDAY) is VOID


def test_the_price_of_a_repair_is_kept_when_it_is_done() -> None:
    repaired = ticket(S.COMPLETED, decision=decision("approve", "refund_only"))
    quote = Record(MONDAY, "lan", RecordKind.QUOTE, {"amount": "120.00"})
    assert outcome(promise(amount="120.00"), replace(repaired, records=(quote,)), [], MONDAY) is KEPT


def test_an_offer_that_nobody_took_up_lapses() -> None:
    assert outcome(promise(amount="18.90"), None, [], MONDAY + OFFER_HOLDS - HOUR) is OPEN
    assert outcome(promise(amount="18.90"), None, [], MONDAY + OFFER_HOLDS) is VOID
