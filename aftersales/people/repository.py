"""Every query about agents and tries. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.people.model import Agent, Role, SkillGroup
from aftersales.people.tables import AgentRow, TryRow


async def find_agent(session: AsyncSession, agent_id: str) -> tuple[Agent, str] | None:
    """The agent and the hash of her password."""
    row = await session.get(AgentRow, agent_id)
    return None if row is None else (_agent(row), row.password_hash)


async def list_agents(session: AsyncSession) -> list[Agent]:
    return [_agent(row) for row in await session.scalars(select(AgentRow).order_by(AgentRow.id))]


async def put_agent(session: AsyncSession, agent: Agent, password_hash: str) -> None:
    """Add the agent, or replace the one of the same id."""
    await session.merge(
        AgentRow(
            id=agent.id,
            name=agent.name,
            password_hash=password_hash,
            roles=list(agent.roles),
            skill_groups=list(agent.skill_groups),
            merchant_id=agent.merchant_id,
            active=agent.active,
        )
    )


async def password_in_use(session: AsyncSession, password_hash: str) -> bool:
    query = select(AgentRow.id).where(AgentRow.password_hash == password_hash, AgentRow.active).limit(1)
    return await session.scalar(query) is not None


async def expiries(session: AsyncSession, key: str, now: datetime) -> Sequence[datetime]:
    """When each try that still counts stops counting, earliest first."""
    query = select(TryRow.expires_at).where(TryRow.key == key, TryRow.expires_at > now)
    return (await session.scalars(query.order_by(TryRow.expires_at))).all()


async def add_try(session: AsyncSession, key: str, expires_at: datetime) -> int:
    row = TryRow(key=key, expires_at=expires_at)
    session.add(row)
    await session.flush()
    return row.id


async def delete_tries(session: AsyncSession, ids: Iterable[int]) -> None:
    await session.execute(delete(TryRow).where(TryRow.id.in_(list(ids))))


async def delete_expired_tries(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(TryRow).where(TryRow.expires_at <= now))


async def delete_all_tries(session: AsyncSession) -> None:
    await session.execute(delete(TryRow))


def _agent(row: AgentRow) -> Agent:
    return Agent(
        id=row.id,
        name=row.name,
        roles=tuple(Role(role) for role in row.roles),
        skill_groups=tuple(SkillGroup(group) for group in row.skill_groups),
        merchant_id=row.merchant_id,
        active=row.active,
    )
