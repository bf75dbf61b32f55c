"""The shapes of the contract: rows in, JSON out."""

from __future__ import annotations

from typing import Any

from aftersales.conversations.tables import MessageRow

AGENTS_ONLY = ("note", "sent", "understood")


def text_in(text: str) -> str:
    """A person's text as every database takes it: no NUL, no half of a surrogate pair, no blank edges."""
    return text.replace("\x00", "").encode(errors="replace").decode().strip()


def message_json(row: MessageRow, agent_name: str | None = None) -> dict[str, Any]:
    """A message as agents see it; `for_shopper` takes away what is theirs alone."""
    own_id = row.message_id if row.sender == "shopper" else row.id
    body: dict[str, Any] = {"id": own_id, "seq": row.seq, "ts": row.ts.isoformat(), "from": row.sender}
    optional = {
        "reply_to": row.reply_to,
        "agent": {"id": row.agent_id, "name": agent_name} if row.agent_id else None,
        "text": row.text,
        "photos": [{"id": photo} for photo in row.photos],
        "card": row.card,
        "choices": [{key: choice[key] for key in ("id", "title", "value")} for choice in row.choices],
        "expects": row.expects,
        "note": row.note or None,
        "sent": False if not row.sent else None,
    }
    return body | {key: value for key, value in optional.items() if value not in (None, [])}


def for_shopper(message: dict[str, Any]) -> dict[str, Any] | None:
    """The same message as the shopper may see it, or None when it is not for her."""
    if message.get("note") or message.get("sent") is False:
        return None
    return {key: value for key, value in message.items() if key not in AGENTS_ONLY}
