"""Where the assistant is unsure, somebody else is asked.

Parsing is synchronous and runs on the event loop, so the component only notes whom to ask what; the channel
awaits the answer (:func:`parse_with_second_opinion`) before the dialogue goes on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.better.endpoint import Endpoint
from assistant.nlu.better.interface import Advice, Adviser
from assistant.nlu.better.masking import Masked, mask
from assistant.nlu.prepared import is_command, prepared
from assistant.nlu.readings import put_first
from assistant.understanding import FALLBACK

_ROOT = Path(__file__).resolve().parents[3]
_INQUIRY = "inquiry"
_LEARNT = "learnt.json"
# A yes releases money and goods: it has to be plain enough for the assistant itself.
_NEVER_ADVISED = frozenset({"affirm"})
# Questions that are answered with what nobody outside needs to see, or before she agreed to anything.
_PRIVATE_ANSWERS = frozenset(
    {"consent", "order_id", "phone_tail", "phone", "name", "address", "account", "waybill"}
)


@dataclass(frozen=True)
class Inquiry:
    """A question that waits to be asked; ``confidence`` is what an answer counts."""

    adviser: Adviser
    message: Masked
    open_question: str | None
    confidence: float


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SecondOpinion(GraphComponent):
    """Notes an inquiry for messages read with less confidence than ``unsure_below``.

    Learns the labels that may be advised and packs the guideline. Stands behind the classifiers.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        adviser: Adviser | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._adviser = adviser

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``url`` (base address) and ``model`` have no default; the key is read from the environment variable
        ``key_variable``. ``confidence``: what advice counts. ``parameters`` go into each request as they are.
        """
        return {
            "url": "",
            "model": "",
            "key_variable": "AFTERSALES_ENDPOINT_KEY",
            "unsure_below": 0.5,
            "confidence": 0.8,
            "timeout_s": 2.0,
            "per_minute": 30,
            "per_day": 2000,
            "parameters": {"temperature": 0, "max_tokens": 200},
            "guideline": "docs/intents.md",
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The guideline: Rasa's cache sees only its name."""
        return hashlib.sha256(_guideline({**cls.get_default_config(), **config}).encode()).hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SecondOpinion:
        """Made by the graph for training. Raises ``EndpointMisconfigured``."""
        Endpoint(config, "", ())
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SecondOpinion:
        """Made by the graph for parsing. Raises ``EndpointMisconfigured``."""
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((folder / _LEARNT).read_text(encoding="utf-8"))
        return cls(config, model_storage, resource, Endpoint(config, learnt["guideline"], learnt["labels"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Keep the labels of the examples and the guideline that explains them."""
        labels = {example.get_full_intent() for example in training_data.intent_examples}
        learnt = {"labels": sorted(labels - _NEVER_ADVISED), "guideline": _guideline(self._config)}
        with self._model_storage.write_to(self._resource) as folder:
            (folder / _LEARNT).write_text(json.dumps(learnt, ensure_ascii=False), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add an inquiry to each message that needs one."""
        for message in messages:
            open_question = (message.get(METADATA) or {}).get("expects")
            if self._adviser and self._is_unsure(message) and open_question not in _PRIVATE_ANSWERS:
                masked = mask(message.get(TEXT), message.get(ENTITIES) or ())
                inquiry = Inquiry(self._adviser, masked, open_question, float(self._config["confidence"]))
                message.set(_INQUIRY, inquiry, add_to_output=True)
        return messages

    def _is_unsure(self, message: Message) -> bool:
        """Needs were told apart because each is sure; without words there is nothing to ask about."""
        if is_command(message) or message.get("needs") or not prepared(message).words:
            return False
        ranking = message.get(INTENT_RANKING_KEY) or [{"confidence": 0.0}]
        return float(ranking[0]["confidence"]) < float(self._config["unsure_below"])


async def parse_with_second_opinion(processor: MessageProcessor, message: UserMessage) -> dict[str, Any]:
    """What Rasa's parse says of ``message``, corrected where the component was unsure and advice came."""
    parse: dict[str, Any] = await processor.parse_message(message)
    inquiry = parse.pop(_INQUIRY, None)
    if inquiry is not None:
        advice = await inquiry.adviser.ask(inquiry.message, inquiry.open_question)
        if advice is not None:
            parse.update(_advised(parse, advice, inquiry.confidence))
    return parse


def _advised(parse: dict[str, Any], advice: Advice, confidence: float) -> dict[str, Any]:
    intent, _, topic = advice.label.partition("/")
    own = [reading for reading in parse.get(INTENT_RANKING_KEY) or () if reading["name"] != FALLBACK]
    ranking = put_first(own, intent, confidence)
    entities = list(parse[ENTITIES])
    for entity in advice.entities:
        if all(entity["end"] <= other["start"] or other["end"] <= entity["start"] for other in entities):
            entities.append({**entity, "extractor": SecondOpinion.__name__})
    return {
        INTENT: ranking[0],
        INTENT_RANKING_KEY: ranking,
        "topic": topic or None,
        ENTITIES: sorted(entities, key=lambda entity: int(entity["start"])),
    }


def _guideline(config: dict[str, Any]) -> str:
    return (_ROOT / config["guideline"]).read_text(encoding="utf-8")
