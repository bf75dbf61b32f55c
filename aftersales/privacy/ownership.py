"""Which orders a subject owns or proved."""

from __future__ import annotations

from collections.abc import Sequence

from aftersales.conversations.tables import ConversationRow
from aftersales.database import Database
from aftersales.orders.model import Order, OrderGateway
from aftersales.privacy.model import Subject


class OrdersOf:
    def __init__(self, db: Database, orders: OrderGateway) -> None:
        self._db = db
        self._orders = orders

    async def __call__(self, subject: Subject) -> list[Order]:
        """Raises AppError when the shop cannot be reached."""
        if subject.kind == "shopper":
            return await self._orders.orders_of(subject.id)
        ids: Sequence[str] = [subject.id]
        if subject.kind == "conversation":
            async with self._db.read() as session:
                row = await session.get(ConversationRow, subject.id)
            ids = row.proven_orders if row is not None else []
        found = [await self._orders.find(order_id) for order_id in ids]
        return [order for order in found if order is not None]
