"""Every query on the commands to the shop."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.commands.model import CommandStatus, StoredCommand
from aftersales.commands.tables import CommandRow
from aftersales.orders.command import Command, Executed
from aftersales.tickets.tables import TicketRow

_COMMAND = TypeAdapter(Command)
_EXECUTED = TypeAdapter(Executed)


@dataclass(frozen=True, slots=True)
class CommandFilter:
    status: CommandStatus | None = None
    ticket_id: str | None = None
    merchant_id: str | None = None
    limit: int = 50
    offset: int = 0


async def add(session: AsyncSession, stored: StoredCommand) -> None:
    session.add(
        CommandRow(
            id=stored.command.id,
            kind=stored.command.kind,
            status=stored.status,
            ticket_id=stored.ticket_id,
            merchant_id=stored.merchant_id,
            document=_COMMAND.dump_python(stored.command, mode="json"),
            attempts=stored.attempts,
            due_at=stored.due_at,
            settled=stored.settled,
            problem=stored.problem,
            created_at=stored.created_at,
        )
    )


async def get(session: AsyncSession, command_id: str) -> StoredCommand | None:
    row = await session.get(CommandRow, command_id)
    return None if row is None else _stored(row)


async def find(session: AsyncSession, wanted: CommandFilter) -> tuple[list[StoredCommand], int]:
    """A page, oldest first, and the number of all that fit."""
    rows = select(CommandRow)
    for column, value in (
        (CommandRow.status, wanted.status),
        (CommandRow.ticket_id, wanted.ticket_id),
        (CommandRow.merchant_id, wanted.merchant_id),
    ):
        if value is not None:
            rows = rows.where(column == value)
    total = await session.scalar(select(func.count()).select_from(rows.subquery()))
    page = rows.order_by(CommandRow.created_at, CommandRow.id).limit(wanted.limit).offset(wanted.offset)
    return [_stored(row) for row in await session.scalars(page)], total or 0


async def holders(session: AsyncSession, ticket_ids: Collection[str]) -> dict[str, str]:
    """Who holds each of the tickets that somebody holds."""
    rows = select(TicketRow.id, TicketRow.assignee).where(
        TicketRow.id.in_(ticket_ids), TicketRow.assignee.is_not(None)
    )
    return {ticket: agent or "" for ticket, agent in await session.execute(rows)}


async def claim_due(session: AsyncSession, now: datetime, until: datetime, limit: int) -> list[StoredCommand]:
    """Pending commands that are due, counted as tried; nobody else gets them before `until`."""
    due = (
        select(CommandRow)
        .where(CommandRow.status == CommandStatus.PENDING, CommandRow.due_at <= now)
        .order_by(CommandRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list(await session.scalars(due))
    for row in rows:
        row.attempts += 1
        row.due_at = until
    await session.flush()
    return [_stored(row) for row in rows]


async def any_due(session: AsyncSession, now: datetime) -> bool:
    """A look that takes no write lock."""
    due = select(CommandRow.id).where(CommandRow.status == CommandStatus.PENDING, CommandRow.due_at <= now)
    return await session.scalar(due.limit(1)) is not None


async def unsettled(session: AsyncSession) -> StoredCommand | None:
    """The oldest command with an ending that its ticket does not know yet."""
    row = await session.scalar(_unsettled().order_by(CommandRow.created_at).limit(1))
    return None if row is None else _stored(row)


async def change(
    session: AsyncSession, command_id: str, origins: Collection[CommandStatus], **values: Any
) -> bool:
    """Set columns of a command that is in one of `origins`; False when it is not any more."""
    if isinstance(values.get("result"), Executed):
        values["result"] = _EXECUTED.dump_python(values["result"], mode="json")
    changed = await session.execute(
        update(CommandRow)
        .where(CommandRow.id == command_id, CommandRow.status.in_(origins))
        .values(**values)
        .returning(CommandRow.id)
    )
    return changed.scalar() is not None


async def open_of_ticket(session: AsyncSession, ticket_id: str) -> list[StoredCommand]:
    """Those not ended yet, or ended in failure."""
    waiting = (CommandStatus.PENDING, CommandStatus.BY_HAND, CommandStatus.FAILED)
    rows = select(CommandRow).where(CommandRow.ticket_id == ticket_id, CommandRow.status.in_(waiting))
    return [_stored(row) for row in await session.scalars(rows)]


def _unsettled() -> Select[CommandRow]:
    ended = (CommandStatus.DONE, CommandStatus.FAILED)
    return select(CommandRow).where(CommandRow.settled.is_(False), CommandRow.status.in_(ended))


def _stored(row: CommandRow) -> StoredCommand:
    return StoredCommand(
        command=_COMMAND.validate_python(row.document),
        status=CommandStatus(row.status),
        ticket_id=row.ticket_id,
        merchant_id=row.merchant_id,
        attempts=row.attempts,
        due_at=row.due_at,
        settled=row.settled,
        created_at=row.created_at,
        result=None if row.result is None else _EXECUTED.validate_python(row.result),
        problem=row.problem,
        done_by=row.done_by,
        finished_at=row.finished_at,
    )
