"""A stand-in for Rasa: the private channel of docs/architecture.md on a real socket, answering by script."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

SECRET = "the-private-line-to-rasa-in-tests-0123456789"
Body = dict[str, Any]
Step = Callable[[Body], Awaitable[Body]]


def understood(intent: str, confidence: float = 0.9) -> Body:
    reading = {"name": intent, "confidence": confidence}
    return {"intent": reading, "ranking": [reading], "entities": []}


class Held:
    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self.let_go = asyncio.Event()

    async def __aenter__(self) -> None:
        """Entered once Rasa has the turn; left, it answers."""
        await asyncio.wait_for(self.reached.wait(), 60)

    async def __aexit__(self, *_: object) -> None:
        self.let_go.set()


class FakeRasa:
    """Without a script it answers 「答：…」; a turn answered before gets the same answer and runs nothing."""

    def __init__(self) -> None:
        self.asked: list[Body] = []
        """Every turn asked for, repetitions too."""
        self.parsed: list[str] = []
        self.readings: dict[str, Body] = {}
        """What a text is understood as; anything else is a clear request."""
        self.ready = True
        self.model = "aftersales-0.tar.gz"
        """What it has taken up when it is asked to reload."""
        self.parsing = Held()
        self.parsing.let_go.set()
        self._script: deque[Step] = deque()
        self._answered: dict[tuple[str, str], Body] = {}
        self._port = 0
        self._news = asyncio.Condition()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Listens, again on the same port after a stop."""
        app = web.Application()
        app.router.add_post("/webhooks/aftersales/webhook", self._webhook)
        app.router.add_post("/webhooks/aftersales/parse", self._parse)
        app.router.add_get("/webhooks/aftersales/ready", self._ready)
        app.router.add_post("/webhooks/aftersales/reload", self._reload)
        self._runner = web.AppRunner(app, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        await self._runner.cleanup()

    def says(
        self,
        *bubbles: Body,
        slots: Body | None = None,
        loop: str | None = None,
        intent: str = "report_damaged",
    ) -> None:
        """The next turn gets these bubbles and leaves these slots set."""

        async def step(_body: Body) -> Body:
            return answer(*bubbles, slots=slots, loop=loop, intent=intent)

        self._script.append(step)

    def returns(self, body: Any) -> None:
        """The next turn gets exactly this as its body, fit for use or not."""

        async def step(_body: Body) -> Body:
            return body  # type: ignore[no-any-return]

        self._script.append(step)

    def fails(self, status: int = 500) -> None:
        async def step(_body: Body) -> Body:
            failure = web.HTTPInternalServerError()
            failure.set_status(status)
            raise failure

        self._script.append(step)

    def hangs_up(self) -> None:
        """The next turn is answered and the line cut before the answer leaves: Rasa is killed in mid-turn."""

        async def step(body: Body) -> Body:
            self._answered[_key(body)] = answer({"text": f"答：{body['text']}"})
            raise ConnectionResetError

        self._script.append(step)

    def holds_parse(self) -> Held:
        """Parses wait until they are let go."""
        self.parsing = Held()
        return self.parsing

    def holds(self) -> Held:
        """The next turn waits until it is let go, and is answered by what is scripted after it."""
        held = Held()

        async def step(body: Body) -> Body:
            held.reached.set()
            await held.let_go.wait()
            return await self._next(body)

        self._script.append(step)
        return held

    async def understands(self, text: str) -> None:
        """Returns once the service has asked what this text means."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: text in self.parsed)

    async def _next(self, body: Body) -> Body:
        if self._script:
            return await self._script.popleft()(body)
        return answer({"text": f"答：{body['text'] or body['payload']}"})

    async def _webhook(self, request: web.Request) -> web.Response:
        if request.headers.get("authorization") != f"Bearer {SECRET}":
            raise web.HTTPUnauthorized
        body = await request.json()
        async with self._news:
            self.asked.append(body)
            self._news.notify_all()
        try:
            result = self._answered.get(_key(body)) or await self._next(body)
        except ConnectionResetError:
            assert request.transport is not None
            request.transport.abort()
            raise
        self._answered[_key(body)] = result
        return web.json_response(result)

    async def _parse(self, request: web.Request) -> web.Response:
        text = (await request.json())["text"]
        async with self._news:
            self.parsed.append(text)
            self._news.notify_all()
        self.parsing.reached.set()
        await self.parsing.let_go.wait()
        return web.json_response(self.readings.get(text) or understood("report_damaged"))

    async def _reload(self, _request: web.Request) -> web.Response:
        return web.json_response({"model": self.model})

    async def _ready(self, _request: web.Request) -> web.Response:
        return web.json_response({}, status=200 if self.ready else 503)


def answer(
    *bubbles: Body, slots: Body | None = None, loop: str | None = None, intent: str = "report_damaged"
) -> Body:
    return {
        "messages": list(bubbles),
        "state": {"slots": slots or {}, "active_loop": loop},
        "understood": understood(intent),
    }


def _key(body: Body) -> tuple[str, str]:
    return body["sender"], body["message_id"]
