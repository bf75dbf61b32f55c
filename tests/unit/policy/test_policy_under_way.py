"""R-LATE, R-CANCEL, R-MODIFY."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from policy_builders import HOUR, NOW, SECOND, Decide, line, outcomes

SHIPPED = {"status": "shipped", "shipped_at": NOW - timedelta(days=9)}


@pytest.mark.parametrize(
    ("promised_at", "moved_at", "outcome"),
    [
        (NOW - SECOND, NOW - HOUR, "approve"),
        (NOW, NOW - HOUR, "reject"),
        (None, NOW - 72 * HOUR, "approve"),
        (None, NOW - 72 * HOUR + SECOND, "reject"),
    ],
)
def test_late_is_past_the_promise_or_without_movement(
    decision: Decide, promised_at: datetime | None, moved_at: datetime, outcome: str
) -> None:
    times = {"promised_at": promised_at} if promised_at else {}
    decided = decision("delay", freight="8.00", last_movement_at=moved_at, **SHIPPED, **times)

    assert (decided.rules, decided.outcome) == (("R-LATE",), outcome)
    if outcome == "approve":
        assert list(outcomes(decided)) == ["urge_courier", "reship", "refund_only"]
        assert str(decided.remedies[2].refund_amount) == "307.00"
    else:
        assert decided.alternatives == ("wait_until", "human", "dispute")


def test_waiting_has_a_date(decision: Decide) -> None:
    decided = decision("delay", promised_at=NOW + 30 * HOUR, last_movement_at=NOW, **SHIPPED)
    assert "11月24日（周二）18:00" in decided.explanation


def test_signed_but_not_received_goes_to_the_courier(decision: Decide) -> None:
    decided = decision("delay", claim={"received": False})

    assert (decided.outcome, outcomes(decided)) == ("review", {"reship": "review", "refund_only": "review"})
    assert decided.deadlines[0].clock == "SLA-COURIER"


@pytest.mark.parametrize("asked", [None, "cancel", "refund_only", "return_refund"])
def test_before_shipping_everything_comes_back(decision: Decide, asked: str | None) -> None:
    decided = decision("cancel", status="paid", freight="10.00", remedy=asked)

    assert (decided.remedy, decided.outcome, decided.freight_payer) == ("cancel", "approve", "none")
    assert str(decided.refund_amount) == "309.00"


def test_custom_goods_in_production_are_looked_at(decision: Decide) -> None:
    assert decision("cancel", line("custom", in_production=True), status="paid").outcome == "review"
    assert decision("cancel", line("custom"), status="paid").outcome == "approve"


@pytest.mark.parametrize(
    ("times", "payer", "amount"),
    [({}, "shopper", "299.00"), ({"promised_at": NOW - HOUR}, "seller", "309.00")],
)
def test_after_shipping_the_parcel_is_stopped(
    decision: Decide, times: dict[str, Any], payer: str, amount: str
) -> None:
    decided = decision("cancel", freight="10.00", last_movement_at=NOW, remedy="cancel", **SHIPPED, **times)

    assert (decided.remedy, decided.outcome) == ("intercept", "approve")
    assert (decided.freight_payer, str(decided.refund_amount)) == (payer, amount)


@pytest.mark.parametrize(("order", "outcome"), [({"status": "paid"}, "approve"), (SHIPPED, "review")])
def test_a_change_before_and_after_shipping(decision: Decide, order: dict[str, Any], outcome: str) -> None:
    decided = decision("modify", **order)
    assert (decided.rules, decided.outcome, decided.remedy) == (("R-MODIFY",), outcome, "modify")
