"""The shop's orders cannot be asked: she is told so once, and nothing she said is lost."""

from __future__ import annotations

import logging

from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions.base import FORM, Events, heard_in, speak
from aftersales.dialogue import texts
from aftersales.orders.command import GatewayUnavailable

log = logging.getLogger(__name__)

_SETTLE = "action_settle_claim"


class WhileTheShopIsAway(Action):
    """An action that may find no answer from the shop; the form stays where it is for her next message."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def name(self) -> str:
        return str(self._action.name())

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        try:
            events: Events = await self._action.run(dispatcher, tracker, domain)
        except GatewayUnavailable as unavailable:
            log.warning("%s: %s", self.name(), unavailable.cause)
            return self._told(dispatcher, tracker)
        return events

    def _told(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        seed = heard_in(tracker).message_id
        dispatcher.messages.clear()
        if tracker.get_slot("quiet") != seed:
            speak(dispatcher, texts.bubble("shop_away", seed) | {"choices": [texts.human_choice()]})
        events: Events = [SlotSet("quiet", seed)]
        if self.name() == _SETTLE:  # confirmed again, once the shop answers
            return [*events, SlotSet("exit", None), SlotSet("confirm", None), FollowupAction(FORM)]
        if asked := tracker.get_slot("requested_slot"):
            events.append(SlotSet("requested_slot", asked))
        return events
