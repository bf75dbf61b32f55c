"""Clocks and what happened to them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.database import Base, UtcDateTime


class ClockRow(Base):
    __tablename__ = "clocks"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str | None] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[str | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    clock: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    target: Mapped[datetime] = mapped_column(UtcDateTime)
    limit: Mapped[datetime] = mapped_column(UtcDateTime)
    provisional: Mapped[bool]
    state: Mapped[str] = mapped_column(String(10))
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended: Mapped[bool]
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    next_event: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (
        # One of a kind runs per ticket, also when two steps come in the same instant.
        Index(
            "uq_clocks_open",
            "ticket_id",
            "clock",
            unique=True,
            sqlite_where=text("stopped_at IS NULL AND ticket_id IS NOT NULL"),
            postgresql_where=text("stopped_at IS NULL AND ticket_id IS NOT NULL"),
        ),
    )


class ClockEventRow(Base):
    """Warnings, breaches and extensions; `why` is an extension's reason."""

    __tablename__ = "clock_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    who: Mapped[str] = mapped_column(String(64))
    why: Mapped[str | None] = mapped_column(Text)
