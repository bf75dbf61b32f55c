"""Answers to 'how far is it' and 'where is it'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aftersales.dialogue import cards, texts
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, choice, human_choice
from aftersales.orders.model import Order
from aftersales.orders.ranking import Said, rank_orders
from aftersales.policy.names import OrderStatus
from aftersales.text import normalise
from aftersales.tickets.model import Ticket

MAX_TICKETS = 3
MAX_ORDERS = 5


def progress(heard: Heard, tickets: Sequence[Ticket]) -> list[Bubble]:
    """Her running applications, or the one whose number she gave."""
    number = heard.first("ticket_id")
    wanted = [t for t in tickets if t.number == number] if number else [t for t in tickets if t.status.open]
    if not wanted:
        return [texts.bubble("no_tickets", heard.message_id)]
    intro = texts.bubble("urge_noted" if heard.intent == "urge" else "tickets_found", heard.message_id)
    shown: list[Bubble] = [{"card": cards.progress_card(ticket)} for ticket in wanted[:MAX_TICKETS]]
    return [intro, *shown[:-1], shown[-1] | {"choices": [human_choice()]}]


def logistics(heard: Heard, orders: Sequence[Order], now: datetime) -> Bubble:
    """The parcel she means; the question which one when that is not clear."""
    number = heard.chosen("order") or heard.first("order_id") or heard.first("tracking_number")
    under_way = [order for order in orders if order.status == OrderStatus.SHIPPED]
    if number:
        found = [order for order in orders if number in (order.order_id, order.tracking_number)]
    else:
        ranking = rank_orders(
            orders, Said(normalise(heard.text).text, tuple(map(str, heard.values("product")))), now
        )
        found = ranking.fitting if ranking.asked_product else under_way
    if len(found) == 1:
        return texts.bubble("logistics", heard.message_id) | {"card": cards.logistics_card(found[0], now)}
    candidates = (found or under_way or list(orders))[:MAX_ORDERS]
    if not candidates:
        return texts.bubble("ask_order_id_anonymous", heard.message_id)
    return texts.bubble("logistics_which", heard.message_id) | {
        "card": cards.order_list(candidates, now),
        "choices": [
            choice(
                f"order:{order.order_id}",
                cards.order_title(order),
                f'/query_logistics{{"order_id": "{order.order_id}"}}',
            )
            for order in candidates
        ],
    }
