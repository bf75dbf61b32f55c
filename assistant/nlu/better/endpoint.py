"""A language model behind an OpenAI-compatible endpoint, asked with limits and never trusted."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from rasa.shared.exceptions import RasaException

from assistant.nlu.better.interface import Advice
from assistant.nlu.better.limits import Breaker, Budget
from assistant.nlu.better.masking import Masked
from assistant.nlu.better.prompt import AnswerRefused, chat, read_answer

logger = logging.getLogger(__name__)

_LONGEST_ANSWER = 65_536
_MINUTE_S, _DAY_S = 60.0, 86_400.0
_FAILURES_IN_A_ROW, _REST_S = 3, 60.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class EndpointMisconfigured(RasaException):
    """The settings cannot be used; the message says what to do. Of a kind that Rasa's graph does not wrap."""


class _Unusable(Exception):
    """The response is no chat completion; the message quotes nothing of it."""


class Endpoint:
    """An :class:`~assistant.nlu.better.interface.Adviser`: one try per message, within time and budget.

    After three failures in a row it is not asked for a minute, so that an endpoint which is down costs its
    time limit three times and then nothing.
    """

    def __init__(self, settings: Mapping[str, Any], guideline: str, labels: Sequence[str]) -> None:
        """Raises :class:`EndpointMisconfigured`."""
        self._url = _checked_url(settings)
        self._settings = settings
        self._guideline = guideline
        self._labels = labels
        self._timeout = aiohttp.ClientTimeout(total=float(settings["timeout_s"]))
        self._budget = Budget({_MINUTE_S: int(settings["per_minute"]), _DAY_S: int(settings["per_day"])})
        self._breaker = Breaker(_FAILURES_IN_A_ROW, _REST_S)

    async def ask(self, message: Masked, open_question: str | None) -> Advice | None:
        """The model's reading; ``None`` if it does not know, fails, or may not be asked now."""
        if self._breaker.is_open:
            return None
        if not self._budget.take():
            logger.warning("the endpoint is not asked: its budget is used up")
            return None
        try:
            body = await self._post(chat(self._guideline, self._labels, message, open_question))
        except Exception as error:  # whatever happens out there, the shopper gets the assistant's own reading
            self._breaker.failed()
            logger.warning("the endpoint gave no answer: %s", _reason(error))
            return None
        self._breaker.succeeded()
        try:
            return read_answer(body, self._labels, message)
        except AnswerRefused as error:
            logger.warning("the endpoint's answer is dropped: %s", error)
            return None

    async def _post(self, question: Mapping[str, Any]) -> bytes:
        body = {**self._settings["parameters"], "model": self._settings["model"], **question}
        key = _key(self._settings)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # No redirects: one could carry the key to another host. A session of its own: connecting is little
        # beside the answer, and nothing has to be closed when the program ends.
        async with (
            aiohttp.ClientSession(timeout=self._timeout, headers=headers) as session,
            session.post(self._url, json=body, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise _Unusable(f"status {response.status}")
            answer = bytearray()
            async for piece in response.content.iter_chunked(8192):
                answer += piece
                if len(answer) > _LONGEST_ANSWER:
                    raise _Unusable("more than anybody asked for")
            return bytes(answer)


def _checked_url(settings: Mapping[str, Any]) -> str:
    address = urlsplit(str(settings["url"]))
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise EndpointMisconfigured("Set url of SecondOpinion to the endpoint's base address (https://…/v1).")
    if not settings["model"]:
        raise EndpointMisconfigured("Set model of SecondOpinion to the model's name at the endpoint.")
    if address.scheme == "http" and _key(settings) and address.hostname not in _LOOPBACK:
        raise EndpointMisconfigured(
            f"The key in {settings['key_variable']} would travel unprotected: use https, or unset it for an "
            "endpoint of your own that needs none."
        )
    return f"{address.geturl().rstrip('/')}/chat/completions"


def _key(settings: Mapping[str, Any]) -> str:
    return os.environ.get(str(settings["key_variable"]), "")


def _reason(error: Exception) -> str:
    """For the log: nothing that the endpoint or the shopper wrote."""
    if isinstance(error, _Unusable):
        return str(error)
    return "not in time" if isinstance(error, asyncio.TimeoutError) else type(error).__name__
