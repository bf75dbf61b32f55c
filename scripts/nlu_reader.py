"""The shop's own understanding without the rest of Rasa: its pipeline, trained in this process."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from rasa.engine.graph import GraphComponent
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.classifier import LinearIntentClassifier
from assistant.nlu.expected import ExpectedAnswer
from assistant.nlu.mood import Mood
from assistant.nlu.normaliser import Normaliser
from assistant.nlu.recogniser import Recogniser
from assistant.understanding import understood
from scripts.nlu_lint import read_examples

_COMPONENTS = (Normaliser, Recogniser, LinearIntentClassifier, ExpectedAnswer, Mood, FallbackClassifier)


class Reader:
    """Parses one message at a time, the components in the order of ``config.yml``."""

    def __init__(self, components: list[GraphComponent]) -> None:
        self._components = components

    @classmethod
    def trained(cls, root: Path) -> Reader:
        """Learnt from ``root/data`` with the settings of ``root/config.yml`` (some 20 s)."""
        settings = {step["name"].split(".")[-1]: step for step in _pipeline(root)}
        examples = [
            Message.build(example.text, example.intent)
            for path in [root / "data/nlu.yml", *sorted((root / "data/nlu").glob("*.yml"))]
            for example in read_examples(path)
        ]
        components = []
        with TemporaryDirectory() as folder:
            storage = LocalModelStorage(Path(folder))
            for component in _COMPONENTS:
                config = {**component.get_default_config(), **settings[component.__name__]}
                resource = Resource(component.__name__)
                made = component.create(config, storage, resource, None)
                if component is LinearIntentClassifier:
                    made.train(TrainingData(examples))
                components.append(made)
        return cls(components)

    def parse(self, text: str, **metadata: Any) -> dict[str, Any]:
        """In the shape of ``/api/nlu/parse``."""
        message = Message({"text": text, "metadata": metadata})
        for component in self._components:
            component.process([message])
        return understood(message.as_dict(only_output_properties=True))


def _pipeline(root: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))["pipeline"])
