"""The one form for every kind of request."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import FORM, DeskAction, Events, begin, conversation_of, heard_in, metadata_of, speak
from actions.instead import InsteadAction, reset
from actions.tickets import went_on
from aftersales.dialogue import ending, instead, matters, mentions, needs, smalltalk, texts, ticket_talk
from aftersales.dialogue.alarm import alarm
from aftersales.dialogue.asking import ask
from aftersales.dialogue.case import Case
from aftersales.dialogue.claim_form import advance, opening
from aftersales.dialogue.facts import photos_of
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.opening import slots_of_request
from aftersales.dialogue.requests import Matter, remedy_of_request
from aftersales.dialogue.texts import Bubble
from aftersales.policy.names import Remedy
from aftersales.tickets.lifecycle import TransitionRefused
from aftersales.tickets.model import SHOPPER
from aftersales.tickets.money import PaysTooMuch
from aftersales.tickets.resting import Sent
from aftersales.tickets.service import OpenTicketExists

LISTEN = "action_listen"
HANDOVER = {"effects": {"handover": {"reason": "asked"}}}


class OpenRequest(InsteadAction):
    """A request begins: what the first message already said fills its slots."""

    def name(self) -> str:
        return "action_open_request"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        if smalltalk.wants_visit(heard) and not heard.values("defect") and alarm(heard) is None:
            return reset() + begin(dispatcher, tracker, Matter.VISIT, heard)
        if smalltalk.paid_twice(heard):
            speak(dispatcher, smalltalk.about_paying_twice(heard))
            return [*reset(), SlotSet("quiet", heard.message_id), FollowupAction(LISTEN)]
        if changed := await self.change_application(dispatcher, tracker, heard):
            return [*reset(), *changed, FollowupAction(LISTEN)]
        if mentions.tells_no_matter(heard) and (
            asked := await self._which_matter(dispatcher, tracker, heard)
        ):
            return [*reset(), *asked, FollowupAction(LISTEN)]
        slots = slots_of_request(heard, tracker.slots)
        if ringing := alarm(heard):
            speak(dispatcher, *await self.ring(tracker, ringing))
            slots["quiet"] = heard.message_id
        else:
            speak(dispatcher, opening(slots["request"], heard.message_id, slots["order_words"]))
            slots |= self._besides(dispatcher, tracker, heard)
        return reset() + [SlotSet(slot, value) for slot, value in slots.items()]

    async def _which_matter(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """What is the matter with these goods of hers, instead of a guess; None when they are not hers."""
        subject = await self.subject(tracker)
        orders = await self.dialogue.orders_of(subject) if subject.consent else []
        about = mentions.unsure_about_hers(heard, orders, self.dialogue.clock.now())
        if about is None or alarm(heard) is not None:
            return None
        speak(dispatcher, about)
        return [SlotSet("unclear_words", heard.text), SlotSet("product", heard.first("product"))]

    @staticmethod
    def _besides(dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> dict[str, Any]:
        """The wish for a person, and what she needs besides."""
        slots: dict[str, Any] = {}
        waiting = needs.without(tracker.get_slot("needs"), heard.intent)
        if waiting is not None:
            slots["needs"] = waiting
        if later := needs.kept_for_later(heard):
            slots["needs"] = needs.remembered(slots.get("needs", tracker.get_slot("needs")), later)
            speak(dispatcher, needs.noted(later, heard.message_id))
        if heard.wants_human:
            speak(dispatcher, texts.bubble("human_coming", heard.message_id) | HANDOVER)
            slots["quiet"] = heard.message_id
        elif now := needs.answered_now(heard):
            speak(dispatcher, needs.said_again(now.text))
            slots["quiet"] = heard.message_id
        return slots


class ValidateClaimForm(DeskAction):
    """Reads the message against the open question and decides what is asked next."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        case = await self.case(tracker)
        read_before = tracker.get_slot("read_message") == heard.message_id
        step = advance(case, None if read_before else heard)
        changes = step.changes | {"read_message": heard.message_id}
        if step.digression:
            # The rules answer it; marked as read, so that coming back only asks the question again.
            return [*(SlotSet(slot, value) for slot, value in changes.items()), ActionExecutionRejected(FORM)]
        if step.alarm is not None:
            speak(dispatcher, *await self.ring(tracker, step.alarm))
        if "consent" in changes:
            await self.dialogue.record_consent(conversation_of(tracker), bool(changes["consent"]))
        speak(dispatcher, *step.say)
        if not read_before and (now := needs.answered_now(heard)):
            speak(dispatcher, needs.said_again(now.text))
            changes["quiet"] = heard.message_id
        changes["again"] = step.again
        return [SlotSet(slot, value) for slot, value in changes.items()] + [
            SlotSet("requested_slot", step.next_slot)
        ]


class AskSlot(DeskAction):
    """Asks for one slot; there is one instance per slot of the form."""

    def __init__(self, dialogue: Any, slot: str) -> None:
        super().__init__(dialogue)
        self._slot = slot

    def name(self) -> str:
        return f"action_ask_{FORM}_{self._slot}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        if tracker.get_slot("quiet") == heard_in(tracker).message_id:
            return []
        case = await self.case(tracker)
        speak(dispatcher, ask(self._slot, case, again=bool(tracker.get_slot("again"))))
        return [SlotSet("again", None)]


class SettleClaim(InsteadAction):
    """The form is finished: a ticket, a refusal with its alternatives, or another request."""

    def name(self) -> str:
        return "action_settle_claim"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        case = await self.case(tracker)
        exit_ = tracker.get_slot("exit")
        if exit_ == "switched":
            slots = ending.switched(case)
            speak(dispatcher, opening(slots["request"], case.seed))
            return [*reset(), *(SlotSet(slot, value) for slot, value in slots.items()), FollowupAction(FORM)]
        if exit_ == "duplicate" and (changed := await self._instead(dispatcher, case, tracker)):
            return [*reset(), *changed]
        speak(dispatcher, *await self._ending(case, exit_, tracker))
        return reset()

    async def _instead(self, dispatcher: CollectingDispatcher, case: Case, tracker: Tracker) -> Events | None:
        """An application runs for these goods, and she wants another remedy than it has."""
        remedy = case.get("remedy") or remedy_of_request(case.request)
        hers = await self.hers(tracker)
        ticket = next((ticket for ticket in hers.tickets if ticket.number == case.duplicate), None)
        if ticket is None or remedy is None or not instead.differs(ticket, Remedy(remedy)):
            return None
        changed = self.offer_instead(dispatcher, ticket, Remedy(remedy), hers.orders, heard_in(tracker))
        speak(dispatcher, ending.CLOSED)
        return changed

    async def _ending(self, case: Case, exit_: str | None, tracker: Tracker) -> list[Bubble]:
        conversation, number = conversation_of(tracker), int(metadata_of(tracker)["case"])
        if exit_ == "confirmed" and isinstance(case.request, Matter):
            return await self._for_people(case, tracker)
        if exit_ == "confirmed":
            try:
                ticket = await self.dialogue.open_ticket(case, conversation, number)
            except OpenTicketExists as error:
                return ending.duplicate(case, error.ticket)
            except PaysTooMuch:
                return ending.paid_already(case)
            except TransitionRefused:
                return await self._gone_too_far(case, tracker)
            return ending.ticket_opened(case, ticket)
        if exit_ == "resumed" and case.resting is not None:
            sent = Sent(photos=photos_of(case))
            told = await went_on(self.dialogue, case.resting, sent, list(case.orders), case.seed)
            return ending.ticket_told(case, [told])
        if exit_ == "disputed":
            ticket = await self.dialogue.open_dispute(case, conversation, number)
            return ending.closing(matters.dispute_bubbles(ticket, case))
        if exit_ == "duplicate" and case.duplicate:
            return await self._runs_already(case, tracker)
        return ending.ended(case, exit_)

    async def _runs_already(self, case: Case, tracker: Tracker) -> list[Bubble]:
        """The photos she sent for a second application belong to the one that runs."""
        ticket = await self.dialogue.ticket_numbered(await self.subject(tracker), str(case.duplicate))
        if ticket is None:
            return []
        photos = photos_of(case)
        if not photos:
            return ending.duplicate(case, ticket)
        key = heard_in(tracker).message_id
        ticket = await self.dialogue.tickets.supplement(ticket.id, "", photos, SHOPPER, key=key)
        return [ticket_talk.supplement_noted(ticket, key), *ending.duplicate(case, ticket)]

    async def _gone_too_far(self, case: Case, tracker: Tracker) -> list[Bubble]:
        """What the new application should have taken the place of went on meanwhile."""
        hers = await self.hers(tracker)
        old = next(ticket for ticket in hers.tickets if ticket.number == case.get("replaces"))
        return ending.closing([instead.too_late(old, hers.orders, case.spec.name, case.seed)])

    async def _for_people(self, case: Case, tracker: Tracker) -> list[Bubble]:
        if case.request is Matter.COMPLAINT:
            concern = matters.of_complaint(str(case.get("description") or case.get("order_words") or ""))
            ticket = await self.open_for_people(tracker, concern)
            told = matters.complaint_bubbles(ticket, case.seed, case.now, case.policy)
            return ending.closing(told)
        ticket = await self.open_for_people(tracker, matters.of_visit(case))
        return ending.ticket_told(case, matters.visit_bubbles(ticket, case))
