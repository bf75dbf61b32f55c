"""Agents sign in, are recognised by their token, and are added by an administrator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import AppError, InvalidInput, NotFound, Unauthorised
from aftersales.people import repository
from aftersales.people.model import Agent, Role, SkillGroup
from aftersales.people.passwords import Passwords
from aftersales.people.tokens import TokenExpired, TokenInvalid, read_token, sign_token
from aftersales.people.tries import Limit, Tries

AUDIENCE = "desk"
LOGIN_TRIES = 10
LOGIN_WINDOW = timedelta(minutes=15)
SHORTEST_PASSWORD = 8
USER = re.compile(r"[a-z][a-z0-9_.-]{1,31}")


class AgentExists(AppError):
    status = 409
    code = "agent_exists"


@dataclass(frozen=True)
class Login:
    token: str
    expires_at: datetime
    agent: Agent


class AgentService:
    def __init__(
        self,
        db: Database,
        secret: str,
        clock: Clock,
        token_hours: int,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._db = db
        self._secret = secret
        self._clock = clock
        self._lifetime = timedelta(hours=token_hours)
        self._passwords = Passwords(hasher or PasswordHasher())
        self._tries = Tries(db, clock)

    async def login(self, user: str, password: str, address: str = "") -> Login:
        """`address` is the caller's network address: tries are limited per user and address.

        Raises Unauthorised, the same and as slowly for an unknown user, an inactive one and a wrong password,
        or TooManyTries.
        """
        spent = await self._tries.spend(Limit(f"login:{user}@{address}", LOGIN_TRIES, LOGIN_WINDOW))
        async with self._db.read() as session:
            found = await repository.find_agent(session, user)
        agent, password_hash = found or (None, None)
        matches = await self._passwords.verify(password, password_hash)
        if agent is None or not agent.active or not matches:
            raise Unauthorised("用户名或密码不正确。")
        await self._tries.give_back(spent)
        # The token holds whole seconds, so the moment told is cut to them.
        expires_at = (self._clock.now() + self._lifetime).replace(microsecond=0)
        return Login(sign_token(self._secret, {"sub": agent.id}, expires_at, AUDIENCE), expires_at, agent)

    async def read(self, token: str) -> Agent:
        """Whose token this is. Raises Unauthorised, also when the agent is gone or no longer active."""
        try:
            claims = read_token(self._secret, token, self._clock, AUDIENCE)
            agent = await self.get(claims["sub"])
        except (TokenInvalid, TokenExpired, NotFound):
            raise Unauthorised("登录已失效，请重新登录。") from None
        if not agent.active:
            raise Unauthorised("登录已失效，请重新登录。")
        return agent

    async def add(
        self,
        user: str,
        name: str,
        password: str,
        roles: Sequence[Role],
        skill_groups: Sequence[SkillGroup] = (),
        merchant_id: str | None = None,
    ) -> Agent:
        """Raises InvalidInput naming the field, or AgentExists."""
        if not USER.fullmatch(user):
            raise InvalidInput("用户名须为 2–32 位小写字母、数字或 . _ -，并以字母开头。", field="user")
        if not 1 <= len(name.strip()) <= 64:
            raise InvalidInput("显示名须为 1–64 个字。", field="name")
        if not SHORTEST_PASSWORD <= len(password) <= 200:
            raise InvalidInput(f"密码须为 {SHORTEST_PASSWORD}–200 位。", field="password")
        if not roles:
            raise InvalidInput("至少需要一个角色。", field="roles")
        if (Role.MERCHANT in roles) != (merchant_id is not None):
            raise InvalidInput("商家角色须指明商家编号，其他角色不填。", field="merchant_id")
        agent = Agent(user, name.strip(), tuple(roles), tuple(skill_groups), merchant_id)
        password_hash = await self._passwords.hash(password)
        async with self._db.write() as session:
            if await repository.find_agent(session, user) is not None:
                raise AgentExists("该用户名已被使用。", field="user")
            await repository.put_agent(session, agent, password_hash)
        return agent

    async def get(self, agent_id: str) -> Agent:
        """Raises NotFound."""
        async with self._db.read() as session:
            found = await repository.find_agent(session, agent_id)
        if found is None:
            raise NotFound("没有这位客服。")
        return found[0]

    async def list(self) -> Sequence[Agent]:
        """All agents, the inactive too, by id."""
        async with self._db.read() as session:
            return await repository.list_agents(session)
