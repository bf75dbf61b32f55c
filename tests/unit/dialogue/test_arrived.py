"""A bare 「坏了」: did it arrive broken, or break in use? Two rules, one short question."""

from __future__ import annotations

import pytest

from aftersales.dialogue.claim_form import opening
from aftersales.dialogue.particulars import broken_on_arrival, is_vague_fault

from .conftest import Talk

VASE = "202600010010"
POT = "202600010003"


def vague(talk: Talk, intent: str = "report_damaged_parcel", text: str = "我东西坏了") -> Talk:
    return talk.open(text, intent, entities={"defect": "坏了"}).tap(f"order:{VASE}")


@pytest.mark.parametrize("intent", ["report_damaged_parcel", "report_quality_problem"])
def test_it_is_asked_once_with_two_choices(talk: Talk, intent: str) -> None:
    vague(talk, intent)
    assert talk.asked == "arrived"
    assert talk.choices() == ["yes", "no"]


@pytest.mark.parametrize("intent", ["report_damaged_parcel", "report_quality_problem"])
@pytest.mark.parametrize(
    ("said", "request_", "asked"),
    [("打开就是坏的", "damaged", "photo_goods"), ("用了两天才坏的", "quality", "description")],
)
def test_her_words_decide_which_rule(talk: Talk, intent: str, said: str, request_: str, asked: str) -> None:
    vague(talk, intent).say(said)
    assert (talk.slots["request"], talk.asked) == (request_, asked)


def test_a_tap_and_a_place_answer_it_too(talk: Talk) -> None:
    assert vague(talk).tap("yes").slots["request"] == "damaged"
    assert vague(talk).say("第二个").slots["request"] == "quality"


@pytest.mark.parametrize("text", ["昨天收到就坏了", "花瓶碎了", "快递给我弄坏了"])
def test_words_that_tell_are_not_asked_about(talk: Talk, text: str) -> None:
    assert vague(talk, text=text).asked == "photo_goods"


@pytest.mark.parametrize(
    ("text", "told"),
    [("到手就不能用", True), ("好端端的突然坏了", False), ("用了一个月坏了", False), ("坏了", None)],
)
def test_when_it_broke(text: str, told: bool | None) -> None:
    assert broken_on_arrival(text) is told
    assert is_vague_fault(text) is (told is None)


def test_the_first_words_leave_it_open() -> None:
    assert opening("damaged", "m1", "坏了") == opening("quality", "m1", "坏了")
    assert opening("damaged", "m1", "花瓶碎了") != opening("damaged", "m1", "坏了")
