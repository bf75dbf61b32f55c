"""R-COMP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from policy_builders import NOW, SECOND, Decide, line

from aftersales.clock import SHANGHAI

PAID = datetime(2026, 11, 10, 20, tzinfo=SHANGHAI)
WINDOW_END = datetime(2026, 11, 18, tzinfo=SHANGHAI)
UNDER_WAY = {"status": "shipped", "paid_at": PAID, "shipped_at": PAID}


@pytest.mark.parametrize(
    ("price", "now", "outcome", "amount"),
    [
        ("79.99", WINDOW_END - SECOND, "approve", "0.02"),
        ("80.00", WINDOW_END - SECOND, "reject", "0.00"),
        ("90.00", WINDOW_END - SECOND, "reject", "0.00"),
        ("70.00", WINDOW_END, "review", "20.00"),
    ],
)
def test_price_protection(decision: Decide, price: str, now: datetime, outcome: str, amount: str) -> None:
    """Five shirts for 400.00: two of them were 160.00."""
    claim = {"current_price": price, "lines": [{"line_id": "L1", "quantity": 2}]}
    decided = decision("compensation", line(paid="400.00", quantity=5), now=now, claim=claim, **UNDER_WAY)

    assert (decided.rules, decided.remedy) == (("R-COMP",), "price_difference")
    assert (decided.outcome, str(decided.refund_amount)) == (outcome, amount)


@pytest.mark.parametrize(("severity", "amount"), [(0, "20.00"), (0.5, "40.00"), (1, "60.00")])
def test_a_proposal_for_damage(decision: Decide, severity: float, amount: str) -> None:
    decided = decision("compensation", line(paid="200.00"), claim={"severity": severity})
    assert (decided.outcome, decided.remedy) == ("review", "compensate")
    assert str(decided.refund_amount) == amount


@pytest.mark.parametrize(("days", "amount"), [(0, "0.00"), (3, "6.00"), (10, "20.00"), (25, "20.00")])
def test_a_proposal_for_delay(decision: Decide, days: int, amount: str) -> None:
    late: dict[str, Any] = {"promised_at": NOW - timedelta(days=days)}
    decided = decision("compensation", line(paid="200.00"), signed_at=NOW, **late)
    assert (decided.outcome, str(decided.refund_amount)) == ("review", amount)


def test_a_price_nobody_showed_is_asked_for(decision: Decide) -> None:
    decided = decision("compensation", remedy="price_difference")
    assert (decided.outcome, decided.evidence) == ("review", ("screenshot",))
