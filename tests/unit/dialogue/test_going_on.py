"""「是不是这个？」 to the one order she described, and she goes on about it without a yes."""

from __future__ import annotations

import pytest

from .conftest import Talk

COOKER = "202600010007"


@pytest.fixture
def asked_which(talk: Talk) -> Talk:
    talk.open("电饭煲不好用", "report_quality_problem", entities={"product": "电饭煲"})
    assert talk.asked == "order_id"
    return talk


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("用了一个星期不加热了", {"entities": {"defect": "不加热"}}),
        ("修", {"entities": {"remedy": "repair"}}),
        ("质量太差", {"entities": {"reason": "quality"}}),
        ("没照片", {"intent": "deny"}),
    ],
)
def test_that_order_is_taken(asked_which: Talk, text: str, parts: dict[str, object]) -> None:
    asked_which.say(text, **parts)
    assert asked_which.slots["order_id"] == COOKER
    assert asked_which.asked != "order_id"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("不是", {"intent": "deny"}),
        ("都不是 换别的", {"intent": "deny", "entities": {"remedy": "exchange"}}),
        ("另外一个坏了", {"entities": {"defect": "失灵"}}),
        ("花瓶碎了", {"intent": "report_damaged_parcel", "entities": {"product": "花瓶", "defect": "破碎"}}),
        ("嗯嗯", {"intent": "chitchat"}),
    ],
)
def test_another_one_is_not(asked_which: Talk, text: str, parts: dict[str, object]) -> None:
    asked_which.say(text, **parts)
    assert asked_which.slots.get("order_id") != COOKER


def test_among_several_nothing_is_taken(talk: Talk) -> None:
    talk.open("我要退货", "request_refund")
    talk.say("质量太差", entities={"reason": "quality"})
    assert not talk.slots.get("order_id")
