"""The agents of the demo shop (CONTRACT, demo shop). Their password is known to everyone: demo mode only."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.people import repository
from aftersales.people.model import Agent, Role, SkillGroup

DEMO_PASSWORD_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$uJhORlaF92hGbEf4aIxzYA$R5RDN76FvTtB99O8yK3z+Oz/6RL9AUURoD0xtFe2FUo"
)
"""Argon2id of `demo`, made beforehand because nothing is hashed inside a transaction."""

MERCHANT_ID = "shen"

DEMO_AGENTS = (
    Agent("lan", "小兰", (Role.AGENT,), (SkillGroup.REFUND, SkillGroup.LOGISTICS)),
    Agent("mei", "小梅", (Role.AGENT,), (SkillGroup.REPAIR, SkillGroup.VIRTUAL)),
    Agent("zhou", "周主管", (Role.SUPERVISOR,), (SkillGroup.COMPLAINT, SkillGroup.GENERAL)),
    Agent("shen", "沈记优选", (Role.MERCHANT,), merchant_id=MERCHANT_ID),
    Agent("root", "管理员", (Role.ADMINISTRATOR,)),
)


async def load_demo_agents(session: AsyncSession) -> None:
    """Put the demo agents (back) as they were."""
    for agent in DEMO_AGENTS:
        await repository.put_agent(session, agent, DEMO_PASSWORD_HASH)


async def has_demo_agents(session: AsyncSession) -> bool:
    """Whether anyone could still sign in with the demo's password: production refuses to start then."""
    return await repository.password_in_use(session, DEMO_PASSWORD_HASH)
