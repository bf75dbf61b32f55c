"""「换大一号」 is a size once the goods are known; a question about sizes is none."""

from __future__ import annotations

import pytest

from aftersales.dialogue.words import next_size

from .conftest import Talk

HOODIE = "202600010001"


@pytest.mark.parametrize(
    ("text", "spec", "wanted"),
    [
        ("换大一号", "黑色 L", "XL"),
        ("小一码就好", "黑色 L", "M"),
        ("想换大一码", "42 码", "43 码"),
        ("这个大了", "黑色 L", None),
        ("换大一号", "均码", None),
        ("再大一号", "黑色 XXXL", None),
        ("鞋买小一码了想换", "42 码", None),
    ],
)
def test_the_next_size(text: str, spec: str, wanted: str | None) -> None:
    assert next_size(text, spec) == wanted


def test_it_is_not_asked_again(talk: Talk) -> None:
    talk.open("卫衣小了换大一号", "request_exchange", entities={"product": "卫衣"}).tap(f"order:{HOODIE}")
    assert (talk.slots["spec"], talk.asked) == ("XL", "complete")


def test_a_question_is_no_size(talk: Talk) -> None:
    talk.open("卫衣想换个码", "request_exchange", entities={"product": "卫衣"}).tap(f"order:{HOODIE}")
    assert talk.asked == "spec"
    talk.say("都有哪些码啊")
    assert (talk.slots.get("spec"), talk.asked) == (None, "spec")


def test_the_next_size_at_another_question_is_the_size_she_wants(talk: Talk) -> None:
    talk.open("卫衣想换个码", "request_exchange", entities={"product": "卫衣"}).tap(f"order:{HOODIE}")
    talk.say("M")
    assert talk.asked == "complete"
    talk.say("有大一码的吗", "ask_presale")
    assert (talk.slots["spec"], talk.asked) == ("XL", "complete")
    assert "XL" in talk.said
