"""What both assistants can be told to do, so that one program measures both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, NamedTuple, Protocol

TIMEOUT_S = 60.0


class Command(NamedTuple):
    """A program to start in ``cwd``."""

    arguments: Sequence[str]
    env: Mapping[str, str]
    cwd: Path


class Api:
    """JSON over one kept connection, with as little of our own time in it as can be."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self._headers = {"Content-Type": "application/json", **headers}

    def post(self, path: str, body: object) -> Any:
        """The answer's body. Raises OSError, HTTPException or AssertionError unless it is a 200."""
        try:
            self._connection.request("POST", path, json.dumps(body), self._headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            self._connection.close()
            raise
        assert answer.status == 200, content
        return json.loads(content)


class System(Protocol):
    """One of the two assistants; models lie in a folder as ``model.tar.gz``."""

    name: str
    python: Path
    headers: Mapping[str, str]
    parsing: str
    """Path that takes ``{"text"}`` and answers with what is understood."""
    before: str
    """Module whose ``install()`` runs before Rasa is imported, or nothing."""

    def train(self, data: Path, folder: Path) -> Command: ...

    def serve(self, folder: Path, port: int, actions: str) -> Command: ...

    def conversation(self, api: Api) -> Conversation: ...


class Conversation(Protocol):
    """One shopper's talk; ``say`` returns the texts that the bot answers."""

    def say(self, text: str) -> list[str]: ...
