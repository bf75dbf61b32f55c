"""R-VG-FAIL, R-VG-DONE, R-VG-RENEW, R-VG-MINOR."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from policy_builders import NOW, SECOND, Decide, outcomes, virtual

HALF_HOUR = timedelta(minutes=30)
BOTH = ["reissue", "refund_only"]


@pytest.mark.parametrize("state", ["failed", "invalid"])
def test_a_failure_on_record_is_made_good(decision: Decide, state: str) -> None:
    decided = decision("virtual", virtual(state, told=True), status="delivered")

    assert (decided.rules, decided.outcome, list(outcomes(decided))) == (("R-VG-FAIL",), "approve", BOTH)
    assert decided.freight_payer == "none"
    assert str(decided.remedies[1].refund_amount) == "100.00"


@pytest.mark.parametrize(("waited", "outcome"), [(HALF_HOUR, "reject"), (HALF_HOUR + SECOND, "approve")])
def test_arrival_takes_half_an_hour(decision: Decide, waited: timedelta, outcome: str) -> None:
    decided = decision("virtual", virtual("not_delivered"), status="paid", paid_at=NOW - waited)

    assert (decided.rules, decided.outcome) == (("R-VG-FAIL",), outcome)
    assert ("wait_until" in decided.alternatives) == (outcome == "reject")


@pytest.mark.parametrize(
    ("state", "told", "claim", "rule", "outcome"),
    [
        ("redeemed", True, {}, "R-VG-DONE", "reject"),
        ("redeemed", True, {"buyer_mistake": True}, "R-VG-DONE", "reject"),
        ("redeemed", False, {}, "R-VG-DONE", "review"),
        ("delivered_unused", True, {"buyer_mistake": True}, "R-VG-DONE", "review"),
        ("redeemed", True, {"fault": "不是我用的"}, "R-VG-FAIL", "review"),
        ("redeemed", True, {"minor": True}, "R-VG-MINOR", "review"),
    ],
)
def test_what_was_used_is_used_if_that_was_told(
    decision: Decide, state: str, told: bool, claim: dict[str, Any], rule: str, outcome: str
) -> None:
    decided = decision("virtual", virtual(state, told=told), status="delivered", claim=claim)

    assert (decided.rules[0], decided.outcome) == (rule, outcome)
    if outcome == "reject":
        assert decided.alternatives == ("goodwill_review", "human", "dispute")


def test_renewals_end_at_once_the_last_charge_is_looked_at(decision: Decide) -> None:
    membership = virtual("redeemed", "membership", told=True)
    decided = decision("virtual", membership, status="delivered", remedy="cancel")

    assert (decided.rules, decided.remedy, decided.outcome) == (("R-VG-RENEW",), "cancel", "approve")
    assert outcomes(decided)["refund_only"] == "review"
    assert (str(decided.refund_amount), decided.deadlines) == ("0.00", ())


def test_no_secret_is_ever_asked_for(decision: Decide) -> None:
    decided = decision("virtual", virtual("failed"), status="delivered")
    assert "不会向您要密码或短信验证码" in decided.explanation
