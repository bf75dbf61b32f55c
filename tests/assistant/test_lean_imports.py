from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import lean_imports

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"sklearn", "matplotlib", "socketio", "slack_sdk", "aiogram", "twilio", "prompt_toolkit"}


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    head = (
        "from assistant import lean_imports, without_tensorflow\n"
        "without_tensorflow.install(); active = lean_imports.install()\n"
        "import sys, rasa.core.run\n"
    )
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", head + code],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True,
    )  # fmt: skip


def test_rasa_starts_without_them() -> None:
    done = python(f"print(active, sorted(set(sys.modules) & {HEAVY!r}))")

    assert done.stdout.strip() == "True []", done.stderr


def test_rasa_still_loads_them_all() -> None:
    done = python(f"print(active, sorted(set(sys.modules) & {HEAVY!r}))", **{lean_imports.SWITCH: "1"})

    assert done.stdout.strip() == f"False {sorted(HEAVY)}", done.stderr


@pytest.mark.parametrize("module", sorted(lean_imports.STUBBED))
def test_each_stub_stands_for_a_module_of_rasa(module: str) -> None:
    assert importlib.util.find_spec(module) is not None


def test_our_channel_is_no_stub_and_others_say_why_not() -> None:
    done = python(
        "from assistant.channel import AftersalesChannel\n"
        "assert AftersalesChannel('secret').name() == 'aftersales'\n"
        "from rasa.core.channels import RestInput, SlackInput\n"
        "RestInput()\n"
        "try: SlackInput('token')\n"
        "except ImportError as error: print(error)"
    )

    assert "SlackInput is left out here" in done.stdout, done.stderr
