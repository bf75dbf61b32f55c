"""Where a parcel or an application is."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Events, TalkAction, speak
from aftersales.dialogue import status, texts
from aftersales.dialogue.heard import Heard


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
        return self.show_parcels(dispatcher, heard, orders, case)
