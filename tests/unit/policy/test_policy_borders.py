"""Every rule on both sides of each of its borders; a rule or a figure without its row fails the test."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from border_rows import PHOTO, ROWS, Row, at
from policy_builders import body, line

from aftersales.policy.deadlines import deadline
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.favour import LESS, MORE, WAYS
from aftersales.policy.model import Circumstances, Decision
from aftersales.policy.names import Rule, SlaClock
from aftersales.policy.policy import Policy


def said(decision: Decision) -> str:
    return " ".join((decision.outcome, *decision.rules))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.rule}: {row.border}")
def test_both_sides_of_a_border(policy: Policy, row: Row) -> None:
    here, there = (said(decide(row.facts(side), policy)) for side in row.sides)
    assert (here, there) == row.outcomes
    assert any(row.rule in outcome.split() for outcome in row.outcomes) or row.rule in ("R-PAUSE", "R-DAY")


@pytest.mark.parametrize(
    ("fact", "rule"), [("danger", "R-SAFETY"), ("unsafe_food", "R-FRAUD"), ("tech_support", "R-TECH")]
)
def test_what_a_talk_tells_is_a_border_too(policy: Policy, fact: str, rule: str) -> None:
    facts = parse_facts(body("quality", line("food"), claim=PHOTO))
    known = replace(facts, circumstances=Circumstances(**{fact: True}))
    assert (said(decide(facts, policy)), said(decide(known, policy))) == (
        "approve R-PERISH",
        f"review {rule}",
    )


CLOCKS = [
    # R-CAL: Saturday 10 October 2026 is made up, Saturday 17 October is not.
    ("R-CAL", SlaClock.REVIEW, (at(10, 9, 10), at(10, 10, 21)), (at(10, 16, 10), at(10, 19, 21))),
    # R-HOURS: an hour of service ends with the day, or goes on in the morning.
    (
        "R-HOURS",
        SlaClock.FIRST,
        (at(11, 23, 20), at(11, 23, 21)),
        (at(11, 23, 20, 0, 1), at(11, 24, 9, 0, 1)),
    ),
]


@pytest.mark.parametrize(("rule", "clock", "here", "there"), CLOCKS)
def test_both_sides_of_a_clock(
    policy: Policy,
    rule: str,
    clock: SlaClock,
    here: tuple[datetime, datetime],
    there: tuple[datetime, datetime],
) -> None:
    for started_at, target in (here, there):
        assert deadline(clock, started_at, policy).target == target


def test_no_rule_is_without_its_rows() -> None:
    tried = {row.rule for row in ROWS} | {rule for rule, *_ in CLOCKS} | {"R-SAFETY", "R-TECH"}
    assert tried == set(Rule)


NO_BORDERS = (
    *("percent", "seller_pays_freight", "refund.days_after_goods_back"),
    *("return_freight.cap", "waiting", "settled"),
)
"""Amounts and payers are no borders; what comes after a decision is tried with clocks and tickets."""


def test_no_figure_that_is_a_border_is_without_its_row() -> None:
    borders = {path for path, way in WAYS.items() if way in (MORE, LESS)}
    tried = {row.border for row in ROWS}
    untried = {path for path in borders - tried if not any(part in path for part in NO_BORDERS)}
    assert untried == set()
