"""What the desk changes on a ticket, and where the supervisor must."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from ticket_builders import AGENT, BOT, MERCHANT, NOW, SHOPPER, SUPERVISOR, TECH, in_status, walk

from aftersales.errors import Forbidden
from aftersales.policy.names import Remedy
from aftersales.tickets.desk_changes import amount_set, assigned, escalated, remedy_changed
from aftersales.tickets.lifecycle import GIVING, TransitionRefused, advance
from aftersales.tickets.model import Actor, Level, Ticket, TicketType
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.recording import recorded
from aftersales.tickets.records import RecordKind as K

DECISION: dict[str, Any] = {
    "outcome": "review",
    "remedy": "price_reduction",
    "rules": ["R-DMG"],
    "explanation": "…",
    "remedies": [
        {"id": "price_reduction", "outcome": "review", "refund_amount": "18.90"},
        {"id": "return_refund", "outcome": "approve", "refund_amount": "189.00"},
        {"id": "reship", "outcome": "approve", "refund_amount": "0.00"},
        {"id": "compensate", "outcome": "reject", "refund_amount": "0.00"},
    ],
}


def reviewed(status: S = S.UNDER_REVIEW, level: Level = Level.AGENT) -> Ticket:
    ticket = in_status(status, Remedy.PRICE_REDUCTION)
    return replace(ticket, decision=DECISION, amount=Decimal("18.90"), level=level)


def test_a_ticket_is_taken_and_laid_down() -> None:
    taken = assigned(reviewed(), "mei", AGENT, NOW)
    assert (taken.assignee, taken.version) == ("mei", 2)
    free = assigned(taken, None, SUPERVISOR, NOW)
    assert free.assignee is None
    assert free.records[-1].data == {"agent": None, "previous": "mei", "note": ""}
    with pytest.raises(Forbidden):
        assigned(free, "mei", SHOPPER, NOW)


def test_a_ticket_rises_at_anybody_s_word_and_comes_down_at_theirs_who_decide_there() -> None:
    risen = escalated(reviewed(), Level.SUPERVISOR, "金额较大", BOT, NOW)
    assert risen.level is Level.SUPERVISOR
    for actor in (AGENT, TECH, BOT):
        with pytest.raises(Forbidden):
            escalated(risen, Level.AGENT, "…", actor, NOW)
    assert escalated(risen, Level.AGENT, "可由客服处理", SUPERVISOR, NOW).level is Level.AGENT
    with pytest.raises(TransitionRefused):
        escalated(risen, Level.SUPERVISOR, "…", AGENT, NOW)
    with pytest.raises(TransitionRefused):
        escalated(reviewed(S.CLOSED), Level.SUPERVISOR, "…", AGENT, NOW)


def test_another_remedy_brings_its_own_sum_and_type() -> None:
    back = remedy_changed(reviewed(), Remedy.RETURN_REFUND, "顾客改为退货", AGENT, NOW)
    assert (back.remedy, back.type, back.amount) == (
        Remedy.RETURN_REFUND, TicketType.RETURN_REFUND, Decimal("189.00"),
    )  # fmt: skip
    sent = remedy_changed(back, Remedy.RESHIP, "顾客改为补发", AGENT, NOW)
    assert (sent.type, sent.amount) == (TicketType.RESHIP, None)
    assert sent.records[-1].data == {"remedy": "reship", "previous": "return_refund", "note": "顾客改为补发"}


@pytest.mark.parametrize("remedy", [Remedy.COMPENSATE, Remedy.EXCHANGE])
def test_a_remedy_that_the_rules_do_not_give_is_the_supervisor_s(remedy: Remedy) -> None:
    for actor in (AGENT, MERCHANT):
        with pytest.raises(Forbidden):
            remedy_changed(reviewed(), remedy, "…", actor, NOW)
    assert remedy_changed(reviewed(), remedy, "特批", SUPERVISOR, NOW).remedy is remedy


@pytest.mark.parametrize("status", [*sorted(GIVING), S.CLOSED, S.WITHDRAWN, S.REJECTED])
def test_nothing_is_changed_after_something_left(status: S) -> None:
    for change in (
        lambda: remedy_changed(reviewed(status), Remedy.RETURN_REFUND, "…", SUPERVISOR, NOW),
        lambda: amount_set(reviewed(status), Decimal("1.00"), "…", SUPERVISOR, NOW),
    ):
        with pytest.raises(TransitionRefused):
            change()


def test_while_goods_are_awaited_the_remedy_stays_one_that_needs_them() -> None:
    waiting = replace(reviewed(S.AWAITING_RETURN), remedy=Remedy.RETURN_REFUND)
    with pytest.raises(TransitionRefused):
        remedy_changed(waiting, Remedy.RESHIP, "…", SUPERVISOR, NOW)
    assert remedy_changed(waiting, Remedy.EXCHANGE, "…", SUPERVISOR, NOW).remedy is Remedy.EXCHANGE


@pytest.mark.parametrize(
    ("actor", "amount", "allowed"),
    [
        (AGENT, "18.90", True),
        (AGENT, "18.91", False),
        (MERCHANT, "18.91", False),
        (SUPERVISOR, "18.91", True),
        (BOT, "1.00", False),
        (SHOPPER, "1.00", False),
    ],
)
def test_agents_give_up_to_the_decision_the_supervisor_more(actor: Actor, amount: str, allowed: bool) -> None:
    if allowed:
        assert amount_set(reviewed(), Decimal(amount), "协商", actor, NOW).amount == Decimal(amount)
    else:
        with pytest.raises(Forbidden):
            amount_set(reviewed(), Decimal(amount), "协商", actor, NOW)


def test_a_risen_ticket_is_changed_by_who_decides_there() -> None:
    with pytest.raises(Forbidden):
        amount_set(reviewed(level=Level.SUPERVISOR), Decimal("1.00"), "…", AGENT, NOW)
    assert amount_set(reviewed(level=Level.TECH_SUPPORT), Decimal("1.00"), "…", TECH, NOW).amount == 1


def test_a_remedy_without_money_has_no_sum() -> None:
    repair = in_status(S.UNDER_REVIEW, Remedy.REPAIR)
    with pytest.raises(TransitionRefused):
        amount_set(repair, Decimal("1.00"), "…", SUPERVISOR, NOW)


def disputed(ticket: Ticket, rule: str | None = None) -> Level:
    return advance(ticket, S.DISPUTED, "不认可", SHOPPER, NOW, rule).level


def test_a_technical_dispute_goes_to_tech_support_first() -> None:
    assert disputed(in_status(S.REJECTED)) is Level.SUPERVISOR
    assert disputed(in_status(S.REJECTED), "R-W-X") is Level.TECH_SUPPORT
    assert disputed(in_status(S.REJECTED, Remedy.REPAIR)) is Level.TECH_SUPPORT
    found = {"passed": False, "cause": "liquid", "finding": "进水"}
    inspected = recorded(in_status(S.INSPECTING), K.INSPECTION, found, AGENT, NOW)
    assert disputed(walk(inspected, (S.INSPECTION_FAILED, AGENT))) is Level.TECH_SUPPORT
    again = replace(in_status(S.REJECTED, Remedy.REPAIR), level=Level.TECH_SUPPORT)
    assert disputed(again) is Level.SUPERVISOR
