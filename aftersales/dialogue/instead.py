"""Another remedy or number than applied for (「还是补发吧」 after a refund): what can still be changed. Pure.

The new application takes the place of the old one when it is submitted, not before: until then she has lost
nothing, and nothing is paid twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from aftersales.dialogue import cards, words
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import REQUESTS
from aftersales.dialogue.texts import Bubble, choice, human_choice
from aftersales.dialogue.ticket_talk import TEXTS, Act, goods, possible, title
from aftersales.orders.model import Order
from aftersales.policy.names import Remedy, Request
from aftersales.policy.policy import Policy
from aftersales.tickets.lifecycle import GIVING, MONEY_OUT
from aftersales.tickets.model import Ticket, TicketStatus
from aftersales.tickets.numbers import grouped

_WISH = r"(?:退|换|修|维修|补|重发|重新发)"
_THINKS_BETTER = re.compile(
    rf"还是(?:给我|帮我|直接|要|想|改|选|办)*{_WISH}|(?:不想?要?|别|先别|不用){_WISH}[货款发了钱]*[了,，]|改主意|反悔|想了想|"
    rf"算了.{{0,6}}{_WISH}|改(?:成|为|办|要){_WISH}|换成{_WISH}|(?:能|可以)不?(?:能)?(?:改|换)(?:成|为|个)?{_WISH}"
)
_ADDS = re.compile(r"补充(?:一下|下|一点|点|一句|说明|说)|(?:忘|漏)了?(?:跟你|和你|给你)?(?:说|讲)|刚才没说")
_BY_REMEDY = {
    Remedy.RETURN_REFUND: Request.NO_REASON_RETURN,
    Remedy.REFUND_ONLY: Request.NO_REASON_RETURN,
    Remedy.EXCHANGE: Request.EXCHANGE,
    Remedy.RESHIP: Request.EXCHANGE,
    Remedy.REPAIR: Request.REPAIR,
    Remedy.PRICE_REDUCTION: Request.COMPENSATION,
    Remedy.COMPENSATE: Request.COMPENSATION,
}
"""Without a fault there is no choice of remedies: each is a request of its own."""
_ALIKE = (
    {Remedy.RETURN_REFUND, Remedy.REFUND_ONLY, Remedy.CANCEL, Remedy.INTERCEPT},
    {Remedy.EXCHANGE, Remedy.RESHIP, Remedy.REISSUE},
    {Remedy.REPAIR, Remedy.PAID_REPAIR},
    {Remedy.PRICE_REDUCTION, Remedy.COMPENSATE, Remedy.PRICE_DIFFERENCE},
)


def wanted(heard: Heard) -> Remedy | None:
    """The remedy she now prefers; None when she does not say that she thinks better of one."""
    if heard.choice is not None or not _THINKS_BETTER.search(heard.text):
        return None
    return words.remedy_in(heard.text)


def other_number(heard: Heard, ticket: Ticket, orders: Sequence[Order]) -> int | None:
    """The 2 of 「改成两件」 when she applied for another number of one thing of which she bought as many."""
    pieces = words.other_count(heard.text) if heard.choice is None else None
    if pieces is None or len(ticket.items) != 1:
        return None
    item = ticket.items[0]
    lines = (line for order in orders if order.order_id == ticket.order_id for line in order.lines)
    bought = next((line.quantity for line in lines if line.line_id == item.line_id), 0)
    return pieces if pieces <= bought and pieces != item.quantity else None


def concerned(heard: Heard, tickets: Sequence[Ticket], orders: Sequence[Order]) -> Ticket | None:
    """The running application that another remedy is wanted for: of several the last applied for.

    None when she speaks of other goods.
    """
    product, order_id = heard.first("product"), heard.first("order_id")
    named = [
        ticket
        for ticket in tickets
        if ticket.status.open
        and ticket.items
        and ticket.remedy is not None
        and (not product or str(product) in goods(ticket, orders))
        and (not order_id or ticket.order_id == str(order_id))
    ]
    return named[0] if named else None


def adds(heard: Heard) -> bool:
    """「我补充一下，里子也破了」 belongs to what she applied for, not to a new request."""
    return heard.choice is None and bool(_ADDS.search(heard.text))


def differs(ticket: Ticket, remedy: Remedy) -> bool:
    return ticket.remedy is not None and not any({ticket.remedy, remedy} <= alike for alike in _ALIKE)


def request_for(ticket: Ticket, remedy: Remedy) -> Request:
    """What to apply for: the same fault with another remedy, else the request that the remedy is."""
    same = REQUESTS.get(ticket.request or "")
    weighs = same is not None and same.keeps_remedy and same.takes(remedy)
    if weighs and ticket.request is not None:
        return ticket.request
    return _BY_REMEDY.get(remedy, Request.NO_REASON_RETURN)


def offer(
    ticket: Ticket,
    remedy: Remedy,
    orders: Sequence[Order],
    policy: Policy,
    seed: str,
    pieces: int | None = None,
) -> Bubble:
    """The change, after a yes; or why it is too late for it and what is possible still."""
    new = _named(ticket, remedy, policy)
    if pieces is not None:
        new = TEXTS.say("instead_pieces", new=new, pieces=pieces)
    if not possible(Act.WITHDRAW, ticket):
        return too_late(ticket, orders, new, seed)
    named = {"ticket": title(ticket, orders), "new": new}
    return {
        "text": TEXTS.say("instead_offer", seed, **named),
        "choices": [
            choice("yes", TEXTS.say("instead_yes", **named)),
            choice("no", TEXTS.say("instead_no")),
            human_choice(),
        ],
        "expects": "confirm",
    }


def as_applied_for(
    ticket: Ticket, remedy: Remedy, orders: Sequence[Order], policy: Policy, seed: str
) -> Bubble:
    """She asks for what she has applied for already."""
    named = {"ticket": title(ticket, orders), "new": _named(ticket, remedy, policy)}
    return {"text": TEXTS.say("instead_same", seed, **named), "card": cards.progress_card(ticket)}


def too_late(ticket: Ticket, orders: Sequence[Order], new: str, seed: str) -> Bubble:
    """Money or goods are on their way, or people have the case in hand."""
    if ticket.been(*MONEY_OUT):
        key = "instead_money"
    elif ticket.been(*GIVING):
        key = "instead_goods"
    else:
        key = "instead_people" if ticket.status is TicketStatus.DISPUTED else "instead_back"
    told = TEXTS.say(key, seed, ticket=title(ticket, orders), new=new)
    return {"text": told, "card": cards.progress_card(ticket), "choices": [human_choice()]}


def slots(ticket: Ticket, remedy: Remedy, said: str, conversation_id: str) -> dict[str, Any]:
    """The new request on the same goods: what was told before is not asked again.

    Her photos come along within one conversation; from another they would look used twice (R-RISK).
    """
    request = request_for(ticket, remedy)
    items = [asdict(item) for item in ticket.items]
    quantity = (words.other_count(said) or items[0]["quantity"]) if len(items) == 1 else None
    begun: dict[str, Any] = {
        "request": request.value,
        "replaces": ticket.number,
        "order_id": ticket.order_id,
        "order_words": said,
        "items": items,
        "quantity": quantity,
        "remedy": remedy.value if REQUESTS[request].takes(remedy) else None,
        "spec": words.wanted_spec(said),
        "complete": _claimed(ticket).get("complete"),
        "answered": [],
        "tries": 0,
    }
    if request == ticket.request:
        begun |= {"arrived": request == Request.DAMAGED, "description": ticket.description or None}
        if ticket.conversation_id == conversation_id:
            for kind in ("goods", "parcel"):
                begun[f"photo_{kind}"] = [photo.id for photo in ticket.photos if photo.kind == kind]
    return {slot: value for slot, value in begun.items() if value is not None}


def taken_back(number: str, seed: str) -> Bubble:
    """The old application, once the new one is there."""
    return {"text": TEXTS.say("instead_done", seed, number=grouped(number))}


def _claimed(ticket: Ticket) -> dict[str, Any]:
    facts = (ticket.decision or {}).get("facts") or {}
    return facts.get("claim") or {}


def _named(ticket: Ticket, remedy: Remedy, policy: Policy) -> str:
    request = request_for(ticket, remedy)
    if request != ticket.request:
        return REQUESTS[request].name
    money = remedy in (Remedy.RETURN_REFUND, Remedy.REFUND_ONLY)
    return TEXTS.say("instead_refund") if money else policy.wording.remedies[remedy]
