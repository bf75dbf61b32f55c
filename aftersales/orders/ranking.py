"""Which of her orders a shopper means, by the words she used. Pure.

People misremember days more than things: a product word decides what fits, a time word only orders it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from aftersales.clock import SHANGHAI
from aftersales.orders.kinds import Fit, Kinds, kinds
from aftersales.orders.model import Order
from aftersales.orders.timewords import Span, spans

_NOT_RECEIVED = re.compile(
    r"[没未](?:有)?(?:收到|到货|到账|发货|签收|拿到)|还没|还不到|一直没|不发货|催发货|什么时候[到发]|到哪"
)
_RECEIVED = re.compile(r"收到|签收|到货|拿到|碎|坏|破|裂|漏|烂|打开|拆开|用了|穿了|试了|发错|少了|退货")
_HERS = re.compile(
    r"(?:我的|我家的?|买的|收到的|[这那][个台件双条把辆只部架])([一-鿿]{2,4}?)"
    r"(?=坏|碎|破|裂|断|漏|不|没|掉|有问题|出问题|用不|想退|要退|想换|要换|退货|换货)"
)
"""Goods that no list of ours knows, by the words around them."""
_BOUGHT = re.compile(r"买|下单|拍下|订的|付款")


@dataclass(frozen=True, slots=True)
class Said:
    """What she said: simplified text, and what was understood of it.

    `products` are nouns in her words, `dates` days of the shop's calendar. `received`: whether her request is
    about goods that she has (True) or still waits for (False); None leaves it to the text.
    """

    text: str = ""
    products: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    received: bool | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """`fitting` is best first; `lines` are those that the product fits, by order id (all when none was said).

    `certain` is the one order that can be meant. `never_bought`: she named a product and no order has it;
    `fitting` is then empty and `others` holds everything, newest first.
    """

    fitting: list[Order]
    others: list[Order]
    certain: Order | None
    never_bought: bool
    asked_product: str | None
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)


def rank_orders(orders: Sequence[Order], said: Said, now: datetime) -> Ranking:
    """Sort the shopper's orders by how well they fit what she said; `now` is aware."""
    ranked = sorted(orders, key=_distance(said, now))
    words = _words(ranked, said, kinds())
    if not words:
        lines = {order.order_id: tuple(line.line_id for line in order.lines) for order in ranked}
        return Ranking(ranked, [], ranked[0] if len(ranked) == 1 else None, False, None, lines)
    fits = {order.order_id: _line_fits(order, words, kinds()) for order in ranked}
    best = {order_id: max(fit.values(), default=Fit.NOT) for order_id, fit in fits.items()}
    least = Fit.SAME_HEAD if max(best.values(), default=Fit.NOT) > Fit.MENTIONED else Fit.MENTIONED
    fitting = sorted(
        (order for order in ranked if best[order.order_id] >= least), key=lambda order: -best[order.order_id]
    )
    return Ranking(
        fitting=fitting,
        others=[order for order in ranked if order not in fitting],
        certain=fitting[0] if len(fitting) == 1 and least > Fit.MENTIONED else None,
        never_bought=not fitting,
        asked_product=_asked(words, fitting, kinds()),
        lines={
            order.order_id: tuple(
                line_id for line_id, fit in fits[order.order_id].items() if fit == best[order.order_id]
            )
            for order in fitting
        },
    )


def _words(orders: Sequence[Order], said: Said, goods: Kinds) -> list[str]:
    """What she calls the product: as understood, and as read off the text where that says more."""
    names = (line.name for order in orders for line in order.lines)
    read = goods.said_in(said.text, names)
    understood = (word.lower() for word in said.products if word not in goods.anything)
    longer = [word for word in understood if not any(word != other and word in other for other in read)]
    return list(dict.fromkeys([*longer, *read])) or [
        word for word in _HERS.findall(said.text) if not goods.says_nothing(word)
    ]


def _line_fits(order: Order, words: Sequence[str], goods: Kinds) -> dict[str, Fit]:
    return {line.line_id: max(goods.fit(word, line) for word in words) for line in order.lines}


def _asked(words: Sequence[str], fitting: Sequence[Order], goods: Kinds) -> str:
    """The word that found something, else the first."""
    lines = [line for order in fitting for line in order.lines]
    return next((word for word in words if any(goods.fit(word, line) for line in lines)), words[0])


def _distance(said: Said, now: datetime) -> Callable[[Order], tuple[bool, int, float]]:
    """A sort key: wrong state last, then days away from the time she named, then the newest first."""
    today = now.astimezone(SHANGHAI).date()
    times = [*spans(said.text, today), *(Span(day, day) for day in said.dates)]
    received = _received(said)
    by_purchase = received is None and _BOUGHT.search(said.text) is not None

    def key(order: Order) -> tuple[bool, int, float]:
        moment = order.paid_at if by_purchase else _latest_event(order)
        day = moment.astimezone(SHANGHAI).date()
        away = min((span.days_to(day) for span in times), default=0)
        return received not in (None, order.received), away, -moment.timestamp()

    return key


def _received(said: Said) -> bool | None:
    if said.received is not None:
        return said.received
    if _NOT_RECEIVED.search(said.text):
        return False
    return True if _RECEIVED.search(said.text) else None


def _latest_event(order: Order) -> datetime:
    return order.signed_at or order.last_movement_at or order.shipped_at or order.paid_at
