"""What other systems are told of a ticket, and when it is told again. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from aftersales.tickets.model import HistoryEntry, Role, Ticket, TicketStatus
from aftersales.tickets.records import Record

Event = dict[str, Any]
"""As `docs/openapi/webhooks.yaml` has it."""


class EventType(StrEnum):
    OPENED = "ticket.opened"
    STEP = "ticket.step"
    RECORD = "ticket.record"
    CLOSED = "ticket.closed"


class DeliveryStatus(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


_PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 3600, 7200, 14400, 28800, 28800)
)
"""Nine further tries, the last about a day after the first."""
_MACHINES = frozenset({Role.BOT, Role.SYSTEM, Role.SHOPPER})


def pause(attempts: int) -> timedelta | None:
    """How long to wait after so many tries, spread by a tenth; None: enough."""
    if attempts > len(_PAUSES):
        return None
    return _PAUSES[attempts - 1] * random.uniform(0.9, 1.1)


def events_of(before: Ticket | None, after: Ticket) -> Iterator[Event]:
    """What happened between the two, in its order: opening, steps, records."""
    steps = after.history[len(before.history) if before else 0 :]
    for step in steps:
        yield _event(_type(step), after, step.at, {"step": _step(step)})
    for record in after.records[len(before.records) if before else 0 :]:
        yield _event(EventType.RECORD, after, record.at, {"record": _record(record)})


def _type(step: HistoryEntry) -> EventType:
    if step.origin is None:
        return EventType.OPENED
    return EventType.CLOSED if step.to is TicketStatus.CLOSED else EventType.STEP


def _event(kind: EventType, ticket: Ticket, at: datetime, more: dict[str, Any]) -> Event:
    """No name, phone, address, photo or free text goes out: who may read them asks the desk."""
    return {
        "id": uuid4().hex,
        "type": kind,
        "at": at.isoformat(),
        "ticket": {
            "id": ticket.id,
            "number": ticket.number,
            "version": ticket.version,
            "type": ticket.type,
            "status": ticket.status,
            "level": ticket.level,
            "order_id": ticket.order_id,
            "merchant_id": ticket.merchant_id,
            "items": [{"line_id": item.line_id, "quantity": item.quantity} for item in ticket.items],
            "reason": ticket.reason,
            "remedy": ticket.remedy,
            "amount": None if ticket.amount is None else f"{ticket.amount:.2f}",
        },
    } | more


def _step(step: HistoryEntry) -> dict[str, Any]:
    return {"from": step.origin, "to": step.to, "by": _by(step.who), "rule": step.rule}


_TOLD = frozenset(
    {"amount", "reference", "channel", "carrier", "tracking_number", "number", "passed", "level"}
)
"""Fields of records that are no one's own words."""


def _record(record: Record) -> dict[str, Any]:
    data = {name: value for name, value in record.data.items() if name in _TOLD}
    return {"kind": record.kind, "by": _by(record.who), "data": data}


def _by(who: str) -> str:
    """Bot, system and shopper by name; people only as `staff`."""
    return who if who in _MACHINES else "staff"
