"""What earlier tickets of an order mean for a new claim on it, besides money. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from aftersales.tickets.model import Ticket, TicketStatus

Replaced = Mapping[tuple[str, str], datetime]
"""(order_id, line_id): when the line was last exchanged for a new piece."""


def replaced_lines(tickets: Iterable[Ticket]) -> dict[tuple[str, str], datetime]:
    return {
        (ticket.order_id, item.line_id): step.at
        for ticket in sorted(tickets, key=lambda ticket: ticket.created_at)
        if ticket.order_id and ticket.been(TicketStatus.EXCHANGING)
        for step in ticket.history
        if step.to is TicketStatus.COMPLETED
        for item in ticket.items
    }


def replaced_at(replaced: Replaced, order_id: str, line_ids: Iterable[str]) -> datetime | None:
    """The first exchange among the claimed lines, if all were exchanged: the warranty runs from there (三包),
    and no line is given a longer one than it has."""
    moments = [replaced.get((order_id, line_id)) for line_id in line_ids]
    known = [moment for moment in moments if moment is not None]
    return min(known) if known and len(known) == len(moments) else None
