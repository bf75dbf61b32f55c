"""In production nothing of the demo exists, and the program refuses to start with any of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import delete

from aftersales import cli
from aftersales.clock import FixedClock
from aftersales.database import Database
from aftersales.people.demo import load_demo_agents
from aftersales.people.tables import AgentRow
from aftersales.settings import DEMO_SECRET, SECRETS, Settings
from tests.support.service import Service, running

OWN = {name: f"{name}-of-production-{'x' * 32}" for name in SECRETS}


@pytest.fixture
def production(settings: Settings) -> Settings:
    update: dict[str, Any] = {name: SecretStr(secret) for name, secret in OWN.items()}
    return settings.model_copy(update=update | {"env": "production"})


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("secret", [DEMO_SECRET, "short", ""])
def test_a_demo_or_short_secret_is_refused_by_name(tmp_path: Path, name: str, secret: str) -> None:
    with pytest.raises(ValidationError, match=f"AFTERSALES_{name.upper()}"):
        Settings(env="production", data_dir=tmp_path, **OWN | {name: secret})
    assert Settings(env="production", data_dir=tmp_path, **OWN).demo is False


async def test_nothing_of_the_demo_exists(production: Settings, clock: FixedClock) -> None:
    async with running(Service(production, clock)) as service:
        for answer in (
            await service.http.get("/demo/identity", params={"sub": "lin"}),
            await service.http.post("/demo/reset"),
        ):
            assert answer.status_code in (404, 405)
            assert set(answer.json()) == {"error"}
        rows = await service.rows()
        assert (rows["agents"], rows["orders"]) == (0, 0)
        login = await service.http.post("/api/login", json={"user": "root", "password": "demo"})
        assert login.status_code == 401


async def test_demo_accounts_keep_it_from_starting(
    production: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(cli.uvicorn, "run", lambda app, **_: started.append(app))
    db = Database(production.db_url)
    async with db.write() as session:
        await load_demo_agents(session)
    await db.close()
    with pytest.raises(SystemExit, match="演示账号"):
        await asyncio.to_thread(cli.serve, production)
    assert started == []
    db = Database(production.db_url)
    async with db.write() as session:
        await session.execute(delete(AgentRow))
    await db.close()
    await asyncio.to_thread(cli.serve, production)
    assert len(started) == 1
