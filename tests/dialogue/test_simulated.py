"""Two hundred shoppers with a wish each reach the right ticket or the right refusal."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from statistics import median

import pytest
import yaml

from aftersales.settings import ROOT
from aftersales.text import normalise
from tests.dialogue.shopper import scenarios, wording
from tests.dialogue.verdict import play
from tests.support.stack import Stack

FEWEST_SCENARIOS = 200
FEWEST_WORDINGS = 30
SURPRISED = 0.25
MOST_MISSED = 0.02
"""Of all talks: a word read differently after new training data is no reason to hold up the data."""
TURNS = 7
_MARKUP = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def test_there_is_enough_of_everything() -> None:
    every = scenarios()
    assert len(every) >= FEWEST_SCENARIOS
    assert len({scenario.name for scenario in every}) == len(every)
    assert sum(scenario.surprise != "plain" for scenario in every) >= SURPRISED * len(every)
    for act, phrases in wording().items():
        assert len(set(phrases)) >= FEWEST_WORDINGS, act


def test_no_wording_is_known_from_training() -> None:
    known = set()
    for file in [ROOT / "data" / "nlu.yml", *(ROOT / "data" / "nlu").glob("*.yml")]:
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in (block.get("examples") or "").splitlines():
                known.add(normalise(_MARKUP.sub(r"\1", line.strip().removeprefix("- "))).text)
    again = Counter(
        f"{act}: {phrase}"
        for act, phrases in wording().items()
        for phrase in phrases
        if "{" not in phrase and normalise(phrase).text in known
    )
    assert not again


@pytest.mark.timeout(3600)
async def test_every_shopper_gets_what_is_right(stack: Stack, tmp_path: Path) -> None:
    with Stack(tmp_path) as second:
        results = await play([stack.url, second.url], scenarios())
    missed = [
        "\n".join([f"## {scenario.name}", *found, talked.transcript])
        for scenario, talked, found in results
        if found
    ]
    assert len(missed) <= MOST_MISSED * len(results), "\n\n".join(missed)
    assert median(talked.turns for _, talked, _ in results) <= TURNS
