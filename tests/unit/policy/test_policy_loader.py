"""A policy that is wrong is refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from policy_builders import edit

from aftersales.policy.loader import load_policy
from aftersales.policy.source import PolicyError

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
    ("goals.yml", r"  at_least: 95", "  at_least: 101", "100 percent"),
    ("goals.yml", r"  at_least: 95", "  at_least: 95\n  at_most: 99", "exclude"),
    ("goals.yml", r"  source: S0 4\(2\)\n", "", "source"),
    ("goals.yml", r"  within: \{working_days: 7\}", "", "within"),
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


@pytest.mark.parametrize("content", [b"\xff\xfe", b"version: \x07"])
def test_no_text(folder: Path, content: bytes) -> None:
    (folder / "policy.yml").write_bytes(content)
    with pytest.raises(PolicyError, match=r"policy\.yml:1: is not text in UTF-8"):
        load_policy(folder)


@pytest.mark.parametrize(
    "file",
    ["policy.yml", "clauses.yml", "categories.yml", "calendar.yml", "wording.yml", "goals.yml"],
)
def test_an_absent_or_empty_file(folder: Path, file: str) -> None:
    (folder / file).write_text("", encoding="utf-8")
    with pytest.raises(PolicyError, match=f"{file}:1: must be a mapping"):
        load_policy(folder)
    (folder / file).unlink()
    with pytest.raises(PolicyError, match=file):
        load_policy(folder)
