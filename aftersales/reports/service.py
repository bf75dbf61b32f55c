"""A report as somebody may see it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from anyio import to_thread

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import NotFound
from aftersales.people.model import Agent, Role, ticket_scope
from aftersales.policy.policy import Policy
from aftersales.reports import repository
from aftersales.reports.cases import Cases
from aftersales.reports.model import (
    By,
    Figure,
    Filters,
    Group,
    Period,
    ReasonCount,
    figures,
    groups,
    reasons,
)
from aftersales.reports.samples import Question, returned, samples


@dataclass(frozen=True, slots=True)
class Report:
    """`names` are those of merchants and agents in the groups."""

    period: Period
    filters: Filters
    by: By | None
    figures: tuple[Figure, ...]
    groups: Sequence[Group]
    reasons: Sequence[ReasonCount]
    names: Mapping[str, str]


class Reports:
    """`idle`: after this long without a word a talk is over."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        policy: Policy,
        agents: Callable[[], Awaitable[Sequence[Agent]]],
        idle: timedelta,
    ) -> None:
        self._db = db
        self._clock = clock
        self._policy = policy
        self._agents = agents
        self._idle = idle

    async def report(self, viewer: Agent, period: Period, filters: Filters, by: By | None) -> Report:
        """A merchant sees the cases of his own goods, and of agents only his own by name.

        Raises NotFound when he asks for another merchant's.
        """
        merchant = ticket_scope(viewer)
        if merchant is not None and filters.merchant not in (None, merchant):
            raise NotFound("没有找到这个商家。", field="merchant")
        agents = [agent for agent in await self._agents() if merchant in (None, agent.merchant_id)]
        known = None if merchant is None else frozenset(agent.id for agent in agents)
        filters = replace(filters, merchant=merchant or filters.merchant)
        asked = Question(period, self._clock.now(), self._policy, self._idle, known)
        async with self._db.read() as session:
            cases = await repository.read(session, period, merchant)
        return await to_thread.run_sync(_report, cases, asked, filters, by, _names(agents, by))


def _report(
    cases: Cases, asked: Question, filters: Filters, by: By | None, names: Mapping[str, str]
) -> Report:
    goals = asked.policy.goals
    fitting = [sample for sample in samples(cases, asked) if filters.fit(sample.whose)]
    why = reasons(one for one in returned(cases, asked) if filters.fit(one.whose))
    grouped = groups(fitting, by, asked.period, goals) if by else []
    return Report(asked.period, filters, by, figures(fitting, goals), grouped, why, names)


def _names(agents: Sequence[Agent], by: By | None) -> dict[str, str]:
    """What the keys of people stand for; a merchant is called by the account that has the role."""
    if by is By.MERCHANT:
        own = [agent for agent in agents if Role.MERCHANT in agent.roles]
        return {agent.merchant_id: agent.name for agent in own if agent.merchant_id is not None}
    return {agent.id: agent.name for agent in agents}
