"""The ledger as supervisors read it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from aftersales.people.model import Agent
from aftersales.promises.model import PromiseState
from aftersales.promises.repository import PromiseFilter
from aftersales.promises.service import Promises


def router(promises: Promises, supervisor: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`supervisor` is the dependency that gives a signed-in supervisor or refuses."""
    routes = APIRouter(prefix="/api/promises", tags=["promises"], dependencies=[Depends(supervisor)])

    @routes.get("")
    async def find(
        state: PromiseState | None = None,
        ticket_id: Annotated[str | None, Query(max_length=32)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 200,
    ) -> dict[str, Any]:
        wanted = PromiseFilter(state=state, ticket_id=ticket_id, limit=limit)
        return {"items": [promise.to_json() for promise in await promises.find(wanted)]}

    return routes
