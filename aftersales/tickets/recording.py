"""Adding facts to a ticket without moving it: who may add which, and when. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from aftersales.errors import Forbidden, InvalidInput
from aftersales.tickets.lifecycle import (
    CHIEFS,
    DESK,
    HER_WORD,
    MONEY_OUT,
    WORKSHOP,
    Roles,
    TransitionRefused,
    advance,
)
from aftersales.tickets.model import Actor, Photo, Role, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.money import check_reimbursement, refunded
from aftersales.tickets.record_data import validated
from aftersales.tickets.records import Record, RecordKind

URGE_AGAIN_AFTER = timedelta(hours=2)

_HERS: Roles = HER_WORD | {Role.BOT}
_SENDING = frozenset({S.EXCHANGING, S.RESHIPPING, S.REPAIRING, S.SENDING_BACK, S.COMPLETED})
_RUNNING = frozenset(status for status in S if status not in (S.CLOSED, S.WITHDRAWN))
_ANY = frozenset(S)
_BEFORE_GIVING = frozenset(
    {S.SUBMITTED, S.UNDER_REVIEW, S.INFO_NEEDED, S.APPROVED, S.AWAITING_RETURN, S.RETURNED, S.INSPECTING}
)

RECORDERS: dict[RecordKind, tuple[Roles, frozenset[S]]] = {
    RecordKind.SUPPLEMENT: (HER_WORD, _RUNNING),
    RecordKind.URGE: (_HERS, frozenset(status for status in S if status.open)),
    RecordKind.WAYBILL: (_HERS | WORKSHOP, frozenset({S.AWAITING_RETURN})),
    RecordKind.INSPECTION: (WORKSHOP, frozenset({S.INSPECTING})),
    RecordKind.PART: (WORKSHOP, frozenset({S.REPAIRING})),
    RecordKind.PROGRESS: (WORKSHOP | {Role.SYSTEM}, _RUNNING),
    RecordKind.REPAIR: (WORKSHOP, frozenset({S.REPAIRING})),
    RecordKind.SHIPMENT: (WORKSHOP | {Role.SYSTEM}, _SENDING),
    RecordKind.REFUND: (DESK | {Role.SYSTEM}, MONEY_OUT),
    RecordKind.RECEIPT: (_HERS, _ANY),
    RecordKind.REIMBURSEMENT: (DESK | {Role.SYSTEM}, _ANY),
    RecordKind.APPOINTMENT: (_HERS | WORKSHOP, _RUNNING),
    RecordKind.CHANGE: (DESK, _BEFORE_GIVING),
    RecordKind.NOTE: (WORKSHOP | {Role.BOT, Role.SYSTEM}, _ANY),
    RecordKind.RATING: (frozenset({Role.SHOPPER, Role.BOT}), _ANY),
}
"""Who may add which fact, and while the ticket stands where. The other kinds belong to steps (`step_records`)
or to the desk's changes (`desk_changes`)."""


@dataclass(frozen=True, slots=True)
class Urged:
    """`counted` is False within two hours of the last time; `next_at` is when it counts again."""

    ticket: Ticket
    counted: bool
    next_at: datetime


def noted(ticket: Ticket, record: Record) -> Ticket:
    """The ticket with one more fact, standing where it stood."""
    records = (*ticket.records, record)
    return replace(ticket, version=ticket.version + 1, updated_at=record.at, records=records)


def recorded(
    ticket: Ticket,
    kind: RecordKind,
    data: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    key: str | None = None,
    freight_cap: Decimal | None = None,
) -> Ticket:
    """The ticket with one more fact, if the actor may add this kind now.

    The photos of a supplement get on the ticket, and it answers the question of an `info_needed` one; an urge
    too soon after the last adds nothing, nor does a rating said again. The latest rating counts.
    `freight_cap` is what a parcel's freight is paid back up to, in yuan; a chief may go beyond it.

    Raises Forbidden, TransitionRefused, PaysTooMuch, InvalidInput for data that are not the kind's.
    """
    if kind is RecordKind.URGE:
        return urged(ticket, actor, now, data, key).ticket
    _check(ticket, kind, actor)
    record = Record(now, actor.who, kind, validated(kind, data), key)
    rated = ticket.latest(RecordKind.RATING)
    if kind is RecordKind.RATING and rated is not None and rated.data == record.data:
        return ticket
    if kind is RecordKind.SUPPLEMENT:
        return _supplemented(ticket, record, actor)
    after = noted(ticket, record)
    if kind is RecordKind.REFUND:
        return refunded(after)
    if kind is RecordKind.REIMBURSEMENT:
        check_reimbursement(after, None if CHIEFS & actor.roles else freight_cap)
    return after


def urged(
    ticket: Ticket,
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> Urged:
    """An urge counts once in two hours, and then the ticket comes before those that can wait.

    Raises Forbidden, TransitionRefused for an ended ticket.
    """
    _check(ticket, RecordKind.URGE, actor)
    last = ticket.latest(RecordKind.URGE)
    if last is not None and now < last.at + URGE_AGAIN_AFTER:
        return Urged(ticket, False, last.at + URGE_AGAIN_AFTER)
    record = Record(now, actor.who, RecordKind.URGE, validated(RecordKind.URGE, data or {}), key)
    after = noted(ticket, record)
    return Urged(replace(after, priority=max(after.priority, 1)), True, now + URGE_AGAIN_AFTER)


def supplement(text: str, photos: Sequence[Photo]) -> dict[str, Any]:
    """The data of a supplement."""
    return {"text": text, "photos": [{"id": photo.id, "kind": photo.kind} for photo in photos]}


def _check(ticket: Ticket, kind: RecordKind, actor: Actor) -> None:
    if kind not in RECORDERS:
        raise InvalidInput("这类记录由相应的操作产生，不能单独添加。", field="kind")
    roles, statuses = RECORDERS[kind]
    if not roles & actor.roles:
        raise Forbidden("您没有权限添加这类记录。")
    if ticket.status not in statuses:
        raise TransitionRefused("工单当前状态不能添加这类记录。", field="kind")


def _supplemented(ticket: Ticket, record: Record, actor: Actor) -> Ticket:
    known = {photo.id for photo in ticket.photos}
    sent = [Photo(photo["id"], photo["kind"]) for photo in record.data["photos"]]
    new = [photo for photo in sent if photo.id not in known]
    if new and actor.merchant_id is not None:
        # A photo on his ticket is his to see; he must not choose which.
        raise Forbidden("商家不能为工单添加顾客照片。")
    ticket = replace(ticket, photos=(*ticket.photos, *new))
    if ticket.status is not S.INFO_NEEDED:
        return noted(ticket, record)
    why = record.data["text"] or "已补充照片"
    return advance(ticket, S.UNDER_REVIEW, why, actor, record.at, record=record)
