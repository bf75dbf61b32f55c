"""The orders of the demo shop (CONTRACT) through the policy, as a shopper would ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from policy_builders import BOTH_PHOTOS, HOUR, NOW, Decide, line, signed, virtual

FAULT = {"fault": True}
TODAY = NOW - 2 * HOUR
STUCK = {
    "status": "shipped",
    "shipped_at": NOW - timedelta(days=9),
    "last_movement_at": NOW - timedelta(days=5),
    "promised_at": NOW - timedelta(days=4),
}

SHOP: list[tuple[str, str, dict[str, Any], dict[str, Any], tuple[str, str | None, str]]] = [
    (
        "0001 hoodie",
        "no_reason_return",
        line("clothes", "299.00"),
        {"signed_at": signed(3)},
        ("R-NR", "return_refund", "approve"),
    ),
    (
        "0002 pillow",
        "no_reason_return",
        line("small_appliance", "168.00"),
        {"signed_at": signed(7)},
        ("R-NR", "return_refund", "approve"),
    ),
    (
        "0003 fryer",
        "no_reason_return",
        line("small_appliance", "399.00"),
        {"signed_at": signed(8)},
        ("R-NR-LATE", "return_refund", "reject"),
    ),
    (
        "0004 necklace",
        "no_reason_return",
        line("custom", "520.00", confirmed=True),
        {"signed_at": signed(1)},
        ("R-NR-X", "return_refund", "reject"),
    ),
    (
        "0005 durian",
        "no_reason_return",
        line("fresh", "239.00", confirmed=True),
        {"signed_at": signed(1)},
        ("R-NR-X", "return_refund", "reject"),
    ),
    (
        "0005 spoilt",
        "quality",
        line("fresh", "239.00", confirmed=True),
        {"signed_at": signed(1), "claim": {"photos": {"goods": 1}}},
        ("R-PERISH", "refund_only", "approve"),
    ),
    (
        "0007 cooker",
        "quality",
        line("small_appliance", "459.00"),
        {"signed_at": signed(12), "claim": FAULT},
        ("R-Q15", "exchange", "approve"),
    ),
    (
        "0007 refund",
        "quality",
        line("small_appliance", "459.00"),
        {"signed_at": signed(12), "claim": FAULT, "remedy": "return_refund"},
        ("R-Q15", "return_refund", "review"),
    ),
    (
        "0008 phone",
        "quality",
        line("phone", "2999.00"),
        {"signed_at": signed(120), "claim": FAULT},
        ("R-W", "repair", "approve"),
    ),
    (
        "0008 wet",
        "repair",
        line("phone", "2999.00"),
        {"signed_at": signed(120), "claim": {"cause": "liquid"}},
        ("R-W-X", "repair", "approve"),
    ),
    (
        "0009 fridge",
        "quality",
        line("large_appliance", "2399.00"),
        {"signed_at": signed(1110), "claim": FAULT},
        ("R-W-OUT", "repair", "reject"),
    ),
    (
        "0010 vase",
        "damaged",
        line("home", "189.00"),
        {"signed_at": TODAY, "claim": BOTH_PHOTOS},
        ("R-DMG", "reship", "approve"),
    ),
    (
        "0010 one photo",
        "damaged",
        line("home", "189.00"),
        {"signed_at": TODAY, "claim": {"photos": {"goods": 2}}},
        ("R-DMG", "reship", "review"),
    ),
    (
        "0012 bricks",
        "delay",
        line("toys", "129.00"),
        STUCK | {"remedy": "refund_only"},
        ("R-LATE", "refund_only", "approve"),
    ),
    (
        "0013 jacket",
        "cancel",
        line("clothes", "899.00"),
        {"status": "paid"},
        ("R-CANCEL", "cancel", "approve"),
    ),
    (
        "0014 member",
        "virtual",
        virtual("redeemed", "membership", told=True),
        {"status": "delivered"},
        ("R-VG-DONE", "refund_only", "reject"),
    ),
    (
        "0015 recharge",
        "virtual",
        virtual("failed", "recharge"),
        {"status": "paid", "paid_at": TODAY},
        ("R-VG-FAIL", "reissue", "approve"),
    ),
    (
        "0016 code",
        "virtual",
        virtual("invalid"),
        {"status": "delivered"},
        ("R-VG-FAIL", "reissue", "approve"),
    ),
    (
        "0017 underwear",
        "no_reason_return",
        line("clothes", "159.00", no_reason="excluded_if_confirmed", confirmed=True),
        {"signed_at": signed(2)},
        ("R-NR-X", "return_refund", "reject"),
    ),
    (
        "0018 shoes",
        "exchange",
        line("shoes", "369.00", stock=3),
        {"signed_at": signed(4)},
        ("R-EX", "exchange", "approve"),
    ),
    (
        "0019 liquor",
        "delay",
        line("food", "1376.00", quantity=2),
        {"signed_at": signed(1), "signed_by": "front_desk", "claim": {"received": False}},
        ("R-LATE", "reship", "review"),
    ),
    (
        "0020 washer",
        "repair",
        line("large_appliance", "1999.00"),
        {"signed_at": signed(430), "claim": FAULT},
        ("R-W", "repair", "approve"),
    ),
    (
        "0020 dropped",
        "repair",
        line("large_appliance", "1999.00"),
        {"signed_at": signed(430), "claim": {"cause": "human"}},
        ("R-W-X", "repair", "reject"),
    ),
]


@pytest.mark.parametrize(
    ("request_", "goods", "more", "expected"), [row[1:] for row in SHOP], ids=[row[0] for row in SHOP]
)
def test_the_demo_shop(
    decision: Decide,
    request_: str,
    goods: dict[str, Any],
    more: dict[str, Any],
    expected: tuple[str, str | None, str],
) -> None:
    decided = decision(request_, goods, **more)
    assert (decided.rules[0], decided.remedy, decided.outcome) == expected


def test_two_of_five_shirts_are_worth_what_was_paid_for_them(decision: Decide) -> None:
    shirts = line("clothes", "400.00", quantity=5, list_price="89.00")
    claim = {"lines": [{"line_id": "L1", "quantity": 2}]}
    decided = decision("no_reason_return", shirts, signed_at=signed(5), claim=claim)
    assert str(decided.refund_amount) == "160.00"


def test_the_broken_vase_need_not_be_sent_back(decision: Decide) -> None:
    claim = BOTH_PHOTOS | {"fault": "broken"}
    decided = decision("damaged", line("home", "189.00"), signed_at=TODAY, claim=claim)
    assert [option.id for option in decided.remedies] == ["reship", "refund_only", "price_reduction"]
