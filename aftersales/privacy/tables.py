"""Rows of privacy requests, locked trade data, looks at personal data, and what retention removed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.database import Base, UtcDateTime


class PrivacyRequestRow(Base):
    __tablename__ = "privacy_requests"
    __table_args__ = (Index(None, "state", "next_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    """What made it, so that a repeated turn is the same request."""
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    """Only a fingerprint once everything was deleted."""
    proof: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str | None] = mapped_column(String(32))
    ticket_id: Mapped[str | None] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(12))
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When an unfinished one is looked at again."""
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    downloaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class LockedTradeRow(Base):
    """A ticket whose owner had her data deleted: only what the law keeps, out of everybody's sight."""

    __tablename__ = "locked_trade"

    ticket_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    order_id: Mapped[str | None] = mapped_column(String(64), index=True)
    locked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purge_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class DataLookRow(Base):
    """Somebody of the desk saw full values: who, whose, which, why."""

    __tablename__ = "data_looks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    who: Mapped[str] = mapped_column(String(32), index=True)
    what: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(80), index=True)
    """`conversation:<id>`, `ticket:<number>` or `locked:<number of a ticket or an order>`."""
    why: Mapped[str] = mapped_column(String(200))


class RetentionLogRow(Base):
    """How many of what went on which day (Shanghai), and nothing of what they were."""

    __tablename__ = "retention_log"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    count: Mapped[int]
