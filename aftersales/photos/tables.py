"""Rows of accepted pictures; the files lie beside the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from aftersales.database import Base, UtcDateTime


class PhotoRow(Base):
    __tablename__ = "photos"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    width: Mapped[int]
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    band_a: Mapped[int] = mapped_column(index=True)
    band_b: Mapped[int] = mapped_column(index=True)
    band_c: Mapped[int] = mapped_column(index=True)
    band_d: Mapped[int] = mapped_column(index=True)
    """The 64 bits of the difference hash, 16 each (see `likeness.bands`)."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
