"""Which intent, and which topic of it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_RANKING_KEY,
    RESPONSE_IDENTIFIER_DELIMITER,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.better.encoder import EncoderMissing, OnnxEncoder, find_source
from assistant.nlu.better.interface import SentenceEncoder
from assistant.nlu.linear_model import LinearModel
from assistant.nlu.matter import (
    beside_the_thanks,
    beside_the_wish,
    is_matter,
    only_gives_a_number,
    only_names_goods,
)
from assistant.nlu.needs import Need, find_needs, surest_case
from assistant.nlu.prepared import Prepared, is_command, prepare, prepared
from assistant.nlu.word_vectors import LEARNT, WordVectors

_ONLY_DATA = "inform"
_REPORT_OF = {
    "damaged": "report_damaged_parcel",
    "wrong_item": "report_wrong_item",
    "missing": "report_missing_item",
}
_WISHES = frozenset({"request_compensation", "request_refund", "request_exchange"})
_HEARD_TOO = 0.1
_CLEAR, _SAY_OF_A_CLAUSE = 0.6, 0.5
"""Chosen on one half of real messages: half a point there, a third on the other."""
_MANNERS = frozenset({"thank", "apologize", "greet", "goodbye"})
_TELLING = frozenset({"defect", "reason", "remedy"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent):
    """Ranks all intents.

    ``faq/<topic>`` is learnt whole and told apart: ``intent.name`` is ``faq``, its confidence the sum over
    the topics, and the best topic is the attribute ``topic``. Where a message has several ``needs``
    (``[{intent, text}…]``, else it is empty), the intent is that of the first.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``regularisation``: scikit-learn's ``C``; ``least_messages`` a feature must occur in;
        ``temperature``: above 1 less sure; ``ranking_length``: readings the tracker has to carry;
        ``word_vectors_weight``: what the sense of the words counts beside all other features, 0 for
        nothing; ``encoder…``: a sentence encoder in their place, its graph, pooling and weight
        (docs/better-models.md).
        """
        return {
            "regularisation": 30.0,
            "least_messages": 2,
            "temperature": 1.5,
            "ranking_length": 10,
            "word_vectors_weight": 0.4,
            "encoder": None,
            "encoder_file": "onnx/model.onnx",
            "encoder_pooling": "cls",
            "encoder_weight": 1.0,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The encoder's files: Rasa's cache sees only where they lie."""
        settings = {**cls.get_default_config(), **config}
        if not settings["encoder"]:
            return hashlib.sha256(LEARNT.read_bytes()).hexdigest()
        try:
            return find_source(settings).fingerprint()
        except EncoderMissing:
            return None  # the training says so next, and its reason is not buried in Rasa's

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Made by the graph for training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Made by the graph for parsing."""
        with model_storage.read_from(resource) as folder:
            model = LinearModel.load(folder)
        model.probabilities("你好")  # loads the dictionaries of words and sounds before the first shopper
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples with an intent, and keep the model, its encoder included.

        Raises ``EncoderMissing`` if an encoder is set and cannot be had.
        """
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [prepare(example.get(TEXT)).words for example in examples]
        labels = [example.get_full_intent() for example in examples]
        encoder, weight = _encoder(self._config)
        self._model = LinearModel.fit(
            texts,
            labels,
            float(self._config["regularisation"]),
            int(self._config["least_messages"]),
            float(self._config["temperature"]),
            encoder,
            weight,
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``intent``, ``intent_ranking``, ``topic`` and ``needs`` of each message."""
        for message in messages:
            if is_command(message):
                # Rasa reads the command's own intent last; until then the fallback must find a sure one.
                message.set(INTENT, {"name": None, "confidence": 1.0}, add_to_output=True)
            else:
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        goods = [
            (int(one["start"]), str(one["value"]))
            for one in message.get(ENTITIES) or ()
            if one["entity"] == "product"
        ]
        raw, read = message.get(TEXT) or "", cache(self._read)
        needs = find_needs(raw, read, goods)
        labels = read(needs[0].text) if needs else _by_the_surest(self._labels(message), raw, read)
        intents: dict[str, float] = defaultdict(float)
        for label, probability in labels.items():
            intents[_split(label)[0]] += probability
        best = sorted(intents.items(), key=lambda reading: -reading[1])[: int(self._config["ranking_length"])]
        ranking = [{"name": name, "confidence": confidence} for name, confidence in best]
        message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set("topic", _topic(labels, best[0][0]) if best else None, add_to_output=True)
        message.set("needs", [_as_told(need) for need in needs], add_to_output=True)

    def _read(self, raw: str) -> Mapping[str, float]:
        return self._probabilities(prepare(raw))

    def _labels(self, message: Message) -> Mapping[str, float]:
        """The matter beats the wish for a person and the thanks; goods or a number without a word on what is
        wrong are data.
        """
        read = prepared(message)
        if only_names_goods(message.get(TEXT) or "", message.get(ENTITIES) or ()) or (
            read.identifiers and only_gives_a_number(read.words)
        ):
            return {_ONLY_DATA: 1.0}
        for rest in (beside_the_wish(read.words), beside_the_thanks(read.words)):
            if rest is not None:
                about_the_rest = self._probabilities(replace(read, words=rest))
                if about_the_rest and is_matter(
                    _split(max(about_the_rest, key=about_the_rest.__getitem__))[0]
                ):
                    return about_the_rest
        entities = message.get(ENTITIES) or ()
        return _beside_manners(_for_the_fault(self._probabilities(read), entities), entities)

    def _probabilities(self, read: Prepared) -> Mapping[str, float]:
        """Nothing but numbers is ``inform`` for certain; nothing at all is no intent."""
        if not read.words:
            return {_ONLY_DATA: 1.0} if read.identifiers else {}
        return self._model.probabilities(read.words) if self._model else {}


def _encoder(config: Mapping[str, Any]) -> tuple[SentenceEncoder | None, float]:
    """What tells the sense of a text, and its weight beside the features."""
    if config["encoder"]:
        return OnnxEncoder(find_source(config)), float(config["encoder_weight"])
    weight = float(config["word_vectors_weight"])
    return WordVectors(LEARNT) if weight else None, weight


def _by_the_surest(
    labels: Mapping[str, float], raw: str, read: Callable[[str], Mapping[str, float]]
) -> Mapping[str, float]:
    """A story that is unclear as a whole is about what one clause of it says for certain
    (「朋友送的平板，打不开机，我这儿没有订单」).
    """
    if not labels or max(labels.values()) >= _CLEAR or (surest := surest_case(raw, read)) is None:
        return labels
    shares = ((labels, 1 - _SAY_OF_A_CLAUSE), (surest, _SAY_OF_A_CLAUSE))
    return {
        label: sum(share * some.get(label, 0.0) for some, share in shares) for label in {*labels, *surest}
    }


def _for_the_fault(labels: Mapping[str, float], entities: Iterable[Mapping[str, Any]]) -> Mapping[str, float]:
    """Who names a fault and wants it cheaper does not shop (「有划痕，能便宜点吗」); what broke, is wrong or
    missing beats what she wants for it (「花瓶碎了，赔我三倍」, docs/intents.md).
    """
    told = {(entity["entity"], entity["value"]) for entity in entities}
    causes = [report for kind, report in _REPORT_OF.items() if ("reason", kind) in told]
    wants = bool(labels) and max(labels, key=labels.__getitem__) in _WISHES
    if wants and any(labels.get(report, 0) >= _HEARD_TOO for report in causes):
        return _without(labels, _WISHES)
    faulty = any(kind == "defect" for kind, _ in told)
    if not faulty or ("remedy", "price_reduction") not in told or "ask_presale" not in labels:
        return labels
    return _without(labels, frozenset({"ask_presale"}))


def _without(labels: Mapping[str, float], unfit: frozenset[str]) -> Mapping[str, float]:
    """The probabilities of the others, summing to 1."""
    rest = {label: probability for label, probability in labels.items() if label not in unfit}
    total = sum(rest.values())
    return {label: probability / total for label, probability in rest.items()}


def _beside_manners(
    labels: Mapping[str, float], entities: Iterable[Mapping[str, Any]]
) -> Mapping[str, float]:
    """Who names a fault or a remedy does not only apologise (「订单号发错了不好意思 …花瓶裂了」)."""
    told = any(entity["entity"] in _TELLING for entity in entities)
    if not told or not labels or max(labels, key=labels.__getitem__) not in _MANNERS:
        return labels
    return _without(labels, _MANNERS)


def _as_told(need: Need) -> dict[str, str]:
    return {"intent": need.intent, "text": need.text}


def _topic(labels: Mapping[str, float], intent: str) -> str | None:
    topics = {label: probability for label, probability in labels.items() if _split(label)[0] == intent}
    return _split(max(topics, key=topics.__getitem__))[1] or None


@lru_cache(maxsize=1000)
def _split(label: str) -> tuple[str, str]:
    intent, _, topic = label.partition(RESPONSE_IDENTIFIER_DELIMITER)
    return intent, topic
