"""Where a ticket may go, who may send it there, and what must hold (POLICY 5). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from aftersales.errors import AppError, Forbidden
from aftersales.policy.names import Cause, Remedy, Rule
from aftersales.tickets.model import Actor, HistoryEntry, Level, Role, Ticket, TicketType
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import Record, RecordKind

REOPEN_WITHIN = timedelta(days=30)

Roles = frozenset[Role]

CHIEFS: Roles = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
DESK: Roles = CHIEFS | {Role.AGENT, Role.MERCHANT}
WORKSHOP: Roles = DESK | {Role.TECH_SUPPORT}
HER_WORD: Roles = DESK | {Role.SHOPPER}
"""Her own word; the desk speaks for a caller."""
SYSTEM_ONLY: Roles = frozenset({Role.SYSTEM})
BOT_ONLY: Roles = frozenset({Role.BOT})

GIVING = frozenset({S.REFUNDING, S.EXCHANGING, S.RESHIPPING, S.REISSUING, S.COMPENSATING, S.EXECUTING})
"""Money or goods leave the shop."""
MONEY_OUT = frozenset({S.REFUNDING, S.COMPENSATING, S.EXECUTING})
"""Executing counts: cancelling and intercepting pay back."""

FIRST_STEP = {
    Remedy.RETURN_REFUND: S.AWAITING_RETURN,
    Remedy.EXCHANGE: S.AWAITING_RETURN,
    Remedy.REPAIR: S.AWAITING_RETURN,
    Remedy.PAID_REPAIR: S.AWAITING_RETURN,
    Remedy.REFUND_ONLY: S.REFUNDING,
    Remedy.RESHIP: S.RESHIPPING,
    Remedy.REISSUE: S.REISSUING,
    Remedy.PRICE_REDUCTION: S.COMPENSATING,
    Remedy.PRICE_DIFFERENCE: S.COMPENSATING,
    Remedy.COMPENSATE: S.COMPENSATING,
    Remedy.CANCEL: S.EXECUTING,
    Remedy.INTERCEPT: S.EXECUTING,
    Remedy.MODIFY: S.EXECUTING,
    Remedy.URGE_COURIER: S.EXECUTING,
}
"""What happens after approval."""


def _steps(origins: Iterable[S], targets: Iterable[S], roles: Roles) -> dict[tuple[S, S], Roles]:
    return {(origin, to): roles for origin in origins for to in targets}


TRANSITIONS: dict[tuple[S, S], Roles] = {
    **_steps([S.SUBMITTED], [S.UNDER_REVIEW], WORKSHOP | BOT_ONLY | SYSTEM_ONLY),
    **_steps([S.UNDER_REVIEW], [S.APPROVED, S.REJECTED, S.INFO_NEEDED], WORKSHOP | BOT_ONLY),
    **_steps([S.INFO_NEEDED], [S.UNDER_REVIEW], HER_WORD),
    **_steps([S.APPROVED], [S.AWAITING_RETURN, *GIVING], DESK | BOT_ONLY),
    **_steps([S.AWAITING_RETURN], [S.RETURNED], WORKSHOP | SYSTEM_ONLY),
    **_steps([S.RETURNED], [S.INSPECTING], WORKSHOP),
    # A free repair has nothing to quote, so it starts right after the inspection.
    **_steps([S.INSPECTING], [S.INSPECTION_FAILED, S.QUOTING, S.REPAIRING, *GIVING], WORKSHOP),
    **_steps([S.INSPECTION_FAILED], [S.SENDING_BACK], WORKSHOP),
    **_steps([S.QUOTING], [S.AWAITING_QUOTE], WORKSHOP),
    **_steps([S.AWAITING_QUOTE], [S.REPAIRING, S.SENDING_BACK], HER_WORD),
    **_steps([S.REPAIRING], [S.EXCHANGING, S.REFUNDING, S.COMPLETED], WORKSHOP),
    **_steps(GIVING, [S.COMPLETED], DESK | SYSTEM_ONLY),
    **_steps([S.COMPLETED, S.REJECTED], [S.CLOSED], HER_WORD | SYSTEM_ONLY),
    **_steps([S.SENDING_BACK], [S.CLOSED], DESK | SYSTEM_ONLY),
    # Her own clock ran out: seven days without the answer or the parcel.
    **_steps([S.INFO_NEEDED, S.AWAITING_RETURN], [S.CLOSED], SYSTEM_ONLY),
    **_steps(
        [S.SUBMITTED, S.UNDER_REVIEW, S.INFO_NEEDED, S.APPROVED, S.AWAITING_RETURN], [S.WITHDRAWN], HER_WORD
    ),
    # Approved and quoted tickets name an amount, which may be disputed too.
    **_steps(
        [S.REJECTED, S.INSPECTION_FAILED, S.COMPLETED, S.APPROVED, S.AWAITING_QUOTE], [S.DISPUTED], HER_WORD
    ),
    **_steps([S.DISPUTED], [S.UNDER_REVIEW], WORKSHOP | BOT_ONLY | SYSTEM_ONLY),
    **_steps([S.CLOSED], [S.UNDER_REVIEW], HER_WORD),
}
"""Who may make each step; a pair that is not here is no step at all."""

_TECHNICAL_RULES = frozenset({Rule.W, Rule.W_X, Rule.W_OUT, Rule.TECH})
_NO_TECHNICAL_CAUSE = frozenset({Cause.NONE, Cause.UNKNOWN})

DECIDERS: dict[Level, Roles] = {
    Level.AGENT: DESK | BOT_ONLY | {Role.TECH_SUPPORT},
    Level.TECH_SUPPORT: CHIEFS | {Role.TECH_SUPPORT},
    Level.SUPERVISOR: CHIEFS,
}


class TransitionRefused(AppError):
    status = 409
    code = "transition_refused"


def check(ticket: Ticket, to: S, actor: Actor, now: datetime) -> None:
    """Raises TransitionRefused when the ticket cannot go there, Forbidden when this actor may not send it."""
    roles = TRANSITIONS.get((ticket.status, to))
    if roles is None:
        raise TransitionRefused(f"工单当前状态（{ticket.status}）不能转为 {to}。", field="to")
    if not roles & actor.roles:
        raise Forbidden("您没有权限进行这一步操作。")
    if to in (S.APPROVED, S.REJECTED) and not DECIDERS[ticket.level] & actor.roles:
        raise Forbidden("这张工单已升级，需要由主管或技术支持决定。")
    if to in GIVING:
        _check_giving(ticket, to, actor)
    if to is S.REPAIRING and ticket.status is S.INSPECTING and ticket.remedy is Remedy.PAID_REPAIR:
        raise TransitionRefused("付费维修要先报价，顾客同意后再开始。", field="to")
    if to is S.WITHDRAWN and ticket.been(*GIVING):
        raise TransitionRefused("款项或商品已经发出，不能再撤销。", field="to")
    if to is S.WITHDRAWN and ticket.latest(RecordKind.WAYBILL):
        raise TransitionRefused("商品已在寄回途中，收到后再为您处理，现在不能撤销。", field="to")
    if ticket.status is S.CLOSED and long_closed(ticket, now):
        raise TransitionRefused("工单关闭已超过 30 天，请新开一张关联工单。", field="to")


def withdrawable(ticket: Ticket) -> bool:
    """Whether she may still take it back: no money and no goods are on their way, in either direction."""
    roles = TRANSITIONS.get((ticket.status, S.WITHDRAWN), frozenset())
    return Role.SHOPPER in roles and not ticket.been(*GIVING) and not ticket.latest(RecordKind.WAYBILL)


def long_closed(ticket: Ticket, now: datetime) -> bool:
    """Whether a closed ticket rests: a new one, linked to it, goes on."""
    return now - ticket.history[-1].at > REOPEN_WITHIN


def _check_giving(ticket: Ticket, to: S, actor: Actor) -> None:
    if ticket.been(to) or (to in MONEY_OUT and ticket.been(*MONEY_OUT)):
        raise TransitionRefused("这张工单已经处理过同样的一步，如需补差请新开关联工单。", field="to")
    goods_first = ticket.remedy is not None and FIRST_STEP[ticket.remedy] is S.AWAITING_RETURN
    if ticket.status is S.APPROVED and goods_first and not CHIEFS & actor.roles:
        raise Forbidden("要先收到顾客寄回的商品；免寄回需要主管决定。")


def advance(
    ticket: Ticket,
    to: S,
    why: str,
    actor: Actor,
    now: datetime,
    rule: str | None = None,
    record: Record | None = None,
) -> Ticket:
    """The ticket one step further, with the step in its history and the `record` that belongs to the step.

    A dispute rises a level. Raises what `check` raises.
    """
    check(ticket, to, actor, now)
    entry = HistoryEntry(now, actor.who, ticket.status, to, why, rule)
    return replace(
        ticket,
        status=to,
        level=_disputed_level(ticket, rule) if to is S.DISPUTED else ticket.level,
        version=ticket.version + 1,
        updated_at=now,
        history=(*ticket.history, entry),
        records=ticket.records if record is None else (*ticket.records, record),
    )


def _disputed_level(ticket: Ticket, rule: str | None) -> Level:
    """Technical matters rise to tech support first, everything else to the supervisor (R-DISPUTE)."""
    inspection = ticket.latest(RecordKind.INSPECTION)
    technical = (
        ticket.type is TicketType.REPAIR
        or rule in _TECHNICAL_RULES
        or (inspection is not None and inspection.data["cause"] not in _NO_TECHNICAL_CAUSE)
    )
    return Level.TECH_SUPPORT if ticket.level is Level.AGENT and technical else Level.SUPERVISOR
