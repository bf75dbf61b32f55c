"""What is left of the colour or size that she wants instead. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from aftersales.orders.model import Order, OrderLine
from aftersales.policy.model import OrderFacts


def facts_wanting(order: Order, wanted_spec: str | None) -> OrderFacts:
    """The order as it is, with the stock of the colour or size she wants."""
    stocks = [stock_of(line, wanted_spec) for line in order.lines]
    lines = [
        line if stock is None else replace(line, traits=replace(line.traits, stock=stock))
        for line, stock in zip(order.facts.lines, stocks, strict=True)
    ]
    return replace(order.facts, lines=tuple(lines))


def stock_of(line: OrderLine, wanted_spec: str | None) -> int | None:
    """Pieces of the wanted colour or size; None when the shop does not tell. 「43」 names 「43 码」."""
    if not wanted_spec or not line.exchange_stock:
        return None
    wanted = re.compile(rf"(?<![0-9a-z]){re.escape(_compact(wanted_spec))}(?![0-9a-z])")
    return next((n for spec, n in line.exchange_stock.items() if wanted.search(_compact(spec))), 0)


def _compact(spec: str) -> str:
    return spec.replace(" ", "").removesuffix("的").lower()
