"""Rasa's default Chinese pipeline, as Rasa's own documentation has it trained and served."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import yaml

from benchmarks.nlu.system import Api, Command
from scripts.devtool.builds import rasa_environment
from scripts.devtool.environments import PEER
from scripts.devtool.layout import ROOT

FILES = Path(__file__).parent / "peer"


class Peer:
    """DIET, ResponseSelector, TED and UnexpecTED; ``epochs`` of each, by default Rasa's own hundred."""

    name = "Rasa's default"
    python = PEER.python
    headers: Mapping[str, str] = {}
    parsing = "/model/parse"
    before = ""

    def __init__(self, epochs: int | None = None) -> None:
        self._epochs = epochs

    def train(self, data: Path, folder: Path) -> Command:
        """Training on the files in ``data``, with the rules and the domain of this assistant."""
        config = yaml.safe_load((FILES / "config.yml").read_text(encoding="utf-8"))
        for step in [*config["pipeline"], *config["policies"]] if self._epochs else ():
            if "epochs" in step:
                step["epochs"] = self._epochs
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
        files = ["--config", "config.yml", "--domain", str(ROOT / "domain.yml"), "--data", str(data)]
        return self._rasa(folder, "train", *files, "--out", ".", "--fixed-model-name", "model")

    def serve(self, folder: Path, port: int, actions: str) -> Command:
        """The server, which sends actions to the address ``actions``; trackers in memory."""
        files = ["--credentials", str(FILES / "credentials.yml"), "--endpoints", str(FILES / "endpoints.yml")]
        options = ["--enable-api", "--interface", "127.0.0.1", "--port", str(port), "--model", "model.tar.gz"]
        return self._rasa(folder, "run", *files, *options, AFTERSALES_ACTIONS_URL=actions)

    def conversation(self, api: Api) -> Talk:
        """A talk over Rasa's REST channel."""
        return Talk(api)

    def _rasa(self, folder: Path, *arguments: str, **env: str) -> Command:
        # TensorFlow tells the whole story of its libraries at every start.
        quiet = {"TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "3")}
        return Command([str(self.python), "-m", "rasa", *arguments], rasa_environment(**quiet, **env), folder)


class Talk:
    """One conversation; Rasa holds its state."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def say(self, text: str) -> list[str]:
        """One turn."""
        answer = self._api.post("/webhooks/rest/webhook", {"sender": "shopper:1", "message": text})
        return [(bubble.get("custom") or bubble)["text"] for bubble in answer]
