"""Each step keeps the fact that belongs to it, also when only a reason is given."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from ticket_builders import AGENT, NOW, SHOPPER, SUPERVISOR, TECH, in_status

from aftersales.errors import Forbidden, InvalidInput
from aftersales.policy.names import Remedy
from aftersales.tickets.lifecycle import TRANSITIONS, TransitionRefused
from aftersales.tickets.model import Actor, Role, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.money import PaysTooMuch
from aftersales.tickets.recording import recorded
from aftersales.tickets.records import RecordKind as K
from aftersales.tickets.step_records import stepped

ANYBODY = Actor("all", frozenset(Role))
NUMBER = "SF123456"


def paying(status: S, amount: str = "100.00") -> Ticket:
    return replace(in_status(status, Remedy.REFUND_ONLY), amount=Decimal(amount))


@pytest.mark.parametrize(("origin", "to"), sorted(TRANSITIONS))
def test_the_three_fields_of_the_contract_make_every_step(origin: S, to: S) -> None:
    ticket = paying(origin)
    if (origin, to) == (S.QUOTING, S.AWAITING_QUOTE):
        with pytest.raises(InvalidInput) as refused:
            stepped(ticket, to, "需要换主板", ANYBODY, NOW)
        assert (refused.value.field, refused.value.message) == ("details.amount", "请填写金额。")
    else:
        moved = stepped(ticket, to, "已核对", ANYBODY, NOW)
        assert (moved.status, moved.version) == (to, ticket.version + 1)
        assert all("已核对" in record.data.values() for record in moved.records)


@pytest.mark.parametrize(
    ("origin", "to", "details", "kind", "kept"),
    [
        (S.AWAITING_RETURN, S.RETURNED, {"number": NUMBER}, K.WAYBILL, {"number": NUMBER}),
        (S.AWAITING_RETURN, S.RETURNED, None, K.NOTE, {"text": "原因"}),
        (S.INSPECTING, S.INSPECTION_FAILED, {"cause": "liquid"}, K.INSPECTION, {"finding": "原因"}),
        (S.INSPECTING, S.REFUNDING, None, K.INSPECTION, {"passed": True, "finding": "原因"}),
        (S.INSPECTING, S.QUOTING, {"finding": "进水"}, K.INSPECTION, {"passed": True, "finding": "进水"}),
        (S.QUOTING, S.AWAITING_QUOTE, {"amount": 120, "days": 5}, K.QUOTE, {"amount": "120.00"}),
        (S.AWAITING_QUOTE, S.REPAIRING, None, K.QUOTE_ANSWER, {"accepted": True}),
        (S.AWAITING_QUOTE, S.SENDING_BACK, None, K.QUOTE_ANSWER, {"accepted": False}),
        (S.REPAIRING, S.COMPLETED, {"done": "换了主板"}, K.REPAIR, {"done": "换了主板", "note": ""}),
        (S.REPAIRING, S.EXCHANGING, None, K.REPAIR, {"done": "原因"}),
        (S.EXCHANGING, S.COMPLETED, {"spec": "43 码"}, K.SHIPMENT, {"spec": "43 码"}),
        (S.SENDING_BACK, S.CLOSED, {"tracking_number": "SF 123456"}, K.SHIPMENT, {"tracking_number": NUMBER}),
        (S.REFUNDING, S.COMPLETED, {"reference": "R-1"}, K.REFUND, {"amount": "100.00", "reference": "R-1"}),
        (S.COMPENSATING, S.COMPLETED, None, K.REFUND, {"amount": "100.00"}),
    ],
)  # fmt: skip
def test_the_step_s_fact_is_kept_with_it(
    origin: S, to: S, details: dict[str, Any] | None, kind: K, kept: dict[str, Any]
) -> None:
    (record,) = stepped(paying(origin), to, "原因", ANYBODY, NOW, details=details).records
    assert record.kind is kind
    assert kept.items() <= record.data.items()


@pytest.mark.parametrize(
    ("origin", "to", "details", "field"),
    [
        (S.INSPECTING, S.REFUNDING, {"passed": False}, "details.passed"),
        (S.AWAITING_QUOTE, S.REPAIRING, {"accepted": False}, "details.accepted"),
        (S.QUOTING, S.AWAITING_QUOTE, {"amount": "x"}, "details.amount"),
        (S.UNDER_REVIEW, S.APPROVED, {"amount": "1.00"}, "details"),
    ],
)
def test_details_that_do_not_fit_move_nothing(origin: S, to: S, details: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        stepped(paying(origin), to, "原因", ANYBODY, NOW, details=details)
    assert refused.value.field == field


def test_who_may_not_move_it_is_told_so_before_anything_else() -> None:
    with pytest.raises(Forbidden):
        stepped(paying(S.QUOTING), S.AWAITING_QUOTE, "…", SHOPPER, NOW)
    with pytest.raises(TransitionRefused):
        stepped(paying(S.QUOTING), S.COMPLETED, "…", TECH, NOW, details={"x": 1})


def test_a_cancelled_order_s_refund_is_on_record_a_changed_one_s_is_not() -> None:
    cancelled = replace(in_status(S.EXECUTING, Remedy.CANCEL), amount=Decimal("899.00"))
    assert stepped(cancelled, S.COMPLETED, "已取消", AGENT, NOW).records[-1].data["amount"] == "899.00"
    modified = in_status(S.EXECUTING, Remedy.MODIFY)
    assert stepped(modified, S.COMPLETED, "已改地址", AGENT, NOW).records[-1].kind is K.NOTE


def test_what_was_paid_becomes_the_amount_and_is_never_more_than_was_set() -> None:
    done = stepped(paying(S.REFUNDING), S.COMPLETED, "…", AGENT, NOW, details={"amount": "90.00"})
    assert done.amount == Decimal("90.00")
    with pytest.raises(PaysTooMuch):
        stepped(paying(S.REFUNDING), S.COMPLETED, "…", SUPERVISOR, NOW, details={"amount": "100.01"})


def test_what_was_recorded_just_before_is_not_recorded_again() -> None:
    inspected = recorded(paying(S.INSPECTING), K.INSPECTION, {"passed": True, "finding": "完好"}, AGENT, NOW)
    assert len(stepped(inspected, S.REFUNDING, "验货通过", AGENT, NOW).records) == 1
    assert len(stepped(inspected, S.INSPECTION_FAILED, "复验不通过", AGENT, NOW).records) == 2
    later = replace(in_status(S.INSPECTING, at=NOW + timedelta(days=1)), records=inspected.records)
    assert len(stepped(later, S.QUOTING, "再验", AGENT, NOW + timedelta(days=1)).records) == 2
