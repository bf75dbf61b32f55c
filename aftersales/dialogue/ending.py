"""How a request ends: every ending says what was decided, why, and what else is possible."""

from __future__ import annotations

from typing import Any

from aftersales.dialogue import cards, instead, needs, texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.negotiation import go_on
from aftersales.dialogue.requests import REQUESTS
from aftersales.dialogue.status import send_to
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice
from aftersales.policy.names import FreightPayer, Outcome
from aftersales.tickets.model import Ticket, TicketStatus

CLOSED = {"effects": {"case": "closed"}}


def ticket_opened(case: Case, ticket: Ticket) -> list[Bubble]:
    approved = ticket.decision is not None and ticket.decision["outcome"] == Outcome.APPROVE
    opened = texts.bubble("ticket_opened" if approved else "ticket_opened_review", case.seed)
    told = [opened | {"card": cards.ticket_card(ticket, _names(case), case.policy)}]
    if case.get("replaces"):
        told.append(instead.taken_back(str(case.get("replaces")), case.seed))
    if ticket.status is TicketStatus.AWAITING_RETURN:
        told.append(_where_to_send(case, ticket))
    return ticket_told(case, told)


def _where_to_send(case: Case, ticket: Ticket) -> Bubble:
    """Where the goods go and what to do then; what is too large to send is fetched at the shop's cost."""
    assert case.order is not None
    assert ticket.decision is not None
    policy = case.policy.for_merchant(case.order.merchant_id)
    large = any(policy.categories[line.category].oversize for line, _ in case.claimed)
    if large and ticket.decision["freight_payer"] == FreightPayer.SELLER:
        return texts.bubble("fetched", case.seed)
    return send_to(policy, case.seed)


def ticket_told(case: Case, told: list[Bubble]) -> list[Bubble]:
    """What was said of a ticket, then what she needs besides."""
    return [*told, needs.what_else(case.get("needs"), case.seed) | CLOSED]


def closing(told: list[Bubble]) -> list[Bubble]:
    """The end of a case that people go on with; what waits is offered when they give it back."""
    return [*told, CLOSED]


def duplicate(case: Case, ticket: Ticket) -> list[Bubble]:
    """R-DUP: the running application instead of a second one."""
    found = texts.bubble("duplicate", case.seed) | {
        "card": cards.ticket_card(ticket, _names(case), case.policy)
    }
    return [found | CLOSED, {"card": cards.progress_card(ticket), "choices": [human_choice()]}]


def paid_already(case: Case) -> list[Bubble]:
    """Earlier applications have paid these pieces back; a mistake there is for people to look at."""
    return closing([texts.bubble("paid_already", case.seed) | {"choices": [human_choice()]}])


def ended(case: Case, exit_: str | None) -> list[Bubble]:
    """A request that led to no ticket."""
    if exit_ == "wrong_status" and case.order is not None:
        order = case.order
        key = "not_received_yet" if not order.received else "already_received"
        text = texts.bubble(key, case.seed, order=cards.order_title(order), request=case.spec.name)
        return [text | {"choices": _other_ways(case)} | CLOSED]
    if exit_ == "consent_declined":
        return [texts.bubble("consent_declined", case.seed) | {"choices": [human_choice()]} | CLOSED]
    key = exit_ if exit_ in ("accepted", "refunded") else "stopped"
    said = texts.bubble(key, case.seed) | CLOSED
    offered = needs.offer(case.get("needs"), case.seed)
    return [said, offered] if offered else [said]


def switched(case: Case) -> dict[str, Any]:
    """The slots that go with her into the other request: the order and the photos are not asked twice, unless
    it is about other goods."""
    about = case.get("switch_about")
    if about:
        return {slot: value for slot, value in about.items() if slot != "read_message"}
    new = case.slots["switch_to"]
    kept = {slot: case.get(slot) for slot in ("order_id", "order_words", "product", "items", "quantity")}
    if "photo_goods" in REQUESTS[new].slots:
        kept["photo_goods"] = case.get("photo_goods")
    filled = {slot: value for slot, value in kept.items() if value not in (None, [])}
    return {"request": new, "answered": [], "tries": 0} | filled


def _other_ways(case: Case) -> list[Choice]:
    order = case.order
    if order is not None and not order.received:
        ways = (("report_delivery_delay", "way_delay"), ("cancel_order", "way_cancel"))
    else:
        ways = (("request_refund", "way_refund"), ("report_quality_problem", "way_quality"))
    return [choice(f"intent:{i}", texts.say(key), go_on(case, i)) for i, key in ways] + [human_choice()]


def _names(case: Case) -> dict[str, str]:
    return {line.line_id: line.title for order in case.orders for line in order.lines}
