"""What the assistant must understand of messages nobody trained it on. The whole story: make nlu-report."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.nlu_report.entities import GOALS, Score, compare, read_annotated
from scripts.nlu_report.judging import Judged, figures, judge
from scripts.nlu_report.messages import read_written
from tests.assistant.conftest import Parse

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def judged(parse: Parse) -> list[Judged]:
    return judge(parse, read_written(DATA / "nlu_test.yml"))


@pytest.fixture(scope="module")
def scores(parse: Parse) -> dict[str, Score]:
    messages = read_annotated(DATA / "entities_test.yml")
    return compare(lambda text, **state: parse(text, **state)["entities"], messages)[0]


def test_the_written_set_is_large_and_has_every_intent(judged: list[Judged]) -> None:
    assert len(judged) >= 600
    assert len({one.intent for one in judged}) >= 37


def test_readings_of_the_written_set(judged: list[Judged]) -> None:
    """Floors some points below what is measured: a fall is a step back, not chance."""
    found = figures(judged)

    assert found.strict.value >= 0.7
    assert found.top_three.value >= 0.89
    assert found.topics.value >= 0.75


def test_confidence_means_what_it_says(judged: list[Judged]) -> None:
    """The temperature is chosen on real shoppers; on these it errs, and then to the modest side."""
    found = figures(judged)

    assert found.calibration <= 0.09
    assert sum(one.confidence for one in judged) / len(judged) <= found.strict.value + 0.01


def test_what_is_for_someone_else_is_marked(judged: list[Judged]) -> None:
    found = figures(judged)

    assert found.caught.value >= 0.85
    assert found.turned_away.value <= 0.11


@pytest.mark.parametrize(("entity", "goal"), GOALS.items())
def test_entities_span_and_value_exact(scores: dict[str, Score], entity: str, goal: float) -> None:
    assert scores[entity].marked >= 40
    assert scores[entity].f1 >= goal
