"""Reads `demo_shop.yml` and dates it to a given present. Pure but for the one file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from aftersales.clock import SHANGHAI
from aftersales.orders.model import Order, OrderLine
from aftersales.policy.model import Traits
from aftersales.policy.names import Category, OrderStatus, SignedBy

_FILE = Path(__file__).with_name("demo_shop.yml")
_TEN = time(10)
_TRAITS = TypeAdapter(Traits)
_WAYBILL = {
    "顺丰速运": "SF",
    "中通快递": "ZT",
    "圆通速递": "YT",
    "韵达速递": "YD",
    "申通快递": "ST",
    "京东快递": "JD",
    "德邦快递": "DP",
}


@dataclass(frozen=True, slots=True)
class DemoShopper:
    id: str
    name: str
    phone: str
    address: str


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return data


def demo_shoppers() -> dict[str, DemoShopper]:
    """The demo shop's shoppers by id (the `sub` of their identity)."""
    return {sub: DemoShopper(sub, **person) for sub, person in _data()["shoppers"].items()}


def demo_orders(now: datetime) -> list[Order]:
    """Every order of the demo shop, dated so that `now` (aware) is the present."""
    shoppers = demo_shoppers()
    return [_order(entry, shoppers[entry["owner"]], now) for entry in _data()["orders"]]


def _order(entry: dict[str, Any], owner: DemoShopper, now: datetime) -> Order:
    def moment(name: str) -> datetime | None:
        return _moment(entry[name], now) if name in entry else None

    signed, delivered = moment("signed"), moment("delivered")
    shipped = moment("shipped") or (signed and signed - timedelta(days=2))
    paid = moment("paid") or _paid_before(shipped or delivered)
    carrier = entry.get("carrier")
    return Order(
        order_id=entry["id"],
        owner_id=owner.id,
        owner_name=owner.name,
        phone=owner.phone,
        address=owner.address,
        merchant_id=entry.get("merchant"),
        status=_status(signed, delivered, shipped),
        paid_at=paid,
        promised_at=moment("promised") or (shipped and shipped + timedelta(days=4)),
        shipped_at=shipped,
        last_movement_at=moment("last_movement") or signed or delivered,
        signed_at=signed,
        signed_by=SignedBy(entry.get("signed_by", "shopper")) if signed else None,
        carrier=carrier,
        tracking_number=f"{_WAYBILL[carrier]}7{entry['id']}" if carrier else None,
        freight=Decimal("0.00"),
        lines=tuple(_line(line, f"{entry['id']}-{n}") for n, line in enumerate(entry["lines"], start=1)),
    )


def _paid_before(handed_over: datetime | None) -> datetime:
    assert handed_over is not None, "an order is paid, shipped, signed or delivered"
    return handed_over - timedelta(hours=16)


def _status(signed: datetime | None, delivered: datetime | None, shipped: datetime | None) -> OrderStatus:
    if signed:
        return OrderStatus.SIGNED
    if delivered:
        return OrderStatus.DELIVERED
    return OrderStatus.SHIPPED if shipped else OrderStatus.PAID


def _line(line: dict[str, Any], line_id: str) -> OrderLine:
    quantity = line.get("quantity", 1)
    paid = Decimal(line["paid"])
    return OrderLine(
        line_id=line_id,
        sku=f"SKU-{line_id[-6:]}",
        name=line["name"],
        spec=line["spec"],
        category=Category(line["category"]),
        quantity=quantity,
        list_price=Decimal(line["list_price"]) if "list_price" in line else paid / quantity,
        paid=paid,
        traits=_TRAITS.validate_python(line.get("traits", {})),
        gift=line.get("gift", False),
        exchange_stock=line.get("exchange_stock", {}),
    )


def _moment(told: str, now: datetime) -> datetime:
    """`3d` is ten o'clock three Shanghai days ago, `2h` two hours ago."""
    count, unit = int(told[:-1]), told[-1]
    if unit == "h":
        return now - timedelta(hours=count)
    day = now.astimezone(SHANGHAI).date() - timedelta(days=count)
    return datetime.combine(day, _TEN, tzinfo=SHANGHAI)
