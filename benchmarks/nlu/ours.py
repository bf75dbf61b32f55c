"""This assistant, as ``make run`` starts it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from benchmarks.nlu.system import Api, Command
from scripts.devtool.builds import rasa_environment
from scripts.devtool.environments import RASA
from scripts.devtool.layout import ROOT

SECRET = "the-benchmark's-key"


class Ours:
    """The pipeline of ``config.yml`` behind the private channel."""

    name = "this assistant"
    python = RASA.python
    headers: Mapping[str, str] = {"Authorization": f"Bearer {SECRET}"}
    parsing = "/webhooks/aftersales/parse"
    before = "benchmarks.nlu.as_served"

    def train(self, data: Path, folder: Path) -> Command:
        """Training on the files in ``data``."""
        options = ["--data", str(data), "--out", str(folder), "--fixed-model-name", "model"]
        return self._assistant("train", *options)

    def serve(self, folder: Path, port: int, actions: str) -> Command:
        """The server, which sends actions to the address ``actions``."""
        options = ["--model", str(folder / "model.tar.gz"), "--port", str(port)]
        secrets = {"AFTERSALES_RASA_SECRET": SECRET, "AFTERSALES_ACTIONS_SECRET": SECRET}
        return self._assistant("run", *options, AFTERSALES_ACTIONS_URL=actions, **secrets)

    def conversation(self, api: Api) -> Talk:
        """A talk as the service leads it: it holds the state and sends it along."""
        return Talk(api)

    def _assistant(self, *arguments: str, **env: str) -> Command:
        return Command([str(self.python), "-m", "assistant", *arguments], rasa_environment(**env), ROOT)


class Talk:
    """One conversation of one case."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._turns = 0
        self._state: dict[str, object] = {"slots": {}, "active_loop": None}

    def say(self, text: str) -> list[str]:
        """One turn on the state of the last."""
        self._turns += 1
        turn = {"sender": "shopper:1", "message_id": f"turn-{self._turns}", "text": text}
        answer = self._api.post("/webhooks/aftersales/webhook", {**turn, "state": self._state})
        self._state = answer["state"]
        return [bubble["text"] for bubble in answer["messages"]]
