"""The private line to Rasa (docs/architecture.md, 'The private channel')."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import httpx

log = logging.getLogger(__name__)

_TURN = "/webhooks/aftersales/webhook"


class RasaUnavailable(Exception):
    """Rasa could not be reached: it is starting, restarting or gone."""


class RasaFailed(Exception):
    """Rasa answered with an error, in a form we cannot use, or too late."""


class RasaStumbled(RasaFailed):
    """An error inside Rasa or no answer in time, which need not happen again."""


@dataclass(frozen=True)
class Ask:
    """One turn. Exactly one of `text` and `payload`; `state` is `{after, slots, active_loop}`."""

    sender: str
    message_id: str
    text: str | None
    payload: str | None
    metadata: dict[str, Any]
    state: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


@dataclass(frozen=True)
class Answer:
    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    active_loop: str | None
    understood: dict[str, Any]


class RasaClient:
    def __init__(self, url: str, secret: str, timeout_s: float, recovery_s: float) -> None:
        self._http = httpx.AsyncClient(
            base_url=url,
            timeout=timeout_s,
            headers={"Authorization": f"Bearer {secret}"},
            trust_env=False,
        )
        self._recovery_s = recovery_s

    async def turn(self, ask: Ask) -> Answer:
        """Have one message answered.

        While Rasa is away (restarting) it is asked again, for `recovery_s` at most, and once more if it
        stumbled (a stalled machine, a line cut between it and the actions): the message id makes the
        repetition harmless, and she need not wait for people because of a hiccup.

        Raises RasaUnavailable, RasaFailed.
        """
        try:
            body = await self._post_patiently(_TURN, ask.to_json())
        except RasaStumbled as stumbled:
            log.warning("asking rasa once more: %s", stumbled)
            body = await self._post_patiently(_TURN, ask.to_json())
        try:
            return Answer(
                messages=[dict(bubble) for bubble in body["messages"]],
                slots=dict(body["state"]["slots"]),
                active_loop=body["state"]["active_loop"],
                understood=_understood(body["understood"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RasaFailed(f"unexpected answer: {error!r}") from error

    async def parse(
        self, text: str, metadata: dict[str, Any] | None = None, *, second_opinion: bool = False
    ) -> dict[str, Any]:
        """Understand a text without touching any dialogue, if wanted with the shop's second opinion (which
        costs). Raises RasaUnavailable, RasaFailed.
        """
        body: dict[str, Any] = {"text": text, "metadata": metadata or {}, "second_opinion": second_opinion}
        answer = await self._post("/webhooks/aftersales/parse", body)
        try:
            return _understood(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise RasaFailed(f"unexpected answer: {error!r}") from error

    async def reload(self) -> str:
        """Have the newest model taken up; its file name. Raises RasaUnavailable, RasaFailed."""
        return str((await self._post("/webhooks/aftersales/reload", {})).get("model"))

    async def ready(self) -> bool:
        try:
            return (await self._http.get("/webhooks/aftersales/ready")).status_code == 200
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._http.aclose()

    async def _post_patiently(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._recovery_s
        pause = 0.1
        while True:
            try:
                return await self._post(path, body)
            except RasaUnavailable:
                if loop.time() + pause > give_up:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        try:
            response = await self._http.post(path, json=body)
        except httpx.TimeoutException as error:
            raise RasaStumbled("no answer in time") from error
        except httpx.TransportError as error:
            raise RasaUnavailable(str(error)) from error
        if response.status_code == 503:
            raise RasaUnavailable("not ready")
        if response.status_code >= 500:
            raise RasaStumbled(f"status {response.status_code}")
        if response.status_code != 200:
            raise RasaFailed(f"status {response.status_code}")
        try:
            answer = response.json()
        except ValueError as error:
            raise RasaFailed("not JSON") from error
        if not isinstance(answer, dict):
            raise RasaFailed("not an object")
        return answer


def _understood(body: dict[str, Any]) -> dict[str, Any]:
    intent = body["intent"]
    return {**body, "intent": {"name": intent["name"], "confidence": float(intent["confidence"])}}
