"""Answers to 'where is it' on the demo shop's orders."""

from __future__ import annotations

import pytest

from aftersales.dialogue import parcels
from aftersales.orders.demo_data import demo_orders
from aftersales.policy.policy import Policy

from .conftest import NOW, heard

DOWN_JACKET = "202600010013"
"""Paid for, not sent yet."""


def told(policy: Policy, text: str, **parts: object) -> list[dict[str, object]]:
    orders = [order for order in demo_orders(NOW) if order.owner_id == "lin"]
    found = parcels.meant(heard(text, "query_logistics", **parts), orders, NOW)
    return parcels.told(found, NOW, policy, "seed")


@pytest.mark.parametrize("text", ["什么时候发货呀", "怎么还不发货", "东西寄出来了没"])
def test_when_it_is_sent_is_asked_of_what_waits(policy: Policy, text: str) -> None:
    first = told(policy, text)[0]
    assert "还没有发货" in str(first["text"])
    assert first["card"]["order"]["order_id"] == DOWN_JACKET  # type: ignore[index]


def test_where_it_is_is_asked_of_what_is_under_way(policy: Policy) -> None:
    card = told(policy, "我的快递到哪了")[0]["card"]
    assert card["order"]["order_id"] != DOWN_JACKET  # type: ignore[index]


def test_what_she_never_bought_is_said_to_be_missing(policy: Policy) -> None:
    (which,) = told(policy, "矿泉水什么时候能到", entities={"product": "矿泉水"})
    assert "矿泉水" in str(which["text"])


@pytest.mark.parametrize(
    ("text", "parcel"), [("已经付款了请尽快发货", True), ("快递快点送", True), ("赶紧给我处理", False)]
)
def test_what_is_urged(text: str, parcel: bool) -> None:
    assert parcels.about_parcel(heard(text, "urge")) is parcel


def test_in_the_middle_of_a_request_its_order_is_meant() -> None:
    orders = [order for order in demo_orders(NOW) if order.owner_id == "lin"]
    vase = next(order for order in orders if order.order_id == "202600010010")

    def one(text: str, **parts: object) -> str | None:
        found = parcels.meant(heard(text, "query_logistics", **parts), orders, NOW, vase).one
        return found.order_id if found else None

    assert one("啥时候能到啊") == one("花瓶到哪了", entities={"product": "花瓶"}) == vase.order_id
    assert one("那积木到哪了", entities={"product": "积木"}) not in (None, vase.order_id)
    assert one("那个呢", entities={"order_id": DOWN_JACKET}) == DOWN_JACKET


def test_goods_that_are_not_hers_are_no_one_parcel() -> None:
    orders = [order for order in demo_orders(NOW) if order.order_id == DOWN_JACKET]
    assert parcels.meant(heard("矿泉水到哪了", entities={"product": "矿泉水"}), orders, NOW).one is None


@pytest.mark.parametrize("said", ["到底什么时候到", "啥时候能来啊", "还要几天才到"])
def test_when_it_comes_is_about_the_parcel(said: str) -> None:
    assert parcels.about_parcel(heard(said, "urge"))


def test_when_the_money_comes_is_not() -> None:
    assert not parcels.about_parcel(heard("退款什么时候到账", "urge"))
