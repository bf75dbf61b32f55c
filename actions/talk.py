"""Everything that is not a request: rules explained, small talk, doubt, and the way to a person."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import DeskAction, Events, conversation_of, heard_in, metadata_of, speak
from actions.claim import FORM
from aftersales.dialogue import faq, mentions, smalltalk, texts
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.opening import matter_beside


class AnswerFaq(DeskAction):
    def name(self) -> str:
        return "action_answer_faq"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        case = await self.case(tracker) if tracker.get_slot("request") else None
        speak(dispatcher, {"text": faq.answer(heard.topic, self.dialogue.policy, case)})
        return []


class Respond(DeskAction):
    """Short answers that need nothing but the catalogue."""

    def name(self) -> str:
        return "action_respond"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        early = [*(tracker.get_slot("early_photos") or ()), *heard.photos]
        kept: Events = [SlotSet("early_photos", early)] if early else []
        if mentions.is_mention(heard) and not tracker.get_slot("request"):
            return kept + await self._mentioned(dispatcher, tracker, heard)
        speak(dispatcher, smalltalk.danger(heard) or smalltalk.reply(heard))
        return kept

    async def _mentioned(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        subject = await self.subject(tracker)
        orders = await self.dialogue.orders_of(subject) if subject.consent else []
        order = mentions.mentioned_order(heard, orders)
        if order is not None:
            speak(dispatcher, mentions.about_order(order, heard.message_id))
            return [SlotSet("order_id", order.order_id)]
        about = mentions.about_goods(heard, orders, self.dialogue.clock.now())
        speak(dispatcher, about or smalltalk.clarification(heard, again=False))
        return [SlotSet("unclear_words", heard.text or None)]


class Choose(DeskAction):
    """A tapped choice, or 「第二个」, while no form is running."""

    def name(self) -> str:
        return "action_choose"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        consent = {"agree": True, "decline": False}.get(heard.choice or "")
        if consent is None and metadata_of(tracker).get("expects") == "consent":
            consent = {"affirm": True, "deny": False}.get(heard.intent)
        if consent is None:
            bubble = texts.bubble("stale", heard.message_id) if heard.choice else smalltalk.reply(heard)
            speak(dispatcher, bubble)
            return []
        await self.dialogue.record_consent(conversation_of(tracker), consent)
        if consent:
            speak(dispatcher, texts.bubble("consent_thanks", heard.message_id) | {"expects": "anything_else"})
        else:
            speak(dispatcher, texts.bubble("consent_declined", heard.message_id))
        return []


class Clarify(DeskAction):
    """Offers the best readings; the chosen one goes on with what the message already said."""

    def name(self) -> str:
        return "action_clarify"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        failures = int(tracker.get_slot("unclear_count") or 0) + 1
        if failures > smalltalk.MAX_UNCLEAR:
            speak(dispatcher, texts.bubble("three_tries", heard.message_id) | smalltalk.handover("unclear"))
            return [SlotSet("unclear_count", None), SlotSet("unclear_words", None)]
        speak(dispatcher, smalltalk.clarification(heard, again=failures > 1))
        return [SlotSet("unclear_words", heard.text or None), SlotSet("unclear_count", failures)]


class HandOver(DeskAction):
    """A person is wanted, or the matter is one for people; an open form keeps everything for them."""

    def name(self) -> str:
        return "action_hand_over"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        speak(dispatcher, smalltalk.for_people(heard))
        matter = {} if tracker.get_slot("request") else matter_beside(heard)
        return [SlotSet(slot, value) for slot, value in (matter | {"quiet": heard.message_id}).items()]


class HandedBack(DeskAction):
    """A person gave the conversation back: the bot goes on with the form, or asks what else there is."""

    def name(self) -> str:
        return "action_handed_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        seed = heard_in(tracker).message_id
        if not tracker.get_slot("request"):
            speak(dispatcher, texts.bubble("anything_else", seed) | {"expects": "anything_else"})
            return []
        speak(dispatcher, texts.bubble("handed_back", seed))
        running = bool(tracker.active_loop.get("name"))
        return [SlotSet("read_message", seed)] + ([] if running else [FollowupAction(FORM)])
