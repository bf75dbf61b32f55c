"""The demo shop as a gateway: owners, restarts and resets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.orders.demo import DemoShop
from aftersales.orders.demo_data import demo_orders

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with database.write() as session:
        await (await session.connection()).run_sync(Base.metadata.create_all)
        await DemoShop(database, FixedClock(NOW)).load_if_empty(session)
    yield database
    await database.close()


async def test_orders_come_back_as_loaded(db: Database) -> None:
    shop = DemoShop(db, FixedClock(NOW))
    for order in demo_orders(NOW):
        assert await shop.find(order.order_id) == order
    assert await shop.find("202600019999") is None


async def test_a_shopper_s_orders_are_newest_first(db: Database) -> None:
    shop = DemoShop(db, FixedClock(NOW))
    mine = await shop.orders_of("lin")
    assert len(mine) == 20
    assert [order.paid_at for order in mine] == sorted((order.paid_at for order in mine), reverse=True)
    assert {order.order_id for order in await shop.orders_of("wang")} == {"202600019001", "202600019002"}
    assert await shop.orders_of("nobody") == []


async def test_a_restart_keeps_the_dates_and_a_reset_renews_them(db: Database) -> None:
    shop = DemoShop(db, FixedClock(NOW + timedelta(days=10)))
    async with db.write() as session:
        await shop.load_if_empty(session)
    vase = await shop.find("202600010010")
    assert vase is not None
    assert vase.signed_at == NOW - timedelta(hours=2)
    async with db.write() as session:
        await shop.reset(session)
    renewed = await shop.find("202600010010")
    assert renewed is not None
    assert renewed.signed_at == NOW + timedelta(days=10, hours=-2)
    async with db.write() as session:
        await shop.reset(session, NOW)
    assert await shop.find("202600010010") == vase
    assert len(await shop.orders_of("lin")) == 20
