"""The one form for every kind of request."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActionExecutionRejected, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker
from rasa_sdk.types import DomainDict

from actions.base import DeskAction, Events, conversation_of, heard_in, metadata_of, speak
from aftersales.dialogue import ending, smalltalk, texts
from aftersales.dialogue.asking import ask
from aftersales.dialogue.case import CLAIM_SLOTS
from aftersales.dialogue.claim_form import advance, opening
from aftersales.dialogue.opening import slots_of_request
from aftersales.tickets.service import OpenTicketExists

FORM = "claim_form"
HANDOVER = {"effects": {"handover": {"reason": "asked"}}}


def reset() -> Events:
    return [SlotSet(slot, None) for slot in CLAIM_SLOTS]


class OpenRequest(DeskAction):
    """A request begins: what the first message already said fills its slots."""

    def name(self) -> str:
        return "action_open_request"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        slots = slots_of_request(heard, tracker.slots)
        people = smalltalk.danger(heard)
        if people is None:
            speak(dispatcher, opening(slots["request"], heard.message_id))
            if heard.wants_human:
                people = texts.bubble("human_coming", heard.message_id) | HANDOVER
        if people is not None:
            speak(dispatcher, people)
            slots["quiet"] = heard.message_id
        return reset() + [SlotSet(slot, value) for slot, value in slots.items()]


class ValidateClaimForm(DeskAction):
    """Reads the message against the open question and decides what is asked next."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        case = await self.case(tracker)
        read_before = tracker.get_slot("read_message") == heard.message_id
        step = advance(case, None if read_before else heard)
        if step.digression:
            # The rules answer it; marked as read, so that coming back only asks the question again.
            read = step.changes | {"read_message": heard.message_id}
            return [*(SlotSet(slot, value) for slot, value in read.items()), ActionExecutionRejected(FORM)]
        if "consent" in step.changes:
            await self.dialogue.record_consent(conversation_of(tracker), bool(step.changes["consent"]))
        speak(dispatcher, *step.say)
        changes = step.changes | {"read_message": heard.message_id, "again": step.again}
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


class SettleClaim(DeskAction):
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
        if exit_ == "confirmed":
            try:
                ticket = await self.dialogue.open_ticket(
                    case, conversation_of(tracker), int(metadata_of(tracker)["case"])
                )
                speak(dispatcher, *ending.ticket_opened(case, ticket))
            except OpenTicketExists as error:
                speak(dispatcher, *ending.duplicate(case, error.ticket))
        elif exit_ == "duplicate" and case.duplicate:
            ticket_found = await self.dialogue.ticket_numbered(await self.subject(tracker), case.duplicate)
            if ticket_found is not None:
                speak(dispatcher, *ending.duplicate(case, ticket_found))
        else:
            speak(dispatcher, *ending.ended(case, exit_))
        return reset()
