"""Whether the shopper wants a person, how she feels, and what cannot wait."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.lexicon import pattern, read
from assistant.nlu.prepared import is_command, prepared


class Feeling(NamedTuple):
    """``sentiment`` is negative, neutral or positive; ``urgency`` 0 (none) to 3 (danger to people)."""

    wants_human: bool
    sentiment: str
    urgency: int


class _Words(NamedTuple):
    wants_human: re.Pattern[str]
    no_human: re.Pattern[str]
    negative: re.Pattern[str]
    positive: re.Pattern[str]
    urgency: tuple[tuple[int, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    lists = read("mood")
    levels = sorted(lists["urgency"], reverse=True)
    return _Words(
        wants_human=pattern(lists["wants_human"]),
        no_human=pattern(lists["no_human"]),
        negative=pattern(lists["negative"]),
        positive=pattern(lists["positive"]),
        urgency=tuple((level, pattern(lists["urgency"][level])) for level in levels),
    )


def feel(text: str) -> Feeling:
    """Read a normalised text. A thank-you does not make an angry message friendly."""
    words = _words()
    sentiment = (
        "negative"
        if words.negative.search(text)
        else "positive"
        if words.positive.search(text)
        else "neutral"
    )
    return Feeling(
        wants_human=bool(words.wants_human.search(words.no_human.sub("", text))),
        sentiment=sentiment,
        urgency=next((level for level, expression in words.urgency if expression.search(text)), 0),
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Mood(GraphComponent):
    """Adds ``wants_human``, ``sentiment`` and ``urgency`` to the parse."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Mood:
        """Made by the graph, its word lists loaded."""
        _words()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the three attributes to each message."""
        for message in messages:
            if not is_command(message):
                for name, value in feel(prepared(message).normalised.text)._asdict().items():
                    message.set(name, value, add_to_output=True)
        return messages
