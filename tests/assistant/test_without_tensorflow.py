from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import without_tensorflow
from assistant.without_tensorflow import COMPONENT_LIST, COMPONENTS, REFUSED, STUBBED

ROOT = Path(__file__).resolve().parents[2]


def source(module: str) -> str:
    rasa = Path(next(iter(importlib.util.find_spec("rasa").submodule_search_locations)))  # type: ignore
    return rasa.joinpath(*module.split(".")[1:]).with_suffix(".py").read_text(encoding="utf-8")


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env={**os.environ, "SQLALCHEMY_SILENCE_UBER_WARNING": "1", **environment},
        capture_output=True, text=True,
    )  # fmt: skip


def test_rasa_starts_and_loads_nothing_of_tensorflow() -> None:
    done = python(
        "from assistant import without_tensorflow\n"
        "assert without_tensorflow.install()\n"
        "import sys, rasa.model_training, rasa.core.run, rasa.nlu.test\n"
        f"print(sorted(set(sys.modules) & {set(REFUSED)!r}))"
    )

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("module", sorted(STUBBED))
def test_each_stub_stands_for_a_module_that_needs_tensorflow(module: str) -> None:
    text = source(module)
    needs = (
        "import tensorflow",
        "from tensorflow",
        "import keras",
        "from keras",
        "DIETClassifier",
        "TEDPolicy",
    )

    assert any(word in text for word in needs) or module.endswith("sklearn_intent_classifier")


def test_the_components_offered_are_rasa_s_own() -> None:
    imported = {
        (node.module, name.name)
        for node in ast.walk(ast.parse(source(COMPONENT_LIST)))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }

    assert {(module, name) for module, names in COMPONENTS.items() for name in names.split()} <= imported


def test_the_environment_switches_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(without_tensorflow.SWITCH, "1")

    assert without_tensorflow.install() is False


def test_a_stubbed_class_says_what_it_needs() -> None:
    from rasa.nlu.classifiers.diet_classifier import DIETClassifier

    with pytest.raises(ImportError, match="DIETClassifier needs TensorFlow"):
        DIETClassifier()
