"""Deleting what belongs to somebody, as the inventory says. The caller holds the transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, String, Table, and_, cast, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations.tables import ConversationRow
from aftersales.database import Base
from aftersales.photos.tables import PhotoRow
from aftersales.privacy.inventory import INVENTORY, Fate, Link, Place
from aftersales.privacy.model import Scope
from aftersales.privacy.tables import LockedTradeRow
from aftersales.tickets.model import Ticket
from aftersales.tickets.money import pays, refunded_amount, refunds_pieces
from aftersales.tickets.tables import TicketPhotoRow

_CLEARED: Mapping[str, Any] = {
    "shopper_name": None,
    "shopper_phone": None,
    "dialogue": {},
    "proven_orders": [],
    "rating": None,
}


async def erase(session: AsyncSession, scope: Scope, *, shell: str | None = None) -> Counter[str]:
    """Delete every row that is tied to the scope, and count them by table.

    The conversation `shell` stays, empty: there she is told that it is done.
    """
    gone: Counter[str] = Counter()
    for table in reversed(Base.metadata.sorted_tables):
        hit = _belongs(table, INVENTORY[table.name], scope)
        if hit is None:
            continue
        if table is ConversationRow.__table__:
            hit = and_(hit, table.c.id.is_distinct_from(shell))
        result = await session.execute(delete(table).where(hit))
        gone[table.name] += result.rowcount if isinstance(result, CursorResult) else 0
    if shell is not None:
        await _empty(session, shell)
    return gone


async def photos_to_go(session: AsyncSession, scope: Scope) -> list[str]:
    """Her pictures, but for those that are evidence on a ticket which stays."""
    evidence = select(TicketPhotoRow.photo_id).where(TicketPhotoRow.ticket_id.not_in(scope.ticket_ids))
    rows = select(PhotoRow.id).where(PhotoRow.owner.in_(scope.conversation_ids), PhotoRow.id.not_in(evidence))
    return list(await session.scalars(rows))


async def delete_photos(session: AsyncSession, photo_ids: Collection[str]) -> None:
    await session.execute(delete(PhotoRow).where(PhotoRow.id.in_(photo_ids)))


def lock(session: AsyncSession, ticket: Ticket, now: datetime, purge_at: datetime) -> None:
    """Keep of a ticket what the law wants kept; the ticket itself goes with the rest."""
    session.add(
        LockedTradeRow(
            ticket_id=ticket.id,
            number=ticket.number,
            order_id=ticket.order_id,
            locked_at=now,
            purge_at=purge_at,
            document=trade_of(ticket),
        )
    )


def trade_of(ticket: Ticket) -> dict[str, Any]:
    """What was applied for, decided and paid, and when: no words, no pictures, nobody's name."""
    decision = ticket.decision or {}
    refunded = refunds_pieces(ticket)
    return {
        "type": ticket.type,
        "status": ticket.status,
        "reason": ticket.reason,
        "remedy": ticket.remedy,
        "merchant_id": ticket.merchant_id,
        "items": [
            {"line_id": item.line_id, "quantity": item.quantity, "refunded": refunded}
            for item in ticket.items
        ],
        "amount": str(refunded_amount([ticket])) if pays(ticket) else None,
        "decision": {
            key: decision.get(key) for key in ("outcome", "rules", "refund_amount", "policy_version")
        },
        "created_at": ticket.created_at.isoformat(),
        "steps": [
            {"at": entry.at.isoformat(), "to": entry.to, "rule": entry.rule} for entry in ticket.history
        ],
    }


def _belongs(table: Table, place: Place, scope: Scope) -> ColumnElement[bool] | None:
    """The condition that a row of the table is in the scope; None when the table has no such rows."""
    if place.fate in (Fate.PICTURE, Fate.PROOF, Fate.SHOPS, Fate.NOT_HERS):
        return None
    hits: list[ColumnElement[bool]] = []
    for column, link in place.links.items():
        if link is Link.INSIDE:
            text = cast(table.c[column], String)
            hits += [text.contains(own) for own in sorted(scope.conversation_ids | scope.ticket_ids)]
        elif ids := _ids(scope, link):
            hits.append(table.c[column].in_(ids))
    return or_(*hits) if hits else None


def _ids(scope: Scope, link: Link) -> frozenset[str]:
    return {
        Link.CONVERSATION: scope.conversation_ids,
        Link.TICKET: scope.ticket_ids,
        Link.SUBJECT: scope.subjects,
    }[link]


async def _empty(session: AsyncSession, conversation_id: str) -> None:
    """The shell keeps who she is by the shop's own id: so that coming back does not tell us name and phone
    again. The next case number makes Rasa begin anew."""
    row = await session.get(ConversationRow, conversation_id, populate_existing=True)
    if row is None:
        return
    if row.shopper_id in (row.shopper_name, row.shopper_phone):
        row.shopper_id = None
    for name, value in _CLEARED.items():
        setattr(row, name, value)
    row.case_no += 1
    row.read_by_shopper = row.read_by_agent = row.last_seq
    await session.flush()
