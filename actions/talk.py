"""Everything that is not a request: rules explained, small talk, doubt, and the way to a person."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import (
    FORM,
    DeskAction,
    Events,
    TalkAction,
    begin,
    conversation_of,
    heard_in,
    kept_for_people,
    metadata_of,
    speak,
)
from actions.instead import NOTHING_PENDING
from actions.privacy import PrivacyAction
from actions.tech import TechAction
from actions.tickets import TicketAction
from aftersales.dialogue import faq, matters, mentions, needs, smalltalk, status, texts, words
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import Matter


class AnswerFaq(TalkAction):
    def name(self) -> str:
        return "action_answer_faq"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        case = await self.case(tracker) if tracker.get_slot("request") else None
        subject = await self.subject(tracker)
        orders = await self.dialogue.orders_of(subject) if subject.consent else []
        now = self.dialogue.clock.now()
        tickets = [] if case else await self.dialogue.tickets_of(subject)
        rule = faq.reply(heard, self.dialogue.policy, case, orders, now)
        if not case and (apply := mentions.to_apply(heard, orders, now)):
            rule["choices"] = [*apply, *rule.get("choices", ())]
        speak(dispatcher, *(status.own_course(heard, tickets, self.dialogue.policy) or [rule]))
        events: Events = []
        if not case and mentions.order_with_goods(heard, orders, now):
            events.append(SlotSet("product", heard.first("product")))  # 「那退了吧」 is about them
        waiting = needs.without(tracker.get_slot("needs"), "faq")
        return events + ([SlotSet("needs", waiting)] if waiting is not None else [])


class Respond(TicketAction, PrivacyAction):
    """Short answers that need nothing but the catalogue."""

    def name(self) -> str:
        return "action_respond"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if heard.intent == "repeat":
            return await self._repeat(dispatcher, tracker, heard)
        if heard.intent in needs.DECLINING and offered(tracker):
            return decline(dispatcher, tracker, heard)
        if (
            heard.intent == "inform"
            and offered(tracker)
            and needs.names_waiting(tracker.get_slot("needs"), heard)
        ):
            return take_up_need(dispatcher, tracker)
        if heard.intent in needs.DECLINING and nothing_else(tracker):
            speak(dispatcher, texts.bubble("that_is_all", heard.message_id))
            return []
        if not tracker.get_slot("request") and (done := await self._carried_on(dispatcher, tracker, heard)):
            return done
        if needs.only_leads_up(heard):
            return []
        early = [*(tracker.get_slot("early_photos") or ()), *heard.photos]
        kept: Events = [SlotSet("early_photos", early)] if early else []
        if mentions.is_mention(heard) and not tracker.get_slot("request"):
            return kept + await self._mentioned(dispatcher, tracker, heard)
        speak(dispatcher, smalltalk.reply(heard))
        return kept

    async def _carried_on(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """What she adds to something that runs already: another wish, a waybill, more words or photos, a new
        number."""
        if (told := await self.answer_about_data(dispatcher, tracker, heard)) is not None:
            return told or NOTHING_PENDING
        if changed := await self.change_application(dispatcher, tracker, heard):
            return changed
        waited = metadata_of(tracker).get("expects") in ("waybill", "phone", "order_id", "phone_tail")
        if heard.intent != "inform" and not waited and not words.goes_on(heard.text):
            return None
        for take in (self.take_waybill, self.take_supplement, self.take_up):
            if (events := await take(dispatcher, tracker, heard)) is not None:
                return events or NOTHING_PENDING
        return None

    async def _repeat(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        said = await self.dialogue.last_said(conversation_of(tracker))
        speak(dispatcher, *(said or [smalltalk.reply(heard)]))
        return []

    async def _mentioned(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        subject = await self.subject(tracker)
        orders = await self.dialogue.orders_of(subject) if subject.consent else []
        order = mentions.mentioned_order(heard, orders)
        if order is not None:
            speak(dispatcher, mentions.about_order(order, heard.message_id))
            return [SlotSet("order_id", order.order_id)]
        now = self.dialogue.clock.now()
        about = mentions.unsure_about_hers(heard, orders, now)
        if about is None and heard.intent in ("ask_presale", "chitchat"):
            speak(dispatcher, smalltalk.reply(heard))
            return []
        about = about or mentions.about_goods(heard, orders, now)
        speak(dispatcher, about or smalltalk.clarification(heard, again=False))
        goods = (
            [SlotSet("product", heard.first("product"))] if about else []
        )  # meant by 「碎了」 that follows
        return [SlotSet("unclear_words", heard.text or None), *goods]


class Choose(TicketAction, PrivacyAction, TechAction):
    """A tapped choice, or 「第二个」, while no form is running."""

    def name(self) -> str:
        return "action_choose"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if offered(tracker) and (heard.choice == "yes" or heard.intent == "affirm"):
            return take_up_need(dispatcher, tracker)
        if offered(tracker) and (heard.choice == "no" or heard.intent == "deny"):
            return decline(dispatcher, tracker, heard)
        if heard.intent == "deny" and nothing_else(tracker):
            speak(dispatcher, texts.bubble("that_is_all", heard.message_id))
            return []
        for answer in (self.answer_about_data, self.answer_pending):
            if (events := await answer(dispatcher, tracker, heard)) is not None:
                return events
        if heard.choice is None and (changed := await self.change_application(dispatcher, tracker, heard)):
            return changed
        if tracker.get_slot("tech_asked") and metadata_of(tracker).get("expects") == "confirm":
            if heard.intent == "deny":
                return await self.unsolved(dispatcher, tracker, heard)
            speak(dispatcher, texts.bubble("tech_solved", heard.message_id))
            return [SlotSet("tech_asked", None)]
        for answer in (self._agreed_to_what_was_shown, self._chosen_by_its_remedy):
            if (events := await answer(dispatcher, tracker, heard)) is not None:
                return events
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

    async def _agreed_to_what_was_shown(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """「对」 to 「您说的是这个花瓶吗」 means that order; to several matters it does not say which."""
        asked = metadata_of(tracker).get("expects")
        if heard.intent != "affirm" or heard.choice or asked not in ("clarify", "order_id"):
            return None
        said = await self.dialogue.last_said(conversation_of(tracker))
        offer = next((bubble for bubble in said if bubble.get("choices")), None)
        if offer is None:
            return None
        if asked == "order_id" and len(offer["choices"]) == 1:
            orders = await self.dialogue.orders_of(await self.subject(tracker))
            shown = [order for order in orders if f"order:{order.order_id}" == offer["choices"][0]["value"]]
            if shown:
                speak(dispatcher, mentions.about_order(shown[0], heard.message_id))
                return [SlotSet("order_id", shown[0].order_id)]
        speak(dispatcher, offer | {"text": texts.say("which_of_these", heard.message_id)})
        return []

    async def _chosen_by_its_remedy(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """「那给我补发一个」 to the one request that was offered begins it, with that remedy."""
        if heard.choice or not heard.values("remedy"):
            return None
        return await self.begin_offered(dispatcher, tracker, heard)


class Clarify(TicketAction):
    """Offers the best readings; the chosen one goes on with what the message already said."""

    def name(self) -> str:
        return "action_clarify"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if words.goes_on(heard.text) and (done := await self.take_up(dispatcher, tracker, heard)):
            return done
        if changed := await self.change_application(dispatcher, tracker, heard):
            return changed
        failures = int(tracker.get_slot("unclear_count") or 0) + 1
        if failures > smalltalk.MAX_UNCLEAR:
            speak(dispatcher, texts.bubble("three_tries", heard.message_id) | smalltalk.handover("unclear"))
            return [SlotSet("unclear_count", None), SlotSet("unclear_words", None)]
        subject = await self.subject(tracker)
        orders = await self.dialogue.orders_of(subject) if subject.consent else []
        about = mentions.unsure_about_hers(heard, orders, self.dialogue.clock.now())
        speak(dispatcher, about or smalltalk.clarification(heard, again=failures > 1))
        return [SlotSet("unclear_words", heard.text or None), SlotSet("unclear_count", failures)]


class HandOver(TalkAction):
    """A person is wanted, or the matter is one for people; an open form keeps everything for them."""

    def name(self) -> str:
        return "action_hand_over"

    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        if heard.intent != "complain" or smalltalk.is_unsolved(heard.text):
            return self.hand_over(dispatcher, tracker, heard)
        if smalltalk.is_bare_complaint(heard.text) and not tracker.get_slot("request"):
            return begin(
                dispatcher, tracker, Matter.COMPLAINT, heard
            )  # what about, before it becomes a ticket
        ticket = await self.open_for_people(tracker, matters.of_complaint(heard.text))
        now, policy = self.dialogue.clock.now(), self.dialogue.policy
        speak(dispatcher, *matters.complaint_bubbles(ticket, heard.message_id, now, policy))
        return kept_for_people(tracker, heard)


class HandedBack(DeskAction):
    """A person gave the conversation back: the bot goes on with the form, or asks what else there is."""

    def name(self) -> str:
        return "action_handed_back"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        seed = heard_in(tracker).message_id
        if not tracker.get_slot("request"):
            speak(dispatcher, needs.what_else(tracker.get_slot("needs"), seed))
            return []
        speak(dispatcher, texts.bubble("handed_back", seed))
        running = bool(tracker.active_loop.get("name"))
        return [SlotSet("read_message", seed)] + ([] if running else [FollowupAction(FORM)])


def nothing_else(tracker: Tracker) -> bool:
    """Whether she was just asked what else there is."""
    asked = metadata_of(tracker).get("expects") == "anything_else"
    return asked and not tracker.get_slot("request")


def offered(tracker: Tracker) -> bool:
    """Whether a waiting need was just offered to her."""
    return nothing_else(tracker) and bool(needs.waiting(tracker.get_slot("needs")))


def take_up_need(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """The need that was offered is heard again, as if she had just said it."""
    first, *others = needs.waiting(tracker.get_slot("needs"))
    speak(dispatcher, needs.said_again(first["text"]))
    return [SlotSet("needs", others or None)]


def decline(dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
    """She lets the offered need be; the next one is offered."""
    _, *others = needs.waiting(tracker.get_slot("needs"))
    speak(dispatcher, texts.bubble("need_dropped", heard.message_id))
    if following := needs.offer(others, heard.message_id):
        speak(dispatcher, following)
    return [SlotSet("needs", others or None)]
