"""The shop's own understanding without the rest of Rasa: its pipeline, trained in this process."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from aftersales.learning.examples import Example, read
from assistant.understanding import understood


class Reader:
    """Parses one message at a time, with the components of a ``config.yml`` in their order."""

    def __init__(self, components: list[GraphComponent]) -> None:
        self._components = components

    @classmethod
    def trained(cls, root: Path) -> Reader:
        """Learnt from ``root/data`` with the settings of ``root/config.yml`` (some 20 s)."""
        return cls.trained_on(read(root / "data"), root / "config.yml")

    @classmethod
    def trained_on(cls, examples: Iterable[Example], config: Path) -> Reader:
        """Learnt from ``examples`` alone."""
        data = TrainingData([Message.build(example.text, example.label) for example in examples])
        pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
        components = []
        with TemporaryDirectory() as folder:
            storage = LocalModelStorage(Path(folder))
            for number, step in enumerate(pipeline):
                component = _component(step["name"])
                resource = Resource(f"{number}_{component.__name__}")
                made = component.create({**component.get_default_config(), **step}, storage, resource, None)
                if hasattr(made, "train"):
                    made.train(data)
                components.append(made)
        return cls(components)

    def parse(self, text: str, **metadata: Any) -> dict[str, Any]:
        """In the shape of ``/api/nlu/parse``."""
        message = Message({"text": text, "metadata": metadata})
        for component in self._components:
            component.process([message])
        return understood(message.as_dict(only_output_properties=True))


def _component(name: str) -> Any:
    """By its path, or by Rasa's own short name. Raises KeyError, ImportError, AttributeError."""
    module, _, cls = name.rpartition(".")
    if module:
        return getattr(import_module(module), cls)
    return {component.__name__: component for component in DEFAULT_COMPONENTS}[name]
