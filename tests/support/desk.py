"""The agents' side: a person of the demo desk, signed in over HTTP."""

from __future__ import annotations

from types import TracebackType
from typing import Any
from uuid import uuid4

import httpx

PASSWORD = "demo"
# Shorter than the server's, which closes an idle connection after 5 s, perhaps just as it is used again.
_KEEP_ALIVE = httpx.Limits(keepalive_expiry=2)


class Desk:
    """`async with Desk(url, "lan") as lan: await lan.claim(conversation_id)`."""

    def __init__(self, url: str, user: str) -> None:
        self.user = user
        self.http = httpx.AsyncClient(base_url=url, trust_env=False, timeout=60, limits=_KEEP_ALIVE)

    async def __aenter__(self) -> Desk:
        answer = await self._send("POST", "/api/login", {"user": self.user, "password": PASSWORD})
        self.http.headers["Authorization"] = f"Bearer {answer['token']}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.aclose()

    async def conversation(self, conversation_id: str) -> dict[str, Any]:
        return await self._send("GET", f"/api/conversations/{conversation_id}")

    async def claim(self, conversation_id: str) -> dict[str, Any]:
        return await self._send("POST", f"/api/conversations/{conversation_id}/claim")

    async def say(self, conversation_id: str, text: str) -> dict[str, Any]:
        body = {"id": str(uuid4()), "text": text}
        return await self._send("POST", f"/api/conversations/{conversation_id}/messages", body)

    async def give_back(self, conversation_id: str, **slots: Any) -> dict[str, Any]:
        return await self._send("POST", f"/api/conversations/{conversation_id}/return", {"slots": slots})

    async def tickets(self, **query: str) -> list[dict[str, Any]]:
        answer = await self.http.get("/api/tickets", params=query)
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def promises(self, conversation_id: str) -> list[dict[str, Any]]:
        """The ledger's rows of a conversation; for supervisors."""
        rows = (await self._send("GET", "/api/promises?limit=500"))["items"]
        return [row for row in rows if row["conversation_id"] == conversation_id]

    async def move(self, ticket: dict[str, Any], to: str, why: str) -> dict[str, Any]:
        """One step of a ticket's life; `ticket` as it was last read."""
        body = {"to": to, "why": why, "version": ticket["version"]}
        return await self._send("POST", f"/api/tickets/{ticket['id']}/transitions", body)

    async def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = await self.http.request(method, path, json=body)
        answer.raise_for_status()
        content: dict[str, Any] = answer.json()
        return content
