"""How a conversation looks to an agent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations import repository, wire
from aftersales.conversations.model import Owner
from aftersales.conversations.tables import ConversationRow, MessageRow
from aftersales.dialogue.case import CLAIM_SLOTS
from aftersales.dialogue.requests import REQUESTS
from aftersales.errors import InvalidInput
from aftersales.people.masks import mask_document, mask_name, mask_phone, mask_text
from aftersales.policy.names import Cause, Remedy

_INTERNAL = {
    *("answered", "tries", "exit", "quiet", "change"),
    *("switch_to", "switch_about", "confirm_switch"),
}
SHOWN_SLOTS = tuple(slot for slot in CLAIM_SLOTS if slot not in _INTERNAL)
"""What an agent may see and change when she gives a conversation back."""
_TEXTS = {"order_id", "order_words", "product", "description", "defect", "spec", "phone_tail"}
_PHOTOS = {"photo_goods", "photo_parcel"}


async def item(session: AsyncSession, row: ConversationRow, names: Mapping[str, str]) -> dict[str, Any]:
    """One line of the list."""
    last = await repository.last_message(session, row.id)
    request = row.dialogue.get("slots", {}).get("request")
    return {
        "id": row.id,
        "channel": row.channel,
        "owner": row.owner,
        "agent": {"id": row.agent_id, "name": names.get(row.agent_id)} if row.agent_id else None,
        "shopper": {
            "name": mask_name(row.shopper_name) if row.shopper_name else None,
            "masked_phone": mask_phone(row.shopper_phone) if row.shopper_phone else None,
        },
        "last_message": None
        if last is None
        else {
            "text": mask_text(last.text or "") or ("[图片]" if last.photos else "[卡片]"),
            "from": last.sender,
            "ts": last.ts.isoformat(),
        },
        "waiting_since": row.queued_at.isoformat() if row.queued_at and row.owner == Owner.QUEUED else None,
        "unread": await repository.unread_for_agent(session, row),
        "updated_at": row.updated_at.isoformat(),
        "skill_group": row.skill_group,
        "priority": row.priority,
        "level": row.level,
        "summary": REQUESTS[request].name if request in REQUESTS else None,
    }


def detail(
    row: ConversationRow, messages: Sequence[MessageRow], names: Mapping[str, str], viewer: str | None
) -> dict[str, Any]:
    """The case card; `viewer` None is anybody. What was written is shown in full only to the agent who holds
    the conversation; name and phone to nobody here, see `privacy.looks`."""
    slots = row.dialogue.get("slots", {})
    holds = viewer is not None and row.agent_id == viewer and row.owner == Owner.AGENT
    shown = _unchanged if holds else mask_document
    return {
        "epoch": row.epoch,
        "messages": [_message(m, names, shown) for m in messages],
        "slots": shown({slot: slots[slot] for slot in SHOWN_SLOTS if slots.get(slot) is not None}),
        "asked": slots.get("requested_slot"),
        "intent_trace": [
            {
                "message_id": m.message_id,
                "intent": m.understood["intent"]["name"],
                "confidence": m.understood["intent"]["confidence"],
                "case": m.understood.get("case"),
            }
            for m in messages
            if m.understood
        ],
        "rating": shown(row.rating),
    }


def _message(row: MessageRow, names: Mapping[str, str], shown: Callable[[Any], Any]) -> dict[str, Any]:
    return _with(wire.message_json(row, names.get(row.agent_id or "")), shown)


def masked_message(body: dict[str, Any]) -> dict[str, Any]:
    """A message on the wire, as whoever does not hold its conversation reads it."""
    return _with(body, mask_document)


def _with(body: dict[str, Any], shown: Callable[[Any], Any]) -> dict[str, Any]:
    return body | {key: shown(body[key]) for key in ("text", "card") if key in body}


def _unchanged(value: Any) -> Any:
    return value


def check_slots(slots: Mapping[str, Any]) -> None:
    """Raises InvalidInput, naming the slot, for one that agents cannot set or a value that fits none."""
    for name, value in slots.items():
        if name not in SHOWN_SLOTS:
            raise InvalidInput(f"没有可修改的字段 {name}。", field=f"slots.{name}")
        if value is not None and not _fits(name, value):
            raise InvalidInput(f"{name} 的值不合适。", field=f"slots.{name}")


def _fits(name: str, value: Any) -> bool:
    if name in _TEXTS:
        return isinstance(value, str) and len(value) <= 2000
    if name in _PHOTOS:
        return isinstance(value, list) and all(isinstance(photo, str) for photo in value)
    if name == "items":
        return isinstance(value, list) and all(isinstance(i, dict) and "line_id" in i for i in value)
    if name == "quantity":
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if name == "remedy":
        return value in set(Remedy)
    if name == "cause":
        return value in set(Cause)
    if name == "request":
        return value in REQUESTS
    return isinstance(value, bool)
