"""How something works: from knowledge, from afar, or at her house (R-TECH)."""

from __future__ import annotations

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import Events, TalkAction, speak
from aftersales.dialogue import matters, smalltalk, tech
from aftersales.dialogue.heard import Heard
from aftersales.orders.ranking import Said, rank_orders
from aftersales.policy.names import Category
from aftersales.text import normalise


class TechAction(TalkAction):
    async def unsolved(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """Nothing helped: technical support takes over with a ticket, so that it is not lost out of hours."""
        asked = str(tracker.get_slot("tech_asked") or heard.text)
        ticket = await self.open_for_people(tracker, matters.of_tech(asked))
        speak(dispatcher, matters.with_number(tech.unsolved(self.dialogue.policy), ticket, heard.message_id))
        return [SlotSet("tech_asked", None), SlotSet("quiet", heard.message_id)]


class TechSupport(TechAction):
    def name(self) -> str:
        return "action_tech_support"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if heard.choice == "no":
            return await self.unsolved(dispatcher, tracker, heard)
        category = await self._category(tracker, heard)
        advice = tech.reply(heard, self.dialogue.policy, category)
        if advice is None:
            speak(dispatcher, smalltalk.tech_help(heard))
            return []
        if "choices" in advice:
            advice["choices"].insert(2, smalltalk.visit_choice())
        speak(dispatcher, advice)
        return [SlotSet("tech_asked", heard.text)]

    async def _category(self, tracker: Tracker, heard: Heard) -> Category | None:
        """Of the goods she names among her own orders."""
        subject = await self.subject(tracker)
        orders = await self.dialogue.orders_of(subject) if subject.consent else []
        said = Said(normalise(heard.text).text, tuple(map(str, heard.values("product"))))
        ranking = rank_orders(orders, said, self.dialogue.clock.now())
        lines = [line for order in ranking.fitting for line in order.lines] if ranking.asked_product else []
        return lines[0].category if lines else None
