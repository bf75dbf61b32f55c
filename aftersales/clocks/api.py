"""The desk's endpoints for clocks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime, BaseModel, Field, model_validator

from aftersales.clocks.desk import DeskClocks
from aftersales.clocks.model import ClockState, OwnClock
from aftersales.clocks.repository import OPEN, ClockFilter
from aftersales.people.model import Agent, Permission, require, ticket_scope
from aftersales.policy.names import SlaClock


class ExtensionIn(BaseModel):
    """Either a moment, or how many working days more."""

    until: AwareDatetime | None = None
    days: Annotated[int, Field(ge=1, le=30)] | None = None
    why: str = Field(min_length=1, max_length=1000)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.until is None) == (self.days is None):
            raise ValueError("until 和 days 请填其中一个。")
        return self


def router(clocks: DeskClocks, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api", tags=["clocks"])

    @routes.get("/clocks")
    async def board(
        agent: Agent = Depends(agent_of),
        due_before: AwareDatetime | None = None,
        state: ClockState | None = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 200,
    ) -> dict[str, Any]:
        states = OPEN if state is None else (state,)
        wanted = ClockFilter(
            due_before=due_before, states=states, merchant_id=ticket_scope(agent), limit=limit
        )
        return {"items": await clocks.board(wanted)}

    @routes.get("/tickets/{ticket_id}/clocks")
    async def of_ticket(ticket_id: str, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        return await clocks.of_ticket(ticket_id, ticket_scope(agent))

    @routes.get("/time")
    async def time(_agent: Agent = Depends(agent_of)) -> dict[str, str]:
        """What the program's clock says: waiting times are counted by it, not by a browser's."""
        return {"now": clocks.now().isoformat()}

    @routes.post("/tickets/{ticket_id}/clocks/{clock}/extend")
    async def extend(
        ticket_id: str, clock: SlaClock | OwnClock, body: ExtensionIn, agent: Agent = Depends(agent_of)
    ) -> dict[str, Any]:
        require(agent, Permission.DECIDE_TICKET)
        until = body.until or body.days or 0
        return await clocks.extend(ticket_id, clock, until, body.why, agent.id, ticket_scope(agent))

    return routes
