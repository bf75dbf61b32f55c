"""Past decisions, as the tickets keep them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.tickets.tables import TicketRow

ROWS_AT_ONCE = 500


def _decided(since: datetime) -> ColumnElement[bool]:
    return (TicketRow.created_at >= since) & TicketRow.decision.is_not(None)


async def count_decisions(session: AsyncSession, since: datetime) -> int:
    """How many tickets opened at `since` (aware) or later carry a decision."""
    return await session.scalar(select(func.count()).select_from(TicketRow).where(_decided(since))) or 0


async def decisions(session: AsyncSession, since: datetime) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Number and decision of these tickets, oldest first, read in pieces."""
    query = select(TicketRow.number, TicketRow.decision).where(_decided(since)).order_by(TicketRow.created_at)
    rows = await session.stream(query.execution_options(yield_per=ROWS_AT_ONCE))
    async for number, decision in rows:
        yield number, decision
