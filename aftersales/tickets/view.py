"""A ticket as the desk shows it: what tells of a person is full only for the agent who holds the ticket."""

from __future__ import annotations

from typing import Any

from aftersales.people.masks import mask_address, mask_name, mask_phone, mask_text
from aftersales.tickets.model import SYSTEM, Ticket
from aftersales.tickets.records import RecordKind

_OWN_WORDS = ("text", "note", "comment", "finding")
_MASKS = {"name": mask_name, "phone": mask_phone, "address": mask_address}


def shown(ticket: dict[str, Any], viewer: str | None) -> dict[str, Any]:
    """The contract's ticket for `viewer`; None is anybody, as a live event is read.

    Free text loses the numbers and addresses in it, a `change` all but a hint of each value. Parcel and
    reference numbers stay: people work with them.
    """
    if viewer is not None and ticket["assignee"] == viewer:
        return ticket
    return ticket | {
        "description": mask_text(ticket["description"]),
        "history": [step | {"why": _why(step)} for step in ticket["history"]],
        "records": [record | {"data": _data(record)} for record in ticket["records"]],
    }


def ticket_for(ticket: Ticket, viewer: str | None) -> dict[str, Any]:
    return shown(ticket.to_json(), viewer)


def masked_change(data: dict[str, Any]) -> dict[str, Any]:
    """Name, phone and address of a `change` or a command, enough to recognise."""
    return data | {name: mask(data[name]) for name, mask in _MASKS.items() if data.get(name)}


def _why(step: dict[str, Any]) -> str:
    """The program's own words hold the shop's references, nobody's data."""
    return str(step["why"]) if step["who"] == SYSTEM.who else mask_text(step["why"])


def _data(record: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = record["data"]
    if record["who"] == SYSTEM.who:
        return data
    if record["kind"] == RecordKind.CHANGE:
        data = masked_change(data)
    return data | {name: mask_text(data[name]) for name in _OWN_WORDS if data.get(name)}
