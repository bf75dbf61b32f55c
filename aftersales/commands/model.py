"""Which commands a ticket's step gives the shop, and how a command lives. Pure."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import uuid4

from aftersales.orders.command import PAYING, SENDING, Command, CommandKind, Executed, Pieces
from aftersales.policy.names import Category, FreightPayer, Reason, Remedy
from aftersales.tickets.model import Ticket, TicketStatus
from aftersales.tickets.records import RecordKind


class CommandStatus(StrEnum):
    PENDING = "pending"
    BY_HAND = "by_hand"
    """On the to-do list: somebody does it and tells the reference number."""
    DONE = "done"
    FAILED = "failed"
    """Refused for good, or nobody knows how much: for people."""
    WITHDRAWN = "withdrawn"
    """The ticket went on without it before it was sent."""


@dataclass(frozen=True, slots=True)
class StoredCommand:
    """`settled`: the ticket knows the result. `due_at`: when it is sent (again)."""

    command: Command
    status: CommandStatus
    ticket_id: str
    merchant_id: str | None
    attempts: int
    due_at: datetime
    settled: bool
    created_at: datetime
    result: Executed | None = None
    problem: str | None = None
    done_by: str | None = None
    finished_at: datetime | None = None


_KIND_OF_STEP = {
    TicketStatus.REFUNDING: CommandKind.REFUND,
    TicketStatus.COMPENSATING: CommandKind.PAY,
    TicketStatus.RESHIPPING: CommandKind.RESHIP,
    TicketStatus.EXCHANGING: CommandKind.EXCHANGE,
    TicketStatus.REISSUING: CommandKind.REISSUE,
}
_KIND_OF_REMEDY = {
    Remedy.CANCEL: CommandKind.CANCEL,
    Remedy.INTERCEPT: CommandKind.INTERCEPT,
    Remedy.MODIFY: CommandKind.MODIFY,
    Remedy.URGE_COURIER: CommandKind.URGE_COURIER,
}
_OTHER_SPEC = frozenset({CommandKind.EXCHANGE, CommandKind.MODIFY})
_GOING_SOMEWHERE = SENDING | {CommandKind.MODIFY}
STEP_OF_KIND = {kind: step for step, kind in _KIND_OF_STEP.items()} | dict.fromkeys(
    _KIND_OF_REMEDY.values(), TicketStatus.EXECUTING
)
"""The step that a command carries out: once it is done, the ticket is completed. Other kinds move none."""

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)


def pause(attempts: int, spread: float | None = None) -> timedelta:
    """How long to wait after so many tries: doubling up to an hour, spread by up to a quarter either way."""
    doubled: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)
    return doubled * (random.uniform(0.75, 1.25) if spread is None else spread)


def commands_of(before: Ticket | None, after: Ticket, oversize: Collection[Category]) -> Iterator[Command]:
    """What the shop has to do because of the steps and records that led from `before` to `after`.

    Freight with a reference was paid back already by whoever recorded it.
    `oversize` are the categories whose parcels the shop fetches at its own cost.
    """
    if after.order_id is None:
        return
    for step in after.history[len(before.history) if before else 0 :]:
        kind = _kind(step.to, after.remedy)
        if kind is not None:
            yield _command(kind, after)
        if step.to is TicketStatus.AWAITING_RETURN and _fetched(after, oversize):
            yield _command(CommandKind.PICK_UP, after)
        if step.origin is TicketStatus.INSPECTING and kind is not None and after.reason is Reason.NO_REASON:
            yield _command(CommandKind.STOCK, after)
    for record in after.records[len(before.records) if before else 0 :]:
        if record.kind is RecordKind.REIMBURSEMENT and not record.data["reference"]:
            freight = _command(CommandKind.FREIGHT, after)
            yield replace(freight, amount=Decimal(record.data["amount"]))


def _kind(step: TicketStatus, remedy: Remedy | None) -> CommandKind | None:
    if step is TicketStatus.EXECUTING:
        return None if remedy is None else _KIND_OF_REMEDY.get(remedy)
    return _KIND_OF_STEP.get(step)


def _command(kind: CommandKind, ticket: Ticket) -> Command:
    return Command(
        id=uuid4().hex,
        kind=kind,
        order_id=ticket.order_id or "",
        ticket_number=ticket.number,
        items=tuple(Pieces(item.line_id, item.quantity) for item in ticket.items),
        amount=ticket.amount if kind in PAYING else None,
        reason=ticket.reason,
        spec=ticket.spec if kind in _OTHER_SPEC else None,
        note=ticket.description or None,
        **(_change(ticket) if kind in _GOING_SOMEWHERE else {}),
    )


def _change(ticket: Ticket) -> dict[str, Any]:
    """What she wants otherwise than the order says, as it was told last."""
    record = ticket.latest(RecordKind.CHANGE)
    if record is None:
        return {}
    told = {name: record.data[name] or None for name in ("name", "phone", "address")}
    day = record.data["deliver_on"]
    return told | {"deliver_on": date.fromisoformat(day) if day else None}


def _fetched(ticket: Ticket, oversize: Collection[Category]) -> bool:
    decision = ticket.decision or {}
    payers = {option["id"]: option["freight_payer"] for option in decision.get("remedies", ())}
    if payers.get(ticket.remedy) != FreightPayer.SELLER:
        return False
    order = (decision.get("facts") or {}).get("order") or {}
    category = {line["line_id"]: line["category"] for line in order.get("lines", ())}
    return any(category.get(item.line_id) in oversize for item in ticket.items)
