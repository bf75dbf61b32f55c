"""A shopper who writes through the widget socket and reads what comes back, turn by turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Any
from uuid import uuid4

import httpx
import socketio

from tests.support.photos import photo

NAMESPACE = "/widget"
PATIENCE_S = 90.0
_NUMBERS = count(1)


@dataclass(frozen=True)
class Turn:
    """Everything said in answer to one message (or to an agent's act), and who owns the conversation now."""

    messages: tuple[dict[str, Any], ...]
    owner: str

    @property
    def texts(self) -> list[str]:
        return [message["text"] for message in self.messages if message.get("text")]

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    @property
    def expects(self) -> str | None:
        """What the last question asks for."""
        return next((m["expects"] for m in reversed(self.messages) if m.get("expects")), None)

    @property
    def choices(self) -> dict[str, str]:
        """Titles by value, of the last message that offers any."""
        offers = [message["choices"] for message in self.messages if message.get("choices")]
        return {choice["value"]: choice["title"] for choice in offers[-1]} if offers else {}

    def card(self, kind: str) -> dict[str, Any]:
        found: list[dict[str, Any]] = [
            m["card"] for m in self.messages if m.get("card") and m["card"]["kind"] == kind
        ]
        assert found, f"no {kind} card in {self.messages}"
        return found[-1]

    @property
    def cards(self) -> list[str]:
        return [message["card"]["kind"] for message in self.messages if message.get("card")]


class Refused(Exception):
    """The message was not taken; `code` says why."""

    def __init__(self, error: dict[str, str]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]


class Shopper:
    """`async with Shopper(url) as lin: turn = await lin.say("花瓶碎了")`; `sub` None is a stranger."""

    def __init__(self, url: str, sub: str | None = "lin", *, consents: bool = True) -> None:
        self.url = url
        self.sub = sub
        self.consents = consents
        self.session: dict[str, Any] = {}
        self.state: dict[str, Any] = {}
        self.messages: dict[int, dict[str, Any]] = {}
        self._turns: list[dict[str, Any]] = []
        self._news = asyncio.Condition()
        self._seen = 0
        self._socket = self._new_socket()
        self._http = httpx.AsyncClient(base_url=url, trust_env=False, timeout=PATIENCE_S)

    async def __aenter__(self) -> Shopper:
        auth: dict[str, Any] = {"new": True}
        if self.sub is not None:
            answer = await self._http.get("/demo/identity", params={"sub": self.sub})
            auth["identity"] = answer.raise_for_status().json()["identity"]
        await self._connect(auth)
        if self.consents and self.offer("agree"):
            await self.tap("agree")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.disconnect()
        await self._http.aclose()

    @property
    def conversation_id(self) -> str:
        return str(self.session["conversation_id"])

    @property
    def read(self) -> list[dict[str, Any]]:
        """Everything in the conversation, in its order."""
        return [self.messages[seq] for seq in sorted(self.messages)]

    async def say(self, text: str) -> Turn:
        return await self._send({"text": text})

    async def tap(self, value: str) -> Turn:
        """Tap the latest choice with this value."""
        choice = self.offer(value)
        assert choice, f"{value} is not offered; {[m.get('choices') for m in self.read[-3:]]}"
        return await self._send({"choice": choice["id"]})

    async def send_photos(self, number: int, text: str | None = None) -> Turn:
        """New pictures, each unlike all others."""
        ids = [await self.upload(photo(next(_NUMBERS))) for _ in range(number)]
        return await self.send_uploaded(ids, text)

    async def send_uploaded(self, photo_ids: Sequence[str], text: str | None = None) -> Turn:
        return await self._send({"photo_ids": list(photo_ids)} | ({"text": text} if text else {}))

    async def upload(self, picture: bytes) -> str:
        answer = await self._http.post(
            "/api/widget/photos",
            files={"file": ("photo.jpg", picture, "image/jpeg")},
            headers={"Authorization": f"Bearer {self.session['session']}"},
        )
        return str(answer.raise_for_status().json()["photo_id"])

    async def post(self, text: str) -> str:
        """Send without waiting for the answer; gives the message id."""
        message_id = str(uuid4())
        await self._call({"id": message_id, "text": text})
        return message_id

    async def answer_to(self, message_id: str) -> Turn:
        """The turn that answers a message."""
        await self.until(lambda: any(message_id in turn["reply_to"] for turn in self._turns))
        turn = next(turn for turn in self._turns if message_id in turn["reply_to"])
        self._seen = max(self._seen, turn["last_seq"])
        return Turn(tuple(m for m in self.read if message_id in m.get("reply_to", ())), turn["owner"])

    async def unasked_turn(self) -> Turn:
        """The next turn that the bot takes of itself, after an agent gave the conversation back."""
        await self.until(lambda: any(self._unasked(turn) for turn in self._turns))
        turn = next(turn for turn in self._turns if self._unasked(turn))
        new = tuple(m for m in self.read if self._seen < m["seq"] <= turn["last_seq"] and m["from"] == "bot")
        self._seen = turn["last_seq"]
        return Turn(new, turn["owner"])

    async def hear(self, sender: str) -> dict[str, Any]:
        """The next message from an `agent` or the `system` that was not heard yet."""

        def unheard() -> dict[str, Any] | None:
            return next((m for m in self.read if m["seq"] > self._seen and m["from"] == sender), None)

        await self.until(lambda: unheard() is not None)
        message = unheard()
        assert message
        self._seen = message["seq"]
        return message

    async def come_back(self) -> None:
        """Connect again with the session, as a browser does when the service was away, and catch up."""
        await self._socket.disconnect()
        self._socket = self._new_socket()
        self._turns.clear()
        self.state = {}
        await self._connect({"session": self.session["session"]})

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what the socket brings. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S), self._news:
            await self._news.wait_for(holds)

    def offer(self, value: str) -> dict[str, Any] | None:
        """The latest choice with this value."""
        offered = (c for m in reversed(self.read) for c in m.get("choices", ()) if c["value"] == value)
        return next(offered, None)

    def _unasked(self, turn: dict[str, Any]) -> bool:
        return not turn["reply_to"] and int(turn["last_seq"]) > self._seen

    async def _send(self, content: dict[str, Any]) -> Turn:
        message_id = str(uuid4())
        await self._call({"id": message_id, **content})
        return await self.answer_to(message_id)

    async def _call(self, body: dict[str, Any]) -> None:
        ack = await self._socket.call("message", body, namespace=NAMESPACE, timeout=PATIENCE_S)
        if not ack["ok"]:
            raise Refused(ack["error"])

    async def _connect(self, auth: dict[str, Any]) -> None:
        # The library's own patience is one second, which a busy machine needs for less.
        await self._socket.connect(
            self.url, namespaces=[NAMESPACE], auth=auth, transports=["websocket"], wait_timeout=PATIENCE_S
        )
        await self.until(lambda: bool(self.state))
        page = await self._socket.call("history", {"after_seq": 0}, namespace=NAMESPACE)
        for message in page["messages"]:
            await self._on_message(message)

    def _new_socket(self) -> socketio.AsyncClient:
        client = socketio.AsyncClient(reconnection=False)
        for event in ("session", "state", "message", "turn"):
            client.on(event, getattr(self, f"_on_{event}"), namespace=NAMESPACE)
        return client

    async def _on_session(self, session: dict[str, Any]) -> None:
        self.session = session

    async def _on_state(self, state: dict[str, Any]) -> None:
        async with self._news:
            self.state = state
            self._news.notify_all()

    async def _on_message(self, message: dict[str, Any]) -> None:
        async with self._news:
            self.messages[message["seq"]] = message
            self._news.notify_all()

    async def _on_turn(self, turn: dict[str, Any]) -> None:
        async with self._news:
            self._turns.append(turn)
            self._news.notify_all()
