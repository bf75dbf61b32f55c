"""Where a parcel or an application is."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import DeskAction, Events, heard_in, speak
from aftersales.dialogue import status


class ShowProgress(DeskAction):
    """The status first, also when she only urges."""

    def name(self) -> str:
        return "action_show_progress"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        tickets = await self.dialogue.tickets_of(await self.subject(tracker))
        speak(dispatcher, *status.progress(heard_in(tracker), tickets))
        return []


class ShowLogistics(DeskAction):
    def name(self) -> str:
        return "action_show_logistics"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        orders = await self.dialogue.orders_of(await self.subject(tracker))
        speak(dispatcher, status.logistics(heard_in(tracker), orders, self.dialogue.clock.now()))
        return []
