"""Full values for the one agent who needs them, each look written down (POLICY 7)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from aftersales.clock import Clock
from aftersales.conversations import repository as conversations
from aftersales.conversations.tables import ConversationRow
from aftersales.database import Database
from aftersales.errors import InvalidInput, NotFound
from aftersales.orders.model import Order, OrderGateway
from aftersales.people.model import Agent, Permission, require
from aftersales.privacy import repository

Looked = Callable[[str, str], Awaitable[None]]
"""(agent_id, place): she was shown in full what others read masked there."""

ONE_LOOK = timedelta(hours=1)
"""Who keeps a case open and reads on looks once an hour."""


class Field(StrEnum):
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"


CASE = "case"
ITS_WORK = "处理会话或工单"


class Looks:
    def __init__(self, db: Database, clock: Clock, orders: OrderGateway) -> None:
        self._db = db
        self._clock = clock
        self._orders = orders

    async def reveal(
        self, agent: Agent, conversation_id: str, field: Field, why: str, order_id: str | None = None
    ) -> str:
        """The value in full, for the agent who holds the conversation: of one of her orders if it is named
        (by default the one talked about), else as her identity gave it.

        Raises OwnedByOther, NotTheOwner, NotFound when there is no such value, InvalidInput without a reason.
        """
        require(agent, Permission.CONVERSE)
        reason = _reason(why)
        async with self._db.read() as session:
            row = await conversations.get(session, conversation_id)
        row.ownership.require(agent.id)
        value = (
            None if order_id else {Field.NAME: row.shopper_name, Field.PHONE: row.shopper_phone}.get(field)
        )
        if value is None:
            order = await self._order(row, order_id)
            value = {
                Field.NAME: order.owner_name,
                Field.PHONE: order.phone,
                Field.ADDRESS: order.address,
            }[field]
        async with self._db.write() as session:
            (await conversations.get(session, conversation_id)).ownership.require(agent.id)
            await repository.add_look(
                session,
                at=self._clock.now(),
                who=agent.id,
                what=field,
                place=f"conversation:{conversation_id}",
                why=reason,
            )
        return value

    async def looked(self, agent_id: str, place: str) -> None:
        """A look that comes with the work on a case: its holder reads what was written there unmasked."""
        now = self._clock.now()
        async with self._db.read() as session:
            known = await repository.looked_since(session, agent_id, CASE, place, now - ONE_LOOK)
        if known:
            return
        async with self._db.write() as session:
            await repository.add_look(session, at=now, who=agent_id, what=CASE, place=place, why=ITS_WORK)

    async def locked(
        self, agent: Agent, why: str, *, number: str | None = None, order_id: str | None = None
    ) -> list[dict[str, Any]]:
        """What the law keeps of a ticket or an order after a deletion: administrators only, recorded, also
        when nothing is found. Raises Forbidden, InvalidInput."""
        require(agent, Permission.SEE_LOCKED)
        reason = _reason(why)
        async with self._db.write() as session:
            rows = await repository.locked(
                session, number=number, order_ids=[order_id] if order_id is not None else []
            )
            place = f"locked:{number or order_id}"
            await repository.add_look(
                session, at=self._clock.now(), who=agent.id, what="trade", place=place[:80], why=reason
            )
            return [
                {
                    "number": row.number,
                    "order_id": row.order_id,
                    "locked_at": row.locked_at.isoformat(),
                    "purge_at": row.purge_at.isoformat(),
                    **row.document,
                }
                for row in rows
            ]

    async def listing(self, agent: Agent, place: str | None, limit: int) -> Sequence[dict[str, Any]]:
        """Who looked at what: administrators only, newest first."""
        require(agent, Permission.SEE_LOCKED)
        async with self._db.read() as session:
            return await repository.looks(session, place=place, limit=limit)

    async def _order(self, row: ConversationRow, order_id: str | None) -> Order:
        """An order that is hers or that she proved here."""
        wanted = order_id or row.dialogue.get("slots", {}).get("order_id")
        order = await self._orders.find(wanted) if wanted else None
        if order is None:
            raise NotFound("这个会话里没有这项信息。", field="field")
        hers = row.shopper_id is not None and order.owner_id == row.shopper_id
        if not hers and order.order_id not in row.proven_orders:
            raise NotFound("这个会话里没有这项信息。", field="field")
        return order


def _reason(why: str) -> str:
    reason = why.strip()
    if not 2 <= len(reason) <= 200:
        raise InvalidInput("请写明查看的原因（2–200 字）。", field="why")
    return reason
