"""Where a parcel or an application is."""

from __future__ import annotations

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Events, TalkAction, metadata_of, speak
from actions.privacy import PARCEL, PROVE
from aftersales.dialogue import mentions, privacy_talk, status, texts, ticket_talk
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.ticket_talk import Pending


class ShowProgress(TalkAction):
    """The status first, also when she only urges."""

    def name(self) -> str:
        return "action_show_progress"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        tickets = await self.dialogue.tickets_of(await self.subject(tracker))
        if tracker.get_slot("request") and not any(ticket.status.open for ticket in tickets):
            speak(dispatcher, texts.bubble("not_applied_yet", heard.message_id))
            return []
        speak(dispatcher, *status.progress(heard, tickets, self.dialogue.policy))
        return []


class ShowLogistics(TalkAction):
    def name(self) -> str:
        return "action_show_logistics"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        orders = await self.dialogue.orders_of(await self.subject(tracker))
        case = await self.case(tracker) if tracker.get_slot("request") else None
        if case is None and metadata_of(tracker).get("expects") == "anything_else":
            tickets = await self.dialogue.tickets_of(await self.subject(tracker))
            if (ticket := ticket_talk.sending(heard, tickets)) is not None:
                due = await self.dialogue.due_of(ticket.id)
                speak(dispatcher, ticket_talk.sending_told(ticket, orders, due, heard.message_id))
                return []
        unknown = heard.first("order_id") and mentions.mentioned_order(heard, orders) is None
        if case is None and (unknown or not orders):
            return self._prove_first(dispatcher, heard)
        return self.show_parcels(dispatcher, heard, orders, case)

    @staticmethod
    def _prove_first(dispatcher: CollectingDispatcher, heard: Heard) -> Events:
        """An order that is not known to be hers: she shows that it is."""
        order_id = heard.first("order_id")
        asked = texts.bubble("ask_order_id_anonymous", heard.message_id) | {"expects": "order_id"}
        speak(dispatcher, privacy_talk.ask_phone_tail(heard.message_id) if order_id else asked)
        return [SlotSet("pending", Pending(PROVE, str(order_id or ""), PARCEL).to_slot())]
