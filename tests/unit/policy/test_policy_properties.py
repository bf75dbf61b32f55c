"""What holds for every claim, whatever the facts."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import NOW, body, line, virtual

from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.model import Decision, Facts
from aftersales.policy.names import Category, Cause, Outcome, Proof, Remedy, Request, Rule, VirtualState
from aftersales.policy.policy import Policy
from aftersales.policy.standing import standing

ON_SIGNED = [
    Request.NO_REASON_RETURN,
    Request.EXCHANGE,
    Request.QUALITY,
    Request.REPAIR,
    Request.DAMAGED,
    Request.WRONG_ITEM,
    Request.MISSING_ITEM,
]
MONTHS_OF_SIGNING = st.integers(0, 45 * 30 * 24)
cents = st.decimals("0.00", "3000.00", places=2).map(str)


@st.composite
def goods(draw: st.DrawFn) -> Facts:
    """A claim on an order that was signed for, of one or two lines."""
    category = st.sampled_from([name for name in Category if name is not Category.VIRTUAL])
    traits = {
        "confirmed": draw(st.booleans()),
        "stock": draw(st.sampled_from([None, 0, 9])),
        "freight_insurance": draw(st.booleans()),
    }
    lines = [
        line(draw(category), draw(cents), quantity=draw(st.integers(1, 4)), line_id=line_id, **traits)
        for line_id in draw(st.sampled_from(["A", "AB"]))
    ]
    claim = {
        "lines": [{"line_id": "A", "quantity": draw(st.integers(1, lines[0]["quantity"]))}],
        "photos": {"goods": draw(st.integers(0, 2)), "parcel": draw(st.integers(0, 1))},
        "complete": draw(st.sampled_from([None, True, False])),
        "fault": draw(st.sampled_from([None, True, False, "broken"])),
        "cause": draw(st.sampled_from(Cause)),
        "repairs": draw(st.integers(0, 3)),
        "proof": draw(st.sampled_from(Proof)),
        "open_ticket": draw(st.sampled_from([None, None, None, True])),
        "counterfeit": draw(st.sampled_from([False, False, False, True])),
    }
    document = body(
        draw(st.sampled_from(ON_SIGNED)),
        *lines,
        freight=draw(st.sampled_from(["0.00", "12.00"])),
        signed_at=NOW - timedelta(hours=draw(MONTHS_OF_SIGNING)),
        signed_by=draw(st.sampled_from(["shopper", "shopper", "locker"])),
        remedy=draw(st.none() | st.sampled_from(Remedy)),
        claim=claim,
        shopper={"approved_claims_90d": draw(st.integers(0, 5))},
    )
    return parse_facts(document)


@st.composite
def other(draw: st.DrawFn) -> Facts:
    """A claim on an order under way, on virtual goods, or for more than the goods."""
    request = draw(st.sampled_from(["delay", "cancel", "modify", "virtual", "compensation"]))
    moved = NOW - timedelta(hours=draw(st.integers(0, 200)))
    if request == "virtual":
        state = draw(st.sampled_from(VirtualState))
        return parse_facts(
            body(request, virtual(state, told=draw(st.booleans())), status="paid", paid_at=moved)
        )
    status = draw(st.sampled_from(["paid", "shipped"]))
    times = {"shipped_at": moved} if status == "shipped" else {}
    price = draw(st.none() | cents)
    document = body(
        request,
        line(paid=draw(cents), in_production=draw(st.booleans())),
        status=status,
        promised_at=NOW + timedelta(hours=draw(st.integers(-100, 100))),
        remedy=draw(st.none() | st.sampled_from(Remedy)),
        claim={"current_price": price, "severity": draw(st.none() | st.floats(0, 1))},
        **times,
    )
    return parse_facts(document)


def allowed(facts: Facts, decision: Decision) -> Decimal:
    """The most that may come back: what was paid for the claimed pieces, and freight where it is due."""
    claimed = {part.line_id: part.quantity for part in facts.claim.lines}
    lines = [part for part in facts.order.lines if part.line_id in claimed]
    paid = sum((part.paid for part in lines), Decimal(0))
    whole = all(
        claimed.get(part.line_id, 0) + facts.claim.quantity_refunded == part.quantity or not part.paid
        for part in facts.order.lines
    )
    due = whole and Rule.NR not in decision.rules
    return paid + (facts.order.freight if due else Decimal(0))


def check(decision: Decision, facts: Facts) -> None:
    assert decision.rules
    assert set(decision.rules) <= set(Rule)
    assert decision.explanation
    assert not set("{}") & set(decision.explanation)
    if decision.outcome is Outcome.REJECT:
        assert len(decision.alternatives) >= 2
        assert "dispute" in decision.alternatives
        assert decision.refund_amount == 0
    if decision.outcome is Outcome.REVIEW:
        assert decision.deadlines
    for option in decision.remedies:
        assert 0 <= option.refund_amount <= allowed(facts, decision)
    chosen = next((option for option in decision.remedies if option.id is decision.remedy), None)
    if chosen is not None:
        assert (chosen.outcome, chosen.freight_payer) == (decision.outcome, decision.freight_payer)
        assert chosen.refund_amount == decision.refund_amount
    assert len({option.id for option in decision.remedies}) == len(decision.remedies)
    for deadline in decision.deadlines:
        assert facts.now <= deadline.target <= deadline.limit


@settings(deadline=None)
@given(facts=goods() | other())
def test_every_decision_is_whole(policy: Policy, facts: Facts) -> None:
    check(decide(facts, policy), facts)


@settings(deadline=None)
@given(facts=goods(), later=st.integers(1, 400))
def test_a_later_day_is_never_better(policy: Policy, facts: Facts, later: int) -> None:
    """For claims counted from signing, all else equal: outcome, choice, money, freight, in this order."""
    after = decide(replace(facts, now=facts.now + timedelta(days=later)), policy)
    before = decide(facts, policy)

    assert standing(after) <= standing(before)


def test_a_repair_she_pays_is_no_better_than_a_free_one_under_review(policy: Policy) -> None:
    """Found by the property above: a paid repair out of warranty needs no proof of purchase."""
    asked = {"remedy": "paid_repair", "claim": {"fault": True, "proof": "none"}}
    early, late = (
        decide(
            parse_facts(body("quality", line("home"), signed_at=NOW - timedelta(days=days), **asked)), policy
        )
        for days in (0, 93)
    )
    assert (early.outcome, late.outcome) == (Outcome.REVIEW, Outcome.APPROVE)
    assert standing(late) < standing(early)


def changed(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """A simulator body with the fact at `path`, such as order.lines.0.paid, made `value`."""
    document = deepcopy(document)
    *steps, last = path.split(".")
    inside: Any = document
    for step in steps:
        inside = inside[int(step)] if step.isdigit() else inside[step]
    inside[last] = value
    return document


@settings(deadline=None)
@given(facts=goods() | other())
def test_flips_do_what_they_say(policy: Policy, facts: Facts) -> None:
    """Whoever enters the change into the simulator sees the claim pass."""
    decision = decide(facts, policy).to_json()
    for flip in decision["flips"]:
        document = changed(decision["facts"], flip["fact"], flip["needed"])
        assert decide(parse_facts(document), policy).outcome is Outcome.APPROVE


@given(facts=goods())
@settings(deadline=None)
def test_the_wire_form_gives_the_facts_back(policy: Policy, facts: Facts) -> None:
    document = decide(facts, policy).to_json()
    assert parse_facts(document["facts"]) == facts
    assert Decimal(str(document["refund_amount"])) >= 0
