"""The demo shop: a gateway on this program's own database that really does what it is told."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.orders.command import Command, CommandRefused, Executed
from aftersales.orders.demo_commands import carried_out
from aftersales.orders.demo_data import demo_orders
from aftersales.orders.model import Order
from aftersales.orders.stored import StoredOrders, store, stored
from aftersales.orders.tables import DemoCommandRow, OrderRow

_EXECUTED = TypeAdapter(Executed)


class DemoShop(StoredOrders):
    """An `OrderGateway`. A restart keeps the orders as they were dated; only `reset` dates them anew."""

    def __init__(self, db: Database, clock: Clock) -> None:
        super().__init__(db)
        self._clock = clock

    async def execute(self, command: Command) -> Executed:
        async with self._db.write() as session:
            known = await session.get(DemoCommandRow, command.id)
            if known is not None:
                return _EXECUTED.validate_python(known.result)
            order = await stored(session, command.order_id)
            if order is None:
                raise CommandRefused("没有这个订单。")
            changed, done = carried_out(order, command, self._clock.now())
            await _keep(session, changed, command, done)
            return done

    async def load_if_empty(self, session: AsyncSession, now: datetime | None = None) -> None:
        """Load the shop on its first day, dated to `now` (aware; the clock's unless given)."""
        if not await session.scalar(select(exists(select(OrderRow)))):
            await self.reset(session, now)

    async def reset(self, session: AsyncSession, now: datetime | None = None) -> None:
        """Put every order back as loaded, dated to `now` (aware; the clock's unless given)."""
        await session.execute(delete(OrderRow))
        for order in demo_orders(now or self._clock.now()):
            await store(session, order)


async def _keep(session: AsyncSession, order: Order, command: Command, done: Executed) -> None:
    await store(session, order)
    session.add(DemoCommandRow(id=command.id, result=_EXECUTED.dump_python(done, mode="json")))
