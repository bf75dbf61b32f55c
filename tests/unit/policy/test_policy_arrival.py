"""R-DMG, R-WRONG, R-MISS."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from policy_builders import BOTH_PHOTOS, NOW, SECOND, Decide, line, outcomes, signed

DAYS_2 = timedelta(hours=48)


@pytest.mark.parametrize(
    ("signed_at", "claim", "outcome", "evidence"),
    [
        (NOW - DAYS_2, BOTH_PHOTOS, "approve", ()),
        (NOW - DAYS_2 + SECOND, BOTH_PHOTOS, "approve", ()),
        (NOW - DAYS_2 - SECOND, BOTH_PHOTOS, "review", ()),
        (NOW - SECOND, {"photos": {"goods": 2}}, "review", ("parcel_photo",)),
        (NOW - SECOND, {"photos": {"parcel": 2}}, "review", ("goods_photo",)),
        (NOW - SECOND, {}, "review", ("goods_photo", "parcel_photo")),
    ],
)
def test_damage_is_shown_in_time_or_looked_at(
    decision: Decide, signed_at: datetime, claim: dict[str, Any], outcome: str, evidence: tuple[str, ...]
) -> None:
    decided = decision("damaged", line("home", "189.00"), signed_at=signed_at, claim=claim)

    assert decided.rules == ("R-DMG",)
    assert (decided.outcome, decided.evidence) == (outcome, evidence)
    assert set(outcomes(decided).values()) == {outcome}
    assert decided.freight_payer == "seller"


@pytest.mark.parametrize(
    ("category", "claim", "money_back"),
    [
        ("home", {}, "return_refund"),
        ("home", {"fault": "broken"}, "refund_only"),
        ("home", {"severity": 1}, "refund_only"),
        ("fresh", {}, "refund_only"),
    ],
)
def test_what_is_broken_or_spoilt_need_not_travel(
    decision: Decide, category: str, claim: dict[str, Any], money_back: str
) -> None:
    decided = decision("damaged", line(category, "189.00"), claim=BOTH_PHOTOS | claim)

    assert list(outcomes(decided)) == ["reship", money_back, "price_reduction"]
    amounts = {option.id: str(option.refund_amount) for option in decided.remedies}
    assert amounts == {"reship": "0.00", money_back: "189.00", "price_reduction": "18.90"}


def test_without_stock_nothing_is_sent_again(decision: Decide) -> None:
    decided = decision("damaged", line("home", stock=0), remedy="exchange", claim=BOTH_PHOTOS)
    assert decided.remedy == "return_refund"
    assert list(outcomes(decided)) == ["return_refund", "price_reduction"]


def test_her_own_carrier_carries_the_risk(decision: Decide) -> None:
    assert decision("damaged", carrier_by_shopper=True, claim=BOTH_PHOTOS).outcome == "review"


@pytest.mark.parametrize(
    ("days", "photos", "outcome"), [(15, 1, "approve"), (16, 1, "review"), (3, 0, "review")]
)
def test_a_wrong_item(decision: Decide, days: int, photos: int, outcome: str) -> None:
    goods = line("custom", confirmed=True)
    decided = decision("wrong_item", goods, signed_at=signed(days), claim={"photos": {"goods": photos}})

    assert (decided.rules, decided.freight_payer) == (("R-WRONG",), "seller")
    assert outcomes(decided) == {"exchange": outcome, "return_refund": outcome}


@pytest.mark.parametrize(
    ("signed_at", "photos", "outcome"),
    [
        (NOW - DAYS_2, {"goods": 1}, "approve"),
        (NOW - DAYS_2, {"parcel": 1}, "approve"),
        (NOW - DAYS_2 - SECOND, {"goods": 1}, "review"),
        (NOW - SECOND, {}, "review"),
    ],
)
def test_a_missing_piece(decision: Decide, signed_at: datetime, photos: dict[str, int], outcome: str) -> None:
    claim = {"photos": photos, "lines": [{"line_id": "L1", "quantity": 2}]}
    decided = decision("missing_item", line(paid="400.00", quantity=5), signed_at=signed_at, claim=claim)

    assert decided.rules == ("R-MISS",)
    assert outcomes(decided) == {"reship": outcome, "refund_only": outcome}
    assert str(decided.remedies[1].refund_amount) == "160.00"


@pytest.mark.parametrize(("stock", "remedies"), [(None, ["reship", "refund_only"]), (0, ["refund_only"])])
def test_a_wrong_item_that_cannot_travel_stays_with_her(
    decision: Decide, stock: int | None, remedies: list[str]
) -> None:
    for asked in (None, "return_refund", "exchange"):
        wrong = decision(
            "wrong_item", line("fresh", stock=stock), claim={"photos": {"goods": 1}}, remedy=asked
        )
        assert outcomes(wrong) == dict.fromkeys(remedies, "approve")
        assert wrong.remedy in remedies
