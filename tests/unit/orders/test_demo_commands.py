"""What the demo shop does with its orders when it is told to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.clock import SHANGHAI
from aftersales.orders.command import Command, CommandKind, CommandRefused, Pieces
from aftersales.orders.demo_commands import carried_out
from aftersales.orders.demo_data import demo_orders

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ORDERS = {order.order_id: order for order in demo_orders(NOW)}
VASE, COAT, BRICKS, SHOES = (ORDERS[f"2026000100{n}"] for n in ("10", "13", "12", "18"))


def command(kind: CommandKind, order_id: str, **given: object) -> Command:
    return replace(Command("0123456789abcdef" * 2, kind, order_id, "AS0000000001"), **given)  # type: ignore[arg-type]


def test_a_refund_is_kept_on_the_order_and_named() -> None:
    order, done = carried_out(VASE, command(CommandKind.REFUND, VASE.order_id, amount=Decimal("189.00")), NOW)
    assert order.refunded == Decimal("189.00")
    assert (done.reference, done.amount, done.channel) == ("DS260302088743", Decimal("189.00"), "原支付渠道")


@given(st.lists(st.decimals("0.01", "120", places=2), max_size=8))
def test_the_shop_never_pays_back_more_than_was_paid(amounts: list[Decimal]) -> None:
    order = VASE
    for amount in amounts:
        refund = command(CommandKind.REFUND, VASE.order_id, amount=amount)
        if order.refunded + amount > VASE.paid_total:
            with pytest.raises(CommandRefused):
                carried_out(order, refund, NOW)
        else:
            order, _ = carried_out(order, refund, NOW)
    assert order.refunded <= VASE.paid_total


def test_cancelling_pays_back_what_is_not_shipped_yet_and_only_once() -> None:
    cancel = command(CommandKind.CANCEL, COAT.order_id, amount=Decimal("899.00"))
    order, _ = carried_out(COAT, cancel, NOW)
    assert (order.cancelled_at, order.refunded) == (NOW, Decimal("899.00"))
    for refused in (order, BRICKS):
        with pytest.raises(CommandRefused):
            carried_out(refused, cancel, NOW)


def test_a_parcel_under_way_can_be_called_back_and_no_other() -> None:
    intercept = command(CommandKind.INTERCEPT, BRICKS.order_id, amount=Decimal("129.00"))
    order, _ = carried_out(BRICKS, intercept, NOW)
    assert order.refunded == Decimal("129.00")
    with pytest.raises(CommandRefused):
        carried_out(COAT, intercept, NOW)


def test_an_exchange_takes_the_wanted_size_from_stock_until_none_is_left() -> None:
    items = (Pieces(SHOES.lines[0].line_id, 1),)
    exchange = command(CommandKind.EXCHANGE, SHOES.order_id, items=items, spec="43")
    order = SHOES
    for left in range(5, -1, -1):
        order, done = carried_out(order, exchange, NOW)
        assert order.lines[0].exchange_stock == {"43 码": left}
        assert (done.carrier, done.tracking_number) == ("顺丰速运", "SF260302088743")
    with pytest.raises(CommandRefused, match="库存不足"):
        carried_out(order, exchange, NOW)


def test_goods_that_came_back_are_for_sale_again() -> None:
    items = (Pieces(SHOES.lines[0].line_id, 1),)
    order, _ = carried_out(SHOES, command(CommandKind.STOCK, SHOES.order_id, items=items), NOW)
    assert order.lines[0].traits.stock == 7


def test_an_address_changes_before_the_parcel_leaves() -> None:
    modify = command(CommandKind.MODIFY, COAT.order_id, address="浙江省杭州市滨江区江南大道 1 号")
    order, _ = carried_out(COAT, modify, NOW)
    assert (order.address, order.phone) == ("浙江省杭州市滨江区江南大道 1 号", COAT.phone)
    with pytest.raises(CommandRefused):
        carried_out(BRICKS, modify, NOW)


def test_another_day_of_delivery_is_a_new_promise() -> None:
    modify = command(CommandKind.MODIFY, COAT.order_id, name="王芳", deliver_on=date(2026, 11, 21))
    order, _ = carried_out(COAT, modify, NOW)
    assert order.owner_name == "王芳"
    assert order.promised_at == datetime(2026, 11, 21, 23, 59, 59, tzinfo=SHANGHAI)


def test_pieces_that_were_not_bought_are_refused() -> None:
    for items in ((Pieces("other", 1),), (Pieces(VASE.lines[0].line_id, 2),)):
        with pytest.raises(CommandRefused):
            carried_out(VASE, command(CommandKind.RESHIP, VASE.order_id, items=items), NOW)
