"""Masked values are recognised by their owner and useless to anyone else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.people.masks import mask_address, mask_name, mask_order_id, mask_phone


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
