"""Orders of the demo shop in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.database import Base, UtcDateTime


class DemoOrderRow(Base):
    """`document` is the whole order; the columns beside it are what is searched by."""

    __tablename__ = "demo_orders"

    order_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(64), index=True)
    paid_at: Mapped[datetime] = mapped_column(UtcDateTime)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
