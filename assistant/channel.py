"""The private channel: the one way in, for the service alone (see docs/architecture.md)."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from aftersales.text import defuse_command
from assistant import strict_actions
from assistant.nlu.better.second_opinion import parse_with_second_opinion
from assistant.patches import close_shared_session
from assistant.strict_actions import TurnFailed
from assistant.turns import InvalidTurn, Turn, run_turn
from assistant.understanding import understood

logger = logging.getLogger(__name__)

_PROBE = "你好"


class AftersalesChannel(InputChannel):
    """``/webhooks/aftersales/{webhook,parse,reload,ready}``, bearer secret on all but ``ready``."""

    def __init__(self, secret: str) -> None:
        if not secret:
            raise ValueError("the private channel needs a secret")
        self._secret = secret.encode()
        strict_actions.install()

    @classmethod
    def name(cls) -> str:
        """Part of the address, and the input channel noted in the tracker."""
        return "aftersales"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """Made from ``credentials.yml``."""
        return cls((credentials or {}).get("secret") or "")

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes. ``on_new_message`` stays unused: a turn needs the tracker before and after the run."""
        routes = Blueprint("aftersales_channel")

        @routes.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            return await self._answer(request, self._turn)

        @routes.post("/parse")
        async def parse(request: Request) -> HTTPResponse:
            return await self._answer(request, self._parse)

        @routes.post("/reload")
        async def reload(request: Request) -> HTTPResponse:
            return await self._answer(request, _reloaded)

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return (
                response.json({"ready": True})
                if await _can_parse(_agent(request))
                else _error(503, "not_ready")
            )

        @routes.listener("after_server_stop")
        async def close(app: Any, _: Any) -> None:
            await close_shared_session(app.ctx.agent.action_endpoint)

        return routes

    async def _answer(
        self, request: Request, handle: Callable[[Agent, Any], Awaitable[dict[str, Any]]]
    ) -> HTTPResponse:
        if not self._authorised(request):
            return _error(401, "unauthorised", "the secret is missing or wrong")
        agent = _agent(request)
        if agent is None or not agent.is_ready():
            return _error(503, "not_ready", "no model is loaded")
        try:
            return response.json(await handle(agent, request.json))
        except (InvalidTurn, InvalidUsage) as error:
            return _error(422, "invalid", str(error))
        except (TurnFailed, Exception) as error:
            logger.exception("a turn failed")
            return _error(
                500, "turn_failed", str(error) if isinstance(error, TurnFailed) else "internal error"
            )

    def _authorised(self, request: Request) -> bool:
        sent = (request.headers.get("authorization") or "").encode()
        return hmac.compare_digest(sent, b"Bearer " + self._secret)

    @staticmethod
    async def _turn(agent: Agent, body: object) -> dict[str, Any]:
        return await run_turn(agent, Turn.from_body(body))

    @staticmethod
    async def _parse(agent: Agent, body: object) -> dict[str, Any]:
        if not isinstance(body, dict) or not isinstance(body.get("text"), str):
            raise InvalidTurn("text is missing")
        metadata = body.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise InvalidTurn("metadata must be an object")
        message = _typed(body["text"], metadata)
        if body.get("second_opinion") is True:
            return understood(await parse_with_second_opinion(agent.processor, message))
        return understood(await agent.processor.parse_message(message))


def _typed(text: str, metadata: dict[str, Any]) -> UserMessage:
    message = UserMessage(metadata={**metadata, "trusted_payload": False})
    # Not through the constructor, which strips: entities count from the start.
    message.text = defuse_command(text)
    return message


async def _reloaded(agent: Agent, _body: object) -> dict[str, Any]:
    """Take up the model that the path of the start points to by now; turns go on with the old one until then.

    A model that cannot be loaded raises and changes nothing.
    """
    path = agent.processor.model_path
    await asyncio.to_thread(agent.load_model, path)
    return {"model": path.resolve().name}


async def _can_parse(agent: Agent | None) -> bool:
    if agent is None or not agent.is_ready():
        return False
    try:
        return bool(understood(await agent.processor.parse_message(_typed(_PROBE, {})))["ranking"])
    except Exception:
        logger.exception("the model cannot parse")
        return False


def _agent(request: Request) -> Agent | None:
    return getattr(request.app.ctx, "agent", None)


def _error(status: int, code: str, message: str = "") -> HTTPResponse:
    return response.json({"error": {"code": code, "message": message}}, status=status)
