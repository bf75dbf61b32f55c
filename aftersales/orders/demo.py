"""The demo shop: a gateway whose orders live in this program's own database."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.orders.demo_data import demo_orders
from aftersales.orders.model import Order
from aftersales.orders.tables import DemoOrderRow

_ORDER = TypeAdapter(Order)


class DemoShop:
    """An `OrderGateway`. A restart keeps the orders as they were dated; only `reset` dates them anew."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def orders_of(self, shopper_id: str) -> list[Order]:
        rows = select(DemoOrderRow).where(DemoOrderRow.owner_id == shopper_id)
        async with self._db.read() as session:
            found = await session.scalars(rows.order_by(DemoOrderRow.paid_at.desc(), DemoOrderRow.order_id))
            return [_ORDER.validate_python(row.document) for row in found]

    async def find(self, order_id: str) -> Order | None:
        async with self._db.read() as session:
            row = await session.get(DemoOrderRow, order_id)
            return None if row is None else _ORDER.validate_python(row.document)

    async def load_if_empty(self, session: AsyncSession, now: datetime | None = None) -> None:
        """Load the shop on its first day, dated to `now` (aware; the clock's unless given)."""
        if not await session.scalar(select(exists(select(DemoOrderRow)))):
            await self.reset(session, now)

    async def reset(self, session: AsyncSession, now: datetime | None = None) -> None:
        """Put every order back as loaded, dated to `now` (aware; the clock's unless given)."""
        await session.execute(delete(DemoOrderRow))
        for order in demo_orders(now or self._clock.now()):
            session.add(
                DemoOrderRow(
                    order_id=order.order_id,
                    owner_id=order.owner_id,
                    paid_at=order.paid_at,
                    document=_ORDER.dump_python(order, mode="json"),
                )
            )
