"""An order as the shop tells it, and the port through which any shop is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol


class OrderStatus(StrEnum):
    PAID = "paid"
    SHIPPED = "shipped"
    SIGNED = "signed"
    DELIVERED = "delivered"
    """Virtual goods only: handed over without a parcel."""


class SignedBy(StrEnum):
    SHOPPER = "shopper"
    NAMED = "named"
    FRONT_DESK = "front_desk"
    LOCKER = "locker"
    STATION = "station"
    UNKNOWN = "unknown"


class VirtualState(StrEnum):
    NOT_DELIVERED = "not_delivered"
    DELIVERED_UNUSED = "delivered_unused"
    REDEEMED = "redeemed"
    FAILED = "failed"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class VirtualGoods:
    """`kind` is one of POLICY 0: recharge, membership, gift_card, code, game."""

    kind: str
    state: VirtualState


@dataclass(frozen=True, slots=True)
class Traits:
    """What a line says about itself beyond its category (POLICY 2); None leaves it to the category table."""

    no_reason: str | None = None
    confirmed: bool | None = None
    told: bool | None = None
    warranty_months: int | None = None
    claim_hours: int | None = None
    returnable: bool | None = None
    freight_insurance: bool | None = None
    stock: int | None = None
    in_production: bool | None = None
    virtual: VirtualGoods | None = None

    def stated(self) -> dict[str, Any]:
        """Only what is stated, under the names of the simulator's `traits`."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        if self.virtual is not None:
            values["virtual"] = asdict(self.virtual)
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`list_price` is yuan per piece; `paid` is what was actually paid for the whole line, after coupons."""

    line_id: str
    sku: str
    name: str
    spec: str
    category: str
    quantity: int
    list_price: Decimal
    paid: Decimal
    traits: Traits = field(default_factory=Traits)
    gift: bool = False
    exchange_stock: Mapping[str, int] = field(default_factory=dict)
    """Other specs of the same model and how many pieces of each are in stock."""

    @property
    def title(self) -> str:
        return f"{self.name} {self.spec}".strip()


@dataclass(frozen=True, slots=True)
class Order:
    """Money is yuan, times are aware. `signed_at` exists exactly when `status` is signed."""

    order_id: str
    owner_id: str
    owner_name: str
    phone: str
    address: str
    merchant_id: str | None
    status: OrderStatus
    paid_at: datetime
    promised_at: datetime | None
    shipped_at: datetime | None
    last_movement_at: datetime | None
    """Latest news of the parcel; for virtual goods the moment of delivery."""
    signed_at: datetime | None
    signed_by: SignedBy | None
    carrier: str | None
    tracking_number: str | None
    freight: Decimal
    lines: tuple[OrderLine, ...]
    carrier_by_shopper: bool = False

    @property
    def paid_total(self) -> Decimal:
        """What the shopper paid in all, freight included."""
        return sum((line.paid for line in self.lines), self.freight)

    @property
    def received(self) -> bool:
        return self.status in (OrderStatus.SIGNED, OrderStatus.DELIVERED)

    def line(self, line_id: str) -> OrderLine | None:
        return next((line for line in self.lines if line.line_id == line_id), None)


class OrderGateway(Protocol):
    """Any shop's orders. An implementation raises `AppError` subclasses when the shop cannot be reached."""

    async def orders_of(self, shopper_id: str) -> list[Order]:
        """All orders of a shopper, newest first."""
        ...

    async def find(self, order_id: str) -> Order | None: ...
