from __future__ import annotations

import pytest

from assistant.nlu.matter import (
    beside_the_thanks,
    beside_the_wish,
    is_matter,
    only_gives_a_number,
    only_names_goods,
)


def goods(text: str, word: str, *others: tuple[str, str]) -> list[dict[str, object]]:
    named = [("product", word), *others]
    return [{"entity": kind, "start": text.index(w), "end": text.index(w) + len(w)} for kind, w in named]


@pytest.mark.parametrize(
    ("text", "word", "others"),
    [
        ("榴莲", "榴莲", ()),
        ("上周那个锅", "锅", (("date", "上周"),)),
        ("我买的那个花瓶啊", "花瓶", ()),
        ("就是那双鞋子。", "鞋子", ()),
    ],
)
def test_a_name_alone_is_data(text: str, word: str, others: tuple[tuple[str, str], ...]) -> None:
    assert only_names_goods(text, goods(text, word, *others))


@pytest.mark.parametrize(
    ("text", "word"),
    [("花瓶碎了", "花瓶"), ("想退花瓶", "花瓶"), ("我的积木到哪了", "积木"), ("锅怎么用", "锅")],
)
def test_a_name_with_something_said_of_it_is_not(text: str, word: str) -> None:
    assert not only_names_goods(text, goods(text, word))


def test_no_goods_no_name() -> None:
    assert not only_names_goods("昨天", [{"entity": "date", "start": 0, "end": 2}])


def test_the_matter_beside_the_wish_for_a_person() -> None:
    assert beside_the_wish("转人工,我要退货") == "我要退货"
    assert beside_the_wish("快给我转人工") is None
    assert beside_the_wish("我要退货") is None


def test_the_matter_that_is_thanked_for_in_advance() -> None:
    assert beside_the_thanks("帮忙退下冰箱呗 谢谢") == "帮忙退下冰箱呗"
    assert beside_the_thanks("谢谢啦") is None
    assert beside_the_thanks("谢谢你们上次帮我换货") is None


@pytest.mark.parametrize("words", ["", "就这单", "我的订单 ", "订单号:", "是这个"])
def test_a_number_with_its_name_is_data(words: str) -> None:
    assert only_gives_a_number(words)


def test_a_number_with_a_matter_is_not() -> None:
    assert not only_gives_a_number("这单到哪了")


def test_a_wish_for_a_person_is_no_matter() -> None:
    assert not is_matter("request_human")
    assert is_matter("request_refund")
    assert not is_matter("complain")
