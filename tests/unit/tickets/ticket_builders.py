"""Tickets and people for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from aftersales.policy.names import Reason, Remedy
from aftersales.tickets.lifecycle import advance
from aftersales.tickets.model import (
    BOT,
    SHOPPER,
    SYSTEM,
    Actor,
    HistoryEntry,
    Item,
    NewTicket,
    Role,
    Ticket,
)
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.opening import opened
from aftersales.tickets.paid import Paid, PaidLine
from aftersales.tickets.records import RecordKind as K

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
AGENT = Actor("lan", frozenset({Role.AGENT}))
MERCHANT = Actor("shen", frozenset({Role.MERCHANT}), "shen")
SUPERVISOR = Actor("zhou", frozenset({Role.SUPERVISOR}))
TECH = Actor("tian", frozenset({Role.TECH_SUPPORT}))
EVERYONE = [BOT, SHOPPER, SYSTEM, AGENT, MERCHANT, SUPERVISOR, TECH]


def new_ticket(remedy: Remedy | None = Remedy.RETURN_REFUND, **changes: Any) -> Ticket:
    new = NewTicket("key", "202600010010", (Item("202600010010-1", 1),), Reason.DAMAGED, remedy, **changes)
    return opened(new, SHOPPER, NOW)


def in_status(status: S, remedy: Remedy | None = Remedy.RETURN_REFUND, at: datetime = NOW) -> Ticket:
    """A ticket that stands there; how it came there does not matter."""
    ticket = new_ticket(remedy)
    return replace(
        ticket, status=status, history=(*ticket.history, HistoryEntry(at, "x", S.SUBMITTED, status, "…"))
    )


def walk(ticket: Ticket, *path: tuple[S, Actor]) -> Ticket:
    for to, actor in path:
        ticket = advance(ticket, to, "…", actor, NOW)
    return ticket


def decision(outcome: str, remedy: str | None = "return_refund", *rules: str) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "remedy": remedy,
        "remedies": [{"id": remedy, "outcome": outcome}] if remedy else [],
        "rules": list(rules) or ["R-DMG"],
        "explanation": "运输破损，凭照片办理。",
    }


SHIRTS, MUG = "202600010006-1", "202600010006-2"
PAID = Paid((PaidLine(SHIRTS, 3, Decimal("100.00")), PaidLine(MUG, 1, Decimal("59.90"))), Decimal("10.00"))
"""Three pieces whose price cannot be split evenly, another line, and freight."""

RECORD_DATA: dict[K, dict[str, Any]] = {
    K.SUPPLEMENT: {"text": "补一张近照", "photos": [{"id": "p9", "kind": "goods"}]},
    K.URGE: {},
    K.WAYBILL: {"carrier": "顺丰", "number": "SF1234567890"},
    K.INSPECTION: {"passed": False, "cause": "liquid", "finding": "主板有水渍"},
    K.QUOTE: {"amount": "120.00", "parts": ["主板"], "days": 5},
    K.QUOTE_ANSWER: {"accepted": True},
    K.PART: {"name": "压缩机", "quantity": 1, "state": "arrived"},
    K.PROGRESS: {"text": "配件已到，开始更换"},
    K.REPAIR: {"done": "更换压缩机", "parts": ["压缩机"], "warranty": "更换的配件保修 12 个月"},
    K.SHIPMENT: {"carrier": "顺丰", "tracking_number": "SF1234567890", "spec": "43 码"},
    K.REFUND: {"amount": "189.00", "reference": "R-1", "channel": "原支付渠道"},
    K.RECEIPT: {"amount": "12.00", "photos": [{"id": "p9"}]},
    K.REIMBURSEMENT: {"amount": "12.00", "reference": "R-2"},
    K.APPOINTMENT: {"what": "visit", "at": "2026-03-05T10:00:00+08:00", "fee": "30.00"},
    K.CHANGE: {"address": "浙江省宁波市海曙区中山路8号", "phone": "13900002222", "deliver_on": "2026-03-09"},
    K.NOTE: {"text": "已电话联系"},
    K.ASSIGNMENT: {"agent": "lan"},
    K.ESCALATION: {"level": "supervisor", "previous": "agent"},
    K.REMEDY_CHANGE: {"remedy": "exchange", "previous": "repair"},
    K.AMOUNT: {"amount": "18.90"},
    K.RATING: {"score": 5, "comment": "很快"},
}
"""Of each kind one that is right."""
