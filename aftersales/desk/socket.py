"""Live news for agents: Socket.IO namespace `/desk`."""

from __future__ import annotations

from typing import Any

import socketio
from socketio.exceptions import ConnectionRefusedError

from aftersales.errors import AppError
from aftersales.people.model import Permission, can
from aftersales.people.service import AgentService

NAMESPACE = "/desk"
STAFF = "staff"


class DeskNamespace(socketio.AsyncNamespace):  # type: ignore[misc]  # socketio has no types
    """Staff are told of every conversation and ticket, a merchant of his own tickets and of no talk.

    As over HTTP, whatever tells of a person is full only for the agent who holds the conversation or ticket.
    """

    def __init__(self, agents: AgentService) -> None:
        super().__init__(NAMESPACE)
        self._agents = agents

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        token = auth.get("token") if isinstance(auth, dict) else None
        try:
            agent = await self._agents.read(str(token or ""))
        except AppError as error:
            raise ConnectionRefusedError(error.code, error.to_json()) from error
        staff = can(agent, Permission.CONVERSE)
        await self.save_session(sid, {"name": agent.name, "staff": staff})
        await self.enter_room(sid, _room_of(agent.id))
        if staff:
            await self.enter_room(sid, STAFF)
        elif agent.merchant_id is not None and can(agent, Permission.OWN_MERCHANT_TICKETS):
            await self.enter_room(sid, _merchants_room(agent.merchant_id))

    async def on_typing(self, sid: str, body: Any = None) -> None:
        """The agent is writing: shown to the shopper of the conversation."""
        agent = await self.get_session(sid)
        conversation_id = body.get("conversation_id") if isinstance(body, dict) else None
        if agent["staff"] and isinstance(conversation_id, str):
            await self.server.emit(
                "typing",
                {"from": "agent", "agent": {"name": agent["name"]}},
                room=conversation_id,
                namespace="/widget",
            )

    async def tell(self, event: str, payload: dict[str, Any]) -> None:
        await self.emit(event, payload, room=STAFF)

    async def tell_shown(
        self,
        event: str,
        payload: dict[str, Any],
        shown: dict[str, Any],
        holder: str | None,
        merchant_id: str | None = None,
    ) -> bool:
        """`payload` to the agent who holds it, `shown` to all others, the merchant's people among them.

        Gives whether the holder was there.
        """
        own = _room_of(holder) if holder else None
        full = [sid for sid, _ in self.server.manager.get_participants(NAMESPACE, own)] if own else []
        rooms = [STAFF] + ([_merchants_room(merchant_id)] if merchant_id else [])
        await self.emit(event, shown, to=rooms, skip_sid=full)
        if own:
            await self.emit(event, payload, room=own)
        return bool(full)


def _room_of(agent_id: str) -> str:
    return f"agent:{agent_id}"


def _merchants_room(merchant_id: str) -> str:
    return f"merchant:{merchant_id}"
