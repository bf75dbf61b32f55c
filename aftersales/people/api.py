"""Signing in at the desk, and who is asking in every other request of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field

from aftersales.errors import Unauthorised
from aftersales.people.model import Agent, Permission, Role, SkillGroup, require, ticket_scope
from aftersales.people.service import AgentService

_bearer = HTTPBearer(auto_error=False)


class Credentials(BaseModel):
    user: str = Field(max_length=64, pattern="^[^\\x00]*$")
    password: str = Field(max_length=200)


class AgentOut(BaseModel):
    id: str
    name: str
    roles: list[Role]
    skill_groups: list[SkillGroup]


class Colleagues(BaseModel):
    items: list[AgentOut]


class LoginOut(BaseModel):
    token: str
    expires_at: datetime
    agent: AgentOut


def bearer(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    """The token of the Authorization header. Raises Unauthorised."""
    if credentials is None:
        raise Unauthorised("请先登录。")
    return credentials.credentials


def agent_of(agents: AgentService, permission: Permission | None = None) -> Callable[[str], Awaitable[Agent]]:
    """A dependency that gives the signed-in agent, or answers 401; with `permission` also 403."""

    async def signed_in(token: Annotated[str, Depends(bearer)]) -> Agent:
        agent = await agents.read(token)
        if permission is not None:
            require(agent, permission)
        return agent

    return signed_in


def router(agents: AgentService) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["people"])
    signed_in = agent_of(agents)

    @routes.post("/login")
    async def login(request: Request, credentials: Credentials) -> LoginOut:
        address = request.client.host if request.client else ""
        login = await agents.login(credentials.user, credentials.password, address)
        return LoginOut(token=login.token, expires_at=login.expires_at, agent=_shown(login.agent))

    @routes.get("/agents")
    async def colleagues(agent: Agent = Depends(signed_in)) -> Colleagues:
        """Who is active, to be named and to be handed something; a merchant sees his own people."""
        scope = ticket_scope(agent)
        known = [other for other in await agents.list() if other.active]
        return Colleagues(items=[_shown(other) for other in known if scope in (None, other.merchant_id)])

    return routes


def _shown(agent: Agent) -> AgentOut:
    return AgentOut(
        id=agent.id, name=agent.name, roles=list(agent.roles), skill_groups=list(agent.skill_groups)
    )
