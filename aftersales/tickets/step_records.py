"""The record that belongs to a step: what was received, found, quoted, repaired, sent or paid. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aftersales.errors import InvalidInput
from aftersales.tickets.lifecycle import GIVING, advance, check
from aftersales.tickets.model import Actor, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.money import REFUNDS_PIECES, refunded
from aftersales.tickets.record_data import validated
from aftersales.tickets.records import Record, RecordKind


@dataclass(frozen=True, slots=True)
class _Belonging:
    """`settled` is what the step itself says; the step's reason fills `words` when nobody filled it."""

    kind: RecordKind
    settled: Mapping[str, Any] = field(default_factory=dict)
    words: str = "note"


_NOTE = _Belonging(RecordKind.NOTE, words="text")
_ARRIVED_AS = _Belonging(RecordKind.WAYBILL)
_PASSED = _Belonging(RecordKind.INSPECTION, {"passed": True}, "finding")
_REPAIRED = _Belonging(RecordKind.REPAIR, words="done")
_SENT = _Belonging(RecordKind.SHIPMENT)
_PAID = _Belonging(RecordKind.REFUND)

BELONGING: dict[tuple[S, S], _Belonging] = {
    (S.AWAITING_RETURN, S.RETURNED): _NOTE,
    (S.INSPECTING, S.INSPECTION_FAILED): _Belonging(RecordKind.INSPECTION, {"passed": False}, "finding"),
    **{(S.INSPECTING, to): _PASSED for to in (S.QUOTING, S.REPAIRING, *GIVING)},
    (S.QUOTING, S.AWAITING_QUOTE): _Belonging(RecordKind.QUOTE),
    (S.AWAITING_QUOTE, S.REPAIRING): _Belonging(RecordKind.QUOTE_ANSWER, {"accepted": True}),
    (S.AWAITING_QUOTE, S.SENDING_BACK): _Belonging(RecordKind.QUOTE_ANSWER, {"accepted": False}),
    **{(S.REPAIRING, to): _REPAIRED for to in (S.EXCHANGING, S.REFUNDING, S.COMPLETED)},
    **{(origin, S.COMPLETED): _SENT for origin in (S.EXCHANGING, S.RESHIPPING)},
    **{(origin, S.COMPLETED): _PAID for origin in (S.REFUNDING, S.COMPENSATING)},
    **{(origin, S.COMPLETED): _NOTE for origin in (S.REISSUING, S.EXECUTING)},
    (S.SENDING_BACK, S.CLOSED): _SENT,
}


def stepped(
    ticket: Ticket,
    to: S,
    why: str,
    actor: Actor,
    now: datetime,
    rule: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Ticket:
    """The ticket one step further with the record that belongs to the step.

    Without `details` the record holds what the step itself says, with `why` as its words. Raises what
    `lifecycle.check` raises; InvalidInput for details that are wrong, contradict the step or leave a sum of
    money open; PaysTooMuch.
    """
    check(ticket, to, actor, now)
    record = _record(ticket, to, why, actor, now, details or {})
    moved = advance(ticket, to, why, actor, now, rule, record)
    return refunded(moved) if record is not None and record.kind is RecordKind.REFUND else moved


def _record(
    ticket: Ticket, to: S, why: str, actor: Actor, now: datetime, details: Mapping[str, Any]
) -> Record | None:
    belonging = _belonging(ticket, to, details)
    if belonging is None and details:
        raise InvalidInput("这一步没有需要登记的明细。", field="details")
    if belonging is None or (not details and _told_already(ticket, belonging)):
        return None
    given = {belonging.words: why, **_known(ticket, belonging), **details}
    for name, value in belonging.settled.items():
        if given.setdefault(name, value) != value:
            raise InvalidInput("明细与这一步的结果不一致。", field=f"details.{name}")
    return Record(now, actor.who, belonging.kind, validated(belonging.kind, given, "details"))


def _told_already(ticket: Ticket, belonging: _Belonging) -> bool:
    """Whether the same was recorded since the ticket stands where it stands."""
    since = ticket.history[-1].at
    return belonging is not _NOTE and any(
        record.kind is belonging.kind
        and record.at >= since
        and belonging.settled.items() <= record.data.items()
        for record in ticket.records
    )


def _belonging(ticket: Ticket, to: S, details: Mapping[str, Any]) -> _Belonging | None:
    if to is S.RETURNED and "number" in details:
        return _ARRIVED_AS
    if ticket.status is S.EXECUTING and ticket.remedy in REFUNDS_PIECES:
        return _PAID
    return BELONGING.get((ticket.status, to))


def _known(ticket: Ticket, belonging: _Belonging) -> dict[str, Any]:
    """What the ticket already tells."""
    if belonging.kind is RecordKind.REFUND and ticket.amount is not None:
        return {"amount": ticket.amount}
    return {}
