"""What was told, and whether it was kept. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from aftersales.clocks.model import HERS, CaseClock, ClockState
from aftersales.policy.names import Outcome
from aftersales.tickets.model import Ticket, TicketStatus
from aftersales.tickets.money import PAYS
from aftersales.tickets.records import RecordKind

OFFER_HOLDS = timedelta(days=30)
"""How long a sum is waited for that no ticket took up."""


class PromiseKind(StrEnum):
    DATE = "date"
    SUM = "sum"


class PromiseState(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Told:
    """A date or a sum as it was told: `text` is the words, and either `due_at` or `amount` (yuan) is set."""

    kind: PromiseKind
    text: str
    due_at: datetime | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """`look_at` is when an open one is looked at again though nothing happened."""

    id: int
    conversation_id: str
    message_id: str
    ticket_id: str | None
    kind: PromiseKind
    text: str
    due_at: datetime | None
    amount: Decimal | None
    by_person: bool
    state: PromiseState
    told_at: datetime
    look_at: datetime
    settled_at: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "conversation_id": self.conversation_id,
            "message_id": self.message_id,
            "ticket_id": self.ticket_id,
            "kind": self.kind,
            "text": self.text,
            "due_at": self.due_at and self.due_at.isoformat(),
            "amount": None if self.amount is None else f"{self.amount:.2f}",
            "by": "agent" if self.by_person else "bot",
            "state": self.state,
            "told_at": self.told_at.isoformat(),
            "settled_at": self.settled_at and self.settled_at.isoformat(),
        }


def outcome(
    promise: Promise, ticket: Ticket | None, clocks: Sequence[CaseClock], now: datetime
) -> PromiseState:
    """Where an open promise stands now; `clocks` are all of the ticket's.

    A date that a clock runs to follows its clock. Any other date is kept when the ticket is done by then;
    passing it breaks a person's word, but not what was only information. A sum is kept when it was paid.
    """
    if promise.due_at is not None:
        clock = clock_of(promise.due_at, clocks)
        if clock is not None:
            return _by_clock(clock, promise.due_at, now)
        return _by_ticket(promise, promise.due_at, ticket, now)
    if ticket is None:
        return PromiseState.OPEN if now < promise.look_at else PromiseState.VOID
    return _sum(promise.amount, ticket)


def clock_of(due_at: datetime, clocks: Sequence[CaseClock]) -> CaseClock | None:
    """The latest clock that runs to this moment, to the minute that people are told."""
    same = (c for c in reversed(clocks) if _minute(due_at) in (_minute(c.target), _minute(c.limit)))
    return next(same, None)


def _by_clock(clock: CaseClock, due_at: datetime, now: datetime) -> PromiseState:
    end = due_at + timedelta(minutes=1)  # told to the minute
    hers = clock.clock in HERS
    if clock.state is ClockState.VOID:
        return PromiseState.VOID
    if clock.stopped_at is not None:
        kept = clock.stopped_at < end
        return PromiseState.KEPT if kept else PromiseState.VOID if hers else PromiseState.BROKEN
    if now < due_at:
        return PromiseState.OPEN
    return PromiseState.VOID if hers or clock.state is ClockState.PAUSED else PromiseState.BROKEN


def _by_ticket(promise: Promise, due_at: datetime, ticket: Ticket | None, now: datetime) -> PromiseState:
    if ticket is not None and _ended_otherwise(ticket):
        return PromiseState.VOID
    if ticket is not None and ticket.been(TicketStatus.COMPLETED) and now <= due_at:
        return PromiseState.KEPT
    if now < due_at:
        return PromiseState.OPEN
    return PromiseState.BROKEN if promise.by_person else PromiseState.VOID


def _sum(amount: Decimal | None, ticket: Ticket) -> PromiseState:
    if _ended_otherwise(ticket):
        return PromiseState.VOID
    if not ticket.been(TicketStatus.COMPLETED):
        return PromiseState.OPEN
    records = [
        ticket.latest(kind) for kind in (RecordKind.REFUND, RecordKind.QUOTE, RecordKind.REIMBURSEMENT)
    ]
    settled = {Decimal(record.data["amount"]) for record in records if record} | {ticket.amount}
    if amount in settled:
        return PromiseState.KEPT
    corrected = ticket.latest(RecordKind.AMOUNT, RecordKind.REMEDY_CHANGE) is not None
    proposal = (ticket.decision or {}).get("outcome") != Outcome.APPROVE
    return PromiseState.VOID if corrected or proposal or ticket.remedy not in PAYS else PromiseState.BROKEN


def _ended_otherwise(ticket: Ticket) -> bool:
    """Withdrawn, refused, or laid down without having been done."""
    if ticket.status in (TicketStatus.WITHDRAWN, TicketStatus.REJECTED):
        return True
    return ticket.status is TicketStatus.CLOSED and not ticket.been(TicketStatus.COMPLETED)


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
