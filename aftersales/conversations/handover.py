"""From the bot to people and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConversationRow

OWNER_MARK = "#owner"


def owner_mark(conversation: ConversationRow) -> str:
    """The `message_id` of what is said when an agent takes or leaves a conversation: how long she held it is
    read off these."""
    return f"{conversation.id}{OWNER_MARK}{conversation.epoch}"


@dataclass(frozen=True)
class Handover:
    """Why a person is wanted, and who. `priority` 0–3, higher first; `level` as in POLICY 5."""

    reason: str
    skill_group: str = "general"
    priority: int = 0
    level: str = "agent"


async def queue_for_human(
    session: AsyncSession, log: ConversationLog, conversation: ConversationRow, handover: Handover
) -> None:
    """Put the conversation into the queue, in the caller's transaction; queued already: nothing happens."""
    if conversation.owner in (Owner.QUEUED, Owner.AGENT):
        return
    conversation.ownership = conversation.ownership.queue()
    conversation.queued_at = log.clock.now()
    conversation.queue_reason = handover.reason
    conversation.skill_group = handover.skill_group
    conversation.priority = max(conversation.priority, handover.priority)
    conversation.level = handover.level
    forget_open_question(conversation)
    await log.tell_state(session, conversation)


async def hand_back(
    session: AsyncSession,
    log: ConversationLog,
    conversation: ConversationRow,
    agent_id: str,
    slots: dict[str, Any],
) -> None:
    """The agent returns the conversation with the slots she changed; the bot goes on from there.

    The pending internal message makes the bot speak first, and survives a crash like a shopper's.
    """
    conversation.ownership = conversation.ownership.give_back(agent_id)
    dialogue = conversation.dialogue
    conversation.dialogue = {
        "slots": {**dialogue.get("slots", {}), **slots},
        "active_loop": dialogue.get("active_loop"),
    }
    conversation.queued_at = None
    await log.append(
        session,
        conversation,
        Sender.SYSTEM,
        message_id=owner_mark(conversation),
        text="已转回智能助手继续为您服务。",
        payload="/handed_back",
        pending=True,
    )
    await log.tell_state(session, conversation)


def forget_open_question(conversation: ConversationRow) -> None:
    """Choices offered by the bot are void while a person owns the conversation."""
    kept = {key: value for key, value in conversation.dialogue.items() if key not in ("open", "expects")}
    conversation.dialogue = kept
