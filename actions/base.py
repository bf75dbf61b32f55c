"""What all actions share: the product behind them and the shopper's message in front of them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from aftersales.dialogue.case import Case
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.service import DialogueService, Subject

Events = list[dict[str, Any]]


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
