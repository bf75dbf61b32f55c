"""An order is shown to its signed-in owner and to whoever proved it, and to nobody else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from aftersales.people.identity import ShopperIdentity
from aftersales.people.proof import NotFoundOrNotYours, access_order


@dataclass(frozen=True)
class Order:
    order_id: str
    owner_id: str
    phone: str


VASE = Order("202600010010", "lin", "13800001234")
LIN, WANG = ShopperIdentity("lin"), ShopperIdentity("wang")


@pytest.mark.parametrize(
    ("identity", "proved"),
    [(LIN, ()), (None, {VASE.order_id}), (WANG, {VASE.order_id})],
)
def test_may_see(identity: ShopperIdentity | None, proved: set[str]) -> None:
    assert access_order(VASE, identity, proved) is VASE


@pytest.mark.parametrize(
    ("order", "identity", "proved"),
    [
        (VASE, None, ()),
        (VASE, WANG, ()),
        (VASE, None, {"202600010001"}),
        (None, LIN, {VASE.order_id}),
    ],
)
def test_may_not_see(order: Order | None, identity: ShopperIdentity | None, proved: set[str]) -> None:
    with pytest.raises(NotFoundOrNotYours) as refused:
        access_order(order, identity, proved)
    assert (refused.value.status, refused.value.code) == (404, "not_found_or_not_yours")
