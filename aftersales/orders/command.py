"""What a shop is asked to do, and how it may answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from aftersales.errors import AppError


class CommandKind(StrEnum):
    REFUND = "refund"
    PAY = "pay"
    """Money beside a return: compensation, price reduction, price difference."""
    FREIGHT = "freight"
    """Return freight that she laid out."""
    RESHIP = "reship"
    EXCHANGE = "exchange"
    REISSUE = "reissue"
    """Virtual goods again: a new code, a recharge repeated."""
    PICK_UP = "pick_up"
    STOCK = "stock"
    """Goods that came back and passed the inspection are for sale again."""
    CANCEL = "cancel"
    INTERCEPT = "intercept"
    MODIFY = "modify"
    URGE_COURIER = "urge_courier"


@dataclass(frozen=True, slots=True)
class Pieces:
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Command:
    """`id` is the idempotency key: a shop that saw it before answers as then and does nothing."""

    id: str
    kind: CommandKind
    order_id: str
    ticket_number: str
    items: tuple[Pieces, ...] = ()
    amount: Decimal | None = None
    """Yuan; of every command that pays."""
    reason: str | None = None
    spec: str | None = None
    """The colour or size wanted instead (exchange, modify)."""
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    """To whom and where, when that differs from the order (modify, and whatever is sent or fetched)."""
    deliver_on: date | None = None
    """The day on which she wants the parcel (modify)."""
    note: str | None = None
    """What the shopper asked for, in her own words."""

    @property
    def pays(self) -> bool:
        return self.kind in PAYING


PAYING = frozenset(
    {
        *(CommandKind.REFUND, CommandKind.PAY, CommandKind.FREIGHT),
        *(CommandKind.CANCEL, CommandKind.INTERCEPT),
    }
)
SENDING = frozenset({CommandKind.RESHIP, CommandKind.EXCHANGE, CommandKind.PICK_UP})
"""Kinds whose result has a parcel's number."""


@dataclass(frozen=True, slots=True)
class Executed:
    """Done; `reference` is the shop's own number for it, `channel` where the money went."""

    reference: str
    amount: Decimal | None = None
    channel: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None


@dataclass(frozen=True, slots=True)
class ByHand:
    """The shop has no machine that could: somebody does it and tells the reference number."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The shop works on it; the same command, sent again after `retry_after_s` seconds, tells the result."""

    retry_after_s: float | None = None


Answer = Executed | ByHand | Accepted


class GatewayUnavailable(AppError):
    """The shop cannot be asked now: no connection, too slow, in trouble, or an answer nobody understands.

    Whether a command was executed is unknown; the same command may be sent again, not before `retry_after_s`.
    """

    status = 503
    code: ClassVar[str] = "shop_unavailable"

    def __init__(self, cause: str, *, retry_after_s: float | None = None) -> None:
        super().__init__("暂时连不上商店的订单系统，请稍后再试。")
        self.cause = cause
        """For the log and the staff, never for the shopper."""
        self.retry_after_s = retry_after_s


class CommandRefused(AppError):
    """The shop will not do it, however often it is asked; nothing was done. The message is its reason."""

    status = 409
    code: ClassVar[str] = "refused_by_shop"
