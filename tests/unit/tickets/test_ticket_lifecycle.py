"""Where a ticket may go, who may send it, and what never happens on any way (POLICY 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ticket_builders import (
    AGENT,
    EVERYONE,
    MERCHANT,
    NOW,
    SUPERVISOR,
    TECH,
    decision,
    in_status,
    new_ticket,
    walk,
)

from aftersales.errors import AppError, Forbidden
from aftersales.policy.names import Remedy
from aftersales.tickets.lifecycle import (
    FIRST_STEP,
    GIVING,
    MONEY_OUT,
    TRANSITIONS,
    TransitionRefused,
    advance,
    check,
)
from aftersales.tickets.model import (
    BOT,
    SHOPPER,
    SYSTEM,
    Actor,
    Level,
    TicketType,
    type_of,
)
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.opening import decided


def test_a_return_from_application_to_money() -> None:
    ticket = walk(
        new_ticket(),
        (S.UNDER_REVIEW, BOT),
        (S.APPROVED, BOT),
        (S.AWAITING_RETURN, BOT),
        (S.RETURNED, SYSTEM),
        (S.INSPECTING, MERCHANT),
        (S.REFUNDING, MERCHANT),
        (S.COMPLETED, SYSTEM),
        (S.CLOSED, SHOPPER),
    )
    assert [entry.who for entry in ticket.history] == [
        "shopper", "bot", "bot", "bot", "system", "shen", "shen", "system", "shopper",
    ]  # fmt: skip
    assert ticket.version == 9


def test_a_repair_is_quoted_only_when_it_costs() -> None:
    free = in_status(S.INSPECTING, Remedy.REPAIR)
    assert advance(free, S.REPAIRING, "免费维修", TECH, NOW).status is S.REPAIRING
    paid = in_status(S.INSPECTING, Remedy.PAID_REPAIR)
    with pytest.raises(TransitionRefused):
        check(paid, S.REPAIRING, TECH, NOW)
    quoted = walk(paid, (S.QUOTING, TECH), (S.AWAITING_QUOTE, TECH))
    assert walk(quoted, (S.REPAIRING, SHOPPER), (S.COMPLETED, TECH)).status is S.COMPLETED
    assert walk(quoted, (S.SENDING_BACK, SHOPPER), (S.CLOSED, SYSTEM)).status is S.CLOSED


def test_failed_inspection_sends_the_goods_back() -> None:
    ticket = walk(in_status(S.INSPECTING), (S.INSPECTION_FAILED, AGENT))
    assert walk(ticket, (S.SENDING_BACK, AGENT), (S.CLOSED, AGENT)).status is S.CLOSED
    assert walk(ticket, (S.DISPUTED, SHOPPER)).level is Level.SUPERVISOR


@pytest.mark.parametrize("origin", list(S))
def test_what_is_no_step_is_refused_to_everyone(origin: S) -> None:
    ticket = in_status(origin)
    for to in S:
        if (origin, to) not in TRANSITIONS:
            for actor in EVERYONE:
                with pytest.raises(TransitionRefused) as refused:
                    check(ticket, to, actor, NOW)
                assert (refused.value.status, refused.value.code) == (409, "transition_refused")


@pytest.mark.parametrize(
    ("actor", "allowed"), [(AGENT, False), (MERCHANT, False), (BOT, False), (SUPERVISOR, True)]
)
def test_only_the_supervisor_decides_what_rose_to_her(actor: Actor, allowed: bool) -> None:
    ticket = walk(in_status(S.REJECTED), (S.DISPUTED, SHOPPER), (S.UNDER_REVIEW, SYSTEM))
    if allowed:
        check(ticket, S.APPROVED, actor, NOW)
    else:
        with pytest.raises(Forbidden):
            check(ticket, S.APPROVED, actor, NOW)


@pytest.mark.parametrize(
    ("actor", "allowed"), [(AGENT, False), (MERCHANT, False), (BOT, False), (SUPERVISOR, True)]
)
def test_only_the_supervisor_pays_before_the_goods_are_back(actor: Actor, allowed: bool) -> None:
    ticket = in_status(S.APPROVED, Remedy.RETURN_REFUND)
    if allowed:
        check(ticket, S.REFUNDING, actor, NOW)
    else:
        with pytest.raises(Forbidden):
            check(ticket, S.REFUNDING, actor, NOW)


def test_technical_cases_are_decided_by_tech_support() -> None:
    ticket = replace(in_status(S.UNDER_REVIEW), level=Level.TECH_SUPPORT)
    check(ticket, S.APPROVED, TECH, NOW)
    with pytest.raises(Forbidden):
        check(ticket, S.APPROVED, AGENT, NOW)


@pytest.mark.parametrize("to", [S.APPROVED, S.REJECTED, S.INFO_NEEDED])
def test_the_shopper_does_not_decide(to: S) -> None:
    with pytest.raises(Forbidden):
        check(in_status(S.UNDER_REVIEW), to, SHOPPER, NOW)


def test_reopening_ends_after_thirty_days() -> None:
    closed = in_status(S.CLOSED)
    check(closed, S.UNDER_REVIEW, SHOPPER, NOW + timedelta(days=30))
    with pytest.raises(TransitionRefused):
        check(closed, S.UNDER_REVIEW, SHOPPER, NOW + timedelta(days=30, seconds=1))


def test_nothing_is_withdrawn_after_the_money_left() -> None:
    again = (S.DISPUTED, SHOPPER), (S.UNDER_REVIEW, SYSTEM)
    unpaid = walk(in_status(S.REJECTED), *again)
    assert walk(unpaid, (S.WITHDRAWN, SHOPPER)).status is S.WITHDRAWN
    paid = walk(
        in_status(S.APPROVED, Remedy.REFUND_ONLY), (S.REFUNDING, AGENT), (S.COMPLETED, SYSTEM), *again
    )
    with pytest.raises(TransitionRefused):
        check(paid, S.WITHDRAWN, SHOPPER, NOW)


def test_more_money_needs_a_linked_ticket() -> None:
    paid = walk(
        in_status(S.APPROVED, Remedy.REFUND_ONLY),
        (S.REFUNDING, AGENT),
        (S.COMPLETED, SYSTEM),
        (S.DISPUTED, SHOPPER),
        (S.UNDER_REVIEW, SYSTEM),
        (S.APPROVED, SUPERVISOR),
    )
    for to in MONEY_OUT:
        with pytest.raises(TransitionRefused):
            check(paid, to, SUPERVISOR, NOW)


@pytest.mark.parametrize("remedy", list(Remedy))
def test_an_approval_is_carried_to_the_first_step_of_its_remedy(remedy: Remedy) -> None:
    ticket = decided(new_ticket(remedy), decision("approve", remedy), NOW)
    assert ticket.status is FIRST_STEP[remedy]
    assert [(entry.to, entry.who, entry.rule) for entry in ticket.history] == [
        (S.SUBMITTED, "shopper", None),
        (S.UNDER_REVIEW, "bot", "R-DMG"),
        (S.APPROVED, "bot", "R-DMG"),
        (FIRST_STEP[remedy], "bot", "R-DMG"),
    ]
    assert ticket.type is type_of(remedy)


def test_a_review_stays_with_the_desk_and_a_refusal_is_recorded() -> None:
    assert decided(new_ticket(), decision("review"), NOW).status is S.UNDER_REVIEW
    refused = decided(new_ticket(), decision("reject", None), NOW)
    assert refused.status is S.REJECTED
    assert refused.history[-1].why == "运输破损，凭照片办理。"


def test_the_outcome_of_the_chosen_remedy_counts() -> None:
    mixed = decision("approve", "return_refund")
    mixed["remedies"].append({"id": "reship", "outcome": "review"})
    assert decided(new_ticket(Remedy.RESHIP), mixed, NOW).status is S.UNDER_REVIEW


@pytest.mark.parametrize("rule", ["R-FRAUD", "R-SAFETY", "R-DISPUTE", "R-RISK"])
def test_what_the_supervisor_must_see_starts_with_her(rule: str) -> None:
    ticket = new_ticket(decision=decision("review", "refund_only", "R-DMG", rule))
    assert ticket.level is Level.SUPERVISOR
    assert new_ticket(decision=decision("review", "refund_only", "R-DMG")).level is Level.AGENT


def test_an_escalated_ticket_is_not_approved_by_the_bot() -> None:
    ticket = new_ticket(level=Level.SUPERVISOR)
    assert decided(ticket, decision("approve"), NOW).status is S.UNDER_REVIEW


def test_defaults_of_a_new_ticket() -> None:
    ticket = new_ticket(Remedy.REPAIR, description="  一开机就冒烟 ")
    assert (ticket.type, ticket.skill_group, ticket.level) == (TicketType.REPAIR, "repair", Level.AGENT)
    assert ticket.history[0].why == "一开机就冒烟"
    assert new_ticket(None).type is TicketType.CONSULTATION


ROUTES = {
    S.SUBMITTED: {S.UNDER_REVIEW, S.WITHDRAWN},
    S.UNDER_REVIEW: {S.APPROVED, S.REJECTED, S.INFO_NEEDED, S.WITHDRAWN},
    S.INFO_NEEDED: {S.UNDER_REVIEW, S.CLOSED, S.WITHDRAWN},
    S.APPROVED: {S.AWAITING_RETURN, S.WITHDRAWN, S.DISPUTED, *GIVING},
    S.AWAITING_RETURN: {S.RETURNED, S.CLOSED, S.WITHDRAWN},
    S.RETURNED: {S.INSPECTING},
    S.INSPECTING: {S.INSPECTION_FAILED, S.QUOTING, S.REPAIRING, *GIVING},
    S.INSPECTION_FAILED: {S.SENDING_BACK, S.DISPUTED},
    S.SENDING_BACK: {S.CLOSED},
    S.QUOTING: {S.AWAITING_QUOTE},
    S.AWAITING_QUOTE: {S.REPAIRING, S.SENDING_BACK, S.DISPUTED},
    S.REPAIRING: {S.EXCHANGING, S.REFUNDING, S.COMPLETED},
    S.COMPLETED: {S.CLOSED, S.DISPUTED},
    S.REJECTED: {S.CLOSED, S.DISPUTED},
    S.DISPUTED: {S.UNDER_REVIEW},
    S.CLOSED: {S.UNDER_REVIEW},
    S.WITHDRAWN: set(),
    **{giving: {S.COMPLETED} for giving in GIVING},
}
"""POLICY 5, written down a second time by hand."""

STEPS = st.lists(st.tuples(st.sampled_from(S), st.sampled_from(EVERYONE), st.integers(0, 40)), max_size=150)


@given(st.sampled_from([None, *Remedy]), STEPS)
def test_no_walk_leaves_the_policy(remedy: Remedy | None, steps: list[tuple[S, Actor, int]]) -> None:
    ticket, now = new_ticket(remedy), NOW
    for to, actor, days in steps:
        now += timedelta(days=days)
        before = ticket
        try:
            ticket = advance(ticket, to, "…", actor, now)
        except AppError:
            assert ticket is before
            continue
        assert to in ROUTES[before.status]
        assert ticket.history[:-1] == before.history
        assert (ticket.history[-1].origin, ticket.history[-1].to) == (before.status, ticket.status)
        assert ticket.version == before.version + 1
    gone = [entry.to for entry in ticket.history]
    assert all(gone.count(giving) <= 1 for giving in GIVING)
    assert sum(gone.count(money) for money in MONEY_OUT) <= 1
    if S.WITHDRAWN in gone:
        assert gone[-1] is S.WITHDRAWN
        assert not GIVING & set(gone)


@given(st.data())
def test_guided_walks_go_deep_and_stay_in_the_policy(data: st.DataObject) -> None:
    """Random steps are mostly refused; here every draw is a step that the table knows."""
    ticket = new_ticket(data.draw(st.sampled_from([None, *Remedy])))
    for _ in range(data.draw(st.integers(0, 30))):
        open_ways = [
            (to, actor)
            for (origin, to), roles in TRANSITIONS.items()
            for actor in EVERYONE
            if origin is ticket.status and roles & actor.roles
        ]
        if not open_ways:
            break
        to, actor = data.draw(st.sampled_from(open_ways))
        before = ticket
        try:
            ticket = advance(ticket, to, "…", actor, NOW)
        except AppError:
            continue
        assert to in ROUTES[before.status]
    gone = [entry.to for entry in ticket.history]
    assert sum(gone.count(money) for money in MONEY_OUT) <= 1
    assert all(
        entry.origin is earlier.to for earlier, entry in zip(ticket.history, ticket.history[1:], strict=False)
    )


def test_every_status_can_be_reached_and_left() -> None:
    reached = {to for _, to in TRANSITIONS}
    assert reached == set(S) - {S.SUBMITTED}
    assert {origin for origin, _ in TRANSITIONS} == set(S) - {S.WITHDRAWN}
