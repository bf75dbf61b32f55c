from __future__ import annotations

from decimal import Decimal

import pytest

from assistant.nlu.numerals import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", "12.5"),
        ("三", "3"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("九十九", "99"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("两百三十五", "235"),
        ("三千五", "3500"),
        ("一万", "10000"),
        ("一万五", "15000"),
        ("十二万三千", "123000"),
        ("壹佰贰拾", "120"),
        ("一百〇二", "102"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["三四", "元", "一二三"])
def test_no_number(text: str) -> None:
    assert number(text) is None
