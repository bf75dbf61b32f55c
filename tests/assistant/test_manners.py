from __future__ import annotations

import pytest

from assistant.nlu.manners import without_manners
from assistant.nlu.prepared import prepare


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("你好在吗我想咨询个事情啊花瓶碎了怎么退", "花瓶碎了怎么退"),
        ("不好意思打扰一下,是这样的,我要换个颜色", "我要换个颜色"),
        ("亲我平时都在你们家买的,花瓶碎了怎么退", "花瓶碎了怎么退"),
        ("花瓶碎了怎么退,我也不太会弄这些,谢谢", "花瓶碎了怎么退"),
        ("花瓶碎了怎么退麻烦帮我看看谢谢了", "花瓶碎了怎么退"),
    ],
)
def test_long_manners_go(text: str, matter: str) -> None:
    assert without_manners(text) == matter


@pytest.mark.parametrize("text", ["你好怎么退货", "怎么退货谢谢", "你好在吗谢谢你了", "麻烦你了谢谢啊", ""])
def test_short_manners_stay_and_so_does_a_message_of_nothing_else(text: str) -> None:
    assert without_manners(text) == text


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("呃我想说花瓶花瓶碎了嗯一个", "花瓶碎了一个"),
        ("喂那个啥快递快递快递还没到", "快递还没到"),
        ("嗯就是说看看能不能换一个", "看看能不能换一个"),
        ("喂", "喂"),
        ("那个", "那个"),
        ("嗯嗯好的", "嗯嗯好的"),
    ],
)
def test_false_starts_are_undone(text: str, matter: str) -> None:
    assert without_manners(text) == matter


def test_what_names_a_number_goes_with_it() -> None:
    assert prepare("我的订单202600010010怎么还没发货").words == "怎么还没发货"
    assert prepare("坏了怎么办 电话13800001234").words == "坏了怎么办"
    assert prepare("订单号是202600010010").words == ""
    assert prepare("电话打不通").words == "电话打不通"


def test_emoji_are_words_only_where_there_are_no_others() -> None:
    assert prepare("花瓶😭碎了怎么退😡[发怒]").words == "花瓶碎了怎么退"
    assert (prepare("好的😭").words, prepare("退🙏🙏").words, prepare("😭").words) == ("好的", "退", "难过")
    assert prepare("👍").words == "好的"
    assert prepare("订单号202600010016 😭😭").words == prepare("订单号202600010016").words
    assert prepare("花瓶😭碎了怎么退😡").normalised.text == "花瓶难过碎了怎么退生气"


def test_many_manners_take_no_time() -> None:
    assert without_manners("啊,谢谢哈" * 200 + "x").endswith("x")
