"""R-Q7, R-Q15, R-W, R-W-X, R-W-OUT, R-Q-LATE, R-PERISH."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from policy_builders import NOW, SECOND, Decide, body, line, outcomes, signed

from aftersales.clock import SHANGHAI
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.model import Circumstances
from aftersales.policy.policy import Policy

SHOWN = {"fault": True}
SIGNED = datetime(2026, 1, 31, 10, tzinfo=SHANGHAI)


def at(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("category", "now", "rule", "outcome"),
    [
        ("phone", at(2, 8) - SECOND, "R-Q7", "approve"),
        ("phone", at(2, 8), "R-Q15", "approve"),
        ("phone", at(2, 16) - SECOND, "R-Q15", "approve"),
        ("phone", at(2, 16), "R-W", "approve"),
        ("phone", at(2, 1, 2027) - SECOND, "R-W", "approve"),
        ("phone", at(2, 1, 2027), "R-W-OUT", "reject"),
        # Three months from 31 January end on 30 April.
        ("clothes", at(5, 1) - SECOND, "R-W", "approve"),
        ("clothes", at(5, 1), "R-W-OUT", "reject"),
        ("books", at(2, 16) - SECOND, "R-Q15", "approve"),
        ("books", at(2, 16), "R-Q-LATE", "review"),
    ],
)
def test_the_windows_of_a_fault(
    decision: Decide, category: str, now: datetime, rule: str, outcome: str
) -> None:
    decided = decision("quality", line(category), signed_at=SIGNED, now=now, claim=SHOWN)
    assert (decided.rules[0], decided.outcome) == (rule, outcome)


@pytest.mark.parametrize(("now", "rule"), [(at(6, 11, 2027) - SECOND, "R-W"), (at(6, 11, 2027), "R-W-OUT")])
def test_a_new_piece_has_its_whole_warranty(policy: Policy, now: datetime, rule: str) -> None:
    facts = parse_facts(body("quality", line("phone"), signed_at=SIGNED, now=now, claim=SHOWN))
    replaced_at = datetime(2026, 6, 10, 10, tzinfo=SHANGHAI)
    decided = decide(replace(facts, circumstances=Circumstances(replaced_at=replaced_at)), policy)
    assert decided.rules == (rule,)


@pytest.mark.parametrize(
    ("days", "remedies"),
    [
        (3, {"return_refund": "approve", "exchange": "approve", "repair": "approve"}),
        (10, {"exchange": "approve", "repair": "approve", "return_refund": "review"}),
        (60, {"repair": "approve", "exchange": "review", "return_refund": "review"}),
    ],
)
def test_what_is_offered_when(decision: Decide, days: int, remedies: dict[str, str]) -> None:
    decided = decision("quality", signed_at=signed(days), claim=SHOWN)

    assert outcomes(decided) == remedies
    assert {option.freight_payer for option in decided.remedies} == {"seller"}


@pytest.mark.parametrize("remedy", ["return_refund", "exchange", "repair"])
def test_her_choice_counts(decision: Decide, remedy: str) -> None:
    assert decision("quality", signed_at=signed(3), remedy=remedy, claim=SHOWN).remedy == remedy


def test_who_asks_for_repair_gets_repair(decision: Decide) -> None:
    assert decision("repair", signed_at=signed(3), claim=SHOWN).remedy == "repair"


def test_a_whole_order_at_fault_brings_its_freight_back(decision: Decide) -> None:
    lines = (line(paid="100.00", line_id="A"), line(paid="50.00", line_id="B"))
    whole = decision("quality", *lines, freight="10.00", claim=SHOWN)
    part = decision("quality", *lines, freight="10.00", claim=SHOWN | {"lines": [{"line_id": "A"}]})

    assert str(whole.refund_amount) == "160.00"
    assert str(part.refund_amount) == "100.00"


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ({}, ("goods_photo", "fault_description")),
        ({"fault": "按键失灵"}, ()),
        ({"photos": {"goods": 1}}, ()),
    ],
)
def test_a_photo_or_a_description_is_enough(
    decision: Decide, claim: dict[str, Any], evidence: tuple[str, ...]
) -> None:
    decided = decision("quality", signed_at=signed(3), claim=claim)
    assert (decided.outcome, decided.evidence) == ("approve", evidence)


def test_without_a_fault_people_look(decision: Decide) -> None:
    assert decision("quality", signed_at=signed(3), claim={"fault": False}).outcome == "review"


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ({"repairs": 1}, "review"),
        ({"repairs": 2}, "approve"),
        ({"days_in_repair": 30}, "review"),
        ({"days_in_repair": 31}, "approve"),
        ({"unrepairable": True}, "approve"),
    ],
)
def test_a_new_piece_when_repair_has_failed(decision: Decide, claim: dict[str, Any], outcome: str) -> None:
    decided = decision("quality", line("phone"), signed_at=signed(90), remedy="exchange", claim=SHOWN | claim)
    assert (decided.rules[0], decided.outcome) == ("R-W", outcome)


def test_money_back_when_the_model_is_gone(decision: Decide) -> None:
    gone = line("phone", stock=0)
    claim = SHOWN | {"unrepairable": True}
    unrepairable = decision("quality", gone, signed_at=signed(90), claim=claim)
    assert outcomes(unrepairable) == {"return_refund": "approve"}
    exchange = decision("quality", gone, signed_at=signed(10), remedy="exchange", claim=SHOWN)
    assert (exchange.remedy, exchange.outcome) == ("return_refund", "approve")


def test_time_in_repair_does_not_use_up_the_warranty(decision: Decide) -> None:
    signed_at = NOW - timedelta(days=370)
    assert decision("quality", line("phone"), signed_at=signed_at, claim=SHOWN).outcome == "reject"
    repaired = SHOWN | {"days_in_repair": 10}
    assert decision("quality", line("phone"), signed_at=signed_at, claim=repaired).outcome == "approve"


def test_main_parts_of_a_computer_have_their_own_term(decision: Decide) -> None:
    computer, signed_at = line("computer"), signed(500)
    assert decision("quality", computer, signed_at=signed_at, claim=SHOWN).rules[0] == "R-W-OUT"
    main_part = SHOWN | {"main_part": True}
    assert decision("quality", computer, signed_at=signed_at, claim=main_part).rules[0] == "R-W"


def test_electronics_have_a_year_whatever_the_line_says(decision: Decide) -> None:
    decided = decision("quality", line("phone", warranty_months=3), signed_at=signed(200), claim=SHOWN)
    assert decided.rules[0] == "R-W"


CAUSES = ["human", "liquid", "unauthorised_repair", "environment", "wear", "force_majeure"]


@pytest.mark.parametrize("cause", CAUSES)
def test_her_own_cause_ends_free_repair(decision: Decide, cause: str) -> None:
    decided = decision("repair", line("phone"), signed_at=signed(300), claim={"cause": cause})

    assert (decided.rules[0], decided.outcome, decided.remedy) == ("R-W-X", "reject", "repair")
    assert decided.alternatives[0] == "paid_repair"
    assert decided.freight_payer == "shopper"
    assert outcomes(decided) == {"repair": "reject", "paid_repair": "approve"}


def test_a_paid_repair_that_she_chose_is_announced_as_one(decision: Decide) -> None:
    claim = {"cause": "liquid"}
    chosen = decision("repair", line("phone"), signed_at=signed(300), remedy="paid_repair", claim=claim)

    assert (chosen.rules[0], chosen.outcome, chosen.remedy) == ("R-W-X", "approve", "paid_repair")
    assert "先检测报价" in chosen.explanation
    assert "先别担心" not in chosen.explanation


@pytest.mark.parametrize("cause", ["none", "unknown"])
def test_no_cause_of_hers_keeps_free_repair(decision: Decide, cause: str) -> None:
    claim = SHOWN | {"cause": cause}
    assert decision("repair", line("phone"), signed_at=signed(300), claim=claim).rules[0] == "R-W"


@pytest.mark.parametrize(
    ("category", "now", "outcome"),
    [
        ("phone", at(8, 1) - SECOND, "approve"),
        ("phone", at(8, 1), "reject"),
        ("clothes", at(2, 3), "reject"),
    ],
)
def test_durable_goods_are_inspected_first_for_six_months(
    decision: Decide, category: str, now: datetime, outcome: str
) -> None:
    decided = decision("quality", line(category), signed_at=SIGNED, now=now, claim={"cause": "liquid"})
    assert (decided.rules[0], decided.outcome, decided.remedy) == ("R-W-X", outcome, "repair")


@pytest.mark.parametrize("claim", [SHOWN, {"cause": "liquid"}])
def test_nobody_pays_for_what_is_free(decision: Decide, claim: dict[str, Any]) -> None:
    decided = decision("repair", line("phone"), signed_at=signed(60), remedy="paid_repair", claim=claim)
    assert (decided.remedy, decided.outcome) == ("repair", "approve")


def test_the_unrepairable_is_not_repaired_for_money_either(decision: Decide) -> None:
    claim = SHOWN | {"unrepairable": True}
    decided = decision("repair", signed_at=signed(400), remedy="paid_repair", claim=claim)
    assert (decided.outcome, decided.alternatives) == ("reject", ("goodwill_review", "dispute"))


def test_paid_repair_may_be_chosen_after_the_warranty(decision: Decide) -> None:
    decided = decision("repair", signed_at=signed(400), remedy="paid_repair", claim=SHOWN)
    assert (decided.rules, decided.outcome, decided.freight_payer) == (("R-W-OUT",), "approve", "shopper")


SPOILT = datetime(2026, 11, 21, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("now", "photos", "outcome"),
    [
        (SPOILT + timedelta(hours=48), 1, "approve"),
        (SPOILT + timedelta(hours=48) + SECOND, 1, "review"),
        (SPOILT + timedelta(hours=1), 0, "review"),
    ],
)
def test_perishable_goods(decision: Decide, now: datetime, photos: int, outcome: str) -> None:
    claim = {"photos": {"goods": photos}}
    decided = decision("quality", line("fresh"), signed_at=SPOILT, now=now, claim=claim)

    assert decided.rules == ("R-PERISH",)
    assert outcomes(decided) == {"refund_only": outcome, "reship": outcome}


def test_the_affected_share_of_perishable_goods(decision: Decide) -> None:
    claim = {"photos": {"goods": 1}, "lines": [{"line_id": "L1", "quantity": 1}]}
    decided = decision("quality", line("fresh", "100.00", quantity=3), claim=claim, remedy="return_refund")
    assert (decided.remedy, str(decided.refund_amount)) == ("refund_only", "33.33")
