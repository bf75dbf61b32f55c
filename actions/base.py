"""What all actions share: the product behind them and the shopper's message in front of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from aftersales.dialogue import faq, matters, mentions, needs, parcels, smalltalk
from aftersales.dialogue.alarm import Alarm, alarm
from aftersales.dialogue.case import Case
from aftersales.dialogue.claim_form import opening
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.matters import Concern
from aftersales.dialogue.opening import matter_beside, slots_of_request
from aftersales.dialogue.requests import Matter
from aftersales.dialogue.service import DialogueService, Subject
from aftersales.dialogue.texts import Bubble
from aftersales.orders.model import Order
from aftersales.policy.names import Remedy, Request
from aftersales.tickets.model import Ticket

Events = list[dict[str, Any]]

FORM = "claim_form"
A_MENTION = 12
"""Characters that name goods at most; more tell what is the matter with them."""


class DeskAction(Action):
    """An action with the product behind it."""

    def __init__(self, dialogue: DialogueService) -> None:
        self.dialogue = dialogue

    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events: ...

    async def case(self, tracker: Tracker) -> Case:
        return await self.dialogue.case(conversation_of(tracker), tracker.slots, heard_in(tracker))

    async def subject(self, tracker: Tracker) -> Subject:
        return await self.dialogue.subject(conversation_of(tracker))

    async def open_for_people(self, tracker: Tracker, concern: Concern) -> Ticket:
        case = await self.case(tracker) if tracker.get_slot("request") else None
        if case is not None and isinstance(case.request, Request):
            concern = replace(concern, description=f"{concern.description}（正在办理：{case.spec.name}）")
        return await self.dialogue.open_for_people(
            concern, case, conversation_of(tracker), int(metadata_of(tracker)["case"])
        )

    async def ring(self, tracker: Tracker, ringing: Alarm) -> list[Bubble]:
        """The supervisor's ticket, and what she must know at once."""
        heard = heard_in(tracker)
        ticket = await self.open_for_people(tracker, matters.of_alarm(ringing, heard.text))
        return matters.alarm_bubbles(
            ringing, ticket, heard.message_id, self.dialogue.clock.now(), self.dialogue.policy
        )


class TalkAction(DeskAction):
    """An answer outside the form's questions: danger goes first, and no further need is lost."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        heard = heard_in(tracker)
        if ringing := alarm(heard):
            speak(dispatcher, *await self.ring(tracker, ringing))
            return [SlotSet("quiet", heard.message_id)]
        if smalltalk.wants_visit(heard) and not tracker.get_slot("request"):
            return begin(dispatcher, tracker, Matter.VISIT, heard)
        if heard.intent != "complain" and smalltalk.sends_for_people(heard):
            return self.hand_over(dispatcher, tracker, heard)
        if ground := await self._ground(tracker, heard):
            speak(dispatcher, {"text": ground})
            return []
        if (whole := await self._whole_question(tracker, heard)) is not None:
            speak(dispatcher, needs.said_again(whole))
            return []
        events = await self.respond(dispatcher, tracker, heard)
        return events + self._further_needs(dispatcher, tracker, heard)

    async def _ground(self, tracker: Tracker, heard: Heard) -> str | None:
        """The clause behind the answer she just got, when she asks for it, however that was read."""
        why = not tracker.get_slot("request") and faq.asks_why(heard.text)
        if heard.choice is not None or not (why or faq.asks_for_rule(heard.text)):
            return None
        asked = await self.dialogue.asked_before(conversation_of(tracker))
        return faq.rule_behind(asked[0], self.dialogue.policy, asked[1]) if asked else None

    async def _whole_question(self, tracker: Tracker, heard: Heard) -> str | None:
        if tracker.get_slot("request") or faq.goes_on(heard, "") is None:
            return None
        asked = await self.dialogue.asked_before(conversation_of(tracker))
        return faq.goes_on(heard, asked[1]) if asked else None

    async def begin_offered(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard, remedy: Remedy | None = None
    ) -> Events | None:
        """The one request that was just offered begins, with a `remedy` that it has; None for several."""
        if metadata_of(tracker).get("expects") != "clarify":
            return None
        said = await self.dialogue.last_said(conversation_of(tracker))
        offered = [one for bubble in said for one in mentions.requests_offered(bubble)]
        if len(offered) != 1:
            return None
        intent, order_id = offered[0]
        if remedy is Remedy.URGE_COURIER and intent != "report_delivery_delay":
            return None
        about = {**tracker.slots, "order_id": order_id}
        slots = slots_of_request(replace(heard, intent=intent), about)
        slots |= {"remedy": remedy.value} if remedy else {}
        speak(dispatcher, opening(slots["request"], heard.message_id, slots["order_words"]))
        return [*(SlotSet(slot, value) for slot, value in slots.items()), FollowupAction(FORM)]

    @abstractmethod
    async def respond(self, dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events: ...

    def show_parcels(
        self, dispatcher: CollectingDispatcher, heard: Heard, orders: Sequence[Order], case: Case | None
    ) -> Events:
        """Where a parcel is; the goods of the one shown are meant by what she says next (「不要了」)."""
        now, policy = self.dialogue.clock.now(), self.dialogue.policy
        found = parcels.meant(heard, orders, now, case.order if case else None)
        speak(dispatcher, *parcels.told(found, now, policy, heard.message_id))
        one = found.one if case is None else None
        return [SlotSet("product", one.lines[0].name)] if one else []

    @staticmethod
    def hand_over(dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """A person is wanted; what else she said is kept for them."""
        speak(dispatcher, smalltalk.for_people(heard))
        return kept_for_people(tracker, heard)

    @staticmethod
    def _further_needs(dispatcher: CollectingDispatcher, tracker: Tracker, heard: Heard) -> Events:
        """The next need is heard again at once unless a form waits for its own answer."""
        if not heard.further:
            return []
        later = list(heard.further)
        in_form = bool(tracker.active_loop.get("name"))
        now = needs.answered_now(heard) if in_form else later[0]
        events: Events = []
        if now is not None:
            later.remove(now)
            speak(dispatcher, needs.said_again(needs.with_goods(now, heard)))
            events.append(SlotSet("quiet", heard.message_id))
        if later:
            events.append(SlotSet("needs", needs.remembered(tracker.get_slot("needs"), later)))
        return events


def kept_for_people(tracker: Tracker, heard: Heard) -> Events:
    """What she said besides, unless a form keeps more of it already; the bot falls silent."""
    matter = {} if tracker.get_slot("request") else matter_beside(heard)
    return [SlotSet(slot, value) for slot, value in (matter | {"quiet": heard.message_id}).items()]


def begin(dispatcher: CollectingDispatcher, tracker: Tracker, matter: Matter, heard: Heard) -> Events:
    """A matter for people begins: its questions are asked by the form."""
    speak(dispatcher, opening(matter, heard.message_id))
    before = str(tracker.get_slot("unclear_words") or "") if matter is Matter.VISIT else ""
    slots: dict[str, Any] = {
        "request": matter.value,
        "order_words": "，".join(filter(None, (before, heard.text))),
        "description": before if len(before) > A_MENTION else None,
        "unclear_words": None,
        "product": heard.first("product") or tracker.get_slot("product"),
        "answered": [],
        "tries": 0,
        "read_message": heard.message_id,
    }
    return [*(SlotSet(slot, value) for slot, value in slots.items()), FollowupAction(FORM)]


def heard_in(tracker: Tracker) -> Heard:
    return Heard.from_message(tracker.latest_message)


def metadata_of(tracker: Tracker) -> dict[str, Any]:
    """What the service sent along; only the private channel can set it."""
    metadata: dict[str, Any] = tracker.latest_message.get("metadata") or {}
    return metadata


def conversation_of(tracker: Tracker) -> str:
    return str(metadata_of(tracker)["conversation_id"])


def speak(dispatcher: CollectingDispatcher, *bubbles: dict[str, Any]) -> None:
    for bubble in bubbles:
        dispatcher.utter_message(json_message=bubble)
