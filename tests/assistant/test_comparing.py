"""``python -m assistant compare``: honest labels help, and nothing else differs between the two models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from aftersales.learning.examples import Example, read, write
from aftersales.learning.grouping import identity
from assistant.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
TINY = Path(__file__).parent / "tiny" / "data"
NEW = Example("这玩意儿我要退咯", "request_refund")
ASKED = Example("玩意儿退咯", "request_refund")


def compared(folder: Path, running: list[Example], candidate: list[Example]) -> dict[str, Any]:
    files = {"running": running, "candidate": candidate, "held-out": [ASKED]}
    for name, examples in files.items():
        write(folder / f"{name}.yml", examples)
    where = [part for name in files for part in (f"--{name}", str(folder / f"{name}.yml"))]
    what = ["--data", str(TINY), "--config", str(ROOT / "config.yml"), "--out", str(folder / "out.json")]
    assert main(["compare", *where, *what]) == 0
    return json.loads((folder / "out.json").read_text())


def test_a_label_teaches_what_the_running_model_did_not_know(tmp_path: Path) -> None:
    labels = [NEW, Example("玩意儿我退咯", "request_refund"), Example("咯玩意儿不要退咯", "request_refund")]
    found = compared(tmp_path, [], labels)
    ((label, _, candidate),) = found["held_out"]
    assert (label, candidate) == ("request_refund", "request_refund")
    assert found["ranks"].keys() == {identity(one.text) for one in labels}


def test_the_same_labels_make_the_same_model(tmp_path: Path) -> None:
    found = compared(tmp_path, [NEW], [NEW])
    assert all(running == candidate for _, running, candidate in [*found["guard"], *found["held_out"]])
    assert found["ranks"] == {}


def test_the_guard_is_a_stable_part_of_the_shops_own_examples(tmp_path: Path) -> None:
    guard = compared(tmp_path, [], [NEW])["guard"]
    own = read(TINY)
    assert 0 < len(guard) < len(own) / 3
    assert guard == compared(tmp_path, [], [NEW])["guard"]
    assert {label for label, _, _ in guard} <= {example.label for example in own}


def test_where_the_running_model_ranks_a_new_label_is_told(tmp_path: Path) -> None:
    poisoned, unknown = Example("申请退款吧", "faq/invoice"), Example("运费", "no_such_intent")
    ranks = compared(tmp_path, [], [poisoned, unknown])["ranks"]
    assert ranks[identity(poisoned.text)] > 1
    assert ranks[identity(unknown.text)] is None
