"""A shop's REST API over real HTTP: what is read, what is done once, and what a shop in trouble costs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import ValidationError

from aftersales.clock import FixedClock
from aftersales.orders.breaker import CircuitBreaker
from aftersales.orders.command import (
    Accepted,
    Command,
    CommandKind,
    CommandRefused,
    Executed,
    GatewayUnavailable,
    Pieces,
)
from aftersales.orders.demo_data import demo_orders
from aftersales.orders.rest import RestShop, ShopAddress
from tests.support.openapi import check
from tests.support.service import NOW
from tests.support.shop_server import CONTRACT, TOKEN, Drops, Fails, Sends, Shop, Slow, Works, serving

ORDERS = demo_orders(NOW)
VASE = next(order for order in ORDERS if order.order_id == "202600010010")
REFUND = Command(
    id="a" * 32,
    kind=CommandKind.REFUND,
    order_id=VASE.order_id,
    ticket_number="AS0000000001",
    items=(Pieces(VASE.lines[0].line_id, 1),),
    amount=Decimal("189.00"),
    reason="damaged",
    note="花瓶碎了",
)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with serving(ORDERS) as serving_shop:
        yield serving_shop
    assert serving_shop.complaints == []


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def gateway(shop: Shop, clock: FixedClock) -> AsyncIterator[RestShop]:
    made = RestShop(ShopAddress(shop.url, TOKEN, 1.0, 0.3, 0.3), CircuitBreaker(clock))
    yield made
    made.close()


async def test_orders_are_read_as_the_shop_tells_them(gateway: RestShop) -> None:
    mine = await gateway.orders_of("lin")
    assert {order.order_id for order in mine} == {o.order_id for o in ORDERS if o.owner_id == "lin"}
    assert [order.paid_at for order in mine] == sorted((order.paid_at for order in mine), reverse=True)
    assert await gateway.find(VASE.order_id) == VASE
    assert await gateway.find("no/such order?") is None
    assert await gateway.orders_of("nobody") == []


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.order_id)
def test_the_contract_holds_every_order_of_the_demo(order: Any) -> None:
    with serving([order]) as shop:
        check(CONTRACT, "Order", shop.orders[order.order_id])


async def test_a_refund_is_done_and_named(gateway: RestShop, shop: Shop) -> None:
    done = await gateway.execute(REFUND)
    assert done == Executed("PAY000001", Decimal("189.00"), "微信支付")
    assert shop.done[0]["amount"] == "189.00"
    assert await gateway.execute(REFUND) == done
    assert len(shop.done) == 1


@pytest.mark.parametrize("kind", CommandKind)
async def test_every_kind_of_command_speaks_the_contract(
    gateway: RestShop, shop: Shop, kind: CommandKind
) -> None:
    command = replace(
        REFUND,
        kind=kind,
        spec="43 码",
        name="林晓",
        phone="13800001234",
        address="杭州市",
        deliver_on=date(2026, 11, 30),
    )
    answer = await gateway.execute(command)
    assert isinstance(answer, Executed)
    check(CONTRACT, "Done", shop.answers[REFUND.id])


def test_the_contract_refuses_a_payment_without_a_sum() -> None:
    with pytest.raises(ValidationError):
        check(CONTRACT, "Command", {"kind": "refund", "ticket_number": "AS0000000001", "items": []})


@pytest.mark.parametrize("trouble", [Fails(503), Slow(), Drops()], ids=["503", "slow", "dropped"])
async def test_reading_is_tried_twice(gateway: RestShop, shop: Shop, trouble: Any) -> None:
    shop.troubles = [trouble]
    assert await gateway.find(VASE.order_id) == VASE
    assert len(shop.requests) == 2


@pytest.mark.parametrize(
    "trouble",
    [Fails(500), Fails(429, "120"), Fails(401), Slow(), Drops(), Sends(b"<html>"), Sends(b"{}")],
    ids=["500", "429", "401", "slow", "dropped", "no JSON", "no answer"],
)
async def test_a_command_in_trouble_is_sent_once_and_left_to_its_sender(
    gateway: RestShop, shop: Shop, trouble: Any
) -> None:
    shop.troubles = [trouble]
    with pytest.raises(GatewayUnavailable) as unavailable:
        await gateway.execute(REFUND)
    assert (unavailable.value.status, unavailable.value.code) == (503, "shop_unavailable")
    assert unavailable.value.retry_after_s == (
        120 if isinstance(trouble, Fails) and trouble.retry_after else None
    )
    assert len(shop.requests) == 1
    assert TOKEN not in unavailable.value.cause


@pytest.mark.parametrize("status", [400, 404, 409, 422])
async def test_a_refusal_is_final_and_has_the_shop_s_reason(
    gateway: RestShop, shop: Shop, status: int
) -> None:
    shop.troubles = [Fails(status)]
    with pytest.raises(CommandRefused, match="库存不足"):
        await gateway.execute(REFUND)
    assert shop.done == []


async def test_a_shop_may_take_its_time(gateway: RestShop, shop: Shop) -> None:
    shop.troubles = [Works()]
    assert await gateway.execute(REFUND) == Accepted(7)
    assert isinstance(await gateway.execute(REFUND), Executed)


@pytest.mark.parametrize(
    "broken",
    [
        {"paid_at": "2026-03-02T10:00:00"},
        {"status": "gone"},
        {"lines": []},
        {"signed_at": None},
        {"freight": None},
        {"lines": [{"line_id": "1"}]},
    ],
    ids=lambda broken: ",".join(broken),
)
async def test_an_order_that_is_none_is_never_half_read(
    gateway: RestShop, shop: Shop, broken: dict[str, Any]
) -> None:
    shop.orders[VASE.order_id] |= broken
    with pytest.raises(GatewayUnavailable) as unavailable:
        await gateway.find(VASE.order_id)
    assert "13800001234" not in unavailable.value.cause


async def test_a_dead_shop_is_left_alone_and_asked_again_later(
    gateway: RestShop, shop: Shop, clock: FixedClock
) -> None:
    shop.troubles = [Fails(500)] * 6
    for _ in range(5):
        with pytest.raises(GatewayUnavailable):
            await gateway.find(VASE.order_id)
    asked = len(shop.requests)
    with pytest.raises(GatewayUnavailable) as refused:
        await gateway.find(VASE.order_id)
    assert (len(shop.requests), refused.value.retry_after_s) == (asked, 15.0)
    clock.advance(timedelta(seconds=15))
    with pytest.raises(GatewayUnavailable):
        await gateway.find(VASE.order_id)  # the single try
    with pytest.raises(GatewayUnavailable):
        await gateway.find(VASE.order_id)
    assert len(shop.requests) == asked + 1
    clock.advance(timedelta(seconds=15))
    assert await gateway.find(VASE.order_id) == VASE
    assert await gateway.find(VASE.order_id) == VASE


async def test_a_slow_shop_holds_up_nobody_else(gateway: RestShop, shop: Shop) -> None:
    shop.troubles = [Slow(), Slow()]
    waiting = asyncio.create_task(gateway.find(VASE.order_id))
    ticks = 0
    while not waiting.done():
        await asyncio.sleep(0)
        ticks += 1
    assert ticks > 100
    with pytest.raises(GatewayUnavailable):
        await waiting


async def test_a_shop_that_is_not_there(clock: FixedClock) -> None:
    with serving([]) as gone:
        pass
    gateway = RestShop(ShopAddress(gone.url, TOKEN, 0.3, 0.3, 0.3), CircuitBreaker(clock))
    with pytest.raises(GatewayUnavailable):
        await gateway.execute(REFUND)
    gateway.close()
