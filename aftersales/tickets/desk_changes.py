"""What the desk may change on a ticket besides its state: who has it, how high it is, what it gives. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from aftersales.errors import Forbidden
from aftersales.policy.names import Outcome, Remedy
from aftersales.tickets.lifecycle import (
    CHIEFS,
    DECIDERS,
    DESK,
    FIRST_STEP,
    GIVING,
    WORKSHOP,
    Roles,
    TransitionRefused,
)
from aftersales.tickets.model import Actor, Level, Role, Ticket, type_of
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.money import PAYS, proposed
from aftersales.tickets.record_data import validated
from aftersales.tickets.recording import noted
from aftersales.tickets.records import Record, RecordKind

_ASSIGNERS: Roles = WORKSHOP | {Role.SYSTEM}
_ESCALATORS: Roles = WORKSHOP | {Role.BOT, Role.SYSTEM}


def assigned(ticket: Ticket, agent_id: str | None, actor: Actor, now: datetime) -> Ticket:
    """Somebody takes the ticket, gets it, or lays it down (None). Raises Forbidden."""
    _allow(_ASSIGNERS, actor)
    data = {"agent": agent_id, "previous": ticket.assignee}
    return replace(_noted(ticket, RecordKind.ASSIGNMENT, data, actor, now), assignee=agent_id)


def escalated(ticket: Ticket, level: Level, why: str, actor: Actor, now: datetime) -> Ticket:
    """The ticket at another level; only those who decide there give it back to the agents.

    Raises Forbidden, TransitionRefused for an ended ticket or the level that it has.
    """
    _allow(_ESCALATORS if level is not Level.AGENT else DECIDERS[ticket.level] & WORKSHOP, actor)
    if ticket.status in (S.CLOSED, S.WITHDRAWN):
        raise TransitionRefused("工单已结束，不能升级。", field="level")
    if level is ticket.level:
        raise TransitionRefused("工单已经在这个级别。", field="level")
    data = {"level": level, "previous": ticket.level, "note": why}
    return replace(_noted(ticket, RecordKind.ESCALATION, data, actor, now), level=level)


def remedy_changed(ticket: Ticket, remedy: Remedy, why: str, actor: Actor, now: datetime) -> Ticket:
    """Another remedy before anything left the shop; the sum follows from the decision.

    Agents choose among the decision's remedies, the supervisor freely. Raises Forbidden, TransitionRefused.
    """
    _allow_decision(ticket, actor)
    _refuse_after_giving(ticket, "remedy")
    if remedy is ticket.remedy:
        raise TransitionRefused("已经是这种处理方式。", field="remedy")
    if remedy not in _offered(ticket) and not CHIEFS & actor.roles:
        raise Forbidden("规则没有给出这种处理方式，需要主管决定。")
    if ticket.status is S.AWAITING_RETURN and FIRST_STEP[remedy] is not S.AWAITING_RETURN:
        raise TransitionRefused("正在等顾客寄回商品，请收到后再改为不需寄回的方式。", field="remedy")
    data = {"remedy": remedy, "previous": ticket.remedy, "note": why}
    own_type = ticket.type is not type_of(ticket.remedy)
    return replace(
        _noted(ticket, RecordKind.REMEDY_CHANGE, data, actor, now),
        remedy=remedy,
        type=ticket.type if own_type else type_of(remedy),
        amount=proposed(ticket.decision, remedy),
    )


def amount_set(ticket: Ticket, amount: Decimal, why: str, actor: Actor, now: datetime) -> Ticket:
    """The sum that will be paid, in yuan: agents up to the decision's, the supervisor more (never more than
    was paid, which is the service's to check).

    Raises Forbidden, TransitionRefused, InvalidInput.
    """
    _allow_decision(ticket, actor)
    _refuse_after_giving(ticket, "amount")
    if ticket.remedy not in PAYS:
        raise TransitionRefused("这种处理方式不涉及退款或补偿。", field="amount")
    ceiling = proposed(ticket.decision, ticket.remedy)
    if not CHIEFS & actor.roles and (ceiling is None or amount > ceiling):
        raise Forbidden("金额超过规则给出的数额，需要主管决定。")
    data = {"amount": amount, "previous": ticket.amount, "note": why}
    changed = _noted(ticket, RecordKind.AMOUNT, data, actor, now)
    return replace(changed, amount=Decimal(changed.records[-1].data["amount"]))


def _offered(ticket: Ticket) -> set[Remedy]:
    """The remedies of the decision that she may have, if only after a review."""
    options = ticket.decision["remedies"] if ticket.decision else ()
    return {Remedy(option["id"]) for option in options if option["outcome"] != Outcome.REJECT}


def _noted(ticket: Ticket, kind: RecordKind, data: dict[str, Any], actor: Actor, now: datetime) -> Ticket:
    return noted(ticket, Record(now, actor.who, kind, validated(kind, data)))


def _allow(roles: Roles, actor: Actor) -> None:
    if not roles & actor.roles:
        raise Forbidden("您没有权限进行这一步操作。")


def _allow_decision(ticket: Ticket, actor: Actor) -> None:
    _allow(DESK | {Role.TECH_SUPPORT}, actor)
    if not DECIDERS[ticket.level] & actor.roles:
        raise Forbidden("这张工单已升级，需要由主管或技术支持决定。")


def _refuse_after_giving(ticket: Ticket, field: str) -> None:
    if ticket.been(*GIVING):
        raise TransitionRefused("款项或商品已经发出，不能再改。", field=field)
    if not ticket.status.open:
        raise TransitionRefused("工单已结束，不能再改。", field=field)
