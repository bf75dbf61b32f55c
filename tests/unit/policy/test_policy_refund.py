"""What pieces of a line are worth, sent back in parts."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.policy.model import Line
from aftersales.policy.names import Category
from aftersales.policy.refund import share


def goods(paid: str | Decimal, quantity: int, list_price: str = "89.00") -> Line:
    return Line(
        line_id="L1",
        category=Category.CLOTHES,
        quantity=quantity,
        list_price=Decimal(list_price),
        paid=Decimal(paid),
    )


@pytest.mark.parametrize(
    ("quantity", "earlier", "amount"),
    [(1, 0, "33.33"), (1, 1, "33.34"), (1, 2, "33.33"), (2, 0, "66.67"), (3, 0, "100.00")],
)
def test_a_third_of_a_hundred(quantity: int, earlier: int, amount: str) -> None:
    assert share(goods("100.00", 3), quantity, earlier, "share") == Decimal(amount)


def test_half_a_cent_is_rounded_up() -> None:
    assert share(goods("0.25", 2), 1, 0, "share") == Decimal("0.13")


@pytest.mark.parametrize(
    ("quantity", "earlier", "amount"), [(1, 0, "44.00"), (1, 1, "89.00"), (5, 0, "400.00")]
)
def test_recalculated_the_kept_pieces_cost_their_list_price(quantity: int, earlier: int, amount: str) -> None:
    assert share(goods("400.00", 5), quantity, earlier, "recalculate") == Decimal(amount)


@given(
    paid=st.decimals("0.00", "99999.99", places=2),
    parts=st.lists(st.integers(1, 5), min_size=1, max_size=8),
    method=st.sampled_from(["share", "recalculate"]),
)
def test_parts_add_up_to_what_was_paid(
    paid: Decimal, parts: list[int], method: Literal["share", "recalculate"]
) -> None:
    line, earlier, refunded = goods(paid, sum(parts)), 0, Decimal(0)
    for part in parts:
        amount = share(line, part, earlier, method)
        assert amount >= 0
        refunded += amount
        assert refunded <= paid
        earlier += part
    assert refunded == paid
