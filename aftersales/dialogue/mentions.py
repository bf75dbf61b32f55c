"""Goods or an order named, but not surely what is wrong: show what is meant, then ask for the matter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from aftersales.dialogue import cards, texts
from aftersales.dialogue.digression import SURE_OF_PRESALE
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import is_request
from aftersales.dialogue.smalltalk import INTENT_NAMES
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice
from aftersales.orders.model import Order
from aftersales.orders.ranking import Said, rank_orders
from aftersales.text import compact_identifier, normalise

MAX_ORDERS = 5
SURE = {"out_of_scope": 0.5, "ask_presale": SURE_OF_PRESALE, "chitchat": 0.5}
"""Below this, such a reading is no reason to turn goods away that she names."""
_SURE_OF_REQUEST, _NO_STORY = 0.4, 12
_TELLS = ("defect", "reason", "remedy", "virtual_kind", "amount", "date", "phone", "courier")
"""What says of goods what is wrong with them, or what she wants."""
LIKELY = 0.05
MOST_MATTERS, MOST_BESIDE = 4, 2
AFTER_RECEIPT = ("report_damaged_parcel", "report_quality_problem", "request_refund", "request_exchange")
ON_ITS_WAY = ("report_delivery_delay", "query_logistics", "cancel_order", "modify_order")


def is_mention(heard: Heard) -> bool:
    """Whether goods or an order were named, and for all that is sure nothing else."""
    named = heard.first("product") or heard.first("order_id")
    unsure = heard.confidence < SURE.get(heard.intent, 0)
    return bool(named) and not heard.photos and (heard.intent == "inform" or unsure)


def tells_no_matter(heard: Heard) -> bool:
    """Whether a request was read into words that name goods and nothing else (「花瓶这事咋整」)."""
    unsure = heard.choice is None and heard.confidence < _SURE_OF_REQUEST and len(heard.text) <= _NO_STORY
    return unsure and bool(heard.first("product")) and not any(map(heard.values, _TELLS))


def unsure_about_hers(heard: Heard, orders: Sequence[Order], now: datetime) -> Bubble | None:
    """The likeliest matters of the one order of hers that has the goods, when her words were not sure.

    None when they tell of no matter, or the goods are not hers.
    """
    order, likely = order_with_goods(heard, orders, now), _likely(heard)
    if order is None or not likely:
        return None
    other_way = ON_ITS_WAY if order.received else AFTER_RECEIPT
    return about_order(order, heard.message_id, [name for name in likely if name not in other_way])


def to_apply(heard: Heard, orders: Sequence[Order], now: datetime) -> list[Choice]:
    """Beside the answer to a question about goods of hers: what she may want to apply for with them."""
    order = order_with_goods(heard, orders, now)
    return _matters(order, _likely(heard)[:MOST_BESIDE]) if order else []


def order_with_goods(heard: Heard, orders: Sequence[Order], now: datetime) -> Order | None:
    """The likeliest order of hers that has the goods she named."""
    product = heard.first("product")
    if not product:
        return None
    ranking = rank_orders(orders, Said(normalise(heard.text).text, (str(product),)), now)
    return ranking.fitting[0] if ranking.asked_product and ranking.fitting else None


def _likely(heard: Heard) -> list[str]:
    return [name for name, confidence in heard.ranking if is_request(name) and confidence >= LIKELY]


def _matters(order: Order, intents: Sequence[str]) -> list[Choice]:
    payload = json.dumps({"order_id": order.order_id})
    return [choice(f"intent:{i}", INTENT_NAMES[i], f"/{i}{payload}") for i in intents]


def mentioned_order(heard: Heard, orders: Sequence[Order]) -> Order | None:
    """Her order whose number was given."""
    number = compact_identifier(str(heard.first("order_id") or ""))
    return next((order for order in orders if order.order_id == number), None)


def about_order(order: Order, seed: str, likely: Sequence[str] = ()) -> Bubble:
    """What is the matter with it, the `likely` intents first? The tapped matter takes the order along."""
    usual = AFTER_RECEIPT if order.received else ON_ITS_WAY
    intents = list(dict.fromkeys([*likely, *usual]))[:MOST_MATTERS]
    text = texts.say("what_is_the_matter", seed, order=cards.order_title(order))
    return {"text": text, "choices": [*_matters(order, intents), human_choice()], "expects": "clarify"}


def requests_offered(bubble: Bubble) -> list[tuple[str, str | None]]:
    """Intent and order of the requests among a bubble's choices."""
    offered = []
    for one in bubble.get("choices", ()):
        intent = str(one["value"]).removeprefix("intent:")
        if is_request(intent):
            about = json.loads(str(one.get("payload") or "").removeprefix(f"/{intent}") or "{}")
            offered.append((intent, about.get("order_id")))
    return offered


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
