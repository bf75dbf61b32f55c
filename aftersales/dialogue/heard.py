"""One message of a shopper as Rasa understood it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """`value` is normalised (INTENTS.md); `text` is what she wrote."""

    entity: str
    value: Any
    text: str


@dataclass(frozen=True, slots=True)
class Need:
    """One of several matters in a message, in her words."""

    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Of several needs, `text` and `entities` are those of the first; `further` are the others."""

    message_id: str
    text: str
    intent: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    topic: str | None = None
    choice: str | None = None
    """The value of a tapped choice, such as `remedy:reship`."""
    photos: tuple[str, ...] = ()
    wants_human: bool = False
    further: tuple[Need, ...] = ()

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Heard:
        """From a tracker's `latest_message`."""
        metadata = message.get("metadata") or {}
        entities = tuple(
            Entity(e["entity"], e.get("value"), e.get("text") or str(e.get("value")))
            for e in message.get("entities") or []
        )
        intent = message.get("intent") or {}
        choice = next((str(e.value) for e in entities if e.entity == "choice"), None)
        words = metadata.get("words") or ""
        needs = [Need(n["intent"], n["text"]) for n in message.get("needs") or ()]
        if words and len(needs) > 1:
            words = needs[0].text
            entities = tuple(e for e in entities if e.text in words)
        return cls(
            message_id=message.get("message_id") or "",
            text=words,
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            ranking=tuple((r["name"], float(r["confidence"])) for r in message.get("intent_ranking") or []),
            entities=entities,
            topic=message.get("topic"),
            choice=choice,
            photos=tuple(metadata.get("photos") or ()),
            wants_human=bool(message.get("wants_human")),
            further=tuple(needs[1:]),
        )

    def values(self, entity: str) -> list[Any]:
        return [e.value for e in self.entities if e.entity == entity]

    def first(self, entity: str) -> Any | None:
        return next(iter(self.values(entity)), None)

    def chosen(self, kind: str) -> str | None:
        """The part after `kind:` of a tapped choice."""
        prefix, _, value = (self.choice or "").partition(":")
        return value if prefix == kind and value else None
