"""A ticket walked through its life step by step, at the moments of the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aftersales.policy.names import Reason, Remedy
from aftersales.tickets.model import BOT, SHOPPER, SYSTEM, Actor, Item, NewTicket, Role, Ticket, TicketStatus
from aftersales.tickets.opening import decided, opened
from aftersales.tickets.recording import recorded
from aftersales.tickets.records import RecordKind
from aftersales.tickets.step_records import stepped

AGENT = Actor("lan", frozenset({Role.AGENT}))
SUPERVISOR = Actor("zhou", frozenset({Role.SUPERVISOR}))

_HERS = {TicketStatus.DISPUTED, TicketStatus.WITHDRAWN}


def new(remedy: Remedy | None = Remedy.RETURN_REFUND, **changes: Any) -> NewTicket:
    """An application without a decision, unless `changes` say otherwise."""
    given = {
        "business_key": "key",
        "order_id": "202600010010",
        "items": (Item("202600010010-1", 1),),
        "reason": Reason.DAMAGED,
        "remedy": remedy,
        "description": "花瓶碎了",
    }
    return NewTicket(**given | changes)


def open_at(at: datetime, remedy: Remedy | None = Remedy.RETURN_REFUND, **changes: Any) -> Ticket:
    """As the bot opens it; with a `decision` as far as that goes."""
    ticket = opened(new(remedy, **changes), BOT, at)
    return decided(ticket, changes["decision"], at) if changes.get("decision") else ticket


def step(
    ticket: Ticket,
    to: TicketStatus,
    at: datetime,
    actor: Actor | None = None,
    why: str = "核实过了",
    **details: Any,
) -> Ticket:
    """By the supervisor, who may nearly everything; her own steps by her."""
    return stepped(ticket, to, why, actor or (SHOPPER if to in _HERS else SUPERVISOR), at, details=details)


def record(ticket: Ticket, kind: RecordKind, at: datetime, actor: Actor = AGENT, **data: Any) -> Ticket:
    return recorded(ticket, kind, data, actor, at)


def decision(
    outcome: str, remedy: str | None, deadlines: Sequence[Mapping[str, str]] = (), **more: Any
) -> dict[str, Any]:
    amount = more.pop("refund_amount", "0.00")
    options = [{"id": remedy, "outcome": outcome, "freight_payer": "seller", "refund_amount": amount}]
    return {
        "outcome": outcome,
        "remedy": remedy,
        "remedies": options if remedy else [],
        "rules": ["R-DMG"],
        "explanation": "运输破损，凭照片办理。",
        "deadlines": list(deadlines),
        "refund_amount": amount,
        "freight_payer": "seller",
    } | more


def closed_by_program(ticket: Ticket, at: datetime) -> Ticket:
    return stepped(ticket, TicketStatus.CLOSED, "七天没有新的进展", SYSTEM, at)
