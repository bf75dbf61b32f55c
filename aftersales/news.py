"""From the outbox to the sockets: who is told of what."""

from __future__ import annotations

from typing import Any

from aftersales.channels.widget import WidgetNamespace
from aftersales.conversations import repository
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner
from aftersales.conversations.tables import ConversationRow
from aftersales.conversations.wire import for_shopper
from aftersales.database import Database
from aftersales.desk import view
from aftersales.desk.socket import DeskNamespace
from aftersales.errors import NotFound
from aftersales.metrics import Metrics
from aftersales.people.service import AgentService
from aftersales.privacy.looks import Looked
from aftersales.tickets.view import shown


class News:
    def __init__(
        self,
        db: Database,
        log: ConversationLog,
        agents: AgentService,
        widget: WidgetNamespace,
        desk: DeskNamespace,
        metrics: Metrics,
        looked: Looked,
    ) -> None:
        self._db = db
        self._log = log
        self._agents = agents
        self._widget = widget
        self._desk = desk
        self._metrics = metrics
        self._looked = looked

    async def tell(self, topic: str, conversation_id: str | None, payload: dict[str, Any]) -> None:
        """One outbox row to everybody it concerns."""
        if topic == "ticket":
            if "clock" in payload:
                self._metrics.on_clock(payload["clock"])
            holder, merchant, place = (
                payload["assignee"],
                payload["merchant_id"],
                f"ticket:{payload['number']}",
            )
            await self._tell_desk("ticket", payload, shown(payload, None), place, holder, merchant)
        elif conversation_id is None:
            return
        elif topic == "message":
            self._metrics.messages.labels(payload["from"]).inc()
            hers = for_shopper(payload)
            if hers is not None:
                await self._widget.tell("message", conversation_id, hers)
            await self._tell_message(conversation_id, payload | {"conversation_id": conversation_id})
        elif topic == "state":
            await self._tell_state(conversation_id)
        elif topic == "conversation":
            await self._tell_conversation(conversation_id)
        else:
            await self._widget.tell(topic, conversation_id, payload)

    async def state(self, conversation_id: str) -> dict[str, Any]:
        names = await self.names()
        async with self._db.read() as session:
            row = await repository.get(session, conversation_id)
            return await self._log.state_json(session, row, names.get(row.agent_id or ""))

    async def names(self) -> dict[str, str]:
        return {agent.id: agent.name for agent in await self._agents.list()}

    async def _tell_message(self, conversation_id: str, payload: dict[str, Any]) -> None:
        async with self._db.read() as session:
            row = await session.get(ConversationRow, conversation_id)
        holder = row.agent_id if row is not None and row.owner == Owner.AGENT else None
        place = f"conversation:{conversation_id}"
        await self._tell_desk("message", payload, view.masked_message(payload), place, holder)

    async def _tell_desk(
        self,
        event: str,
        payload: dict[str, Any],
        masked: dict[str, Any],
        place: str,
        holder: str | None,
        merchant_id: str | None = None,
    ) -> None:
        """What reaches its holder unmasked, while she is there, is a look."""
        there = await self._desk.tell_shown(event, payload, masked, holder, merchant_id)
        if holder is not None and there and payload != masked:
            await self._looked(holder, place)

    async def _tell_state(self, conversation_id: str) -> None:
        try:
            state = await self.state(conversation_id)
        except NotFound:  # the demo was reset meanwhile
            return
        await self._widget.tell("state", conversation_id, state)

    async def _tell_conversation(self, conversation_id: str) -> None:
        names = await self.names()
        async with self._db.read() as session:
            try:
                row = await repository.get(session, conversation_id)
            except NotFound:  # the demo was reset meanwhile
                return
            item = await view.item(session, row, names)
        await self._desk.tell("conversation", item)
