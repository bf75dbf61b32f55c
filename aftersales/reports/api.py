"""The reports of supervisors and merchants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from aftersales.people.model import Agent
from aftersales.policy.names import Category
from aftersales.policy.policy import Policy
from aftersales.reports.model import By, Filters, Period
from aftersales.reports.service import Reports
from aftersales.reports.wire import to_csv, to_json

_Id = Annotated[str | None, Query(max_length=64)]


def router(reports: Reports, policy: Policy, seeing: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`seeing` is the dependency that gives a signed-in agent who may see reports, or refuses."""
    routes = APIRouter(prefix="/api/reports", tags=["reports"])

    @routes.get("", response_model=None)
    async def report(
        first: Annotated[str, Query(alias="from")],
        last: Annotated[str, Query(alias="to")],
        agent_id: Annotated[str | None, Query(alias="agent", max_length=64)] = None,
        channel: _Id = None,
        merchant: _Id = None,
        category: Category | Literal["_none"] | None = None,
        by: By | None = None,
        form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
        agent: Agent = Depends(seeing),
    ) -> dict[str, Any] | Response:
        """Whole days in Shanghai, `from` and `to` included, at most 366."""
        filters = Filters(channel=channel, merchant=merchant, agent=agent_id, category=category)
        found = await reports.report(agent, Period.of(first, last), filters, by)
        if form == "json":
            return to_json(found, policy)
        name = f"aftersales-report-{first}-{last}.csv"
        return Response(
            to_csv(found, policy),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return routes
