"""A merchant may promise more than the shop, never less; hours of its own count for its own clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_builders import NOW, body, edit, line, signed

from aftersales.clock import SHANGHAI
from aftersales.policy.deadlines import deadline
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.favour import WAYS
from aftersales.policy.figures import Figures, PolicyFile
from aftersales.policy.loader import load_policy
from aftersales.policy.merchants import merchant_figures
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy
from aftersales.policy.source import PolicyError, Source
from aftersales.settings import ROOT


def merchant(folder: Path, own: str, file: str = "policy.yml") -> None:
    edit(folder, file, r"^merchants: \{\}", f"merchants:\n  shen: {own}")


def test_a_merchant_may_promise_more(folder: Path) -> None:
    merchant(folder, "{no_reason: {days: 15, seller_pays_freight: true}}")
    policy = load_policy(folder)

    own = decide(parse_facts(body("no_reason_return", signed_at=signed(12), merchant_id="shen")), policy)
    other = decide(parse_facts(body("no_reason_return", signed_at=signed(12), merchant_id="li")), policy)
    assert (own.outcome, own.freight_payer) == ("approve", "seller")
    assert "15天" in own.explanation
    assert other.outcome == "reject"


def test_who_pays_the_way_back_of_a_no_reason_return_does_not_pay_the_way_there(folder: Path) -> None:
    merchant(folder, "{freight: {R-NR: seller, R-EX: seller}}")
    policy = load_policy(folder)

    own = body("no_reason_return", line(paid="189.00"), freight="12.00", merchant_id="shen")
    decision = decide(parse_facts(own), policy)
    assert (decision.freight_payer, str(decision.refund_amount)) == ("seller", "189.00")


def test_a_merchant_may_take_goods_back_at_his_own_address(folder: Path) -> None:
    merchant(folder, "{returns: {address: 广东省佛山市示范路2号}}")
    policy = load_policy(folder)

    general, own = policy.figures.returns, policy.for_merchant("shen").figures.returns
    assert own.address == "广东省佛山市示范路2号"
    assert (own.name, own.phone, own.note) == (general.name, general.phone, general.note)
    assert policy.for_merchant("li").figures.returns == general


@pytest.mark.parametrize(
    "own",
    [
        "{damage: {hours: 72, parcel_photos: 0}}",
        "{receipt: {counts: [shopper]}}",
        "{freight: {R-NR: seller}}",
        "{sla: {SLA-REVIEW: {limit: {working_days: 2}}}}",
        "{sla: {SLA-COURIER: {target: {minutes: 600}}}}",
        "{fraud: {fake: {times: 4}}}",
    ],
)
def test_better_for_the_shopper(folder: Path, own: str) -> None:
    merchant(folder, own)
    policy = load_policy(folder)
    assert policy.for_merchant("shen").figures != policy.figures


@pytest.mark.parametrize(
    ("own", "needed"),
    [
        ("{damage: {hours: 47}}", "damage.hours: worse .* at least 48"),
        ("{damage: {goods_photos: 2}}", "damage.goods_photos: worse .* at most 1"),
        ("{delay: {no_movement_hours: 73}}", "delay.no_movement_hours: worse .* at most 72"),
        ("{risk: {amount: '999.99'}}", "risk.amount: worse .* at least 1000.00"),
        ("{refund: {method: recalculate}}", "refund.method: worse .* share"),
        ("{freight: {R-MISS: shopper}}", "freight.R-MISS: worse .* seller"),
        ("{sla: {SLA-REVIEW: {limit: {working_days: 4}}}}", "sla.SLA-REVIEW: worse .* no slower"),
        ("{sla: {SLA-REPAIR: {targets: {simple: {working_days: 6}}}}}", "sla.SLA-REPAIR: worse"),
        ("{sla: {SLA-COURIER: {target: {minutes: 1441}}}}", "sla.SLA-COURIER: worse"),
        ("{running_at_opening: []}", "running_at_opening: worse .* as the shop has it"),
        ("{no_reason: {weeks: 2}}", "weeks"),
        ("{holidays: {days: 9}}", "holidays"),
    ],
)
def test_worse_or_wrong_is_refused(folder: Path, own: str, needed: str) -> None:
    merchant(folder, own)

    with pytest.raises(PolicyError, match=f"merchants.shen.*{needed}") as refused:
        load_policy(folder)
    lines = (folder / "policy.yml").read_text(encoding="utf-8").splitlines()
    assert lines[refused.value.line - 1].startswith("  shen:")


def test_of_every_figure_it_is_known_which_way_is_better(policy: Policy) -> None:
    for section in Figures.model_fields:
        figures = getattr(type(getattr(policy.figures, section)), "model_fields", {})
        assert section in WAYS or figures
        assert section in WAYS or {f"{section}.{figure}" for figure in figures} <= set(WAYS)


def test_split_shifts_of_a_merchant(folder: Path) -> None:
    merchant(folder, '{service_hours: {monday: ["09:00-12:00", "14:00-18:00"]}}', "calendar.yml")
    policy = load_policy(folder)

    assert deadline(SlaClock.FIRST, NOW, policy).target == NOW.replace(hour=13)
    own = policy.for_merchant("shen")
    assert deadline(SlaClock.FIRST, NOW, own).target == NOW.replace(hour=15)
    assert own.calendar.in_service(datetime(2026, 11, 24, 20, tzinfo=SHANGHAI))


def test_a_merchant_whose_windows_end_on_working_days(folder: Path) -> None:
    merchant(folder, "{rest_day_extension: true}", "calendar.yml")
    policy = load_policy(folder)
    sunday = {"signed_at": datetime(2026, 11, 15, 10, tzinfo=SHANGHAI)}

    own = decide(parse_facts(body("no_reason_return", merchant_id="shen", **sunday)), policy)
    other = decide(parse_facts(body("no_reason_return", merchant_id="li", **sunday)), policy)
    assert (own.outcome, other.outcome) == ("approve", "reject")


@pytest.mark.parametrize(
    ("shops", "own", "reason"),
    [
        ("false", '{service_hours: {monday: ["12:00-09:00"]}}', "service_hours: .* end before they begin"),
        ("false", '{service_hours: {monday: ["9-12"]}}', "pattern"),
        ("false", "{overrides: []}", "overrides"),
        ("true", "{rest_day_extension: false}", "rest_day_extension: worse .* must be true"),
    ],
)
def test_hours_of_a_merchant_are_checked(folder: Path, shops: str, own: str, reason: str) -> None:
    edit(folder, "calendar.yml", "rest_day_extension: false", f"rest_day_extension: {shops}")
    merchant(folder, own, "calendar.yml")
    with pytest.raises(PolicyError, match=f"calendar.yml:.*{reason}"):
        load_policy(folder)


def scalars(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where single figures stand in the document of policy.yml."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from scalars(value, (*path, key))
    elif isinstance(node, int | str):
        yield path


def override(path: tuple[str, ...], value: Any) -> dict[str, Any]:
    for step in reversed(path):
        value = {step: value}
    return dict(value)


MAIN = Source.read(ROOT / "policy", "policy.yml")
FILE = MAIN.validated(PolicyFile, MAIN.data)
SCALARS = [
    path for path in scalars({key: MAIN.data[key] for key in Figures.model_fields}) if path[0] != "returns"
]
VALUES = (
    st.integers(0, 120)
    | st.booleans()
    | st.sampled_from(["seller", "shopper", "none", "share", "0.01", "9999.99"])
)


LAST_DAY = datetime(2026, 11, 23, 23, 59, 59, tzinfo=SHANGHAI)
LAWFUL = [
    ("no_reason_return", {"signed_at": signed(7)}, None),
    ("quality", {"signed_at": signed(7), "claim": {"fault": True}, "remedy": "return_refund"}, "seller"),
    ("quality", {"signed_at": signed(15), "claim": {"fault": True}, "remedy": "exchange"}, "seller"),
    ("quality", {"signed_at": signed(90), "claim": {"repairs": 2}, "remedy": "exchange"}, "seller"),
    ("repair", {"signed_at": signed(170), "claim": {"cause": "liquid"}}, None),
]
"""What the law gives every shopper, asked for at the last moment, and who pays freight where it says so."""


def with_override(policy: Policy, path: tuple[str, ...], value: Any) -> Policy:
    """`policy` for a merchant that has `value` there. Raises `PolicyError`."""
    own = {"shen": override(path, value)}
    source = replace(MAIN, data={**MAIN.data, "merchants": own})
    figures = merchant_figures(source, FILE.model_copy(update={"merchants": own}))
    return replace(policy, merchants=figures)


@settings(deadline=None, max_examples=200)
@given(path=st.sampled_from(SCALARS), value=VALUES)
def test_the_law_holds_under_every_override(policy: Policy, path: tuple[str, ...], value: Any) -> None:
    """Whatever a merchant writes for whatever figure: it is refused, or the shopper still gets her due."""
    try:
        overridden = with_override(policy, path, value)
    except PolicyError:
        return
    for request, more, payer in LAWFUL:
        goods = line("phone", no_reason="yes")
        facts = parse_facts(body(request, goods, now=LAST_DAY, merchant_id="shen", **more))
        decision = decide(facts, overridden)
        assert decision.outcome == "approve"
        assert payer in (None, decision.freight_payer)


def test_some_overrides_pass(policy: Policy) -> None:
    """The property above would hold for a program that refuses everything."""
    overridden = with_override(policy, ("no_reason", "days"), 30)
    assert overridden.for_merchant("shen").figures.no_reason.days == 30
