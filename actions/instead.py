"""An application changed: words are added; another remedy or number is offered, and begun after her yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.base import FORM, DeskAction, Events, conversation_of, speak
from aftersales.dialogue import instead, texts, ticket_talk, words
from aftersales.dialogue.case import CLAIM_SLOTS
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.ticket_talk import Act, Pending, possible
from aftersales.orders.model import Order
from aftersales.policy.names import Remedy
from aftersales.tickets.model import SHOPPER, Photo, Ticket

NOTHING_PENDING: Events = [SlotSet("pending", None)]


def reset() -> Events:
    return [SlotSet(slot, None) for slot in CLAIM_SLOTS]


@dataclass(frozen=True)
class Hers:
    """Her tickets, newest first, and the orders they are about."""

    tickets: list[Ticket]
    orders: list[Order]


class InsteadAction(DeskAction):
    """An answer that may change what she applied for."""

    async def hers(self, tracker: Tracker) -> Hers:
        subject = await self.subject(tracker)
        return Hers(await self.dialogue.tickets_of(subject), await self.dialogue.orders_of(subject))

    async def change_application(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard
    ) -> Events | None:
        """「还是补发吧」「改成两件」「补充一下」; None when she means another thing, or nothing runs."""
        remedy = instead.wanted(heard)
        if remedy is None and words.other_count(heard.text) is None and not instead.adds(heard):
            return None
        hers = await self.hers(tracker)
        ticket = instead.concerned(heard, hers.tickets, hers.orders)
        if ticket is None or ticket.remedy is None:
            return None
        if instead.adds(heard):
            return await self._add(dispatcher, ticket, heard)
        if pieces := instead.other_number(heard, ticket, hers.orders):
            return self.offer_instead(dispatcher, ticket, remedy or ticket.remedy, hers.orders, heard, pieces)
        if remedy is None:
            return None
        if not instead.differs(ticket, remedy):
            policy = self.dialogue.policy
            speak(dispatcher, instead.as_applied_for(ticket, remedy, hers.orders, policy, heard.message_id))
            return NOTHING_PENDING
        return self.offer_instead(dispatcher, ticket, remedy, hers.orders, heard)

    async def _add(self, dispatcher: CollectingDispatcher, ticket: Ticket, heard: Heard) -> Events:
        photos = [Photo(photo, "goods") for photo in heard.photos]
        ticket = await self.dialogue.tickets.supplement(
            ticket.id, heard.text, photos, SHOPPER, key=heard.message_id
        )
        speak(dispatcher, ticket_talk.supplement_noted(ticket, heard.message_id))
        return NOTHING_PENDING

    def offer_instead(
        self,
        dispatcher: CollectingDispatcher,
        ticket: Ticket,
        remedy: Remedy,
        orders: list[Order],
        heard: Heard,
        pieces: int | None = None,
    ) -> Events:
        policy, seed = self.dialogue.policy, heard.message_id
        speak(dispatcher, instead.offer(ticket, remedy, orders, policy, seed, pieces))
        if not possible(Act.INSTEAD, ticket):
            return NOTHING_PENDING
        waiting = Pending(Act.INSTEAD, ticket.number, heard.text, remedy.value)
        return [SlotSet("pending", waiting.to_slot())]

    def begin_instead(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        ticket: Ticket,
        pending: Pending,
        hers: Hers,
        heard: Heard,
    ) -> Events:
        """The form with what the old application knew; what went too far meanwhile is said to have."""
        remedy = Remedy(pending.remedy)
        if not possible(Act.INSTEAD, ticket):
            return self.offer_instead(dispatcher, ticket, remedy, hers.orders, heard)
        speak(dispatcher, texts.bubble("instead_begun", heard.message_id))
        slots: dict[str, Any] = instead.slots(ticket, remedy, pending.words, conversation_of(tracker))
        slots |= {"read_message": heard.message_id, "pending": None}
        return [*reset(), *(SlotSet(slot, value) for slot, value in slots.items()), FollowupAction(FORM)]
