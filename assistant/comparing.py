"""What new labels change: two models that differ in nothing else answer messages that neither learnt."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aftersales.learning.examples import Example, read
from aftersales.learning.grouping import identity
from assistant.reader import Reader

GUARD_SHARE = 10
"""One in so many of the shop's own examples is kept from both models."""


def compare(config: Path, data: Path, running: Path, candidate: Path, held_out: Path, out: Path) -> None:
    """Train on ``data`` without its guard, once with the labels of ``running`` and once with those of
    ``candidate``; write what both say of the guard and of the labels ``held_out``, and where the running one
    ranks each new label, as JSON (``aftersales.learning.verdict.Comparison``).
    """
    examples = read(data)
    guard = [example for example in examples if _guards(example)]
    shared = [example for example in examples if not _guards(example)]
    learnt, to_learn = read(running), read(candidate)
    now = Reader.trained_on([*shared, *learnt], config)
    then = Reader.trained_on([*shared, *to_learn], config)
    known = set(learnt)
    found = {
        "guard": _answers(now, then, guard),
        "held_out": _answers(now, then, read(held_out)),
        "ranks": {identity(one.text): _rank(now, one) for one in to_learn if one not in known},
    }
    out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _guards(example: Example) -> bool:
    """Decided by the text alone, so that nobody chooses: the lint keeps near-duplicates out of the data."""
    return int(identity(example.text), 16) % GUARD_SHARE == 0


def _answers(now: Reader, then: Reader, messages: Sequence[Example]) -> list[tuple[str, str, str]]:
    return [(one.label, _label(now.parse(one.text)), _label(then.parse(one.text))) for one in messages]


def _label(parse: dict[str, Any]) -> str:
    topic = parse.get("topic")
    return f"{parse['intent']['name']}/{topic}" if topic else str(parse["intent"]["name"])


def _rank(reader: Reader, example: Example) -> int | None:
    names = [reading["name"] for reading in reader.parse(example.text)["ranking"]]
    return names.index(example.intent) + 1 if example.intent in names else None
