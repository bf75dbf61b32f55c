"""Tickets in the database: the ticket, its order lines, its photos, its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Connection, ForeignKey, Index, String, Table, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from aftersales.database import Base, UtcDateTime


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
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    photos: Mapped[list[TicketPhotoRow]] = relationship(lazy="selectin", order_by="TicketPhotoRow.id")
    lines: Mapped[list[TicketLineRow]] = relationship(lazy="selectin", order_by="TicketLineRow.id")
    history: Mapped[list[TicketHistoryRow]] = relationship(lazy="selectin", order_by="TicketHistoryRow.id")


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


HISTORY_GUARD = {
    "sqlite": [
        "CREATE TRIGGER ticket_history_append_only BEFORE UPDATE ON ticket_history "
        "BEGIN SELECT RAISE(ABORT, 'ticket history is append-only'); END"
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION refuse_ticket_history_update() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'ticket history is append-only'; END $$",
        "CREATE TRIGGER ticket_history_append_only BEFORE UPDATE ON ticket_history "
        "FOR EACH ROW EXECUTE FUNCTION refuse_ticket_history_update()",
    ],
}
"""Statements by dialect, for migrations too. Rows only go with their whole ticket (retention, demo reset)."""


@event.listens_for(TicketHistoryRow.__table__, "after_create")
def _guard_history(_table: Table, connection: Connection, **_: Any) -> None:
    for statement in HISTORY_GUARD[connection.dialect.name]:
        connection.exec_driver_sql(statement)
