"""Orders in this program's own database, as a gateway reads them."""

from __future__ import annotations

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.database import Database
from aftersales.orders.model import Order
from aftersales.orders.tables import OrderRow

ORDER = TypeAdapter(Order)


class StoredOrders:
    """The reading half of an `OrderGateway`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def orders_of(self, shopper_id: str) -> list[Order]:
        rows = select(OrderRow).where(OrderRow.owner_id == shopper_id)
        async with self._db.read() as session:
            found = await session.scalars(rows.order_by(OrderRow.paid_at.desc(), OrderRow.order_id))
            return [ORDER.validate_python(row.document) for row in found]

    async def find(self, order_id: str) -> Order | None:
        async with self._db.read() as session:
            return await stored(session, order_id)


async def stored(session: AsyncSession, order_id: str) -> Order | None:
    row = await session.get(OrderRow, order_id)
    return None if row is None else ORDER.validate_python(row.document)


async def store(session: AsyncSession, order: Order) -> None:
    """Add the order, or replace what was stored under its number."""
    await session.merge(
        OrderRow(
            order_id=order.order_id,
            owner_id=order.owner_id,
            merchant_id=order.merchant_id,
            paid_at=order.paid_at,
            document=ORDER.dump_python(order, mode="json"),
        )
    )
