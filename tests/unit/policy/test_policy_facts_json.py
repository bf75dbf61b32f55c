"""What the simulator refuses, naming the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from policy_builders import HOUR, NOW, Body, body, line, virtual

from aftersales.errors import InvalidInput
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.names import OrderStatus, Request, SignedBy

LATER = (NOW + HOUR).isoformat()


def given(**paths: Any) -> Callable[[Body], None]:
    """Set values at paths such as order__lines__0__paid."""

    def change(document: Body) -> None:
        for path, value in paths.items():
            *steps, last = (int(step) if step.isdigit() else step for step in path.split("__"))
            target: Any = document
            for step in steps:
                target = target[step] if isinstance(step, int) else target.setdefault(step, {})
            target[last] = value

    return change


REFUSED = [
    (given(colour="red"), "colour"),
    (given(order__colour="red"), "order.colour"),
    (given(order__lines__0__traits__colour="red"), "order.lines.0.traits.colour"),
    (given(claim__colour="red"), "claim.colour"),
    (given(shopper__colour="red"), "shopper.colour"),
    (given(request="anything"), "request"),
    (given(claim__lines=[{"line_id": "L9", "quantity": 1}]), "claim.lines.0.line_id"),
    (given(claim__lines=[{"line_id": "L1", "quantity": 2}]), "claim.lines.0.quantity"),
    (given(claim__lines=[{"line_id": "L1", "quantity": 0}]), "claim.lines.0.quantity"),
    (given(claim__lines=[{"line_id": "L1", "quantity": -1}]), "claim.lines.0.quantity"),
    (given(claim__lines=[{"line_id": "L1"}, {"line_id": "L1"}]), "claim.lines.1.line_id"),
    (given(claim__lines=[]), "claim.lines"),
    (given(claim__quantity_refunded=1), "claim.quantity_refunded"),
    (given(claim__severity=1.01), "claim.severity"),
    (given(claim__current_price="-1.00"), "claim.current_price"),
    (given(order__lines__0__quantity=0), "order.lines.0.quantity"),
    (given(order__lines__0__paid="-299.00"), "order.lines.0.paid"),
    (given(order__lines__0__paid="zwei"), "order.lines.0.paid"),
    (given(order__lines__0__paid="299.001"), "order.lines.0.paid"),
    (given(order__lines__0__paid="NaN"), "order.lines.0.paid"),
    (given(order__lines__0__paid=299.0), "order.lines.0.paid"),
    *(
        (given(order__lines__0__list_price=amount), "order.lines.0.list_price")
        for amount in (
            "",
            " 1.00",
            "1e2",
            "1_000",
            "+1.00",
            "1,00",
            ".5",
            "１.00",
            "Infinity",
            "9" * 11,
            None,
            True,
        )
    ),
    (given(order__freight="-0.01"), "order.freight"),
    (given(order__paid_total="299.01"), "order.paid_total"),
    (given(order__freight="5.00"), "order.paid_total"),
    (given(order__lines__0__category="boats"), "order.lines.0.category"),
    (given(order__lines=[]), "order.lines"),
    (given(now="2026-11-23T12:00:00"), "now"),
    (given(now=1795000000), "now"),
    (given(now="1795000000"), "now"),
    (given(now="2026-11-23"), "now"),
    (given(now="9999-12-31T23:59:59+00:00"), "now"),
    (given(order__paid_at="0001-01-01T00:00:00+08:00"), "order.paid_at"),
    (given(claim__fault=7), "claim.fault"),
    (given(claim__open_ticket=[]), "claim.open_ticket"),
    (given(claim__complete="yes"), "claim.complete"),
    (given(claim__severity="0.5"), "claim.severity"),
    (given(claim__severity=float("nan")), "claim.severity"),
    (given(claim__photos={"goods": -1}), "claim.photos.goods"),
    (given(claim__days_in_repair=10**9), "claim.days_in_repair"),
    (given(order__lines__0__traits={"warranty_months": 10**6}), "order.lines.0.traits.warranty_months"),
    (given(order__lines__0__quantity=10**9), "order.lines.0.quantity"),
    (given(order__lines__0__quantity=1.5), "order.lines.0.quantity"),
    (given(order__signed_at="2026-11-23T10:00:00"), "order.signed_at"),
    (given(order__signed_at=LATER), "order.signed_at"),
    (given(order__paid_at=LATER), "order.paid_at"),
    (given(order__paid_at="yesterday"), "order.paid_at"),
    (given(order__shipped_at=(NOW - HOUR).isoformat()), "order.signed_at"),
    (given(order__shipped_at=(NOW - timedelta(days=1501)).isoformat()), "order.shipped_at"),
    (given(order__promised_at=(NOW - timedelta(days=1501)).isoformat()), "order.promised_at"),
    (given(order__signed_at=None), "order.signed_at"),
    (given(order__status="shipped"), "order.signed_at"),
    (given(order__status="delivered", order__signed_at=None), "order.status"),
    (given(request="virtual"), "request"),
    (given(order__lines__0__traits={"virtual": {"kind": "code", "state": "failed"}}), "request"),
    (given(request="cancel"), "request"),
    (given(request="modify"), "request"),
    (given(request="delay"), "request"),
    (given(request="dispute"), "claim.disputed_rule"),
    (given(request="dispute", claim__disputed_rule="R-NOPE"), "claim.disputed_rule"),
    *(
        (given(request=request, order__status="shipped", order__signed_at=None), "request")
        for request in (
            "no_reason_return",
            "quality",
            "repair",
            "exchange",
            "damaged",
            "wrong_item",
            "missing_item",
        )
    ),
]


@pytest.mark.parametrize(("change", "field"), REFUSED)
def test_refused(change: Callable[[Body], None], field: str) -> None:
    document = body("no_reason_return")
    assert parse_facts(document).request == "no_reason_return"
    change(document)

    with pytest.raises(InvalidInput) as refused:
        parse_facts(document)
    assert refused.value.field == field


@pytest.mark.parametrize("missing", ["now", "request", "order"])
def test_needed(missing: str) -> None:
    document = body("no_reason_return")
    del document[missing]
    with pytest.raises(InvalidInput) as refused:
        parse_facts(document)
    assert refused.value.field == missing


@pytest.mark.parametrize("document", [None, [], "facts", 7])
def test_no_object(document: object) -> None:
    with pytest.raises(InvalidInput):
        parse_facts(document)


def test_what_is_not_said() -> None:
    lines = (line(line_id="A", quantity=2), line(line_id="B"))
    facts = parse_facts(body("quality", *lines))

    assert [(claimed.line_id, claimed.quantity) for claimed in facts.claim.lines] == [("A", 2), ("B", 1)]
    assert (facts.claim.photos.goods, facts.claim.photos.parcel) == (0, 0)
    assert (facts.claim.complete, facts.claim.fault) == (None, None)
    assert (facts.claim.cause, facts.claim.received, facts.claim.proof) == ("unknown", True, "order")
    assert facts.order.signed_by is SignedBy.SHOPPER
    assert not facts.order.lines[0].traits.confirmed
    assert not facts.order.lines[0].traits.told


def test_what_is_left_of_a_line() -> None:
    facts = parse_facts(body("quality", line(quantity=5), claim={"quantity_refunded": 2}))
    assert facts.claim.lines[0].quantity == 3


def test_virtual_goods_have_their_own_request() -> None:
    facts = parse_facts(body("virtual", virtual("failed"), status="delivered"))
    assert (facts.request, facts.order.status) == (Request.VIRTUAL, OrderStatus.DELIVERED)


def test_signed_but_not_received_is_a_delay() -> None:
    assert not parse_facts(body("delay", claim={"received": False})).claim.received
