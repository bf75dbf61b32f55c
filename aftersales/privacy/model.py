"""Requests about one's own data (POLICY 7, 个保法 44–47), and what belongs to whom. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from aftersales.errors import AppError


class Kind(StrEnum):
    SHOW = "show"
    EXPORT = "export"
    CORRECT = "correct"
    DELETE = "delete"
    WITHDRAW_CONSENT = "withdraw_consent"


class State(StrEnum):
    RUNNING = "running"
    HELD = "held"
    """A deletion that waits until her running tickets have ended."""
    ERASED = "erased"
    """Gone from the tables; the files are still to be cleaned."""
    DONE = "done"
    WITHDRAWN = "withdrawn"


UNFINISHED = (State.RUNNING, State.HELD, State.ERASED)


class Proof(StrEnum):
    IDENTITY = "identity"
    """Signed by the shop's page."""
    ORDER = "order"
    """Order number and phone tail: good for that order and this conversation only."""
    CALL_BACK = "call_back"
    """A colleague called the number of the order back."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long what is kept, and how soon a request is answered; months run from a ticket's completion."""

    answer_working_days: int = 15
    conversation_days: int = 180
    trade_months: int = 36
    """⚖ 电商法31: not less than three years."""
    record_months: int = 36
    """Requests and looks, as proof that they were treated rightly."""
    delivery_days: int = 30
    """What was told to other systems and is of no use once it arrived."""
    link_minutes: int = 15


def months_before(moment: datetime, months: int) -> datetime:
    """The same moment so many calendar months earlier, on the month's last day where it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


class IdentityNeeded(AppError):
    """Nobody knows yet whose data this would be."""

    status = 403
    code = "identity_needed"

    def __init__(self) -> None:
        super().__init__("为了保护您的信息，请先在商城页面登录，或提供订单号和下单手机号后四位。")


class LinkGone(AppError):
    status = 410
    code = "link_gone"

    def __init__(self) -> None:
        super().__init__("下载链接已用过或已过期，请重新申请导出。")


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: `shopper:<id>`, `conversation:<id>` of a visitor, `order:<id>` of a caller."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: str) -> Subject:
        kind, _, own_id = text.partition(":")
        return cls(kind, own_id)


@dataclass(frozen=True, slots=True)
class Scope:
    """The ids of everything that belongs to one subject.

    Tickets are those opened in her conversations, and those that a colleague opened on her orders for a
    caller; what somebody else applied for on the same order is his.
    """

    conversation_ids: frozenset[str] = frozenset()
    ticket_ids: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    """As consents and requests name her."""


@dataclass(frozen=True, slots=True)
class Request:
    """`result` holds numbers and ticket numbers, never her data; `due_at` is what she is promised."""

    id: str
    kind: Kind
    subject: str
    proof: Proof
    conversation_id: str | None
    ticket_id: str | None
    state: State
    requested_at: datetime
    due_at: datetime
    done_at: datetime | None
    result: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "proof": self.proof,
            "conversation_id": self.conversation_id,
            "ticket_id": self.ticket_id,
            "state": self.state,
            "requested_at": self.requested_at.isoformat(),
            "due_at": self.due_at.isoformat(),
            "done_at": self.done_at.isoformat() if self.done_at else None,
            "result": self.result,
        }
