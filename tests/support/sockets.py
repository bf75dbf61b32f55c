"""A real Socket.IO client that remembers what it was told, and waits for what it expects."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import socketio

PATIENCE_S = 60.0
Payload = dict[str, Any]


class Refused(Exception):
    """The service did not take the connection; `code` says why."""

    def __init__(self, error: Any) -> None:
        super().__init__(str(error))
        self.code = error["message"]
        self.data = error.get("data")


class Line:
    """One socket in one namespace: `async with Line(url, "/desk", token=…) as line`. Raises Refused."""

    def __init__(self, url: str, namespace: str, **auth: Any) -> None:
        self._url = url
        self._namespace = namespace
        self._auth = auth
        self._news = asyncio.Condition()
        self._sio = socketio.AsyncClient(reconnection=False)
        self.told: list[tuple[str, Payload]] = []
        """Every event in the order of its arrival."""
        self._refusal: Any = None

        async def on_any(event: str, payload: Payload) -> None:
            async with self._news:
                self.told.append((event, payload))
                self._news.notify_all()

        async def on_refusal(error: Any) -> None:
            self._refusal = error

        async def on_disconnect(reason: str) -> None:
            await on_any("disconnect", {"reason": reason})

        self._sio.on("*", on_any, namespace=namespace)
        self._sio.on("connect_error", on_refusal, namespace=namespace)
        self._sio.on("disconnect", on_disconnect, namespace=namespace)

    async def __aenter__(self) -> Line:
        try:
            await self._sio.connect(
                self._url,
                transports=["websocket"],
                auth=self._auth,
                namespaces=[self._namespace],
                wait_timeout=PATIENCE_S,
            )
        except socketio.exceptions.ConnectionError:
            await self.close()
            raise Refused(self._refusal) from None
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._sio.disconnect()

    async def call(self, event: str, payload: Any = None) -> Any:
        """What the service acknowledges."""
        return await self._sio.call(event, payload, namespace=self._namespace, timeout=PATIENCE_S)

    async def emit(self, event: str, payload: Any = None) -> None:
        await self._sio.emit(event, payload, namespace=self._namespace)

    async def until(self, event: str, fits: Callable[[Payload], bool] = lambda _: True) -> Payload:
        """The first event of this name that fits, waiting for it if it has not come yet."""
        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(lambda: any(map(fits, self.all(event))))
        return next(filter(fits, self.all(event)))

    def all(self, event: str) -> list[Payload]:
        return [payload for name, payload in self.told if name == event]


class Widget(Line):
    """A shopper's socket: `async with Widget(url, identity=…) as shopper: await shopper.say("花瓶碎了")`."""

    def __init__(self, url: str, **auth: Any) -> None:
        super().__init__(url, "/widget", **auth)

    async def __aenter__(self) -> Widget:
        await super().__aenter__()
        await self.until("session")
        return self

    @property
    def session(self) -> Payload:
        return self.all("session")[-1]

    @property
    def conversation(self) -> str:
        return str(self.session["conversation_id"])

    @property
    def messages(self) -> list[Payload]:
        """Live messages, each once, by seq."""
        return [message for _, message in sorted({m["seq"]: m for m in self.all("message")}.items())]

    async def send(self, message_id: str | None = None, **content: Any) -> Payload:
        """Only the acknowledgement."""
        ack: Payload = await self.call("message", {"id": message_id or str(uuid4())} | content)
        return ack

    async def say(self, text: str | None = None, **content: Any) -> list[Payload]:
        """What was said in the turn that answers this message."""
        message_id = str(uuid4())
        ack = await self.send(message_id, **({"text": text} if text is not None else {}), **content)
        assert ack["ok"], ack
        return await self.answer(message_id)

    async def answer(self, message_id: str) -> list[Payload]:
        await self.turn(message_id)
        return [m for m in self.messages if message_id in m.get("reply_to", [])]

    async def turn(self, message_id: str) -> Payload:
        return await self.until("turn", lambda turn: message_id in turn["reply_to"])

    async def offer(self) -> dict[str, str]:
        """Ids of the choices offered last, by value."""
        await self.until("message", lambda m: bool(m.get("choices")))
        offered = next(m["choices"] for m in reversed(self.messages) if m.get("choices"))
        return {choice["value"]: choice["id"] for choice in offered}

    async def history(self, **where: int) -> Payload:
        page: Payload = await self.call("history", where)
        return page
