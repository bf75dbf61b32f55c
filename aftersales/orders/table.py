"""A small shop without an interface: orders come as CSV or Excel, and what is decided is done by hand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import select

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.orders.command import ByHand, Command
from aftersales.orders.model import Order
from aftersales.orders.stored import StoredOrders, store
from aftersales.orders.table_file import BadTable, Problem, read_rows
from aftersales.orders.table_orders import read_table
from aftersales.orders.tables import OrderRow


class TableShop(StoredOrders):
    """An `OrderGateway` whose commands are a to-do list."""

    async def execute(self, command: Command) -> ByHand:
        return ByHand()


@dataclass(frozen=True, slots=True)
class Imported:
    """`orders` of which `new` were not known before; the others are as the table says now."""

    orders: int
    lines: int
    new: int


class OrderImport:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def run(self, data: bytes, merchant_id: str | None = None) -> Imported:
        """All orders of the file, or none. With `merchant_id` they are that merchant's. Raises BadTable."""
        now = self._clock.now()
        orders = await asyncio.to_thread(lambda: read_table(read_rows(data), now, merchant_id))
        async with self._db.write() as session:
            known = select(OrderRow).where(OrderRow.order_id.in_([order.order_id for order in orders]))
            owners = {row.order_id: row.merchant_id for row in await session.scalars(known)}
            if merchant_id is not None:
                _refuse_foreign(orders, owners, merchant_id)
            for order in orders:
                await store(session, order)
        return Imported(
            orders=len(orders),
            lines=sum(len(order.lines) for order in orders),
            new=sum(order.order_id not in owners for order in orders),
        )


def _refuse_foreign(orders: list[Order], owners: dict[str, str | None], merchant_id: str) -> None:
    foreign = [o.order_id for o in orders if owners.get(o.order_id, merchant_id) != merchant_id]
    if foreign:
        raise BadTable([Problem(None, f"订单号 {order_id} 不属于您的店铺。") for order_id in foreign])
