"""Tickets in the database: the ticket, its order lines, its photos, its history."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from aftersales.database import Base, UtcDateTime


class Fen(TypeDecorator[Decimal]):
    """Yuan in and out, whole fen in the database: exact everywhere, SQLite has no decimals."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value.scaleb(2))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class TicketRow(Base):
    __tablename__ = "tickets"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    business_key: Mapped[str] = mapped_column(String(200), unique=True)
    version: Mapped[int]
    type: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(20), index=True)
    level: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str | None] = mapped_column(String(64), index=True)
    order_id: Mapped[str | None] = mapped_column(String(64), index=True)
    reason: Mapped[str | None] = mapped_column(String(20))
    remedy: Mapped[str | None] = mapped_column(String(20))
    decision: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    priority: Mapped[int]
    skill_group: Mapped[str] = mapped_column(String(20))
    merchant_id: Mapped[str | None] = mapped_column(String(64), index=True)
    assignee: Mapped[str | None] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Text, server_default="")
    request: Mapped[str | None] = mapped_column(String(20))
    spec: Mapped[str | None] = mapped_column(String(100))
    amount: Mapped[Decimal | None] = mapped_column(Fen)
    paid: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    photos: Mapped[list[TicketPhotoRow]] = relationship(lazy="selectin", order_by="TicketPhotoRow.id")
    lines: Mapped[list[TicketLineRow]] = relationship(lazy="selectin", order_by="TicketLineRow.id")
    history: Mapped[list[TicketHistoryRow]] = relationship(lazy="selectin", order_by="TicketHistoryRow.id")
    records: Mapped[list[TicketRecordRow]] = relationship(lazy="selectin", order_by="TicketRecordRow.id")
    links: Mapped[list[TicketLinkRow]] = relationship(
        lazy="selectin", order_by="TicketLinkRow.id", foreign_keys="TicketLinkRow.ticket_id"
    )


class TicketLineRow(Base):
    __tablename__ = "ticket_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    order_id: Mapped[str | None] = mapped_column(String(64))
    line_id: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[int]
    open: Mapped[bool]

    __table_args__ = (
        # R-DUP, also for two requests that arrive in the same instant.
        Index(
            "uq_ticket_lines_open",
            "order_id",
            "line_id",
            unique=True,
            sqlite_where=text("open"),
            postgresql_where=text("open"),
        ),
    )


class TicketPhotoRow(Base):
    __tablename__ = "ticket_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    photo_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(20))


class TicketHistoryRow(Base):
    __tablename__ = "ticket_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(64))
    from_status: Mapped[str | None] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    why: Mapped[str] = mapped_column(Text)
    rule: Mapped[str | None] = mapped_column(String(20))


class TicketRecordRow(Base):
    __tablename__ = "ticket_records"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("ticket_id", "key"),)


class TicketLinkRow(Base):
    """Kept from both sides, so that either ticket shows the other."""

    __tablename__ = "ticket_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"))
    other_id: Mapped[str] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    other_number: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(20))

    __table_args__ = (UniqueConstraint("ticket_id", "other_id"),)


def _append_only(table: str, name: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
        ],
        "postgresql": [
            f"CREATE OR REPLACE FUNCTION refuse_{table}_update() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{name} is append-only'; END $$",
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}_update()",
        ],
    }


HISTORY_GUARD = _append_only("ticket_history", "ticket history")
RECORDS_GUARD = _append_only("ticket_records", "ticket record")
"""Statements by dialect, for migrations too. Rows only go with their whole ticket (retention, demo reset)."""


@event.listens_for(TicketHistoryRow.__table__, "after_create")
def _guard_history(_table: Table, connection: Connection, **_: Any) -> None:
    for statement in HISTORY_GUARD[connection.dialect.name]:
        connection.exec_driver_sql(statement)


@event.listens_for(TicketRecordRow.__table__, "after_create")
def _guard_records(_table: Table, connection: Connection, **_: Any) -> None:
    for statement in RECORDS_GUARD[connection.dialect.name]:
        connection.exec_driver_sql(statement)
