"""Numbers that people can read on the phone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.tickets.numbers import grouped, new_number, plain


def test_a_number_is_read_in_groups() -> None:
    assert grouped("AS0123456789") == "AS 012 345 6789"
    assert grouped("202600010010") == "202600010010"


def test_a_new_number_is_never_like_an_order_s() -> None:
    assert re.fullmatch(r"AS\d{10}", new_number())


@given(st.from_regex(r"\AAS[0-9]{10}\Z"))
def test_what_was_read_out_is_found_again(number: str) -> None:
    assert plain(grouped(number)) == number


@pytest.mark.parametrize("typed", ["as 012-345-6789", "ＡＳ０１２３４５６７８９", " AS0123456789\n"])
def test_it_is_understood_however_it_is_typed(typed: str) -> None:
    assert plain(typed) == "AS0123456789"
