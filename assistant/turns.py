"""One turn of one conversation: at most once, on the state the service holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from aftersales.text import defuse_command
from assistant.nlu.better.second_opinion import parse_with_second_opinion
from assistant.strict_actions import on_circuit_break
from assistant.understanding import understood

# The service lets one turn of a conversation run at a time, so waiting for the lock is the exception.
_LOCK_POLL_S = 0.05
_PAYLOAD = re.compile(r"\A/(?P<intent>[a-z_]+)(?:\{.*\})?\Z", re.DOTALL)
# A message of photos alone has no words to understand.
_PHOTOS_ONLY = "/inform"


class InvalidTurn(ValueError):
    """The service sent something that is no turn; the message says which field."""


@dataclass(frozen=True)
class Turn:
    """What the service sends for one message; ``payload`` names an intent and is never a shopper's text."""

    sender: str
    message_id: str
    text: str | None
    payload: str | None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    active_loop: str | None = None

    @classmethod
    def from_body(cls, body: object) -> Turn:
        """Read the JSON body of the private channel. Raises :class:`InvalidTurn`."""
        if not isinstance(body, dict):
            raise InvalidTurn("the body must be an object")
        state = _object(body, "state")
        turn = cls(
            sender=_string(body, "sender") or "",
            message_id=_string(body, "message_id") or "",
            text=_string(body, "text"),
            payload=_string(body, "payload"),
            metadata=_object(body, "metadata"),
            slots=_object(state, "slots"),
            active_loop=_string(state, "active_loop"),
        )
        for name in ("sender", "message_id"):
            if not getattr(turn, name):
                raise InvalidTurn(f"{name} is missing")
        if turn.payload is not None and not _PAYLOAD.match(turn.payload):
            raise InvalidTurn("payload must be /intent or /intent{…}")
        if turn.payload is None and not (turn.text or "").strip() and not turn.metadata.get("photos"):
            raise InvalidTurn("text or payload is missing")
        return turn

    def message(self) -> UserMessage:
        """The message as Rasa takes it: only a payload may be read as a command."""
        payload = self.payload or (None if (self.text or "").strip() else _PHOTOS_ONLY)
        message = UserMessage(
            sender_id=self.sender,
            input_channel="aftersales",
            message_id=self.message_id,
            metadata={**self.metadata, "trusted_payload": payload is not None},
        )
        # Set here because the constructor strips the text, and entities count from its first character.
        message.text = payload or defuse_command(self.text or "")
        return message


async def run_turn(agent: Agent, turn: Turn) -> dict[str, Any]:
    """The answer to ``turn``: the stored one if it ran already, else that of a run on ``turn``'s state.

    Returns ``{messages, state: {slots, active_loop}, understood}``. Raises :class:`InvalidTurn` for a payload
    whose intent nobody knows and :class:`~assistant.strict_actions.TurnFailed` if an action failed, which
    leaves nothing behind.

    The tracker begins anew with each turn: what must live is in the state, and Rasa reads every event since
    the begin several times a turn (12 → 110 ms from the first turn to the hundredth).
    """
    domain: Domain = agent.domain
    named = _PAYLOAD.match(turn.payload or "")
    if named and named["intent"] not in domain.intents:
        raise InvalidTurn("payload names an unknown intent")
    agent.processor.on_circuit_break = on_circuit_break
    trackers = agent.tracker_store
    async with agent.lock_store.lock(turn.sender, wait_time_in_seconds=_LOCK_POLL_S):
        tracker = await trackers.retrieve(turn.sender)
        if _last_message_id(tracker) != turn.message_id:
            await trackers.save(rebuilt(turn, domain))
            try:
                message = turn.message()
                message.parse_data = await parse_with_second_opinion(agent.processor, message)
                await agent.processor.handle_message(message)
            except BaseException:  # cancelled, too: half a turn must not pass for an answer
                await trackers.save(rebuilt(turn, domain))
                raise
            tracker = await trackers.retrieve(turn.sender)
    return _answer(tracker)


def rebuilt(turn: Turn, domain: Domain) -> DialogueStateTracker:
    """A tracker that listens in the state of ``turn``, made of the events that the rule policy looks for.

    Slots and loops that the domain no longer has are left out: the state may be older than the model.
    """
    known = {slot.name for slot in domain.slots}
    events: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
    if turn.active_loop in domain.form_names:
        events += [
            ActionExecuted(ACTION_LISTEN_NAME),
            ActionExecuted(turn.active_loop),
            ActiveLoop(turn.active_loop),
        ]
    events += [SlotSet(name, value) for name, value in turn.slots.items() if name in known]
    events.append(ActionExecuted(ACTION_LISTEN_NAME))
    tracker = DialogueStateTracker(turn.sender, domain.slots)
    tracker.update_with_events(events, domain)
    return tracker


def _answer(tracker: DialogueStateTracker) -> dict[str, Any]:
    events = list(tracker.events)
    start = max(index for index, event in enumerate(events) if isinstance(event, UserUttered))
    return {
        "messages": [_bubble(event) for event in events[start:] if isinstance(event, BotUttered)],
        "state": {
            "slots": {
                name: slot.value
                for name, slot in tracker.slots.items()
                if slot.value is not None or slot.initial_value is not None
            },
            "active_loop": tracker.active_loop_name,
        },
        "understood": understood(events[start].parse_data),
    }


def _bubble(event: BotUttered) -> dict[str, Any]:
    """An action's own bubble unchanged; a response of the domain in the same shape."""
    custom = event.data.get("custom")
    if custom:
        return dict(custom)
    bubble: dict[str, Any] = {"text": event.text}
    if event.data.get("buttons"):
        bubble["choices"] = [
            {
                "title": button["title"],
                "value": button.get("value", button["title"]),
                "payload": button["payload"],
            }
            for button in event.data["buttons"]
        ]
    return bubble


def _last_message_id(tracker: DialogueStateTracker | None) -> str | None:
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered):
            message_id: str | None = event.message_id
            return message_id
    return None


def _string(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise InvalidTurn(f"{name} must be a string")
    return value


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise InvalidTurn(f"{name} must be an object")
    return value or {}
