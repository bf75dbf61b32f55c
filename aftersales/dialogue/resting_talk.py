"""Talk about an application that her own clock closed: one message takes it up again (POLICY 5). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftersales.dialogue import cards
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble
from aftersales.dialogue.ticket_talk import TEXTS, goods, says_sent_back, title, waybill_in
from aftersales.dialogue.words import goes_on
from aftersales.orders.model import Order
from aftersales.policy.policy import Policy
from aftersales.tickets.lifecycle import long_closed
from aftersales.tickets.model import Photo, Ticket, TicketStatus
from aftersales.tickets.numbers import grouped, plain
from aftersales.tickets.resting import Sent, waited_for


@dataclass(frozen=True)
class Resumption:
    """The application she means and what she sends with it; `late`: it was closed too long ago."""

    ticket: Ticket
    sent: Sent
    late: bool


def resumption(
    heard: Heard, tickets: Sequence[Ticket], orders: Sequence[Order], now: datetime
) -> Resumption | None:
    """What a message takes up again; None when it is about another thing, or nothing rests.

    Photos mean the one that waited for them, a parcel the one that waited for the goods; her word, or the
    number that a tap brings, means either. Of several the last closed.
    """
    resting = [ticket for ticket in tickets if waited_for(ticket) and _meant(ticket, heard, orders)]
    resting.sort(key=lambda ticket: ticket.history[-1].at, reverse=True)
    parcel = waybill_in(heard, asked=False)
    if not (heard.first("ticket_id") or goes_on(heard.text)):
        awaited = _awaited(heard, parcel is not None)
        resting = [ticket for ticket in resting if waited_for(ticket) is awaited]
    if not resting:
        return None
    ticket = resting[0]
    sent = Sent(heard.text, tuple(Photo(photo, "goods") for photo in heard.photos), parcel)
    return Resumption(ticket, sent, long_closed(ticket, now))


def gone_on(ticket: Ticket, sent: Sent, orders: Sequence[Order], policy: Policy, seed: str) -> Bubble:
    """What happens now: the goods are awaited (where to, or their number), or people go on."""
    number, card = grouped(ticket.number), cards.progress_card(ticket)
    if ticket.status is not TicketStatus.AWAITING_RETURN:
        return {"text": TEXTS.say("resumed_review", seed, number=number), "card": card}
    if sent.waybill is not None:
        carrier, code = sent.waybill
        said = TEXTS.say("resumed_sent", seed, number=number, carrier=carrier, code=code)
        return {"text": said, "card": card}
    if says_sent_back(sent.words):
        said = TEXTS.say("resumed_ask_waybill", seed, ticket=title(ticket, orders))
        return {"text": said, "expects": "waybill"}
    to = policy.for_merchant(ticket.merchant_id).figures.returns
    where = {"name": to.name, "phone": to.phone, "address": to.address, "note": to.note}
    return {"text": TEXTS.say("resumed_return", seed, number=number, **where), "card": card}


def too_late(ticket: Ticket, orders: Sequence[Order], seed: str) -> Bubble:
    return {"text": TEXTS.say("rested_too_long", seed, ticket=title(ticket, orders))}


def another_runs(number: str, seed: str) -> Bubble:
    """A newer application for the same goods took its place."""
    return {"text": TEXTS.say("resumed_elsewhere", seed, number=grouped(number))}


def _meant(ticket: Ticket, heard: Heard, orders: Sequence[Order]) -> bool:
    if number := heard.first("ticket_id"):
        return ticket.number == plain(str(number))
    if order_id := heard.first("order_id"):
        return ticket.order_id == str(order_id)
    product = heard.first("product")
    return product is None or str(product) in goods(ticket, orders)


def _awaited(heard: Heard, parcel: bool) -> TicketStatus | None:
    if parcel or says_sent_back(heard.text):
        return TicketStatus.AWAITING_RETURN
    return TicketStatus.INFO_NEEDED if heard.photos else None
