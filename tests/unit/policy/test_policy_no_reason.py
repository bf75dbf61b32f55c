"""R-NR, R-NR-X, R-NR-LATE, R-EX."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from policy_builders import NOW, SECOND, Decide, line, outcomes, signed

from aftersales.clock import SHANGHAI

SIGNED = datetime(2026, 11, 10, 23, 30, tzinfo=SHANGHAI)
MIDNIGHT_OF_DAY_7 = datetime(2026, 11, 18, tzinfo=SHANGHAI)


@pytest.mark.parametrize("request_", ["no_reason_return", "exchange"])
@pytest.mark.parametrize(
    ("now", "outcome"),
    [(SIGNED, "approve"), (MIDNIGHT_OF_DAY_7 - SECOND, "approve"), (MIDNIGHT_OF_DAY_7, "reject")],
)
def test_the_window_ends_at_24_of_day_7(decision: Decide, request_: str, now: datetime, outcome: str) -> None:
    assert decision(request_, signed_at=SIGNED, now=now).outcome == outcome


def test_after_the_window_the_other_ways_are_named(decision: Decide) -> None:
    late = decision("no_reason_return", signed_at=signed(8))

    assert late.rules == ("R-NR-LATE",)
    assert late.alternatives == ("quality_claim", "warranty_repair", "goodwill_review", "dispute")
    assert late.remedy == "return_refund"
    assert str(late.refund_amount) == "0.00"


def test_no_warranty_is_promised_where_there_is_none(decision: Decide) -> None:
    late = decision("no_reason_return", line("books", "30.00"), signed_at=signed(8))
    assert "warranty_repair" not in late.alternatives


@pytest.mark.parametrize("hands", ["locker", "station", "front_desk", "unknown"])
def test_a_parcel_in_other_hands_starts_no_window(decision: Decide, hands: str) -> None:
    assert decision("no_reason_return", signed_at=signed(30), signed_by=hands).outcome == "approve"


def test_a_hand_named_by_the_shopper_is_her_own(decision: Decide) -> None:
    assert decision("no_reason_return", signed_at=signed(30), signed_by="named").outcome == "reject"


@pytest.mark.parametrize(
    ("traits", "rule", "outcome"),
    [
        ({"no_reason": "yes", "confirmed": True}, "R-NR", "approve"),
        ({"no_reason": "excluded_if_confirmed"}, "R-NR", "approve"),
        ({"no_reason": "excluded_if_confirmed", "confirmed": True}, "R-NR-X", "reject"),
        ({"no_reason": "excluded_by_law"}, "R-NR-X", "review"),
        ({"no_reason": "excluded_by_law", "confirmed": True}, "R-NR-X", "reject"),
    ],
)
def test_only_a_confirmed_exclusion_refuses(
    decision: Decide, traits: dict[str, Any], rule: str, outcome: str
) -> None:
    decided = decision("no_reason_return", line(**traits), signed_at=signed(1))

    assert (decided.rules[0], decided.outcome) == (rule, outcome)
    if outcome == "reject":
        assert decided.alternatives == ("quality_claim", "dispute")


@pytest.mark.parametrize("category", ["custom", "fresh", "media"])
def test_categories_that_the_law_excludes(decision: Decide, category: str) -> None:
    assert decision("no_reason_return", line(category), signed_at=signed(1)).rules == ("R-NR-X",)


def test_the_excluded_line_of_several_refuses(decision: Decide) -> None:
    lines = (line(line_id="A"), line("custom", line_id="B", confirmed=True))
    assert decision("no_reason_return", *lines).rules == ("R-NR-X",)
    assert decision("no_reason_return", *lines, claim={"lines": [{"line_id": "A"}]}).rules == ("R-NR",)


def test_she_pays_the_way_back_unless_insured(decision: Decide) -> None:
    assert decision("no_reason_return").freight_payer == "shopper"
    assert decision("no_reason_return", line(freight_insurance=True)).freight_payer == "seller"


def test_outbound_freight_stays_with_the_shop(decision: Decide) -> None:
    decided = decision("no_reason_return", line(paid="299.00", freight_insurance=True), freight="12.00")
    assert str(decided.refund_amount) == "299.00"


@pytest.mark.parametrize(
    ("claim", "outcome", "evidence"),
    [
        ({"complete": True}, "approve", ()),
        ({}, "approve", ("goods_photo",)),
        ({"photos": {"goods": 1}}, "approve", ()),
        ({"complete": False}, "review", ()),
    ],
)
def test_goods_are_to_be_complete(
    decision: Decide, claim: dict[str, Any], outcome: str, evidence: tuple[str, ...]
) -> None:
    decided = decision("no_reason_return", claim=claim)

    assert (decided.outcome, decided.evidence) == (outcome, evidence)
    assert ("reduced_refund" in decided.alternatives) == (outcome == "review")


def test_a_gift_that_is_kept_is_deducted_at_its_marked_price(decision: Decide) -> None:
    gift = line("wearable", "0.00", line_id="G", list_price="39.00")
    lines = (line("wearable", "599.00", line_id="A"), gift)
    claim = {"lines": [{"line_id": "A"}], "complete": False}
    assert str(decision("no_reason_return", *lines, claim=claim).refund_amount) == "560.00"


@pytest.mark.parametrize(
    ("stock", "remedies", "remedy"),
    [
        (1, {"exchange": "approve", "return_refund": "approve"}, "exchange"),
        (None, {"exchange": "approve", "return_refund": "approve"}, "exchange"),
        (0, {"return_refund": "approve"}, "return_refund"),
    ],
)
def test_an_exchange_needs_stock(
    decision: Decide, stock: int | None, remedies: dict[str, str], remedy: str
) -> None:
    decided = decision("exchange", line("shoes", stock=stock), remedy="exchange")

    assert decided.rules == ("R-EX",)
    assert outcomes(decided) == remedies
    assert decided.remedy == remedy


def test_stock_must_cover_all_the_pieces(decision: Decide) -> None:
    two = line("shoes", quantity=2, stock=1)
    assert decision("exchange", two).remedy == "return_refund"
    assert decision("exchange", two, claim={"lines": [{"line_id": "L1", "quantity": 1}]}).remedy == "exchange"


@pytest.mark.parametrize(
    ("traits", "days", "rule"),
    [({}, 8, "R-NR-LATE"), ({"no_reason": "excluded_by_law", "confirmed": True}, 1, "R-NR-X")],
)
def test_an_exchange_meets_the_barriers_of_a_return(
    decision: Decide, traits: dict[str, Any], days: int, rule: str
) -> None:
    decided = decision("exchange", line(**traits), signed_at=signed(days))
    assert (decided.outcome, decided.remedy, decided.rules) == ("reject", "exchange", (rule,))


def test_both_ways_of_an_exchange_are_hers(decision: Decide) -> None:
    assert decision("exchange").freight_payer == "shopper"


def test_with_a_fault_it_is_a_quality_claim(decision: Decide) -> None:
    for request in ("no_reason_return", "exchange"):
        decided = decision(request, signed_at=signed(3), claim={"fault": "开线"})
        assert (decided.rules, decided.freight_payer) == (("R-Q7",), "seller")


def test_a_wish_beyond_the_rule_is_never_promised(decision: Decide) -> None:
    decided = decision("no_reason_return", remedy="refund_only")
    assert (decided.remedy, decided.outcome) == ("refund_only", "review")
    assert outcomes(decided) == {"return_refund": "approve", "refund_only": "review"}


def test_now_may_be_given_in_any_zone(decision: Decide) -> None:
    assert decision("no_reason_return", signed_at=signed(3), now=NOW.astimezone(UTC)).outcome == "approve"
