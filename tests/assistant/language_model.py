"""An OpenAI-compatible endpoint on loopback that says what each test decides."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LanguageModel:
    """Remembers every request; ``answer`` makes the response."""

    def __init__(self, port: int | None = None) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.given_up = asyncio.Event()
        self.answer: Answer = says({"label": "unknown", "entities": []})
        application = web.Application()
        application.router.add_post("/v1/chat/completions", self._complete)
        self._server = TestServer(application, port=port)

    async def __aenter__(self) -> LanguageModel:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("/v1"))

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.json())
        self.keys.append(request.headers.get("Authorization"))
        try:
            return await self.answer(request)
        except (asyncio.CancelledError, ConnectionError):  # the caller has hung up
            self.given_up.set()
            raise


def says(content: object) -> Answer:
    """A completion whose content is ``content``, as JSON unless it is text."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return responds(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}))


def responds(body: str, status: int = 200, **headers: str) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(text=body, status=status, headers=headers, content_type="application/json")

    return answer


async def never(_: web.Request) -> web.StreamResponse:
    """Accepts and stays silent."""
    await asyncio.Event().wait()
    raise AssertionError


async def drips(request: web.Request) -> web.StreamResponse:
    """Sends a byte now and then, so that no single read takes long."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.01)
