"""Rows of conversations, their messages, and the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.conversations.model import Owner, Ownership
from aftersales.database import Base, UtcDateTime


class ConversationRow(Base):
    __tablename__ = "conversations"
    __table_args__ = (Index(None, "owner", "queued_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    shopper_id: Mapped[str | None] = mapped_column(String(64), index=True)
    shopper_name: Mapped[str | None] = mapped_column(String(64))
    shopper_phone: Mapped[str | None] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(10), default=Owner.BOT)
    agent_id: Mapped[str | None] = mapped_column(String(32), index=True)
    epoch: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    case_no: Mapped[int] = mapped_column(default=1)
    """Counts the matters of a talk; for Rasa each is a sender of its own."""
    dialogue: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """`{slots, active_loop}`, of which Rasa makes its tracker, and the open question: `{open, expects}`."""
    proven_orders: Mapped[list[str]] = mapped_column(JSON, default=list)
    queued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    queue_reason: Mapped[str | None] = mapped_column(String(40))
    skill_group: Mapped[str] = mapped_column(String(20), default="general")
    priority: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(20), default="agent")
    resolution: Mapped[str | None] = mapped_column(String(40))
    rating: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    read_by_shopper: Mapped[int] = mapped_column(default=0)
    read_by_agent: Mapped[int] = mapped_column(default=0)
    last_turn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @property
    def ownership(self) -> Ownership:
        return Ownership(Owner(self.owner), self.agent_id, self.epoch)

    @ownership.setter
    def ownership(self, value: Ownership) -> None:
        self.owner, self.agent_id, self.epoch = value.owner, value.agent_id, value.epoch


class MessageRow(Base):
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "message_id"),
        UniqueConstraint("conversation_id", "seq"),
        Index(None, "conversation_id", "pending"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[str] = mapped_column(String(80))
    """The client's own id for what a person sent, `<turn>#<n>` for what the bot answered."""
    seq: Mapped[int]
    ts: Mapped[datetime] = mapped_column(UtcDateTime)
    sender: Mapped[str] = mapped_column(String(10))
    agent_id: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str | None] = mapped_column(Text)
    choice: Mapped[str | None] = mapped_column(String(40))
    """The id of the choice a shopper tapped; `text` then holds its title."""
    payload: Mapped[str | None] = mapped_column(Text)
    """What Rasa is given instead of the text: a choice's payload, or an internal message (a hand-back)."""
    photos: Mapped[list[str]] = mapped_column(JSON, default=list)
    card: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """`{id, title, value, payload}`; the payload never leaves the service."""
    expects: Mapped[str | None] = mapped_column(String(20))
    reply_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    note: Mapped[bool] = mapped_column(default=False)
    sent: Mapped[bool] = mapped_column(default=True)
    """False: the bot's reply was overtaken by a change of owner; only agents see it."""
    pending: Mapped[bool] = mapped_column(default=False)
    """A shopper's message whose turn has not been committed yet."""
    understood: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class ConsentRow(Base):
    """Who agreed to which text, once and for all of her conversations (POLICY 7)."""

    __tablename__ = "consents"

    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    """`shopper:<id>`, or `conversation:<id>` for an anonymous visitor."""
    granted: Mapped[bool]
    version: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class OutboxRow(Base):
    __tablename__ = "outbox"
    # An id is never used again: the rows of a batch are deleted by id after they were told, and what was
    # written meanwhile must not be among them.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str | None] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
