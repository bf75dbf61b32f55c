"""An order keeps the policy version of its purchase day where that is better for the shopper."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from policy_builders import BOTH_PHOTOS, NOW, body, edit, line, signed

from aftersales.clock import SHANGHAI
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.model import Decision
from aftersales.policy.source import PolicyError

CHANGE = datetime(2026, 11, 1, tzinfo=SHANGHAI)
BEFORE, AFTER = CHANGE - timedelta(seconds=1), CHANGE


def kept(folder: Path, version: str = "2026.05", since: str = "2026-05-01") -> Path:
    """A copy of the running policy as an earlier version of it; its folder."""
    earlier = folder / "versions" / version
    shutil.copytree(folder, earlier, ignore=shutil.ignore_patterns("versions"))
    edit(earlier, "policy.yml", r"^version: .*", f'version: "{version}"')
    edit(earlier, "policy.yml", r"^effective_from: .*", f"effective_from: {since}")
    return earlier


def decided(folder: Path, paid_at: datetime, request: str = "no_reason_return", **more: Any) -> Decision:
    more = {"signed_at": signed(12)} | more
    return decide(parse_facts(body(request, line("home"), paid_at=paid_at, **more)), load_policy(folder))


@pytest.mark.parametrize(
    ("paid_at", "outcome", "version"),
    [
        (BEFORE, "approve", "2026.05"),
        (AFTER, "reject", "2026.11"),
        (datetime(2026, 4, 30, 23, 59, tzinfo=SHANGHAI), "reject", "2026.11"),
    ],
)
def test_a_shortened_window_does_not_reach_back(
    folder: Path, paid_at: datetime, outcome: str, version: str
) -> None:
    edit(kept(folder), "policy.yml", r"  days: 7", "  days: 15")

    decision = decided(folder, paid_at)
    assert (decision.outcome, decision.policy_version) == (outcome, version)
    assert ("15天" in decision.explanation) == (outcome == "approve")


def test_a_lengthened_window_holds_for_all(folder: Path) -> None:
    kept(folder)
    edit(folder, "policy.yml", r"  days: 7", "  days: 15")
    for paid_at in (BEFORE, AFTER):
        assert decided(folder, paid_at).policy_version == "2026.11"


@pytest.mark.parametrize(
    ("pattern", "better", "request_", "more"),
    [
        (r"  seller_pays_freight: false", "  seller_pays_freight: true", "no_reason_return", {}),
        (
            r"  price_reduction_percent: 10",
            "  price_reduction_percent: 15",
            "damaged",
            {"claim": BOTH_PHOTOS, "remedy": "price_reduction"},
        ),
        (r"  refund_days: 7", "  refund_days: 15", "quality", {"signed_at": signed(9), "remedy": "exchange"}),
    ],
)
def test_freight_money_and_choice_count_where_the_outcome_is_the_same(
    folder: Path, pattern: str, better: str, request_: str, more: dict[str, Any]
) -> None:
    edit(kept(folder), "policy.yml", pattern, better)
    more = {"signed_at": NOW - timedelta(hours=1)} | more
    assert decided(folder, BEFORE, request_, **more).policy_version == "2026.05"
    assert decided(folder, AFTER, request_, **more).policy_version == "2026.11"


def test_of_several_versions_the_one_of_the_day(folder: Path) -> None:
    edit(kept(folder), "policy.yml", r"  days: 7", "  days: 15")
    edit(kept(folder, "2026.08", "2026-08-01"), "policy.yml", r"  days: 7", "  days: 10")

    policy = load_policy(folder)
    assert [version.version for version in policy.earlier] == ["2026.08", "2026.05"]
    assert policy.on(BEFORE).version == "2026.08"
    assert policy.on(datetime(2026, 7, 31, tzinfo=SHANGHAI)).version == "2026.05"
    assert policy.on(datetime(2026, 1, 1, tzinfo=SHANGHAI)) is policy


def test_a_version_entered_early_waits_for_its_day(folder: Path) -> None:
    kept(folder)
    edit(folder, "policy.yml", r"  days: 7", "  days: 15")
    edit(folder, "policy.yml", r"^effective_from: .*", "effective_from: 2026-11-24")
    assert decided(folder, BEFORE).outcome == "reject"
    assert decided(folder, BEFORE, now=NOW + timedelta(days=1), signed_at=signed(12)).outcome == "approve"


@pytest.mark.parametrize(
    ("pattern", "new", "reason"),
    [
        (r"^version: .*", 'version: "2025.05"', "must be 2026.05"),
        (r"^effective_from: .*", "effective_from: 2026-11-01", "must lie before 2026-11-01"),
        (r"^effective_from: .*", "effective_from: soon", "date"),
        (r"  days: 7", "  days: 6", "消法 25"),
    ],
)
def test_an_earlier_version_is_checked_like_the_running_one(
    folder: Path, pattern: str, new: str, reason: str
) -> None:
    line_number = edit(kept(folder), "policy.yml", pattern, new)
    with pytest.raises(PolicyError, match=reason) as refused:
        load_policy(folder)
    assert (refused.value.file, refused.value.line) == ("versions/2026.05/policy.yml", line_number)
