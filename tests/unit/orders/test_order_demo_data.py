"""The demo shop is the contract's table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from aftersales.clock import SHANGHAI
from aftersales.orders.demo_data import demo_orders, demo_shoppers
from aftersales.policy.names import OrderStatus, SignedBy

NOW = datetime(2026, 3, 10, 16, 30, tzinfo=UTC)
"""Half past midnight in Shanghai: the calendar day there is already the eleventh."""
ORDERS = {order.order_id: order for order in demo_orders(NOW)}

SIGNED_DAYS_AGO = {
    "202600010001": ("299.00", 3),
    "202600010002": ("168.00", 7),
    "202600010003": ("399.00", 8),
    "202600010004": ("520.00", 1),
    "202600010005": ("239.00", 1),
    "202600010006": ("400.00", 5),
    "202600010007": ("459.00", 12),
    "202600010008": ("2999.00", 120),
    "202600010009": ("2399.00", 1110),
    "202600010011": ("599.00", 2),
    "202600010017": ("159.00", 2),
    "202600010018": ("369.00", 4),
    "202600010019": ("1376.00", 1),
    "202600010020": ("1999.00", 430),
    "202600019001": ("1899.00", 3),
    "202600019002": ("259.00", 2),
}


def ten_oclock(days_ago: int) -> datetime:
    return datetime(2026, 3, 11, 10, tzinfo=SHANGHAI) - timedelta(days=days_ago)


@pytest.mark.parametrize(("order_id", "expected"), SIGNED_DAYS_AGO.items())
def test_signed_days_ago_at_ten(order_id: str, expected: tuple[str, int]) -> None:
    order, (paid, days) = ORDERS[order_id], expected
    assert order.status is OrderStatus.SIGNED
    assert order.paid_total == Decimal(paid)
    assert order.signed_at == ten_oclock(days)


def test_today_is_two_hours_ago() -> None:
    two_hours_ago = NOW - timedelta(hours=2)
    assert ORDERS["202600010010"].signed_at == two_hours_ago
    assert ORDERS["202600010014"].last_movement_at == two_hours_ago
    assert ORDERS["202600010015"].paid_at == two_hours_ago


def test_the_stuck_parcel() -> None:
    order = ORDERS["202600010012"]
    assert order.status is OrderStatus.SHIPPED
    assert (order.shipped_at, order.last_movement_at, order.promised_at) == tuple(map(ten_oclock, (9, 5, 4)))


def test_states_that_are_not_signed() -> None:
    states = {order.order_id[-2:]: order.status for order in ORDERS.values() if order.signed_at is None}
    assert states == {"12": "shipped", "13": "paid", "14": "delivered", "15": "paid", "16": "delivered"}
    assert ORDERS["202600010019"].signed_by is SignedBy.FRONT_DESK


def test_owners_and_merchants() -> None:
    assert {o.order_id for o in ORDERS.values() if o.owner_id == "wang"} == {"202600019001", "202600019002"}
    assert {o.order_id for o in ORDERS.values() if o.merchant_id} == {"202600010007", "202600010018"}
    assert demo_shoppers()["lin"].phone == "13800001234"
    assert demo_shoppers()["wang"].phone.endswith("5678")


def test_five_shirts_after_a_coupon() -> None:
    (shirts,) = ORDERS["202600010006"].lines
    assert (shirts.quantity, shirts.list_price, shirts.paid) == (5, Decimal("89.00"), Decimal("400.00"))


def test_the_policy_accepts_every_order_as_facts() -> None:
    for order in ORDERS.values():
        facts = order.facts
        assert facts.paid_total == sum(line.paid for line in facts.lines) + facts.freight
        moments = [facts.paid_at, facts.shipped_at, facts.last_movement_at, facts.signed_at]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        assert known[-1] <= NOW
        assert (facts.signed_at is not None) == (facts.status is OrderStatus.SIGNED)
