"""Which clocks run at which step of a ticket's life."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from aftersales.clock import SHANGHAI
from aftersales.clocks.following import RUNS, STARTS, WAITS, follow
from aftersales.clocks.model import CaseClock, ClockState, OwnClock
from aftersales.policy.deadlines import deadline
from aftersales.policy.names import Remedy, SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets.model import BOT, SHOPPER, SYSTEM, Ticket, TicketType
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import RecordKind
from tests.support.walking import AGENT, decision, open_at, record, step

MONDAY = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Life:
    """A ticket and its clocks, kept as the service keeps them."""

    def __init__(self, ticket: Ticket, policy: Policy) -> None:
        self.policy = policy
        self.ticket = ticket
        self.clocks: dict[int, CaseClock] = {}
        self._follow(None, ticket)

    def step(self, to: S, at: datetime, **how: object) -> None:
        self._follow(self.ticket, step(self.ticket, to, at, **how))  # type: ignore[arg-type]

    def record(self, kind: RecordKind, at: datetime, **data: object) -> None:
        self._follow(self.ticket, record(self.ticket, kind, at, **data))  # type: ignore[arg-type]

    def of(self, name: str) -> CaseClock:
        return next(clock for clock in reversed(self.clocks.values()) if clock.clock == name)

    @property
    def running(self) -> set[str]:
        return {str(clock.clock) for clock in self.clocks.values() if clock.state is ClockState.RUNNING}

    def _follow(self, before: Ticket | None, after: Ticket) -> None:
        still_open = [clock for clock in self.clocks.values() if clock.state.open]
        for changed in follow(still_open, before, after, self.policy):
            number = changed.id or len(self.clocks) + 1
            self.clocks[number] = replace(changed, id=number)
        self.ticket = after


@pytest.fixture
def life(policy: Policy) -> Callable[..., Life]:
    def begun(remedy: Remedy | None = Remedy.RETURN_REFUND, **changes: object) -> Life:
        return Life(open_at(MONDAY, remedy, **changes), policy)

    return begun


def test_every_clock_that_starts_also_runs_there() -> None:
    assert all(status in RUNS[clock] for status, clocks in STARTS.items() for clock in clocks)
    assert all(not RUNS[clock] & waits for clock, waits in WAITS.items())


def test_the_dates_she_was_told_are_the_dates_of_the_clocks(
    life: Callable[..., Life], policy: Policy
) -> None:
    told = deadline(SlaClock.REVIEW, MONDAY - timedelta(minutes=3), policy)
    named = [{"clock": "SLA-REVIEW", "target": told.target.isoformat(), "limit": told.limit.isoformat()}]
    begun = life(Remedy.RESHIP, decision=decision("review", "reship", named))
    assert begun.ticket.status is S.UNDER_REVIEW
    assert begun.running == {"SLA-REVIEW"}
    assert (begun.of("SLA-REVIEW").target, begun.of("SLA-REVIEW").limit) == (told.target, told.limit)


def test_a_decision_that_names_no_clock_starts_none_of_the_shop_s(life: Callable[..., Life]) -> None:
    begun = life(decision=decision("approve", "return_refund"))
    assert begun.ticket.status is S.AWAITING_RETURN
    assert begun.running == {"HER-RETURN"}


def test_without_a_decision_a_person_is_owed(life: Callable[..., Life]) -> None:
    begun = life(None)
    assert begun.running == {"SLA-FIRST", "SLA-REVIEW"}
    begun.step(S.UNDER_REVIEW, MONDAY + HOUR, actor=AGENT)
    assert begun.running == {"SLA-REVIEW"}
    assert begun.of("SLA-FIRST").state is ClockState.MET


def test_the_bot_s_own_step_is_no_first_reply(life: Callable[..., Life]) -> None:
    begun = life(None)
    begun.step(S.UNDER_REVIEW, MONDAY + HOUR, actor=BOT)
    assert begun.running == {"SLA-FIRST", "SLA-REVIEW"}


def test_what_an_agent_takes_down_for_a_caller_owes_no_first_reply(policy: Policy) -> None:
    ticket = open_at(MONDAY)
    by_agent = replace(ticket, history=(replace(ticket.history[0], who="lan"),))
    assert Life(by_agent, policy).running == {"SLA-REVIEW"}


def test_review_waits_while_she_is_asked(life: Callable[..., Life]) -> None:
    begun = life()
    limit = begun.of("SLA-REVIEW").limit
    begun.step(S.UNDER_REVIEW, MONDAY)
    begun.step(S.INFO_NEEDED, MONDAY + HOUR)
    assert begun.running == {"HER-INFO"}
    assert begun.of("SLA-REVIEW").state is ClockState.PAUSED
    begun.step(S.UNDER_REVIEW, MONDAY + HOUR + DAY, actor=SHOPPER)
    assert begun.running == {"SLA-REVIEW"}
    assert begun.of("SLA-REVIEW").limit == limit + DAY
    assert begun.of("HER-INFO").state is ClockState.MET
    begun.step(S.APPROVED, MONDAY + 2 * DAY)
    assert begun.of("SLA-REVIEW").state is ClockState.MET


def test_from_goods_back_to_money(life: Callable[..., Life], policy: Policy) -> None:
    begun = life(decision=decision("approve", "return_refund", refund_amount="189.00"))
    begun.record(RecordKind.WAYBILL, MONDAY + DAY, number="SF1234567890")
    assert begun.running == set(), "she has sent it, now nobody reminds her"
    back = MONDAY + 4 * DAY
    begun.step(S.RETURNED, back)
    assert begun.running == {"SLA-INSPECT"}
    begun.step(S.INSPECTING, back + HOUR)
    assert begun.running == {"SLA-INSPECT"}
    begun.step(S.REFUNDING, back + DAY)
    assert begun.running == {"SLA-REFUND"}
    due = deadline(SlaClock.REFUND, back + DAY, policy, goods_back_at=back)
    assert begun.of("SLA-REFUND").limit == due.limit
    begun.step(S.COMPLETED, back + DAY + HOUR)
    assert begun.of("SLA-REFUND").state is ClockState.MET
    assert begun.running == {"SLA-VISIT", "CLOSE"}
    begun.step(S.CLOSED, back + 9 * DAY, actor=SYSTEM)
    assert begun.running == {"SLA-VISIT"}


def test_money_is_owed_from_the_approval_when_nothing_comes_back(life: Callable[..., Life]) -> None:
    begun = life(Remedy.REFUND_ONLY)
    begun.step(S.UNDER_REVIEW, MONDAY)
    begun.step(S.APPROVED, MONDAY + HOUR)
    assert begun.running == {"SLA-REFUND"}
    begun.step(S.REFUNDING, MONDAY + DAY)
    assert begun.of("SLA-REFUND").started_at == MONDAY + HOUR


def test_a_repair_waits_for_her_word_on_the_quote(life: Callable[..., Life]) -> None:
    begun = life(Remedy.PAID_REPAIR, decision=decision("approve", "paid_repair"))
    for to in (S.RETURNED, S.INSPECTING, S.QUOTING):
        begun.step(to, MONDAY + DAY)
    assert begun.running == {"SLA-REPAIR"}
    limit = begun.of("SLA-REPAIR").limit
    begun.step(S.AWAITING_QUOTE, MONDAY + 2 * DAY, amount="120.00")
    assert begun.running == set()
    begun.step(S.REPAIRING, MONDAY + 3 * DAY, actor=SHOPPER)
    assert begun.running == {"SLA-REPAIR"}
    assert begun.of("SLA-REPAIR").limit > limit


def test_a_part_that_must_be_ordered_takes_its_own_time(life: Callable[..., Life], policy: Policy) -> None:
    begun = life(Remedy.REPAIR, decision=decision("approve", "repair"))
    for to in (S.RETURNED, S.INSPECTING, S.REPAIRING):
        begun.step(to, MONDAY)
    before = begun.of("SLA-REPAIR")
    begun.record(RecordKind.PART, MONDAY + DAY, name="压缩机")
    after = begun.of("SLA-REPAIR")
    assert after.target == deadline(SlaClock.REPAIR, MONDAY, policy, case="special_part").target
    assert (after.target > before.target, after.limit) == (True, before.limit)


def test_a_simple_repair_is_done_sooner(life: Callable[..., Life], policy: Policy) -> None:
    begun = life(Remedy.REPAIR, decision=decision("approve", "repair"))
    for to in (S.RETURNED, S.INSPECTING):
        begun.step(to, MONDAY)
    before = begun.of("SLA-REPAIR")
    begun.step(S.REPAIRING, MONDAY + HOUR, repair="simple")
    after = begun.of("SLA-REPAIR")
    assert after.target == deadline(SlaClock.REPAIR, MONDAY, policy, case="simple").target
    assert (after.target < before.target, after.limit) == (True, before.limit)
    begun.record(RecordKind.PART, MONDAY + DAY, name="压缩机")
    assert begun.of("SLA-REPAIR").target > before.target


def test_a_standard_repair_keeps_its_time(life: Callable[..., Life]) -> None:
    begun = life(Remedy.REPAIR, decision=decision("approve", "repair"))
    for to in (S.RETURNED, S.INSPECTING):
        begun.step(to, MONDAY)
    before = begun.of("SLA-REPAIR")
    begun.step(S.REPAIRING, MONDAY + HOUR, repair="standard")
    assert begun.of("SLA-REPAIR").target == before.target


def test_a_request_about_her_data_is_no_review(life: Callable[..., Life]) -> None:
    begun = life(None, type=TicketType.PRIVACY)
    assert begun.running == set()
    begun.step(S.UNDER_REVIEW, MONDAY)
    assert begun.running == set()


def test_a_dispute_has_one_clock_until_it_is_answered(life: Callable[..., Life]) -> None:
    begun = life()
    begun.step(S.UNDER_REVIEW, MONDAY)
    begun.step(S.REJECTED, MONDAY + HOUR)
    assert begun.running == {"CLOSE"}
    begun.step(S.DISPUTED, MONDAY + 2 * HOUR)
    assert begun.running == {"SLA-DISPUTE"}
    begun.step(S.UNDER_REVIEW, MONDAY + 3 * HOUR)
    assert begun.running == {"SLA-DISPUTE"}
    begun.step(S.APPROVED, MONDAY + 4 * HOUR)
    assert begun.of("SLA-DISPUTE").state is ClockState.MET


@pytest.mark.parametrize(
    ("remedy", "clocks"),
    [
        (Remedy.CANCEL, {"SLA-REFUND"}),
        (Remedy.URGE_COURIER, {"SLA-COURIER"}),
        (Remedy.MODIFY, set()),
        (Remedy.INTERCEPT, set()),
    ],
)
def test_carrying_out_is_timed_by_what_is_carried_out(
    life: Callable[..., Life], remedy: Remedy, clocks: set[str]
) -> None:
    begun = life(remedy)
    begun.step(S.UNDER_REVIEW, MONDAY)
    begun.step(S.APPROVED, MONDAY)
    assert begun.running == clocks


def test_withdrawing_makes_the_shop_s_clocks_void(life: Callable[..., Life]) -> None:
    begun = life()
    begun.step(S.WITHDRAWN, MONDAY + HOUR)
    assert {clock.state for clock in begun.clocks.values()} == {ClockState.VOID}


def test_reopened_it_is_reviewed_anew(life: Callable[..., Life]) -> None:
    begun = life(decision=decision("approve", "return_refund"))
    begun.step(S.CLOSED, MONDAY + 8 * DAY, actor=SYSTEM)
    assert begun.of("HER-RETURN").state is ClockState.MISSED
    begun.step(S.UNDER_REVIEW, MONDAY + 9 * DAY, actor=SHOPPER)
    assert begun.running == {"SLA-REVIEW"}


def test_her_rating_makes_the_visit_superfluous(life: Callable[..., Life]) -> None:
    begun = life(Remedy.RESHIP, decision=decision("approve", "reship"))
    begun.step(S.COMPLETED, MONDAY + HOUR)
    begun.ticket = record(begun.ticket, RecordKind.PROGRESS, MONDAY + 2 * HOUR, text="已签收")
    assert "SLA-VISIT" in begun.running
    begun.record(RecordKind.RATING, MONDAY + 3 * HOUR, score=5, actor=SHOPPER)
    assert "SLA-VISIT" not in begun.running


def test_own_clocks_are_named_like_no_service_level() -> None:
    assert not {str(clock) for clock in OwnClock} & {str(clock) for clock in SlaClock}
