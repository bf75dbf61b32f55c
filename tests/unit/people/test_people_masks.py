"""Masked values are recognised by their owner and useless to anyone else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.people.masks import (
    mask_address,
    mask_document,
    mask_name,
    mask_order_id,
    mask_phone,
    mask_text,
)


def test_phone() -> None:
    assert mask_phone("13800001234") == "138****1234"


@given(st.text("0123456789", max_size=11))
def test_a_phone_never_shows_more_than_seven_digits(phone: str) -> None:
    assert sum(character.isdigit() for character in mask_phone(phone)) in (0, 7)


@pytest.mark.parametrize(
    ("name", "masked"), [("林晓", "林*"), ("王小明", "王**"), ("欧阳娜娜", "欧**"), ("林", "*"), ("", "*")]
)
def test_name(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("浙江省杭州市西湖区文三路1号", "浙江省杭州市****"),
        ("上海市浦东新区世纪大道88号", "上海市****"),
        ("新疆维吾尔自治区伊犁哈萨克自治州某县某街2号", "新疆维吾尔自治区伊犁哈萨克自治州****"),
        ("西湖区文三路1号", "****"),
        ("Somewhere 12", "****"),
        ("", "****"),
    ],
)
def test_address(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("order_id", "masked"), [("202600010010", "2026****0010"), ("123456789", "****"), ("", "****")]
)
def test_order_id(order_id: str, masked: str) -> None:
    assert mask_order_id(order_id) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打我电话13800001234吧", "打我电话138****1234吧"),
        ("电话 138 0000 1234", "电话 138****1234"),
        ("订单202600010010碎了", "订单2026****0010碎了"),
        ("已寄回 SF1234567890123", "已寄回 SF12****0123"),
        ("身份证11010119900307777X", "身份证1101****777X"),
        ("发到 lin.xiao@example.com 吧", "发到 **** 吧"),
        ("寄到杭州市西湖区文三路1号院2幢301室", "寄到杭州市****"),
        ("工单 AS0000000007 什么时候好", "工单 AS0000000007 什么时候好"),
        ("买了 2 件，花了 399.00 元，2026-11-18 签收", "买了 2 件，花了 399.00 元，2026-11-18 签收"),
    ],
)
def test_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@given(st.text(max_size=30), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_number_stays_in_a_text(words: str, phone: str) -> None:
    separated = f"{words}，{phone}。"
    assert phone not in mask_text(separated)


def test_every_text_of_a_document_is_masked() -> None:
    document = {"rows": [{"label": "电话", "value": "13800001234"}], "count": 3, "none": None}
    masked = {"rows": [{"label": "电话", "value": "138****1234"}], "count": 3, "none": None}
    assert mask_document(document) == masked
