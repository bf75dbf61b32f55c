"""What the agents' ticket endpoints read."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import BaseModel, Field

from aftersales.errors import InvalidInput
from aftersales.orders.model import Order
from aftersales.policy.facts_json import ClaimBody
from aftersales.policy.names import Reason, Remedy, Request
from aftersales.tickets.model import Item, Level, NewTicket, TicketStatus, TicketType
from aftersales.tickets.paid import Paid
from aftersales.tickets.records import RecordKind
from aftersales.tickets.repository import TicketFilter

Why = Annotated[str, Field(min_length=1, max_length=1000)]


class ItemIn(BaseModel):
    line_id: str = Field(max_length=64)
    quantity: int = Field(ge=1)


class ClaimIn(ClaimBody):
    """What the caller said, by the names of the simulator; what the program knows itself is not taken."""

    lines: None = None
    proof: None = None
    quantity_refunded: None = None
    open_ticket: None = None
    disputed_rule: None = None


class TicketIn(BaseModel):
    """An application that an agent takes down for a caller; the same `id` opens nothing twice."""

    id: UUID = Field(default_factory=uuid4)
    order_id: str = Field(max_length=64)
    items: list[ItemIn] = Field(min_length=1, max_length=100)
    reason: Reason
    remedy: Remedy | None = None
    request: Request | None = None
    spec: str | None = Field(default=None, max_length=100)
    description: str = Field(max_length=2000)
    change: dict[str, Any] | None = None
    """The data of a `change` record: what is to be otherwise than in the order."""
    claim: ClaimIn = Field(default_factory=ClaimIn)
    favour: Annotated[str, Field(min_length=2, max_length=1000)] | None = None
    """A supervisor's reason to take up what the rules refuse."""
    conversation_id: str | None = Field(default=None, max_length=64)

    def application(self, order: Order, agent_id: str) -> NewTicket:
        """Raises InvalidInput for a line that is not in the order, named twice, or has fewer pieces."""
        return NewTicket(
            business_key=f"desk:{agent_id}:{self.id.hex}",
            order_id=order.order_id,
            items=self._items(order),
            reason=self.reason,
            remedy=self.remedy,
            request=self.request,
            spec=self.spec,
            change=self.change,
            conversation_id=self.conversation_id,
            description=self.description,
            merchant_id=order.merchant_id,
            paid=Paid.of(order.facts),
        )

    def _items(self, order: Order) -> tuple[Item, ...]:
        if len({item.line_id for item in self.items}) < len(self.items):
            raise InvalidInput("同一件商品只能出现一次。", field="items")
        for item in self.items:
            line = order.line(item.line_id)
            if line is None or item.quantity > line.quantity:
                raise InvalidInput("商品或数量与订单不符。", field="items")
        return tuple(Item(item.line_id, item.quantity) for item in self.items)


class TransitionIn(BaseModel):
    """`details` is the data of the record that belongs to the step."""

    to: TicketStatus
    why: Why
    version: int
    details: dict[str, Any] | None = None


class RecordIn(BaseModel):
    """The same `key` records nothing twice."""

    kind: RecordKind
    data: dict[str, Any]
    key: str | None = Field(default=None, min_length=1, max_length=80)
    version: int | None = None


class AssignIn(BaseModel):
    agent: str | None = Field(max_length=32)
    version: int


class EscalateIn(BaseModel):
    level: Level
    why: Why
    version: int


class RemedyIn(BaseModel):
    remedy: Remedy
    why: Why
    version: int


class AmountIn(BaseModel):
    """Yuan, with at most two decimals."""

    amount: Decimal = Field(gt=0, max_digits=10, decimal_places=2)
    why: Why
    version: int


class TicketQuery(BaseModel):
    """What the list is narrowed to; `text` is a part of a ticket's or an order's number."""

    conversation_id: str | None = None
    order_id: str | None = None
    status: TicketStatus | None = None
    type: TicketType | None = None
    level: Level | None = None
    assignee: str | None = None
    open: bool | None = None
    number: str | None = Field(default=None, max_length=64)
    text: str | None = Field(default=None, max_length=64)
    limit: int = Field(default=50, ge=1, le=200)
    offset: int = Field(default=0, ge=0)

    def filter(self, merchant_id: str | None) -> TicketFilter:
        return TicketFilter(**self.model_dump(), merchant_id=merchant_id)


class TicketPage(BaseModel):
    items: list[dict[str, Any]]
    total: int
