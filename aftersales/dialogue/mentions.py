"""Goods or an order named without a word on what is wrong: show what is meant, then ask for the matter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from aftersales.dialogue import cards, texts
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.smalltalk import INTENT_NAMES
from aftersales.dialogue.texts import Bubble, choice, human_choice
from aftersales.orders.model import Order
from aftersales.orders.ranking import Said, rank_orders
from aftersales.text import compact_identifier, normalise

MAX_ORDERS = 5
SURE = 0.6
"""An out-of-scope reading below this is no reason to turn named goods away."""
AFTER_RECEIPT = ("report_damaged_parcel", "report_quality_problem", "request_refund", "request_exchange")
ON_ITS_WAY = ("report_delivery_delay", "query_logistics", "cancel_order", "modify_order")


def is_mention(heard: Heard) -> bool:
    """Whether nothing but goods or an order was named."""
    named = heard.first("product") or heard.first("order_id")
    unsure = heard.intent == "out_of_scope" and heard.confidence < SURE
    return bool(named) and not heard.photos and (heard.intent == "inform" or unsure)


def mentioned_order(heard: Heard, orders: Sequence[Order]) -> Order | None:
    """Her order whose number was given."""
    number = compact_identifier(str(heard.first("order_id") or ""))
    return next((order for order in orders if order.order_id == number), None)


def about_order(order: Order, seed: str) -> Bubble:
    """What is the matter with it? The tapped matter takes the order along."""
    intents = AFTER_RECEIPT if order.received else ON_ITS_WAY
    payload = json.dumps({"order_id": order.order_id})
    matters = [choice(f"intent:{i}", INTENT_NAMES[i], f"/{i}{payload}") for i in intents]
    text = texts.say("what_is_the_matter", seed, order=cards.order_title(order))
    return {"text": text, "choices": [*matters, human_choice()], "expects": "clarify"}


def about_goods(heard: Heard, orders: Sequence[Order], now: datetime) -> Bubble | None:
    """The orders that fit the named goods, or kindly that there is none; None when she named none."""
    product = heard.first("product")
    ranking = rank_orders(orders, Said(normalise(heard.text).text, (str(product),)), now)
    if not product or not orders:
        return None
    shown = (ranking.fitting or ranking.others)[:MAX_ORDERS]
    key = "ask_order_id_never_bought" if ranking.never_bought else "is_it_this_one"
    payloads = (f'/inform{{"order_id": "{order.order_id}"}}' for order in shown)
    return {
        "text": texts.say(key, heard.message_id, product=product),
        "card": cards.order_list(shown, now),
        "choices": [
            choice(f"order:{order.order_id}", cards.order_title(order), payload)
            for order, payload in zip(shown, payloads, strict=True)
        ],
        "expects": "order_id",
    }
