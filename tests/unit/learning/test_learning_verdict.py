"""A worse model is refused, with figures; one that is as good or better is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.learning.verdict import Answered, Comparison, Figures, at_least, by_chance, objections

RIGHT = Answered("greet", "greet", "greet")
LOST = Answered("greet", "greet", "thank")
GAINED = Answered("greet", "thank", "greet")


def compared(
    guard: list[Answered], held_out: list[Answered] | None = None, ranks: dict[str, int | None] | None = None
) -> Comparison:
    return Comparison(guard, held_out or [], ranks or {})


def spread(count: int, answer: Answered) -> list[Answered]:
    """The same for as many intents, so that none is judged by itself."""
    return [Answered(*(f"{name}{n}" for name in _names(answer))) for n in range(count)]


def _names(answer: Answered) -> tuple[str, str, str]:
    return answer.label, answer.running, answer.candidate


def test_as_good_on_the_guard_and_better_on_labels_may_be_deployed() -> None:
    assert objections(compared([RIGHT] * 200, [RIGHT] * 8 + [GAINED] * 2, {"a": 1, "b": 2})) == []


def test_worse_on_the_guard_is_refused_with_figures() -> None:
    (reason,) = objections(compared([*spread(180, RIGHT), *spread(20, LOST)]))
    assert "200 条里，现有模型答对 200 条，新模型答对 180 条" in reason


def test_a_loss_that_chance_does_not_explain_is_refused_though_small() -> None:
    assert objections(compared([*spread(9990, RIGHT), *spread(10, LOST)]))
    assert objections(compared([*spread(9990, RIGHT), *spread(6, LOST), *spread(4, GAINED)])) == []


def test_worse_on_the_held_out_labels_is_refused() -> None:
    (reason,) = objections(compared([RIGHT] * 200, [*spread(18, RIGHT), *spread(2, LOST)]))
    assert "留出的标注" in reason


def test_an_intent_that_is_lost_is_named_though_the_rest_gained() -> None:
    others = [*spread(500, RIGHT), *spread(30, GAINED)]
    (reason,) = objections(compared([*others, *[RIGHT] * 12, *[LOST] * 3]))
    assert reason == "“greet” 变差了：15 条里净错了 3 条。"


def test_an_intent_with_few_messages_is_not_judged_by_itself() -> None:
    assert objections(compared([*spread(900, RIGHT), *[RIGHT] * 5, *[LOST] * 3, *spread(2, GAINED)])) == []


def test_labels_that_nobody_could_mean_are_refused() -> None:
    ranks: dict[str, int | None] = {f"{n}": None if n % 2 else 7 for n in range(8)} | {"8": 1, "9": 2}
    (reason,) = objections(compared([RIGHT] * 200, ranks=ranks))
    assert "8 条（共 10 条）" in reason
    assert compared([], ranks=ranks).doubted == [f"{n}" for n in range(8)]


def test_some_labels_that_surprise_the_running_model_are_what_labels_are_for() -> None:
    ranks: dict[str, int | None] = {f"{n}": None if n % 5 else 1 for n in range(5)}
    assert objections(compared([RIGHT] * 200, ranks={"a": 9, "b": 9, "c": 1})) == []
    assert (
        objections(compared([RIGHT] * 200, ranks={f"{n}": None if n % 4 == 0 else 2 for n in range(80)}))
        == []
    )
    assert objections(compared([RIGHT] * 200, ranks=ranks))


@pytest.mark.parametrize(("lost", "gained", "chance"), [(0, 0, 1), (5, 0, 1 / 32), (0, 5, 1), (1, 1, 0.75)])
def test_what_chance_explains(lost: int, gained: int, chance: float) -> None:
    assert by_chance(lost, gained) == pytest.approx(chance)


def test_chance_can_be_told_of_many() -> None:
    assert at_least(25_000, 100_000, 0.25) == pytest.approx(0.5, abs=0.01)


ANSWERS = st.lists(st.builds(Answered, *[st.sampled_from(["greet", "thank", "stop"])] * 3), max_size=60)


@given(ANSWERS, ANSWERS)
def test_the_running_model_itself_is_never_refused(guard: list[Answered], held_out: list[Answered]) -> None:
    same = [[Answered(one.label, one.running, one.running) for one in part] for part in (guard, held_out)]
    assert objections(compared(*same)) == []


@given(ANSWERS)
def test_figures_agree_with_each_other(answers: list[Answered]) -> None:
    figures = Figures.of(answers)
    assert figures.candidate - figures.running == figures.gained - figures.lost
    assert figures.messages == len(answers)
