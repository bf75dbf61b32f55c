"""Where a parcel is. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aftersales.dialogue import cards, texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, choice, human_choice
from aftersales.orders.model import Order
from aftersales.orders.ranking import Said, rank_orders
from aftersales.policy.names import OrderStatus, Outcome, Request
from aftersales.policy.policy import Policy
from aftersales.text import normalise

_DISPATCH = r"发货|发出|出库|寄出|备货|没发|不发|还发|发了[吗没么]"
_ASKS_DISPATCH = re.compile(_DISPATCH)
_ABOUT_PARCEL = re.compile(
    rf"{_DISPATCH}|物流|快递|配送|派送|派件|送货|送到|到货|收货|包裹|(?:时候|几时|多久|[几哪]天)(?:才|能|可以|会)*(?:到|来)(?!账|帐)"
)
MAX_ORDERS = 5


@dataclass(frozen=True)
class Parcels:
    """The orders a question after a parcel may mean; `never_bought` are goods that none of them has."""

    orders: Sequence[Order]
    never_bought: str | None = None

    @property
    def one(self) -> Order | None:
        return self.orders[0] if len(self.orders) == 1 and not self.never_bought else None


def about_parcel(heard: Heard) -> bool:
    """Whether 「快点」 is meant for a parcel (「请尽快发货」), not for an application."""
    return bool(_ABOUT_PARCEL.search(heard.text))


def meant(heard: Heard, orders: Sequence[Order], now: datetime, about: Order | None = None) -> Parcels:
    """The order she names, that of the request under way (`about`), else what is not with her yet."""
    number = heard.chosen("order") or heard.first("order_id") or heard.first("tracking_number")
    waiting = [order for order in orders if order.status == OrderStatus.SHIPPED]
    if _ASKS_DISPATCH.search(heard.text):
        waiting = [order for order in orders if _waits_for_dispatch(order)] or waiting
    if number:
        found = [order for order in orders if number in (order.order_id, order.tracking_number)]
        return Parcels(found or waiting or orders)
    if about is not None and not _names_another(heard, about):
        return Parcels([about])
    products = tuple(map(str, heard.values("product")))
    ranking = rank_orders(orders, Said(normalise(heard.text).text, products), now)
    if ranking.asked_product and not ranking.fitting:
        return Parcels(waiting or orders, next(iter(products), None))
    return Parcels(ranking.fitting if ranking.asked_product else waiting or orders)


def told(parcels: Parcels, now: datetime, policy: Policy, seed: str) -> list[Bubble]:
    """The parcel, with what is due to her when it is late (R-LATE); else the question which one."""
    if (order := parcels.one) is not None:
        key = "logistics_waits" if _waits_for_dispatch(order) else "logistics"
        shown = texts.bubble(key, seed) | {"card": cards.logistics_card(order, now)}
        return [shown, *_late(order, now, policy, seed)]
    if not parcels.orders:
        return [texts.bubble("ask_order_id_anonymous", seed)]
    asked = texts.bubble("logistics_which", seed)
    if parcels.never_bought:
        asked = texts.bubble("ask_order_id_never_bought", seed, product=parcels.never_bought)
    candidates = parcels.orders[:MAX_ORDERS]
    choices = [
        choice(
            f"order:{order.order_id}",
            cards.order_title(order),
            f"/query_logistics{json.dumps({'order_id': order.order_id})}",
        )
        for order in candidates
    ]
    return [asked | {"card": cards.order_list(candidates, now), "choices": choices}]


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
