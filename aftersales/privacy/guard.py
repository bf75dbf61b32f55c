"""Deleting one's data does not make a refund that was paid unpaid."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.privacy import repository
from aftersales.tickets.model import Ticket
from aftersales.tickets.money import PaysTooMuch, pays, refunds_pieces


async def refuse_paying_twice(session: AsyncSession, _before: Ticket | None, after: Ticket) -> None:
    """A `StepListener`: raises PaysTooMuch when a ticket and what is locked of its order would together pay
    more than was paid, or for pieces that are refunded."""
    if after.order_id is None or after.paid is None or not pays(after):
        return
    locked = [row.document for row in await repository.locked(session, order_ids=[after.order_id])]
    pieces: Counter[str] = Counter()
    for document in locked:
        for item in document["items"]:
            pieces[item["line_id"]] += item["quantity"] if item["refunded"] else 0
    for item in after.items if refunds_pieces(after) else ():
        line = after.paid.line(item.line_id)
        if line is not None and pieces[item.line_id] + item.quantity > line.quantity:
            raise PaysTooMuch("这件商品已经退款，不能重复退。", field="items")
    paid_out = sum((Decimal(document["amount"] or 0) for document in locked), Decimal(0))
    if paid_out + (after.amount or 0) > after.paid.total:
        raise PaysTooMuch("退款和补偿合计不能超过顾客实付的金额。", field="amount")
