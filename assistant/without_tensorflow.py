"""Lets Rasa 3.6.21 start where TensorFlow is not installed, and not load it where it is.

Rasa imports TensorFlow at start although no component of this assistant uses it: 2 GB on disk, 350 MB of
memory and 2.4 s (measured). ``AFTERSALES_WITH_TENSORFLOW=1`` switches the hook off.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from assistant.stubs import Stubs

SWITCH = "AFTERSALES_WITH_TENSORFLOW"

# spaCy and Rasa take these along when they find them; refusing them makes both use the path without.
REFUSED = frozenset(
    {"tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras", "jax", "tensorboard"}
)

# Nothing without TensorFlow, but imported by name.
STUBBED = frozenset(
    {
        "rasa.utils.tensorflow.callback",  # rasa.utils.train_utils: progress of epochs
        "rasa.utils.tensorflow.data_generator",  # rasa.utils.train_utils: batches
        "rasa.utils.tensorflow.models",  # rasa.nlu and rasa.core components that are networks
        "rasa.nlu.classifiers.diet_classifier",  # rasa.graph_components.validators, rasa.nlu.test
        "rasa.nlu.classifiers.sklearn_intent_classifier",  # rasa.engine.recipes
        "rasa.nlu.selectors.response_selector",  # rasa.graph_components.validators
        "rasa.core.policies.ted_policy",  # rasa.graph_components.validators
        "rasa.core.policies.unexpected_intent_policy",  # rasa.core
    }
)
# Lists every component of Rasa, networks included; replaced by those this assistant can use.
COMPONENT_LIST = "rasa.engine.recipes.default_components"
COMPONENTS = {
    "rasa.nlu.classifiers.fallback_classifier": "FallbackClassifier",
    "rasa.nlu.classifiers.keyword_intent_classifier": "KeywordIntentClassifier",
    "rasa.nlu.extractors.entity_synonyms": "EntitySynonymMapper",
    "rasa.nlu.extractors.regex_entity_extractor": "RegexEntityExtractor",
    "rasa.core.policies.rule_policy": "RulePolicy",
    "rasa.core.policies.memoization": "MemoizationPolicy AugmentedMemoizationPolicy",
}


def install() -> bool:
    """Put the hook first in line. Returns whether it is active; call before Rasa is imported."""
    if os.environ.get(SWITCH, "") not in {"", "0"}:
        return False
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path[:0] = [_Finder(), Stubs(STUBBED, "needs TensorFlow, which this assistant runs without")]
    return True


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname.partition(".")[0] in REFUSED:
            raise ModuleNotFoundError(f"{fullname} is not used by this assistant", name=fullname)
        if fullname == COMPONENT_LIST:
            return importlib.machinery.ModuleSpec(fullname, _ComponentList())
        return None


class _ComponentList(importlib.abc.Loader):
    def exec_module(self, module: ModuleType) -> None:
        module.DEFAULT_COMPONENTS = [  # type: ignore[attr-defined]  # a module made here
            getattr(importlib.import_module(source), name)
            for source, names in COMPONENTS.items()
            for name in names.split()
        ]
