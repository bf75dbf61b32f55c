"""Tickets that her own clock closed: what they waited for, and how one message takes them up again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from aftersales.tickets.lifecycle import DECIDERS, advance, long_closed
from aftersales.tickets.model import BOT, SYSTEM, Actor, Photo, Role, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.recording import recorded, supplement
from aftersales.tickets.records import RecordKind

_HER_TURN = frozenset({S.INFO_NEEDED, S.AWAITING_RETURN})
_AS_BEFORE = {S.APPROVED: "此前已经通过", S.AWAITING_RETURN: "等待顾客寄回商品"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What she sends after all: words, photos, and (carrier, number) of a parcel."""

    words: str = ""
    photos: tuple[Photo, ...] = ()
    waybill: tuple[str, str] | None = None


def waited_for(ticket: Ticket) -> S | None:
    """Where the ticket stood when her own clock closed it; None for every other ticket."""
    last = ticket.history[-1]
    ended = last.to is S.CLOSED and last.who == SYSTEM.who and last.origin in _HER_TURN
    return last.origin if ended else None


def rested_lines(tickets: Iterable[Ticket], now: datetime) -> dict[tuple[str, str], Ticket]:
    """By (order_id, line_id) what can still be taken up; a line that has a newer ticket has moved on."""
    rested: dict[tuple[str, str], Ticket] = {}
    for ticket in sorted(tickets, key=lambda ticket: ticket.created_at):
        lines = [(ticket.order_id, item.line_id) for item in ticket.items if ticket.order_id]
        if waited_for(ticket) and not long_closed(ticket, now):
            rested |= dict.fromkeys(lines, ticket)
        elif ticket.status is not S.WITHDRAWN:
            rested = {line: older for line, older in rested.items() if line not in lines}
    return rested


def taken_up(ticket: Ticket, sent: Sent, actor: Actor, now: datetime, key: str | None = None) -> Ticket:
    """The ticket where it waited, or beyond: goods that were awaited are awaited again, what was missing goes
    to review. What only a higher level may approve stays with people.

    Raises what `lifecycle.check` and `recorded` raise.
    """
    origin = waited_for(ticket)
    approval = next((step for step in reversed(ticket.history) if step.to is S.APPROVED), None)
    ticket = advance(ticket, S.UNDER_REVIEW, sent.words or "顾客要求接着办理", actor, now)
    if origin is S.AWAITING_RETURN and approval is not None and Role.BOT in DECIDERS[ticket.level]:
        for to, why in _AS_BEFORE.items():
            ticket = advance(ticket, to, why, BOT, now, approval.rule)
    words, waybill = sent.words, sent.waybill
    if waybill is not None and ticket.status is not S.AWAITING_RETURN:
        words, waybill = f"{words}（寄回单号：{' '.join(waybill)}）", None
    if waybill is not None:
        carrier, number = waybill
        return recorded(ticket, RecordKind.WAYBILL, {"carrier": carrier, "number": number}, actor, now, key)
    if not (words or sent.photos):
        return ticket
    return recorded(ticket, RecordKind.SUPPLEMENT, supplement(words, sent.photos), actor, now, key)
