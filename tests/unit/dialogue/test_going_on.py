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


def test_the_day_of_what_was_shown_keeps_it(asked_which: Talk) -> None:
    asked_which.say("那个啥 就是前几天买的", entities={"date": "2026-11-15"})
    assert asked_which.slots["order_id"] == COOKER


@pytest.mark.parametrize("text", ["不晓得啥时候买的", "记不清是哪个订单了", "我忘了订单号是多少"])
def test_who_does_not_remember_is_helped_to_choose(talk: Talk, text: str) -> None:
    talk.open("有个东西坏了", "report_quality_problem")
    assert talk.asked == "order_id"
    talk.say(text, "ask_presale")
    assert talk.last is not None
    assert not talk.last.digression
    assert "不记得" in talk.said
    assert talk.asked == "order_id"


def test_goods_named_at_the_question_need_no_further_yes(talk: Talk) -> None:
    talk.open("有个东西坏了", "report_quality_problem")
    talk.say("电饭煲", entities={"product": "电饭煲"})
    assert talk.slots["order_id"] == COOKER


@pytest.mark.parametrize("text", ["赠品要不要一起寄", "耳机的包还在吗", "耳机的赠品"])
def test_other_goods_than_those_described_are_asked_about(asked_which: Talk, text: str) -> None:
    asked_which.say(text, entities={"product": "赠品" if "赠品" in text else "耳机"})
    assert (asked_which.asked, asked_which.slots.get("order_id")) == ("order_id", None)


def test_goods_of_several_orders_are_asked_about(talk: Talk) -> None:
    talk.open("有个东西坏了", "report_quality_problem")
    talk.say("就是那件衣服", entities={"product": "衣服"})
    assert (talk.asked, talk.slots.get("order_id")) == ("order_id", None)
    assert len(talk.choices()) > 2


@pytest.mark.parametrize("text", ["我自己能撤销吗", "那申请了怎么撤回呀"])
def test_who_asks_whether_she_could_stop_does_not_stop(asked_which: Talk, text: str) -> None:
    asked_which.say(text, "withdraw_request")
    assert (asked_which.exit, asked_which.asked) == (None, "order_id")
    assert "不办了" in asked_which.said


def test_what_is_in_her_hands_is_not_cancelled(asked_which: Talk) -> None:
    asked_which.say("取消吧", "cancel_order", entities={"remedy": "cancel"})
    assert asked_which.slots.get("remedy") is None
