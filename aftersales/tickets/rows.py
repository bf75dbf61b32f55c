"""Tickets as rows and back."""

from __future__ import annotations

from aftersales.policy.names import Reason, Remedy, Request
from aftersales.tickets.model import (
    HistoryEntry,
    Item,
    Level,
    Link,
    LinkKind,
    Photo,
    Ticket,
    TicketStatus,
    TicketType,
)
from aftersales.tickets.paid import Paid
from aftersales.tickets.records import Record, RecordKind
from aftersales.tickets.tables import (
    TicketHistoryRow,
    TicketLineRow,
    TicketPhotoRow,
    TicketRecordRow,
    TicketRow,
)


def row_of(ticket: Ticket) -> TicketRow:
    """A new ticket with all that hangs on it but its links."""
    return TicketRow(
        id=ticket.id,
        number=ticket.number,
        business_key=ticket.business_key,
        conversation_id=ticket.conversation_id,
        order_id=ticket.order_id,
        reason=ticket.reason,
        decision=ticket.decision,
        merchant_id=ticket.merchant_id,
        description=ticket.description,
        request=ticket.request,
        spec=ticket.spec,
        paid=None if ticket.paid is None else ticket.paid.to_json(),
        created_at=ticket.created_at,
        photos=[photo_row(photo) for photo in ticket.photos],
        lines=[
            TicketLineRow(
                order_id=ticket.order_id,
                line_id=item.line_id,
                quantity=item.quantity,
                open=ticket.status.open,
            )
            for item in ticket.items
        ],
        history=[history_row(entry) for entry in ticket.history],
        records=[record_row(record) for record in ticket.records],
        **changing(ticket),
    )


def changing(ticket: Ticket) -> dict[str, object]:
    """The columns that steps and records change."""
    return {
        "version": ticket.version,
        "type": ticket.type,
        "status": ticket.status,
        "level": ticket.level,
        "remedy": ticket.remedy,
        "amount": ticket.amount,
        "priority": ticket.priority,
        "skill_group": ticket.skill_group,
        "assignee": ticket.assignee,
        "updated_at": ticket.updated_at,
    }


def photo_row(photo: Photo) -> TicketPhotoRow:
    return TicketPhotoRow(photo_id=photo.id, kind=photo.kind)


def history_row(entry: HistoryEntry) -> TicketHistoryRow:
    return TicketHistoryRow(
        at=entry.at,
        who=entry.who,
        from_status=entry.origin,
        to_status=entry.to,
        why=entry.why,
        rule=entry.rule,
    )


def record_row(record: Record) -> TicketRecordRow:
    return TicketRecordRow(at=record.at, who=record.who, kind=record.kind, data=record.data, key=record.key)


def ticket_of(row: TicketRow) -> Ticket:
    return Ticket(
        id=row.id,
        number=row.number,
        version=row.version,
        type=TicketType(row.type),
        status=TicketStatus(row.status),
        level=Level(row.level),
        conversation_id=row.conversation_id,
        order_id=row.order_id,
        items=tuple(Item(line.line_id, line.quantity) for line in row.lines),
        reason=None if row.reason is None else Reason(row.reason),
        remedy=None if row.remedy is None else Remedy(row.remedy),
        decision=row.decision,
        photos=tuple(Photo(photo.photo_id, photo.kind) for photo in row.photos),
        priority=row.priority,
        skill_group=row.skill_group,
        merchant_id=row.merchant_id,
        assignee=row.assignee,
        business_key=row.business_key,
        created_at=row.created_at,
        updated_at=row.updated_at,
        history=tuple(
            HistoryEntry(
                entry.at,
                entry.who,
                None if entry.from_status is None else TicketStatus(entry.from_status),
                TicketStatus(entry.to_status),
                entry.why,
                entry.rule,
            )
            for entry in row.history
        ),
        records=tuple(
            Record(record.at, record.who, RecordKind(record.kind), record.data, record.key)
            for record in row.records
        ),
        links=tuple(Link(link.other_id, link.other_number, LinkKind(link.kind)) for link in row.links),
        description=row.description,
        request=None if row.request is None else Request(row.request),
        spec=row.spec,
        amount=row.amount,
        paid=None if row.paid is None else Paid.read(row.paid),
    )
