from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import without_tensorflow

# Before any test module imports Rasa.
without_tensorflow.install()

from tests.assistant.action_server import ActionServer  # noqa: E402
from tests.assistant.program import SECRET, Assistant  # noqa: E402

Parse = Callable[..., dict[str, Any]]
ROOT = Path(__file__).resolve().parents[2]
TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small assistant, trained by the command people use."""
    folder = tmp_path_factory.mktemp("model")
    where = ["--out", str(folder), "--fixed-model-name", "tiny", "--config", str(ROOT / "config.yml")]
    what = ["--domain", str(TINY / "domain.yml"), "--data", str(TINY / "data")]
    command = [sys.executable, "-m", "assistant", "train", *where, *what]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder / "tiny.tar.gz"


@pytest.fixture(scope="session")
def parse() -> Parse:
    """``parse(text, **metadata)`` → what the shop's own assistant understands, trained on all its data."""
    from assistant.reader import Reader

    return Reader.trained(ROOT).parse


@pytest.fixture(scope="session")
def action_server() -> Iterator[ActionServer]:
    with ActionServer() as server:
        yield server


@pytest.fixture
def actions(action_server: ActionServer) -> ActionServer:
    action_server.reset()
    return action_server


@pytest.fixture(scope="session")
def running(
    model: Path, action_server: ActionServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    port, log = _free_port(), tmp_path_factory.mktemp("log") / "rasa.log"
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "AFTERSALES_RASA_SECRET": SECRET,
        "AFTERSALES_ACTIONS_SECRET": "the-actions'-key",
        "AFTERSALES_ACTIONS_URL": action_server.url,
    }
    command = [sys.executable, "-m", "assistant", "run", "--model", str(model), "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            assistant = Assistant(port, log)
            assistant.wait_until_ready()
            yield assistant
        finally:
            process.terminate()
            process.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
