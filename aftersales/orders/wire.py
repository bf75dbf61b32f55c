"""Orders, commands and answers as `docs/openapi/shop-orders.yaml` writes them. Pure."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from aftersales.orders.command import Accepted, Answer, Command, Executed
from aftersales.orders.model import Order
from aftersales.policy.names import OrderStatus

_ORDER = TypeAdapter(Order)
_MOMENT = TypeAdapter(AwareDatetime)
_COMMAND = TypeAdapter(Command)
_MOMENTS = ("paid_at", "promised_at", "shipped_at", "last_movement_at", "signed_at", "cancelled_at")


class BadAnswer(ValueError):
    """What the shop sent is not what the contract says; the message names the place, never the data."""


class _Done(BaseModel):
    reference: str = Field(min_length=1, max_length=100)
    amount: str | None = None
    channel: str | None = Field(default=None, max_length=100)
    carrier: str | None = Field(default=None, max_length=100)
    tracking_number: str | None = Field(default=None, max_length=100)


_EXECUTED = TypeAdapter(Executed)


def read_order(document: Any) -> Order:
    """Absent optional fields are as null, unknown ones are ignored. Raises BadAnswer."""
    if not isinstance(document, dict):
        raise BadAnswer("an order is an object")
    try:
        order = _ORDER.validate_python({**dict.fromkeys(_OPTIONAL), **document})
        for name in _MOMENTS:
            if getattr(order, name) is not None:
                _MOMENT.validate_python(getattr(order, name))
    except ValidationError as error:
        raise BadAnswer(_place(error)) from None
    if not order.lines:
        raise BadAnswer("lines: an order has at least one")
    if (order.status is OrderStatus.SIGNED) != (order.signed_at is not None):
        raise BadAnswer("signed_at: told exactly when the status is signed")
    return order


_OPTIONAL = (
    *("merchant_id", "promised_at", "shipped_at", "last_movement_at", "signed_at", "signed_by"),
    *("carrier", "tracking_number"),
)


def read_orders(document: Any) -> list[Order]:
    """Newest first, however the shop sorts them. Raises BadAnswer."""
    if not isinstance(document, dict) or not isinstance(document.get("orders"), list):
        raise BadAnswer("orders: a list is missing")
    found = [read_order(order) for order in document["orders"]]
    return sorted(found, key=lambda order: order.paid_at, reverse=True)


def write_command(command: Command) -> dict[str, Any]:
    """The body; the id travels as the Idempotency-Key, the order's number in the address."""
    document: dict[str, Any] = _COMMAND.dump_python(command, mode="json", exclude_none=True)
    del document["id"], document["order_id"]
    return document


def read_answer(document: Any) -> Answer:
    """Raises BadAnswer."""
    if not isinstance(document, dict):
        raise BadAnswer("an answer is an object")
    match document.get("status"):
        case "accepted":
            return Accepted()
        case "done":
            try:
                done = _Done.model_validate(document)
                return _EXECUTED.validate_python(done.model_dump())
            except ValidationError as error:
                raise BadAnswer(_place(error)) from None
    raise BadAnswer("status: done or accepted")


def _place(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
