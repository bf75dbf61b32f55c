"""An order as the shop tells it, and the port through which any shop is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from aftersales.orders.command import Answer, Command
from aftersales.policy.model import Line, OrderFacts, Traits
from aftersales.policy.names import Category, OrderStatus, SignedBy


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`list_price` is yuan per piece; `paid` is what was actually paid for the whole line, after coupons."""

    line_id: str
    sku: str
    name: str
    spec: str
    category: Category
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
    refunded: Decimal = Decimal("0.00")
    """What already went back to the shopper, in all."""
    cancelled_at: datetime | None = None

    @property
    def paid_total(self) -> Decimal:
        """What the shopper paid in all, freight included."""
        return sum((line.paid for line in self.lines), self.freight)

    @property
    def received(self) -> bool:
        return self.status in (OrderStatus.SIGNED, OrderStatus.DELIVERED)

    @property
    def facts(self) -> OrderFacts:
        """What the policy wants to know of it: no name, no address, no product."""
        return OrderFacts(
            paid_total=self.paid_total,
            freight=self.freight,
            status=self.status,
            paid_at=self.paid_at,
            lines=tuple(
                Line(
                    line_id=line.line_id,
                    category=line.category,
                    quantity=line.quantity,
                    list_price=line.list_price,
                    paid=line.paid,
                    traits=line.traits,
                )
                for line in self.lines
            ),
            merchant_id=self.merchant_id,
            carrier_by_shopper=self.carrier_by_shopper,
            promised_at=self.promised_at,
            shipped_at=self.shipped_at,
            last_movement_at=self.last_movement_at,
            signed_at=self.signed_at,
            signed_by=self.signed_by or SignedBy.SHOPPER,
        )

    def line(self, line_id: str) -> OrderLine | None:
        return next((line for line in self.lines if line.line_id == line_id), None)


class OrderGateway(Protocol):
    """Any shop. Every method raises GatewayUnavailable, quickly, when the shop cannot be asked."""

    async def orders_of(self, shopper_id: str) -> list[Order]:
        """All orders of a shopper, newest first."""
        ...

    async def find(self, order_id: str) -> Order | None: ...

    async def execute(self, command: Command) -> Answer:
        """Do it, at most once per `command.id`. Raises CommandRefused when the shop never will."""
        ...
