"""How an application becomes a ticket, and how far the policy's decision carries it at once. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from aftersales.policy.names import Outcome, Remedy, Request, Rule
from aftersales.tickets.lifecycle import FIRST_STEP, advance
from aftersales.tickets.model import (
    BOT,
    Actor,
    HistoryEntry,
    Level,
    NewTicket,
    Ticket,
    TicketStatus,
    type_of,
)
from aftersales.tickets.money import PAYS, proposed
from aftersales.tickets.numbers import new_number
from aftersales.tickets.paid import Paid
from aftersales.tickets.record_data import validated
from aftersales.tickets.records import Record, RecordKind

_FOR_THE_SUPERVISOR = frozenset({Rule.FRAUD, Rule.SAFETY, Rule.DISPUTE, Rule.RISK})

_WHY = {
    TicketStatus.AWAITING_RETURN: "等待顾客寄回商品",
    TicketStatus.REFUNDING: "安排退款，原路退回",
    TicketStatus.RESHIPPING: "安排补发",
    TicketStatus.REISSUING: "安排补发虚拟商品",
    TicketStatus.COMPENSATING: "安排打款",
    TicketStatus.EXECUTING: "开始处理",
}


def opened(new: NewTicket, actor: Actor, now: datetime) -> Ticket:
    """A submitted ticket with the opening in its history. Raises InvalidInput for a `change` that is none."""
    kind = new.type or type_of(new.remedy)
    facts = (new.decision or {}).get("facts") or {}
    request = new.request or facts.get("request")
    amount = proposed(new.decision, new.remedy) if new.amount is None else new.amount
    if new.remedy not in PAYS:
        amount = None
    why = new.description.strip() or "顾客提交售后申请"
    return Ticket(
        id=uuid4().hex,
        number=new_number(),
        version=1,
        type=kind,
        status=TicketStatus.SUBMITTED,
        level=new.level or _level(new.decision),
        conversation_id=new.conversation_id,
        order_id=new.order_id,
        items=new.items,
        reason=new.reason,
        remedy=new.remedy,
        decision=new.decision,
        photos=new.photos,
        priority=new.priority,
        skill_group=new.skill_group or kind.skill_group,
        merchant_id=new.merchant_id,
        assignee=new.assignee,
        business_key=new.business_key,
        created_at=now,
        updated_at=now,
        history=(HistoryEntry(now, actor.who, None, TicketStatus.SUBMITTED, why),),
        records=_change(new, actor, now),
        description=new.description.strip(),
        request=None if request is None else Request(request),
        spec=new.spec,
        amount=amount,
        paid=new.paid or (Paid.read(facts["order"]) if "order" in facts else None),
    )


def _change(new: NewTicket, actor: Actor, now: datetime) -> tuple[Record, ...]:
    if not new.change:
        return ()
    return (Record(now, actor.who, RecordKind.CHANGE, validated(RecordKind.CHANGE, new.change, "change")),)


def continued(closed: Ticket, why: str) -> NewTicket:
    """The application that goes on with a ticket closed long ago; what it gives is to be decided anew."""
    return NewTicket(
        business_key=f"continued:{closed.id}",
        order_id=closed.order_id,
        items=closed.items,
        reason=closed.reason,
        remedy=None,
        conversation_id=closed.conversation_id,
        description=why,
        type=closed.type,
        priority=closed.priority,
        skill_group=closed.skill_group,
        merchant_id=closed.merchant_id,
        request=closed.request,
        spec=closed.spec,
        paid=closed.paid,
    )


def _level(decision: dict[str, Any] | None) -> Level:
    if decision is None or decision["outcome"] != Outcome.REVIEW:
        return Level.AGENT
    return Level.SUPERVISOR if _FOR_THE_SUPERVISOR & set(decision["rules"]) else Level.AGENT


def decided(ticket: Ticket, decision: dict[str, Any], now: datetime) -> Ticket:
    """The ticket as far as the bot may take it: into review, refused, or to the first step of its remedy."""
    outcome = _outcome(decision, ticket.remedy) if ticket.level is Level.AGENT else Outcome.REVIEW
    rule = next(iter(decision["rules"]), None)
    for to, why in _path(outcome, ticket.remedy, decision["explanation"]):
        ticket = advance(ticket, to, why, BOT, now, rule)
    return ticket


def _outcome(decision: dict[str, Any], remedy: Remedy | None) -> Outcome:
    """That of the chosen remedy, which need not be the one that the decision puts first."""
    options = {option["id"]: option["outcome"] for option in decision["remedies"]}
    return Outcome(options.get(remedy, decision["outcome"]))


def _path(outcome: Outcome, remedy: Remedy | None, explanation: str) -> Iterator[tuple[TicketStatus, str]]:
    yield TicketStatus.UNDER_REVIEW, explanation if outcome is Outcome.REVIEW else "按售后规则核对"
    if outcome is Outcome.REJECT:
        yield TicketStatus.REJECTED, explanation
    if outcome is Outcome.APPROVE:
        yield TicketStatus.APPROVED, explanation
        if remedy is not None:
            to = FIRST_STEP[remedy]
            yield to, _WHY[to]
