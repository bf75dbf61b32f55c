"""Orders that this program keeps itself: the demo shop's, and those a small shop imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.database import Base, UtcDateTime


class OrderRow(Base):
    """`document` is the whole order; the columns beside it are what is searched by."""

    __tablename__ = "orders"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(64), index=True)
    merchant_id: Mapped[str | None] = mapped_column(String(64))
    paid_at: Mapped[datetime] = mapped_column(UtcDateTime)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class DemoCommandRow(Base):
    """What the demo shop did for a command, kept as its idempotency key asks."""

    __tablename__ = "demo_commands"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
