"""What people labelled, and how each training on it ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.database import Base, UtcDateTime


class LabelRow(Base):
    __tablename__ = "learning_labels"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    """The same for every message that says the same (`grouping.identity`)."""
    text: Mapped[str] = mapped_column(Text)
    """Masked, and read by the person who labelled it."""
    label: Mapped[str | None] = mapped_column(String(80))
    """`<intent>` or `<intent>/<topic>`; None: passed over, nothing to learn."""
    labelled_by: Mapped[str] = mapped_column(String(32))
    labelled_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    message_id: Mapped[str | None] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    """The message that said it: deleted with her data, it takes the label along. None: nobody's any more."""


class RunRow(Base):
    __tablename__ = "learning_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(10))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Counts and shares, and ids of labels; nobody's words."""
    in_use_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the running assistant took the new model up."""
