"""The real service on a loopback port, in the test's own event loop, with a clock and a Rasa of the tests."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from pydantic import SecretStr
from sqlalchemy import Select, func, select

from aftersales.app import Program, build
from aftersales.clock import Clock
from aftersales.conversations.tables import ConsentRow, MessageRow, OutboxRow
from aftersales.database import Base
from aftersales.orders.demo_data import demo_shoppers
from aftersales.people.identity import ShopperIdentity, sign_identity
from aftersales.people.service import AUDIENCE as DESK
from aftersales.people.tokens import sign_token
from aftersales.settings import Settings
from tests.support import fake_rasa
from tests.support.fake_rasa import FakeRasa
from tests.support.sockets import Line, Widget

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
"""A Wednesday noon in Shanghai."""
SECRET = "what-signs-sessions-and-desk-tokens-in-tests-01"
HOUR = timedelta(hours=1)
IDENTITY_SECRET = "what-the-shop-signs-identities-with-in-tests-01"


class Service:
    """`await start()`, `await stop()`, and again: the database stays."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings = settings
        self.clock = clock

    async def start(self) -> None:
        self.program: Program = build(self.settings, self.clock)
        self._committed = asyncio.Event()
        self.program.db.on_commit(self._committed.set)
        config = uvicorn.Config(self.program.app, host="127.0.0.1", port=0, log_level="error", lifespan="on")
        config.load()
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        # `serve` would take the signals of the test run, and look only every 0.1 s whether to stop.
        await self._server.startup()
        host, port = self._server.servers[0].sockets[0].getsockname()
        self.url = f"http://{host}:{port}"
        self.http = httpx.AsyncClient(base_url=self.url, trust_env=False, timeout=60, verify=False)

    async def stop(self) -> None:
        await self.http.aclose()
        for connection in list(self._server.server_state.connections):
            connection.shutdown()
        await asyncio.sleep(0)
        if self._server.server_state.connections:
            await self._server.shutdown()
            return
        for listener in self._server.servers:
            listener.close()
        await self._server.lifespan.shutdown()  # without the pause that uvicorn makes for connections

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    def identity(self, sub: str, *, valid: timedelta = HOUR, secret: str = IDENTITY_SECRET) -> str:
        """As the shop's page signs it."""
        known = demo_shoppers()[sub]
        shopper = ShopperIdentity(known.id, known.name, known.phone)
        return sign_identity(secret, shopper, self.clock.now() + valid)

    def widget(self, sub: str | None = None, **auth: Any) -> Widget:
        return Widget(self.url, **({"identity": self.identity(sub)} if sub else {}), **auth)

    async def agree(self, sub: str) -> None:
        """The shopper said yes to the use of her data in an earlier conversation."""
        now = self.clock.now()
        async with self.program.db.write() as session:
            await session.merge(ConsentRow(subject=f"shopper:{sub}", granted=True, version="1", at=now))

    def token(self, agent: str, *, secret: str = SECRET) -> str:
        """Signed in without the deliberate slowness of passwords."""
        return sign_token(secret, {"sub": agent}, self.clock.now() + HOUR, DESK)

    def desk(self, agent: str) -> Line:
        return Line(self.url, "/desk", token=self.token(agent))

    async def get(self, agent: str, path: str, **query: Any) -> httpx.Response:
        return await self.http.get(path, params=query, headers=self._signed(agent))

    async def post(self, agent: str, path: str, body: Any = None) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self._signed(agent))

    async def act(self, agent: str, conversation_id: str, what: str, **body: Any) -> httpx.Response:
        """`claim`, `messages`, `notes`, `transfer`, `return`, `resolve`."""
        return await self.post(agent, f"/api/conversations/{conversation_id}/{what}", body)

    async def upload(self, session: str, data: bytes, name: str = "photo.jpg") -> httpx.Response:
        headers = {"Authorization": f"Bearer {session}"}
        return await self.http.post("/api/widget/photos", files={"file": (name, data)}, headers=headers)

    async def asks_action(
        self,
        action: str,
        conversation_id: str,
        text: str,
        slots: dict[str, Any],
        **understood: Any,
    ) -> httpx.Response:
        """As Rasa does, in the middle of a turn; `understood` is what else it reads in the text."""
        message = {
            "message_id": "message",
            "text": text,
            "intent": {"name": "inform", "confidence": 0.9},
            "entities": [],
            "metadata": {"conversation_id": conversation_id, "case": 1, "words": text, "photos": []},
        } | understood
        tracker = {
            "sender_id": f"{conversation_id}:1",
            "slots": slots,
            "latest_message": message,
            "events": [],
            "paused": False,
            "active_loop": {"name": "claim_form"},
        }
        body = {"next_action": action, "sender_id": tracker["sender_id"], "tracker": tracker, "domain": {}}
        key = self.settings.actions_secret.get_secret_value()
        headers = {"Authorization": f"Bearer {key}"}
        return await self.http.post("/internal/actions", json=body, headers=headers)

    async def rows(self) -> dict[str, int]:
        """How many rows each table has, once everything was told."""
        await self.all_told()
        tables = Base.metadata.sorted_tables
        counts = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
        async with self.program.db.read() as session:
            row = (await session.execute(select(*counts))).one()
        return {table.name: count for table, count in zip(tables, row, strict=True)}

    async def all_told(self) -> None:
        """Nothing waits in the outbox any more."""
        await self._none_left(select(func.count()).select_from(OutboxRow))

    async def all_answered(self) -> None:
        """No message waits for its turn any more, and what was answered was told."""
        await self._none_left(select(func.count()).where(MessageRow.pending))
        await self.all_told()

    async def _none_left(self, count: Select[tuple[int]]) -> None:
        async with asyncio.timeout(60):
            while True:
                self._committed.clear()
                async with self.program.db.read() as session:
                    if not await session.scalar(count):
                        return
                await self._committed.wait()

    def _signed(self, agent: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(agent)}"}


def settings_in(folder: Path, migrated: Path, rasa: FakeRasa) -> Settings:
    """Everything in `folder`, with a copy of the `migrated` database."""
    shutil.copy(migrated, folder)
    return Settings(
        data_dir=folder,
        secret=SecretStr(SECRET),
        identity_secret=SecretStr(IDENTITY_SECRET),
        rasa_secret=SecretStr(fake_rasa.SECRET),
        rasa_url=rasa.url,
        rasa_timeout_s=20,
        rasa_recovery_s=10,
        stop_grace_s=0.05,
        fragment_wait_s=0.05,
    )


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[Service]:
    await service.start()
    try:
        yield service
    finally:
        await service.stop()
