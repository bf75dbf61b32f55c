"""The first component: nothing typed is a command, and one spelling for all that follow."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from aftersales.text import defuse_command
from assistant.nlu.identifiers import DEFAULT_ORDER_PATTERN
from assistant.nlu.prepared import attach


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Normaliser(GraphComponent):
    """Keeps the raw text where it is, because entities count in it; the spelling lies beside it.

    Rasa obeys ``/intent{…}`` whoever wrote it. The channel defuses typed text already; this second belt
    honours a leading ``/`` only with ``metadata.trusted_payload``, set for the service's payloads alone.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self._order_pattern = str(config["order_id_pattern"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``order_id_pattern``: the shop's own order numbers, as a regular expression."""
        return {"order_id_pattern": DEFAULT_ORDER_PATTERN}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Normaliser:
        """Made by the graph."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Defuse and prepare each message."""
        for message in messages:
            if not (message.get(METADATA) or {}).get("trusted_payload"):
                message.set(TEXT, defuse_command(message.get(TEXT) or ""))
            attach(message, self._order_pattern)
        return messages
