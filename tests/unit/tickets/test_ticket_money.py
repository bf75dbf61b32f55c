"""Tickets of one order never pay a piece twice, nor together more than was paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ticket_builders import AGENT, MUG, NOW, PAID, SHIRTS, SHOPPER, walk

from aftersales.policy.names import Reason, Remedy, Request
from aftersales.tickets.model import Item, NewTicket, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.money import (
    AmountUnknown,
    PaysTooMuch,
    concerned,
    pays,
    refunded_amount,
    refunded_quantities,
    settled,
)
from aftersales.tickets.opening import opened
from aftersales.tickets.paid import Paid

ORDER = "202600010006"


def ticket(
    *items: Item, remedy: Remedy | None = Remedy.REFUND_ONLY, amount: str | None = None, **changes: Any
) -> Ticket:
    new = NewTicket(
        "key",
        ORDER,
        items,
        Reason.DAMAGED,
        remedy,
        amount=None if amount is None else Decimal(amount),
        paid=PAID,
    )
    return replace(opened(new, SHOPPER, NOW), **changes)


def refunding(*items: Item, **changes: Any) -> Ticket:
    approved = replace(ticket(*items, **changes), status=S.APPROVED)
    return walk(approved, (S.REFUNDING, AGENT))


def compensation(amount: str | None, *items: Item) -> Ticket:
    approved = replace(ticket(*items, remedy=Remedy.COMPENSATE, amount=amount), status=S.APPROVED)
    return walk(approved, (S.COMPENSATING, AGENT))


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3).filter(lambda parts: sum(parts) == 3))
def test_pieces_refunded_one_by_one_give_exactly_what_was_paid(parts: list[int]) -> None:
    done: list[Ticket] = []
    for pieces in parts:
        done.append(settled(refunding(Item(SHIRTS, pieces)), done))
    assert refunded_amount(done) == Decimal("100.00")
    assert refunded_quantities(done) == {(ORDER, SHIRTS): 3}
    with pytest.raises(PaysTooMuch) as refused:
        settled(ticket(Item(SHIRTS, 1)), done)
    assert (refused.value.status, refused.value.field) == (409, "items")


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        *((s, True) for s in (S.SUBMITTED, S.UNDER_REVIEW, S.INFO_NEEDED, S.APPROVED, S.AWAITING_RETURN)),
        *((s, True) for s in (S.RETURNED, S.INSPECTING, S.DISPUTED)),
        *((s, False) for s in (S.REJECTED, S.WITHDRAWN, S.INSPECTION_FAILED, S.SENDING_BACK, S.CLOSED)),
    ],
)
def test_what_is_on_the_way_counts_what_ended_without_money_does_not(status: S, counts: bool) -> None:
    other = ticket(Item(SHIRTS, 2), status=status)
    assert (refunded_quantities([other]) == {(ORDER, SHIRTS): 2}) is counts
    assert pays(other) is counts


def test_what_was_paid_counts_for_ever() -> None:
    paid = walk(refunding(Item(SHIRTS, 2)), (S.COMPLETED, AGENT), (S.CLOSED, SHOPPER))
    assert refunded_quantities([paid]) == {(ORDER, SHIRTS): 2}


def test_compensation_leaves_the_goods_with_her_but_counts_as_money() -> None:
    paid = compensation("30.00", Item(SHIRTS, 3))
    assert refunded_quantities([paid]) == {}
    assert refunded_amount([paid]) == Decimal("30.00")
    with pytest.raises(PaysTooMuch):
        settled(compensation("80.01", Item(SHIRTS, 3)), [paid])
    assert settled(compensation("80.00", Item(SHIRTS, 3)), [paid]).amount == 80


def test_one_line_s_money_does_not_pay_another_line() -> None:
    mug = compensation("69.91", Item(MUG, 1))
    with pytest.raises(PaysTooMuch) as refused:
        settled(mug, [])
    assert refused.value.field == "amount"
    assert settled(replace(mug, amount=Decimal("69.90")), []).amount == Decimal("69.90")


def test_lines_that_were_refunded_together_are_counted_together() -> None:
    both = settled(refunding(Item(SHIRTS, 1), Item(MUG, 1)), [])
    assert both.amount == Decimal("93.23")
    rest = settled(refunding(Item(SHIRTS, 2)), [both])
    assert rest.amount == Decimal("66.67")
    assert refunded_amount([both, rest]) == Decimal("159.90")


def test_lines_refunded_together_for_little_leave_each_line_its_own_limit() -> None:
    both = refunding(Item(SHIRTS, 1), Item(MUG, 1), amount="0.01")
    with pytest.raises(PaysTooMuch):
        settled(compensation("69.91", Item(MUG, 1)), [both])
    assert settled(compensation("69.90", Item(MUG, 1)), [both]).amount == Decimal("69.90")


def test_the_freight_comes_back_once() -> None:
    shirts = refunding(Item(SHIRTS, 3), amount="110.00")
    assert settled(shirts, []) == shirts
    with pytest.raises(PaysTooMuch):
        settled(refunding(Item(MUG, 1), amount="69.90"), [shirts])


def test_money_never_leaves_without_a_sum() -> None:
    with pytest.raises(AmountUnknown):
        settled(compensation(None, Item(SHIRTS, 1)), [])
    with pytest.raises(AmountUnknown):
        settled(replace(refunding(Item(SHIRTS, 1)), paid=None), [])


def test_a_change_of_the_order_pays_nothing() -> None:
    changed = ticket(Item(SHIRTS, 1), remedy=Remedy.MODIFY, status=S.EXECUTING)
    assert settled(changed, []).amount is None
    assert not pays(changed)


def test_what_touches_the_money_is_looked_at() -> None:
    before = ticket(Item(SHIRTS, 1), status=S.UNDER_REVIEW)
    assert concerned(None, before)
    assert concerned(before, replace(before, status=S.APPROVED))
    assert concerned(before, replace(before, amount=Decimal("1.00")))
    assert concerned(before, replace(before, remedy=Remedy.EXCHANGE))
    assert not concerned(before, replace(before, status=S.INFO_NEEDED))


def test_what_was_paid_is_read_from_the_facts_of_the_decision() -> None:
    facts = {"request": "damaged", "order": PAID.to_json() | {"status": "signed"}}
    decision = {
        "outcome": "approve",
        "rules": ["R-DMG"],
        "remedies": [{"id": "refund_only", "outcome": "approve", "refund_amount": "33.33"}],
        "facts": facts,
    }
    new = NewTicket("k", ORDER, (Item(SHIRTS, 1),), Reason.DAMAGED, Remedy.REFUND_ONLY, decision=decision)
    known = opened(new, SHOPPER, NOW)
    assert (known.paid, known.amount, known.request) == (PAID, Decimal("33.33"), Request.DAMAGED)
    assert Paid.read(PAID.to_json()) == PAID
    assert PAID.total == Decimal("169.90")
