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
    """Staff see every conversation, as they may over HTTP; merchants get no talk of shoppers."""

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
        if staff:
            await self.enter_room(sid, STAFF)

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
