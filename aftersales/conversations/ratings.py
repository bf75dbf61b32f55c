"""Stars from the widget: kept with the conversation, and with the ticket whose end asked for them."""

from __future__ import annotations

from aftersales.conversations import repository
from aftersales.conversations.inbox import MAX_TEXT
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.wire import text_in
from aftersales.database import Database
from aftersales.errors import NotFound
from aftersales.tickets.model import SHOPPER
from aftersales.tickets.records import RecordKind
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.service import TicketService


class Ratings:
    def __init__(self, db: Database, log: ConversationLog, tickets: TicketService) -> None:
        self._db = db
        self._log = log
        self._tickets = tickets

    async def rate(
        self, conversation_id: str, score: int, comment: str | None, ticket: str | None = None
    ) -> None:
        """1 to 5 stars; a later rating takes the place of an earlier one.

        `ticket` is the number on the card that she rated, else the latest card's. Raises NotFound for one
        that no card of this conversation asked about.
        """
        words = text_in(comment or "")[:MAX_TEXT]
        async with self._db.read() as session:
            asked = await repository.asked_to_rate(session, conversation_id)
        if ticket is not None and ticket not in asked:
            raise NotFound("没有找到要评价的工单。", field="ticket")
        async with self._db.write() as session:
            conversation = await repository.get(session, conversation_id)
            at = self._log.clock.now().isoformat()
            conversation.rating = {"score": score, "comment": words, "at": at}
            await self._log.tell_desk(session, conversation)
        if number := ticket or next(iter(asked), None):
            await self._on_ticket(number, score, words)

    async def _on_ticket(self, number: str, score: int, comment: str) -> None:
        found, _ = await self._tickets.list(TicketFilter(number=number))
        data = {"score": score, "comment": comment}
        for ticket in found:
            await self._tickets.record(ticket.id, RecordKind.RATING, data, SHOPPER)
