"""A policy that is wrong, or below the law, is refused with file and line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from policy_builders import body, signed

from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.source import PolicyError


@pytest.fixture
def folder(policy_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(policy_folder, tmp_path / "policy")


def edit(folder: Path, file: str, pattern: str, new: str) -> int:
    """Replace the first match of `pattern`; the line (from 1) on which it stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    assert found, pattern
    path.write_text(text[: found.start()] + new + text[found.end() :], encoding="utf-8")
    return text[: found.start()].count("\n") + 1


FLOORS = [
    ("policy.yml", r"  days: 7", "  days: 6", "消法 25"),
    ("policy.yml", r"  counts: \[shopper, named\]", "  counts: [shopper, locker]", "暂行办法 10"),
    ("policy.yml", r"  refund_days: 7", "  refund_days: 3", "消法 24"),
    ("policy.yml", r"  exchange_days: 15", "  exchange_days: 14", "三包"),
    ("policy.yml", r"  burden_of_proof_months: 6", "  burden_of_proof_months: 5", "消法 23"),
    ("policy.yml", r"  days_after_goods_back: 7", "  days_after_goods_back: 8", "消法 25"),
    ("policy.yml", r"  fake: \{times: 3", "  fake: {times: 2", "消法 55"),
    ("policy.yml", r'"500.00"', '"499.99"', "消法 55"),
    ("policy.yml", r"  unsafe_food: \{times: 10", "  unsafe_food: {times: 9", "食安法 148"),
    ("policy.yml", r'"1000.00"\}', '"999.99"}', "食安法 148"),
    ("policy.yml", r"  R-Q7: seller", "  R-Q7: shopper", "消法 24"),
    ("policy.yml", r"  R-Q15: seller", "  R-Q15: none", "消法 24"),
    ("policy.yml", r"  R-W: seller", "  R-W: shopper", "三包"),
    ("policy.yml", r"  R-PERISH: seller", "  R-PERISH: shopper", "消法 24"),
    ("policy.yml", r"  R-DMG: seller", "  R-DMG: shopper", "电商法 20"),
    ("categories.yml", r"(?<=phone: ).*", '{name: 手机, no_reason: "yes", warranty_months: 6}', "三包"),
    ("categories.yml", r"clothes: \{.*\}", "clothes: {name: 服装, no_reason: excluded_by_law}", "消法 25"),
]


@pytest.mark.parametrize(("file", "pattern", "new", "article"), FLOORS)
def test_below_a_legal_floor(folder: Path, file: str, pattern: str, new: str, article: str) -> None:
    line = edit(folder, file, pattern, new)

    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert (refused.value.file, refused.value.line) == (file, line)
    assert article in refused.value.reason


WRONG = [
    ("policy.yml", r"  days: 7", "  days: seven", "integer"),
    ("policy.yml", r"  days: 7", "  days: -1", "greater"),
    ("policy.yml", r"  days: 7", "  dais: 7", "dais"),
    ("policy.yml", r"  days: 7", "  days: 7\n  days: 8", "twice"),
    ("policy.yml", r"  days: 7", "  days: [7", "expected"),
    ("policy.yml", r"  method: share", "  method: guess", "share"),
    ("policy.yml", r"  SLA-VISIT: .*", "", "SLA-VISIT"),
    ("policy.yml", r"  SLA-VISIT: .*", "  SLA-VISIT: {target: {days: 1, hours: 2}}", "one unit"),
    ("categories.yml", r"^toys: .*", "", "toys"),
    ("categories.yml", r"^toys: .*", "toys: {name: 玩具, no_reason: maybe}", "yes"),
    ("clauses.yml", r"\{damage.hours\}", "{damage.weeks}", "weeks"),
    ("clauses.yml", r"^R-PAUSE:", "R-BREAK:", "R-"),
    ("calendar.yml", r'"09:00-21:00"', '"9-21"', "pattern"),
    ("wording.yml", r"  reship: 补发\n", "", "reship"),
]


@pytest.mark.parametrize(("file", "pattern", "new", "reason"), WRONG)
def test_a_mistake_is_told_with_its_file_and_line(
    folder: Path, file: str, pattern: str, new: str, reason: str
) -> None:
    edit(folder, file, pattern, new)

    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert refused.value.file == file
    assert refused.value.line >= 1
    assert reason in refused.value.reason
    assert str(refused.value).startswith(f"{file}:{refused.value.line}: ")


@pytest.mark.parametrize(
    "file", ["policy.yml", "clauses.yml", "categories.yml", "calendar.yml", "wording.yml"]
)
def test_an_absent_or_empty_file(folder: Path, file: str) -> None:
    (folder / file).write_text("", encoding="utf-8")
    with pytest.raises(PolicyError, match=f"{file}:1: must be a mapping"):
        load_policy(folder)
    (folder / file).unlink()
    with pytest.raises(PolicyError, match=file):
        load_policy(folder)


def merchant(folder: Path, own: str) -> None:
    edit(folder, "policy.yml", r"merchants: \{\}", f"merchants:\n  shen: {own}")


def test_a_merchant_may_promise_more(folder: Path) -> None:
    merchant(folder, "{no_reason: {days: 15, seller_pays_freight: true}}")
    policy = load_policy(folder)

    own = decide(parse_facts(body("no_reason_return", signed_at=signed(12), merchant_id="shen")), policy)
    other = decide(parse_facts(body("no_reason_return", signed_at=signed(12), merchant_id="li")), policy)
    assert (own.outcome, own.freight_payer) == ("approve", "seller")
    assert "15天" in own.explanation
    assert other.outcome == "reject"


def test_a_merchant_may_take_goods_back_at_his_own_address(folder: Path) -> None:
    merchant(folder, "{returns: {address: 广东省佛山市示范路2号}}")
    policy = load_policy(folder)

    general, own = policy.figures.returns, policy.for_merchant("shen").figures.returns
    assert own.address == "广东省佛山市示范路2号"
    assert (own.name, own.phone, own.note) == (general.name, general.phone, general.note)
    assert policy.for_merchant("li").figures.returns == general


@pytest.mark.parametrize(
    ("own", "reason"),
    [
        ("{no_reason: {days: 5}}", "消法 25"),
        ("{no_reason: {weeks: 2}}", "weeks"),
        ("{returns: {days: 9}}", "returns"),
    ],
)
def test_a_merchant_is_held_to_the_same_rules(folder: Path, own: str, reason: str) -> None:
    merchant(folder, own)

    with pytest.raises(PolicyError, match=reason) as refused:
        load_policy(folder)
    lines = (folder / "policy.yml").read_text(encoding="utf-8").splitlines()
    assert lines[refused.value.line - 1].startswith("  shen:")
