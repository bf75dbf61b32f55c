"""Signing in at the desk: who gets a token, for how long, and what it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import argon2
import httpx
import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import update

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.errors import AppError, InvalidInput, NotFound, Unauthorised
from aftersales.people.api import agent_of, router
from aftersales.people.demo import DEMO_AGENTS, has_demo_agents, load_demo_agents
from aftersales.people.model import Agent, Permission, Role, SkillGroup
from aftersales.people.service import LOGIN_TRIES, AgentExists, AgentService
from aftersales.people.sessions import SessionInvalid, Sessions
from aftersales.people.tables import AgentRow
from aftersales.people.tries import TooManyTries

SECRET = "a-secret-of-the-tests-long-enough-for-hs256"
NOW = datetime(2026, 3, 2, 2, 0, 0, 500000, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with database.write() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
        await load_demo_agents(session)
    yield database
    await database.close()


class CountingHasher(argon2.PasswordHasher):
    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:
        self.verified += 1
        return super().verify(hash, password)


@pytest.fixture
def hasher() -> CountingHasher:
    return CountingHasher()


@pytest.fixture
def agents(db: Database, clock: FixedClock, hasher: CountingHasher) -> AgentService:
    return AgentService(db, SECRET, clock, token_hours=12, hasher=hasher)


@pytest.fixture
async def client(agents: AgentService) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router(agents))
    signed_in, simulating = agent_of(agents), agent_of(agents, Permission.SIMULATE_POLICY)

    @app.exception_handler(AppError)
    async def refuse(_request: Request, error: AppError) -> JSONResponse:
        return JSONResponse({"error": error.to_json()}, error.status)

    @app.get("/whoami")
    async def whoami(agent: Agent = Depends(signed_in)) -> str:
        return agent.id

    @app.get("/simulate")
    async def simulate(agent: Agent = Depends(simulating)) -> str:
        return agent.id

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield http


async def add_xu(agents: AgentService) -> Agent:
    """An agent whose password is cheap to check, unlike the demo's."""
    return await agents.add("xu", "小徐", "correct horse", [Role.AGENT], [SkillGroup.GENERAL])


async def set_active(db: Database, user: str, active: bool) -> None:
    async with db.write() as session:
        await session.execute(update(AgentRow).where(AgentRow.id == user).values(active=active))


@pytest.mark.parametrize("agent", DEMO_AGENTS, ids=lambda agent: agent.id)
async def test_every_demo_agent_signs_in(agents: AgentService, agent: Agent) -> None:
    login = await agents.login(agent.id, "demo")
    assert login.agent == agent
    assert login.expires_at == NOW.replace(microsecond=0) + timedelta(hours=12)
    assert await agents.read(login.token) == agent


async def test_loading_the_demo_agents_again_puts_them_back(db: Database, agents: AgentService) -> None:
    await set_active(db, "lan", False)
    async with db.write() as session:
        await load_demo_agents(session)
    assert sorted(await agents.list(), key=lambda agent: agent.id) == sorted(
        DEMO_AGENTS, key=lambda agent: agent.id
    )


async def test_production_can_tell_that_demo_agents_are_there(db: Database) -> None:
    async with db.read() as session:
        assert await has_demo_agents(session)
    for agent in DEMO_AGENTS:
        await set_active(db, agent.id, False)
    async with db.read() as session:
        assert not await has_demo_agents(session)


async def test_unknown_inactive_and_wrong_are_one_answer_and_one_effort(
    db: Database, agents: AgentService, hasher: CountingHasher
) -> None:
    await set_active(db, "mei", False)
    answers = []
    for user, password in (("lan", "wrong"), ("nobody", "demo"), ("nobody", "decoy"), ("mei", "demo")):
        before = hasher.verified
        with pytest.raises(Unauthorised) as refused:
            await agents.login(user, password)
        answers.append((refused.value.to_json(), hasher.verified - before))
    assert answers == [answers[0]] * 4
    assert answers[0][1] == 1


async def test_too_many_wrong_passwords_lock_that_user_at_that_address(
    agents: AgentService, clock: FixedClock
) -> None:
    await add_xu(agents)
    for _ in range(LOGIN_TRIES):
        with pytest.raises(Unauthorised):
            await agents.login("xu", "wrong", "10.0.0.1")
    with pytest.raises(TooManyTries) as refused:
        await agents.login("xu", "correct horse", "10.0.0.1")
    assert refused.value.retry_at == NOW + timedelta(minutes=15)
    await agents.login("xu", "correct horse", "10.0.0.2")
    await agents.login("mei", "demo", "10.0.0.1")
    clock.advance(timedelta(minutes=15))
    await agents.login("xu", "correct horse", "10.0.0.1")


async def test_signing_in_often_is_no_guessing(agents: AgentService) -> None:
    await add_xu(agents)
    for _ in range(LOGIN_TRIES + 1):
        await agents.login("xu", "correct horse")


async def test_a_token_ends_with_its_hours_and_with_its_agent(
    db: Database, agents: AgentService, clock: FixedClock
) -> None:
    token = (await agents.login("lan", "demo")).token
    await set_active(db, "lan", False)
    with pytest.raises(Unauthorised):
        await agents.read(token)
    await set_active(db, "lan", True)
    assert (await agents.read(token)).id == "lan"
    clock.advance(timedelta(hours=12))
    with pytest.raises(Unauthorised):
        await agents.read(token)


async def test_a_desk_token_is_no_session_and_the_reverse(agents: AgentService, clock: FixedClock) -> None:
    sessions = Sessions(SECRET, clock, days=180)
    with pytest.raises(SessionInvalid):
        sessions.read((await agents.login("lan", "demo")).token)
    with pytest.raises(Unauthorised):
        await agents.read(sessions.issue("lan"))


async def test_colleagues_are_listed_to_staff_and_a_merchant_sees_his_own(
    db: Database, agents: AgentService, client: httpx.AsyncClient
) -> None:
    await set_active(db, "mei", False)
    seen = {}
    for user in ("lan", "shen"):
        signed = {"Authorization": f"Bearer {(await agents.login(user, 'demo')).token}"}
        answer = (await client.get("/api/agents", headers=signed)).json()["items"]
        seen[user] = {colleague["id"] for colleague in answer}
        assert all(set(colleague) == {"id", "name", "roles", "skill_groups"} for colleague in answer)
    assert seen == {"lan": {"lan", "root", "shen", "zhou"}, "shen": {"shen"}}
    refused = await client.get("/api/agents", headers={"Authorization": "Bearer x"})
    assert refused.status_code == 401


async def test_an_added_agent_signs_in(agents: AgentService) -> None:
    added = await add_xu(agents)
    assert await agents.get("xu") == added
    assert (await agents.login("xu", "correct horse")).agent == added
    with pytest.raises(AgentExists):
        await agents.add("xu", "小许", "another horse", [Role.AGENT])
    assert await agents.get("xu") == added


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user": "Xu Xu"}, "user"),
        ({"name": " "}, "name"),
        ({"password": "short"}, "password"),
        ({"roles": []}, "roles"),
        ({"roles": [Role.MERCHANT]}, "merchant_id"),
        ({"merchant_id": "shen"}, "merchant_id"),
    ],
)
async def test_a_malformed_agent_is_not_added(
    agents: AgentService, changes: dict[str, object], field: str
) -> None:
    good: dict[str, object] = {
        "user": "xu",
        "name": "小徐",
        "password": "correct horse",
        "roles": [Role.AGENT],
    }
    with pytest.raises(InvalidInput) as refused:
        await agents.add(**{**good, **changes})  # type: ignore[arg-type]
    assert refused.value.field == field
    with pytest.raises(NotFound):
        await agents.get("xu")


async def test_login_over_http(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/login", json={"user": "lan", "password": "demo"})
    body = answer.json()
    assert answer.status_code == 200
    assert body["agent"] == {
        "id": "lan",
        "name": "小兰",
        "roles": ["agent"],
        "skill_groups": ["refund", "logistics"],
    }
    assert datetime.fromisoformat(body["expires_at"]) == NOW.replace(microsecond=0) + timedelta(hours=12)
    who = await client.get("/whoami", headers={"Authorization": f"Bearer {body['token']}"})
    assert who.json() == "lan"


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer forged", "Basic bGFuOmRlbW8="])
async def test_without_a_good_token_the_desk_is_closed(
    client: httpx.AsyncClient, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = await client.get("/whoami", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")


@pytest.mark.parametrize(("user", "status"), [("zhou", 200), ("root", 200), ("lan", 403), ("shen", 403)])
async def test_the_simulator_is_the_supervisors(client: httpx.AsyncClient, user: str, status: int) -> None:
    login = await client.post("/api/login", json={"user": user, "password": "demo"})
    headers = {"Authorization": f"Bearer {login.json()['token']}"}
    assert (await client.get("/simulate", headers=headers)).status_code == status


async def test_a_locked_login_over_http(agents: AgentService, client: httpx.AsyncClient) -> None:
    await add_xu(agents)
    wrong = {"user": "xu", "password": "wrong"}
    codes = [(await client.post("/api/login", json=wrong)).status_code for _ in range(LOGIN_TRIES + 1)]
    assert codes == [401] * LOGIN_TRIES + [429]
    assert (await client.post("/api/login", json={"user": "mei", "password": "demo"})).status_code == 200
