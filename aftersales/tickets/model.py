"""A ticket and what may be read off it; where it may go next is in `lifecycle`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from aftersales.policy.names import Reason, Remedy, Request
from aftersales.tickets.paid import Paid
from aftersales.tickets.records import Record, RecordKind


class TicketStatus(StrEnum):
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    REJECTED = "rejected"
    INFO_NEEDED = "info_needed"
    AWAITING_RETURN = "awaiting_return"
    RETURNED = "returned"
    INSPECTING = "inspecting"
    INSPECTION_FAILED = "inspection_failed"
    SENDING_BACK = "sending_back"
    REFUNDING = "refunding"
    EXCHANGING = "exchanging"
    RESHIPPING = "reshipping"
    REISSUING = "reissuing"
    COMPENSATING = "compensating"
    EXECUTING = "executing"
    QUOTING = "quoting"
    AWAITING_QUOTE = "awaiting_quote"
    REPAIRING = "repairing"
    COMPLETED = "completed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    DISPUTED = "disputed"

    @property
    def open(self) -> bool:
        """Whether the application still runs, so that a second one for the same line is refused (R-DUP)."""
        return self not in _ENDED


_ENDED = frozenset(
    {TicketStatus.REJECTED, TicketStatus.COMPLETED, TicketStatus.CLOSED, TicketStatus.WITHDRAWN}
)


class TicketType(StrEnum):
    REFUND_ONLY = "refund_only"
    RETURN_REFUND = "return_refund"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    RESHIP = "reship"
    COMPENSATION = "compensation"
    ORDER_CHANGE = "order_change"
    VIRTUAL = "virtual"
    COMPLAINT = "complaint"
    CONSULTATION = "consultation"
    DISPUTE = "dispute"
    PRIVACY = "privacy"

    @property
    def skill_group(self) -> str:
        """The group that takes it by default (POLICY 6)."""
        return _SKILL_GROUPS.get(self, "general")


_SKILL_GROUPS = {
    TicketType.REFUND_ONLY: "refund",
    TicketType.RETURN_REFUND: "refund",
    TicketType.EXCHANGE: "refund",
    TicketType.COMPENSATION: "refund",
    TicketType.REPAIR: "repair",
    TicketType.RESHIP: "logistics",
    TicketType.ORDER_CHANGE: "logistics",
    TicketType.VIRTUAL: "virtual",
    TicketType.COMPLAINT: "complaint",
    TicketType.DISPUTE: "complaint",
}

_TYPE_OF_REMEDY = {
    Remedy.RETURN_REFUND: TicketType.RETURN_REFUND,
    Remedy.REFUND_ONLY: TicketType.REFUND_ONLY,
    Remedy.EXCHANGE: TicketType.EXCHANGE,
    Remedy.REPAIR: TicketType.REPAIR,
    Remedy.PAID_REPAIR: TicketType.REPAIR,
    Remedy.RESHIP: TicketType.RESHIP,
    Remedy.REISSUE: TicketType.VIRTUAL,
    Remedy.PRICE_REDUCTION: TicketType.COMPENSATION,
    Remedy.PRICE_DIFFERENCE: TicketType.COMPENSATION,
    Remedy.COMPENSATE: TicketType.COMPENSATION,
    Remedy.CANCEL: TicketType.ORDER_CHANGE,
    Remedy.INTERCEPT: TicketType.ORDER_CHANGE,
    Remedy.MODIFY: TicketType.ORDER_CHANGE,
    Remedy.URGE_COURIER: TicketType.ORDER_CHANGE,
}


def type_of(remedy: Remedy | None) -> TicketType:
    """The type a ticket for this remedy has unless its opener knows better; none is a consultation."""
    return TicketType.CONSULTATION if remedy is None else _TYPE_OF_REMEDY[remedy]


class Level(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TECH_SUPPORT = "tech_support"


class Role(StrEnum):
    """Who moves tickets: people (POLICY 6), the bot, and the program's own clocks (`system`)."""

    SHOPPER = "shopper"
    BOT = "bot"
    SYSTEM = "system"
    AGENT = "agent"
    MERCHANT = "merchant"
    TECH_SUPPORT = "tech_support"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """`who` is what the history shows. A merchant's `merchant_id` limits him to his own tickets."""

    who: str
    roles: frozenset[Role]
    merchant_id: str | None = None


BOT = Actor("bot", frozenset({Role.BOT}))
SYSTEM = Actor("system", frozenset({Role.SYSTEM}))
SHOPPER = Actor("shopper", frozenset({Role.SHOPPER}))


@dataclass(frozen=True, slots=True)
class Item:
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Photo:
    """`kind` says what it shows: goods, parcel, …"""

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step; `origin` is None for the opening. On the wire they are `from` and `to`."""

    at: datetime
    who: str
    origin: TicketStatus | None
    to: TicketStatus
    why: str
    rule: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "who": self.who,
            "from": self.origin,
            "to": self.to,
            "why": self.why,
            "rule": self.rule,
        }


class LinkKind(StrEnum):
    SAME_ORDER = "same_order"
    FOLLOW_UP = "follow_up"
    """One goes on where the other ended."""


@dataclass(frozen=True, slots=True)
class Link:
    """Another ticket that belongs to the matter."""

    id: str
    number: str
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What opens a ticket. `type`, `level`, `skill_group`, `request`, `amount` (yuan that will be paid) and
    `paid` follow from remedy and decision unless given.

    `business_key` names the application itself: opening twice under the same key gives the same ticket.
    """

    business_key: str
    order_id: str | None
    items: tuple[Item, ...]
    reason: Reason | None
    remedy: Remedy | None
    conversation_id: str | None = None
    description: str = ""
    """The shopper's own words, also the first entry of the history."""
    photos: tuple[Photo, ...] = ()
    decision: dict[str, Any] | None = None
    type: TicketType | None = None
    level: Level | None = None
    priority: int = 0
    """0 (can wait) to 3 (at once)."""
    skill_group: str | None = None
    merchant_id: str | None = None
    assignee: str | None = None
    request: Request | None = None
    spec: str | None = None
    """The size, colour, … that she wants instead (exchange)."""
    amount: Decimal | None = None
    paid: Paid | None = None
    change: Mapping[str, Any] | None = None
    """What she wants otherwise than in the order, the data of a `change` record."""


@dataclass(frozen=True, slots=True)
class Ticket:
    id: str
    number: str
    version: int
    type: TicketType
    status: TicketStatus
    level: Level
    conversation_id: str | None
    order_id: str | None
    items: tuple[Item, ...]
    reason: Reason | None
    remedy: Remedy | None
    decision: dict[str, Any] | None
    photos: tuple[Photo, ...]
    priority: int
    skill_group: str
    merchant_id: str | None
    assignee: str | None
    business_key: str
    created_at: datetime
    updated_at: datetime
    history: tuple[HistoryEntry, ...] = ()
    records: tuple[Record, ...] = ()
    links: tuple[Link, ...] = field(default=(), compare=False)
    """Opening another ticket links both, which is no change of this one."""
    description: str = ""
    request: Request | None = None
    spec: str | None = None
    amount: Decimal | None = None
    """Yuan that will be paid or were; None while nothing is to be paid or the sum is not known."""
    paid: Paid | None = None
    """What was paid for the whole order; None when the order is not known."""

    def been(self, *statuses: TicketStatus) -> bool:
        """Whether its history passed through one of them."""
        return any(entry.to in statuses for entry in self.history)

    def latest(self, *kinds: RecordKind) -> Record | None:
        return next((record for record in reversed(self.records) if record.kind in kinds), None)

    def to_json(self) -> dict[str, Any]:
        """The contract's ticket and a little more; `business_key` and `paid` are the program's own affair."""
        return {
            "id": self.id,
            "number": self.number,
            "version": self.version,
            "type": self.type,
            "status": self.status,
            "level": self.level,
            "conversation_id": self.conversation_id,
            "order_id": self.order_id,
            "items": [asdict(item) for item in self.items],
            "reason": self.reason,
            "remedy": self.remedy,
            "decision": self.decision,
            "photos": [asdict(photo) for photo in self.photos],
            "priority": self.priority,
            "skill_group": self.skill_group,
            "merchant_id": self.merchant_id,
            "assignee": self.assignee,
            "history": [entry.to_json() for entry in self.history],
            "created_at": self.created_at.isoformat(),
            "updated_at": self.updated_at.isoformat(),
            "records": [record.to_json() for record in self.records],
            "links": [asdict(link) for link in self.links],
            "description": self.description,
            "request": self.request,
            "spec": self.spec,
            "amount": None if self.amount is None else str(self.amount),
        }
