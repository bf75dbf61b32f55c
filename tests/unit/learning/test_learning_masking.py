"""Labelled sentences hold nothing that names somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.learning.masking import masked


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("订单202600010010的花瓶碎了", "订单[号码]的花瓶碎了"),
        ("我电话是１３８ 0000 1234", "我电话是[号码]"),
        ("尾号1234的那单", "尾号[号码]的那单"),
        ("幺三八零零零零一二三四打我", "[号码]打我"),
        ("发到 lin.xiao@example.com", "发到 [号码]"),
        ("加我微信lx_198802", "加我微信[号码]"),
        ("单号SF1234567890123怎么不动了", "单号[号码]怎么不动了"),
        ("寄到杭州市西湖区文三路1号", "寄到杭州市[号码]"),
        ("收件人：林晓", "收件人:[姓名]"),
        ("我叫王小明，要退货", "我叫[姓名],要退货"),
        ("张女士那单退了没", "[姓名]女士那单退了没"),
        ("看 https://shop.example/orders/77 这个", "看 [号码] 这个"),
        ("少了\n一件\u2028内衣", "少了 一件 内衣"),
        ("再不退我打12315", "再不退我打12315"),
        ("赔我2000元", "赔我2000元"),
        ("我叫客服帮我退", "我叫客服帮我退"),
    ],
)
def test_what_names_her_goes_and_the_rest_stays(said: str, kept: str) -> None:
    assert masked(said) == kept


def test_what_the_conversation_knows_of_her_goes() -> None:
    said = "林晓买的，寄给欧阳娜娜"
    assert masked(said, own=["林晓", "欧阳娜娜", " ", "晓"]) == "[隐私]买的,寄给[隐私]"


def test_what_the_assistant_read_as_hers_goes() -> None:
    entities = [
        {"entity": "address", "start": 2, "end": 6},
        {"entity": "product", "start": 7, "end": 9},
    ]
    assert masked("放在三号楼下的花瓶", entities=entities) == "放在[号码]的花瓶"


@given(st.text(max_size=60), st.from_regex(r"1[3-9]\d{9}|20\d{10}", fullmatch=True))
def test_a_number_never_survives(around: str, number: str) -> None:
    assert number not in masked(f"{around} {number}，{around}")


@given(st.text(max_size=80))
def test_masking_again_changes_nothing_and_leaves_one_line(text: str) -> None:
    once = masked(text)
    assert masked(once) == once
    assert len(once.splitlines()) <= 1
