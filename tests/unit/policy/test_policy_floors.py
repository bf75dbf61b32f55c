"""No setting falls below the law (⚖): one broken file per floor, refused with file, line and article."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from policy_builders import edit

from aftersales.policy.floors import CATEGORY_FLOORS, FLOORS
from aftersales.policy.loader import load_policy
from aftersales.policy.source import PolicyError

FIGURES = [
    ("no_reason.days", r"  days: 7", "  days: 6", "消法 25"),
    ("receipt.counts", r"  counts: \[shopper, named\]", "  counts: [shopper, locker]", "暂行办法 10"),
    ("quality.refund_days", r"  refund_days: 7", "  refund_days: 6", "消法 24"),
    ("quality.exchange_days", r"  exchange_days: 15", "  exchange_days: 14", "三包"),
    (
        "quality.repairs_before_exchange",
        r"  repairs_before_exchange: 2",
        "  repairs_before_exchange: 3",
        "三包",
    ),
    (
        "quality.burden_of_proof_months",
        r"  burden_of_proof_months: 6",
        "  burden_of_proof_months: 5",
        "消法 23",
    ),
    ("refund.days_after_goods_back", r"  days_after_goods_back: 7", "  days_after_goods_back: 8", "消法 25"),
    ("fraud.fake.times", r"  fake: \{times: 3", "  fake: {times: 2", "消法 55"),
    ("fraud.fake.at_least", r'"500.00"', '"499.99"', "消法 55"),
    ("fraud.unsafe_food.times", r"  unsafe_food: \{times: 10", "  unsafe_food: {times: 9", "食安法 148"),
    ("fraud.unsafe_food.at_least", r'"1000.00"\}', '"999.99"}', "食安法 148"),
    ("retention.trade_years", r"  trade_years: 3", "  trade_years: 2", "电商法 31"),
    ("return_freight.cap", r'  cap: "50.00"', '  cap: "19.99"', "消法 24"),
    ("freight.R-Q7", r"  R-Q7: seller", "  R-Q7: shopper", "消法 24"),
    ("freight.R-Q15", r"  R-Q15: seller", "  R-Q15: none", "消法 24"),
    ("freight.R-W", r"  R-W: seller", "  R-W: shopper", "三包"),
    ("freight.R-Q-LATE", r"  R-Q-LATE: seller", "  R-Q-LATE: shopper", "消法 24"),
    ("freight.R-PERISH", r"  R-PERISH: seller", "  R-PERISH: shopper", "消法 24"),
    ("freight.R-DMG", r"  R-DMG: seller", "  R-DMG: shopper", "电商法 20"),
    ("freight.R-WRONG", r"  R-WRONG: seller", "  R-WRONG: none", "消法 24"),
]
CATEGORIES = [
    (
        "phone.warranty_months",
        r"(?<=^phone: ).*",
        "{name: 手机, no_reason: 'yes', warranty_months: 11}",
        "三包",
    ),
    (
        "phone.minimum_warranty_months",
        r"(?<=^phone: ).*",
        "{name: 手机, no_reason: 'yes', warranty_months: 12}",
        "三包",
    ),
    ("computer.warranty_months", r"^  warranty_months: 12", "  warranty_months: 11", "三包"),
    (
        "computer.minimum_warranty_months",
        r"^  minimum_warranty_months: 12",
        "  minimum_warranty_months: 0",
        "三包",
    ),
    ("large_appliance.warranty_months", r"^  warranty_months: 36", "  warranty_months: 11", "三包"),
    (
        "large_appliance.minimum_warranty_months",
        r"^  minimum_warranty_months: 12(?=\n  durable: true\n  oversize)",
        "  minimum_warranty_months: 11",
        "三包",
    ),
    (
        "computer.durable",
        r"^  durable: true(?=\nlarge_appliance)",
        "  durable: false",
        "消法 23",
    ),
    (
        "large_appliance.durable",
        r"^  durable: true(?=\n  oversize)",
        "  durable: false",
        "消法 23",
    ),
    (
        "clothes.no_reason",
        r"^clothes: \{.*\}",
        "clothes: {name: 服装, no_reason: excluded_by_law}",
        "消法 25",
    ),
]
BROKEN = [("policy.yml", *row) for row in FIGURES] + [("categories.yml", *row) for row in CATEGORIES]


@pytest.mark.parametrize(("file", "setting", "pattern", "new", "article"), BROKEN)
def test_below_a_legal_floor(
    folder: Path, file: str, setting: str, pattern: str, new: str, article: str
) -> None:
    line = edit(folder, file, pattern, new)

    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert (refused.value.file, refused.value.line) == (file, line)
    assert refused.value.reason.startswith(f"{setting}: below the legal floor")
    assert f"⚖ {article}" in refused.value.reason


def test_no_floor_is_without_its_broken_file() -> None:
    tried = {setting for _, setting, *_ in BROKEN}
    assert {floor.setting for floor in (*FLOORS, *CATEGORY_FLOORS)} <= tried


@pytest.mark.parametrize(("setting", "pattern", "new", "article"), FIGURES)
def test_a_merchant_stays_above_the_law(
    folder: Path, setting: str, pattern: str, new: str, article: str
) -> None:
    """The same figure, as an override of a merchant."""
    path = folder / "policy.yml"
    broken = path.read_text(encoding="utf-8")
    edit(folder, "policy.yml", pattern, new)
    section = setting.split(".")[0]
    own = {section: yaml.safe_load(path.read_text(encoding="utf-8"))[section]}
    path.write_text(
        broken.replace("merchants: {}", yaml.safe_dump({"merchants": {"shen": own}})), encoding="utf-8"
    )

    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert refused.value.reason.startswith(f"merchants.shen.{setting}: below the legal floor")
    assert article in refused.value.reason
    leaf = path.read_text(encoding="utf-8").splitlines()[refused.value.line - 1]
    assert leaf.strip().startswith(setting.split(".")[-1])
