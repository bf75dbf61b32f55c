"""The label page's side: proposals out, labels in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from aftersales.learning.service import LearningService
from aftersales.people.model import Agent

LabelId = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]


class LabelIn(BaseModel):
    """`label` is `<intent>`, `<intent>/<topic>` or `skip`."""

    model_config = ConfigDict(extra="forbid")

    id: LabelId
    label: str = Field(min_length=1, max_length=80)


def router(learning: LearningService, supervisor: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`supervisor` is the dependency that gives a signed-in supervisor or refuses."""
    routes = APIRouter(prefix="/api/learning", tags=["learning"], dependencies=[Depends(supervisor)])

    @routes.get("")
    async def status() -> dict[str, Any]:
        """`{labels, labelled, waiting, needed, last_run}`."""
        return await learning.status()

    @routes.get("/proposals")
    async def proposals(limit: Annotated[int, Query(ge=1, le=200)] = 50) -> dict[str, Any]:
        """`{items: [{id, text, count, others, readings, why}]}`, the most useful to label first."""
        return {"items": [proposal.to_json() for proposal in await learning.proposals(limit)]}

    @routes.get("/labels")
    async def labels(limit: Annotated[int, Query(ge=1, le=500)] = 100) -> dict[str, Any]:
        """`{items: [{id, text, label, labelled_by, labelled_at}], total}`, the latest first."""
        found = await learning.labels()
        return {"items": [label.to_json() for label in found[:limit]], "total": len(found)}

    @routes.post("/labels")
    async def label(body: LabelIn, agent: Agent = Depends(supervisor)) -> dict[str, Any]:
        """The label as it is kept; the same again changes nothing."""
        return (await learning.label(body.id, body.label, agent.id)).to_json()

    @routes.delete("/labels/{label_id}", status_code=204, response_class=Response)
    async def take_back(label_id: Annotated[LabelId, Path()]) -> None:
        """Also for what has no label."""
        await learning.take_back(label_id)

    return routes
