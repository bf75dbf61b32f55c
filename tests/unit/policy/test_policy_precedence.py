"""R-SAFETY, R-FRAUD, R-DUP, R-TECH, R-POP, R-DISPUTE, R-RISK."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from policy_builders import BOTH_PHOTOS, Decide, body, line, outcomes, signed

from aftersales.errors import InvalidInput
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts, stored_facts
from aftersales.policy.model import Circumstances, Decision
from aftersales.policy.policy import Policy


@pytest.mark.parametrize("ticket", [True, "AS0000000001"])
def test_a_line_has_one_application(decision: Decide, ticket: bool | str) -> None:
    decided = decision("damaged", claim=BOTH_PHOTOS | {"open_ticket": ticket})

    assert (decided.outcome, decided.rules, decided.remedies) == ("reject", ("R-DUP",), ())
    assert "补充材料、催办或者撤销" in decided.explanation


def test_a_dispute_about_an_open_ticket_is_no_duplicate(decision: Decide) -> None:
    claim = {"open_ticket": True, "disputed_rule": "R-NR-LATE"}
    assert decision("dispute", claim=claim).rules == ("R-DISPUTE",)


@pytest.mark.parametrize("request_", ["wrong_item", "quality", "no_reason_return"])
def test_a_claimed_fake_goes_to_the_supervisor(decision: Decide, request_: str) -> None:
    decided = decision(request_, claim={"counterfeit": True, "photos": {"goods": 1}})

    assert (decided.outcome, decided.rules, decided.remedies) == ("review", ("R-FRAUD",), ())
    assert "三倍" not in decided.explanation


@pytest.mark.parametrize("proof", ["invoice", "receipt", "e_order", "warranty_card", "order", True])
def test_any_proof_of_purchase_will_do(decision: Decide, proof: str | bool) -> None:
    assert decision("no_reason_return", claim={"proof": proof}).outcome == "approve"


@pytest.mark.parametrize("proof", ["none", False])
def test_without_proof_people_look(decision: Decide, proof: str | bool) -> None:
    decided = decision("damaged", claim=BOTH_PHOTOS | {"proof": proof})

    assert (decided.outcome, decided.rules) == ("review", ("R-POP", "R-DMG"))
    assert decided.evidence == ("proof_of_purchase",)
    assert set(outcomes(decided).values()) == {"review"}


def test_want_of_proof_makes_no_refusal_better(decision: Decide) -> None:
    assert decision("no_reason_return", signed_at=signed(8), claim={"proof": "none"}).outcome == "reject"


@pytest.mark.parametrize(
    ("rule", "rules", "desk", "clocks"),
    [
        ("R-NR-LATE", ("R-DISPUTE",), "主管", ["SLA-DISPUTE"]),
        ("R-W-X", ("R-DISPUTE", "R-TECH"), "技术支持", ["SLA-DISPUTE", "SLA-SOLVE"]),
    ],
)
def test_disputes_go_to_those_who_can_judge(
    decision: Decide, rule: str, rules: tuple[str, ...], desk: str, clocks: list[str]
) -> None:
    decided = decision("dispute", claim={"disputed_rule": rule})

    assert (decided.outcome, decided.rules) == ("review", rules)
    assert desk in decided.explanation
    assert "12315" in decided.explanation
    assert [deadline.clock for deadline in decided.deadlines] == clocks


RISKS = [
    ("1000.01", {}),
    ("100.00", {"approved_claims_90d": 4}),
    ("100.00", {"photo_reused": True}),
]
SAFE = [("1000.00", {}), ("100.00", {"approved_claims_90d": 3}), ("100.00", {"photo_reused": False})]


def damage(
    decision: Decide, paid: str, shopper: dict[str, Any], remedy: str | None = None, **claim: Any
) -> Decision:
    return decision("damaged", line("home", paid), remedy=remedy, shopper=shopper, claim=BOTH_PHOTOS | claim)


@pytest.mark.parametrize(("paid", "shopper"), SAFE)
def test_on_the_safe_side_of_every_border(decision: Decide, paid: str, shopper: dict[str, Any]) -> None:
    decided = damage(decision, paid, shopper)
    assert (decided.outcome, decided.rules, decided.remedy) == ("approve", ("R-DMG",), "reship")


@pytest.mark.parametrize(("paid", "shopper"), RISKS)
def test_what_leaves_first_moves_behind_what_is_safe(
    decision: Decide, paid: str, shopper: dict[str, Any]
) -> None:
    decided = damage(decision, paid, shopper)

    assert (decided.outcome, decided.remedy) == ("approve", "return_refund")
    assert decided.rules == ("R-DMG", "R-RISK")
    assert outcomes(decided)["reship"] == "review"
    assert list(outcomes(decided))[-1] in ("reship", "price_reduction")


@pytest.mark.parametrize(("paid", "shopper"), RISKS)
def test_asked_for_it_is_looked_at(decision: Decide, paid: str, shopper: dict[str, Any]) -> None:
    decided = damage(decision, paid, shopper, "reship")

    assert (decided.outcome, decided.remedy) == ("review", "reship")
    assert decided.rules == ("R-RISK", "R-DMG")
    assert [deadline.clock for deadline in decided.deadlines] == ["SLA-REVIEW", "SLA-FIRST"]


def test_all_risky_is_looked_at(decision: Decide) -> None:
    decided = damage(decision, "100.00", {"photo_reused": True}, fault="broken")
    assert (decided.outcome, set(outcomes(decided).values())) == ("review", {"review"})


def test_the_amount_is_that_of_the_remedy(decision: Decide) -> None:
    decided = damage(decision, "9000.00", {})
    assert outcomes(decided) == {"return_refund": "approve", "price_reduction": "approve", "reship": "review"}


@pytest.mark.parametrize("request_", ["no_reason_return", "exchange"])
def test_what_comes_back_first_is_safe_at_any_price(decision: Decide, request_: str) -> None:
    shopper = {"approved_claims_90d": 9, "photo_reused": True}
    assert decision(request_, line(paid="9999.00"), shopper=shopper).outcome == "approve"


@pytest.mark.parametrize(("paid", "shopper"), RISKS)
def test_nobody_is_accused(decision: Decide, paid: str, shopper: dict[str, Any]) -> None:
    explanation = damage(decision, paid, shopper, "reship").explanation
    assert not any(word in explanation for word in ("风险", "异常", "可疑", "重复使用", "频繁"))


@pytest.mark.parametrize(
    ("known", "claim", "rules", "clocks"),
    [
        ({"danger": True}, {"open_ticket": True}, ("R-SAFETY",), ["SLA-FIRST", "SLA-SOLVE"]),
        ({"unsafe_food": True}, {"open_ticket": True}, ("R-FRAUD",), ["SLA-FIRST", "SLA-SOLVE"]),
        ({"tech_support": True}, {}, ("R-TECH",), ["SLA-FIRST", "SLA-SOLVE"]),
        ({"tech_support": True}, {"open_ticket": True}, ("R-DUP",), []),
    ],
)
def test_what_only_a_talk_can_tell(
    policy: Policy, known: dict[str, Any], claim: dict[str, Any], rules: tuple[str, ...], clocks: list[str]
) -> None:
    facts = parse_facts(body("quality", line("food"), claim=claim))
    decided = decide(replace(facts, circumstances=Circumstances(**known)), policy)

    assert decided.rules == rules
    assert decided.outcome == ("reject" if rules == ("R-DUP",) else "review")
    assert [deadline.clock for deadline in decided.deadlines] == clocks
    assert stored_facts(decided.to_json()["facts"]) == decided.facts


def test_the_simulator_knows_no_circumstances(decision: Decide) -> None:
    document = decision("quality").to_json()["facts"]
    assert "circumstances" not in document
    with pytest.raises(InvalidInput) as refused:
        parse_facts({**document, "circumstances": {"danger": True}})
    assert refused.value.field == "circumstances"
