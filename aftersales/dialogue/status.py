"""Answers to 'how far is it' and 'where is it'."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime

from aftersales.dialogue import cards, faq, texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, choice, human_choice
from aftersales.orders.model import Order
from aftersales.orders.ranking import Said, rank_orders
from aftersales.policy.names import OrderStatus, Outcome, Request
from aftersales.policy.policy import Policy
from aftersales.text import normalise
from aftersales.tickets.model import Ticket

_COURSE = ("refund_time", "repair_time")
_IN_GENERAL = re.compile(r"一般|通常|正常|如果|要是|万一|规定|规则")
_DISPATCH = r"发货|发出|出库|寄出|备货|没发|不发|还发|发了[吗没么]"
_ASKS_DISPATCH = re.compile(_DISPATCH)
_ABOUT_PARCEL = re.compile(rf"{_DISPATCH}|物流|快递|配送|派送|派件|送货|送到|到货|收货|包裹")
_ABOUT_MONEY = re.compile(r"到账|退款|退钱|返钱|返还|钱")
BARE = 10
"""Characters of a question that names no case but her own."""
MAX_TICKETS = 3
MAX_ORDERS = 5


def progress(heard: Heard, tickets: Sequence[Ticket], policy: Policy) -> list[Bubble]:
    """Her running applications, or the one whose number she gave; who waits for money that no application
    is about hears how long it takes in general."""
    number = heard.first("ticket_id")
    wanted = [t for t in tickets if t.number == number] if number else [t for t in tickets if t.status.open]
    key = "tickets_found"
    if not wanted and tickets and not number:
        wanted, key = [tickets[0]], "tickets_ended"
    if not wanted:
        none = texts.bubble("no_tickets", heard.message_id)
        general = {"text": faq.answer("refund_time", policy, said=heard.text)}
        told = [none, general] if _ABOUT_MONEY.search(heard.text) else [none]
        return [*told[:-1], told[-1] | {"choices": [human_choice()]}]
    intro = texts.bubble(key, heard.message_id)
    shown: list[Bubble] = [{"card": cards.progress_card(ticket)} for ticket in wanted[:MAX_TICKETS]]
    return [intro, *shown[:-1], shown[-1] | {"choices": [human_choice()]}]


def own_course(heard: Heard, tickets: Sequence[Ticket], policy: Policy) -> list[Bubble] | None:
    """「要多久」 of somebody whose application runs: its own due times, before the rule; None for a rule."""
    runs = any(ticket.status.open for ticket in tickets)
    own = heard.topic in _COURSE and len(heard.text) <= BARE and not _IN_GENERAL.search(heard.text)
    return progress(heard, tickets, policy) if runs and own else None


def about_parcel(heard: Heard) -> bool:
    """Whether 「快点」 is meant for a parcel (「请尽快发货」), not for an application."""
    return bool(_ABOUT_PARCEL.search(heard.text))


def logistics(
    heard: Heard, orders: Sequence[Order], now: datetime, policy: Policy, about: Order | None = None
) -> list[Bubble]:
    """The parcel she means, with what is due to her when it is late (R-LATE); the question which one when
    that is not clear. `about` is the order of a request under way."""
    seed = heard.message_id
    number = heard.chosen("order") or heard.first("order_id") or heard.first("tracking_number")
    under_way = [order for order in orders if order.status == OrderStatus.SHIPPED]
    if _ASKS_DISPATCH.search(heard.text):
        under_way = [order for order in orders if _waits_for_dispatch(order)] or under_way
    never_bought = None
    if number:
        found = [order for order in orders if number in (order.order_id, order.tracking_number)]
    elif about is not None and not _names_another(heard, about):
        found = [about]
    else:
        ranking = rank_orders(
            orders, Said(normalise(heard.text).text, tuple(map(str, heard.values("product")))), now
        )
        found = ranking.fitting if ranking.asked_product else under_way
        never_bought = heard.first("product") if ranking.asked_product and not found else None
    if len(found) == 1:
        key = "logistics_waits" if _waits_for_dispatch(found[0]) else "logistics"
        told = texts.bubble(key, seed) | {"card": cards.logistics_card(found[0], now)}
        return [told, *_late(found[0], now, policy, seed)]
    candidates = (found or under_way or list(orders))[:MAX_ORDERS]
    if not candidates:
        return [texts.bubble("ask_order_id_anonymous", seed)]
    asked = texts.bubble("logistics_which", seed)
    if never_bought:
        asked = texts.bubble("ask_order_id_never_bought", seed, product=never_bought)
    which = asked | {
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
    return [which]


def _names_another(heard: Heard, order: Order) -> bool:
    return any(all(str(name) not in line.name for line in order.lines) for name in heard.values("product"))


def _waits_for_dispatch(order: Order) -> bool:
    goods = any(line.traits.virtual is None for line in order.lines)
    return goods and order.status == OrderStatus.PAID


def _late(order: Order, now: datetime, policy: Policy, seed: str) -> list[Bubble]:
    """The way on for a parcel that is late by the rules; nothing for one in time."""
    slots = {"request": Request.DELAY, "order_id": order.order_id}
    decision = Case(slots, (order,), consent=None, now=now, policy=policy).decision
    if order.received or decision is None or decision.outcome is not Outcome.APPROVE:
        return []
    payload = f"/report_delivery_delay{json.dumps({'order_id': order.order_id})}"
    claim = choice("intent:report_delivery_delay", texts.say("way_claim_late"), payload)
    return [texts.bubble("logistics_late", seed) | {"choices": [claim, human_choice()], "expects": "clarify"}]
