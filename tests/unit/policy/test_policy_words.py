"""What the shopper hears: explanation, clauses, flips, JSON."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from policy_builders import BOTH_PHOTOS, NOW, Decide, body, line, signed, virtual

from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.names import Rule
from aftersales.policy.policy import Policy
from aftersales.settings import ROOT


def test_an_approval_says_what_why_who_pays_when_and_what_else(decision: Decide) -> None:
    said = decision("damaged", line("home", "189.00"), claim=BOTH_PHOTOS | {"fault": "broken"}).explanation

    by_when = ("11月24日（周二）21:00", "11月26日（周四）21:00")
    for part in ("补发", "48小时", "不用寄回", *by_when, "仅退款、折价补偿"):
        assert part in said


def test_a_refusal_names_the_day_and_the_ways_left(decision: Decide) -> None:
    said = decision("no_reason_return", line("small_appliance"), signed_at=signed(8)).explanation

    for part in ("7天", "11月22日（周日）24:00", "质量问题", "免费维修", "主管"):
        assert part in said


def test_a_review_says_by_when_and_what_is_missing(decision: Decide) -> None:
    said = decision("damaged", claim={"photos": {"goods": 1}}).explanation
    for part in ("外包装或面单照片", "11月24日", "11月26日"):
        assert part in said


def test_changing_a_figure_changes_the_sentence(policy_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(policy_folder, tmp_path / "policy")
    text = (folder / "policy.yml").read_text(encoding="utf-8")
    (folder / "policy.yml").write_text(text.replace("  days: 7\n", "  days: 15\n", 1), encoding="utf-8")
    changed = load_policy(folder)

    decided = decide(parse_facts(body("no_reason_return", signed_at=signed(12))), changed)
    assert decided.outcome == "approve"
    assert "15天" in decided.explanation
    assert "15天" in changed.clause_text(Rule.NR)


RULES = [
    "R-CAL",
    "R-HOURS",
    "R-DAY",
    "R-PAUSE",
    "R-NR",
    "R-NR-X",
    "R-NR-LATE",
    "R-EX",
    "R-Q7",
    "R-Q15",
    "R-W",
    "R-W-X",
    "R-W-OUT",
    "R-Q-LATE",
    "R-PERISH",
    "R-POP",
    "R-DMG",
    "R-WRONG",
    "R-MISS",
    "R-LATE",
    "R-CANCEL",
    "R-MODIFY",
    "R-VG-DONE",
    "R-VG-FAIL",
    "R-VG-RENEW",
    "R-VG-MINOR",
    "R-COMP",
    "R-FRAUD",
    "R-SAFETY",
    "R-TECH",
    "R-DISPUTE",
    "R-DUP",
    "R-RISK",
]
UNDER_THE_LAW = [
    "R-DAY",
    "R-NR",
    "R-NR-X",
    "R-Q7",
    "R-Q15",
    "R-W",
    "R-W-X",
    "R-Q-LATE",
    "R-PERISH",
    "R-DMG",
    "R-FRAUD",
]
"""Where POLICY has a ⚖."""


def test_the_clauses_are_those_of_the_policy(policy: Policy) -> None:
    assert [rule.value for rule in Rule] == RULES
    assert set(policy.clauses) == set(RULES)
    for rule in UNDER_THE_LAW:
        assert policy.clauses[Rule(rule)].legal_floor


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_its_clause(policy: Policy, rule: str) -> None:
    clause, text = policy.clauses[Rule(rule)], policy.clause_text(Rule(rule))

    assert clause.title in text
    assert clause.source
    assert len(clause.plain) > 15
    assert not re.search(r"[{},;!?]", text), "full-width marks, and no figure left open"
    assert "未能与官方公布文本逐字核对" in text
    assert bool(clause.article) >= clause.legal_floor


def test_flips_of_a_late_return(decision: Decide) -> None:
    flips = decision("no_reason_return", signed_at=signed(8)).flips
    assert {flip.fact: flip.needed for flip in flips} == {
        "now": "2026-11-22T23:59:59+08:00",
        "claim.fault": True,
    }


@pytest.mark.parametrize(
    ("decided", "fact", "needed"),
    [
        (("no_reason_return", line("baby", confirmed=True)), "order.lines.0.traits.confirmed", False),
        (("no_reason_return", line("custom")), "order.lines.0.traits.no_reason", "yes"),
        (("cancel", line("custom", in_production=True)), "order.lines.0.traits.in_production", False),
    ],
)
def test_flips_of_a_line(decision: Decide, decided: tuple[object, ...], fact: str, needed: object) -> None:
    status = "paid" if decided[0] == "cancel" else "signed"
    flips = decision(*decided, status=status).flips
    assert (fact, needed) in {(flip.fact, flip.needed) for flip in flips}


@pytest.mark.parametrize(
    ("request_", "claim", "fact", "needed"),
    [
        ("repair", {"cause": "human"}, "claim.cause", "none"),
        ("damaged", {"photos": {"goods": 1}}, "claim.photos.parcel", 1),
        ("damaged", {}, "claim.photos", {"goods": 1, "parcel": 1}),
        ("damaged", BOTH_PHOTOS | {"open_ticket": True}, "claim.open_ticket", False),
        ("no_reason_return", {"complete": False}, "claim.complete", True),
        ("wrong_item", {"photos": {"goods": 1}, "proof": "none"}, "claim.proof", "order"),
        ("compensation", {"current_price": "300.00"}, "claim.current_price", "298.99"),
    ],
)
def test_flips_of_a_claim(
    decision: Decide, request_: str, claim: dict[str, object], fact: str, needed: object
) -> None:
    flips = decision(request_, claim=claim, paid_at=NOW.replace(hour=1)).flips
    assert (fact, needed) in [(flip.fact, flip.needed) for flip in flips]


@pytest.mark.parametrize(
    ("shopper", "fact", "needed"),
    [
        ({"photo_reused": True}, "shopper.photo_reused", False),
        ({"approved_claims_90d": 9}, "shopper.approved_claims_90d", 3),
    ],
)
def test_flips_of_what_people_look_at(
    decision: Decide, shopper: dict[str, object], fact: str, needed: object
) -> None:
    decided = decision("damaged", line("home"), claim=BOTH_PHOTOS, shopper=shopper, remedy="reship")
    assert decided.rules == ("R-RISK", "R-DMG")
    assert [(flip.fact, flip.needed) for flip in decided.flips] == [(fact, needed)]


def test_a_flip_of_the_delivery_record(decision: Decide) -> None:
    decided = decision("virtual", virtual("redeemed", told=True), status="delivered")
    flips = {flip.fact: flip.needed for flip in decided.flips}
    assert flips["order.lines.0.traits.virtual.state"] == "failed"


def test_an_approval_needs_no_flips(decision: Decide) -> None:
    assert decision("no_reason_return").flips == ()


def test_waiting_flips_a_parcel_that_is_not_late(decision: Decide) -> None:
    decided = decision("virtual", virtual("not_delivered"), status="paid", paid_at=NOW)
    assert ("now", "2026-11-23T12:30:01+08:00") in [(flip.fact, flip.needed) for flip in decided.flips]


def test_the_wire_form_is_the_contracts(decision: Decide) -> None:
    decided = decision("damaged", line("home", "189.00"), claim=BOTH_PHOTOS, remedy="price_reduction")
    document = json.loads(json.dumps(decided.to_json()))

    assert list(document) == [
        "outcome",
        "rules",
        "remedy",
        "remedies",
        "freight_payer",
        "refund_amount",
        "evidence",
        "deadlines",
        "alternatives",
        "explanation",
        "facts",
        "flips",
        "policy_version",
    ]
    assert document["refund_amount"] == "18.90"
    assert document["remedies"][0] == {
        "id": "reship",
        "outcome": "approve",
        "freight_payer": "seller",
        "refund_amount": "0.00",
    }
    assert document["deadlines"] == [
        {
            "clock": "SLA-REFUND",
            "target": "2026-11-24T21:00:00+08:00",
            "limit": "2026-11-26T21:00:00+08:00",
        }
    ]


def test_facts_come_back_as_they_were(decision: Decide) -> None:
    claim = BOTH_PHOTOS | {"severity": 0.125, "cause": "wear", "open_ticket": "AS0000000001"}
    decided = decision("damaged", line("home", "189.00", stock=3), freight="6.50", claim=claim)
    assert parse_facts(json.loads(json.dumps(decided.to_json()["facts"]))) == decided.facts


def test_the_lawyer_finds_every_article_in_the_docs(policy: Policy) -> None:
    page = (ROOT / "docs" / "zh" / "policy.md").read_text(encoding="utf-8")
    for rule, clause in policy.clauses.items():
        if clause.article:
            assert rule in page
            assert all(article in page for article in clause.article.split("、"))
