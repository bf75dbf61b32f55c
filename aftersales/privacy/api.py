"""Data handed out, requests taken by phone, and looks at what is masked or locked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import IO, Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, model_validator
from pydantic import Field as Limits

from aftersales.people.model import Agent
from aftersales.privacy.looks import Field, Looks
from aftersales.privacy.model import Kind, State
from aftersales.privacy.service import PrivacyService

CHUNK = 64 * 1024
DOWNLOAD = {
    "Content-Disposition": 'attachment; filename="my-data.zip"',
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


class CallerIn(BaseModel):
    """`called_back`: the colleague rang the order's own number; the same `id` is the same request."""

    id: UUID = Limits(default_factory=uuid4)
    kind: Kind
    order_id: str = Limits(max_length=64)
    phone_tail: str = Limits(max_length=10)
    called_back: bool = False


class RevealIn(BaseModel):
    field: Field
    why: str = Limits(max_length=500)
    order_id: str | None = Limits(default=None, max_length=64)


class LockedIn(BaseModel):
    why: str = Limits(max_length=500)
    number: str | None = Limits(default=None, max_length=64)
    order_id: str | None = Limits(default=None, max_length=64)

    @model_validator(mode="after")
    def _one_of_both(self) -> LockedIn:
        if (self.number is None) == (self.order_id is None):
            raise ValueError("number or order_id")
        return self


def router(privacy: PrivacyService, looks: Looks, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api", tags=["privacy"])

    @routes.get("/privacy/exports/{token}", response_class=StreamingResponse)
    async def download(token: str) -> StreamingResponse:
        """The token is the permission: short-lived, signed, and good once."""
        file = await privacy.download(token)
        return StreamingResponse(_chunks(file), media_type="application/zip", headers=DOWNLOAD)

    @routes.get("/privacy/requests")
    async def requests(
        agent: Agent = Depends(agent_of),
        state: State | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> dict[str, Any]:
        found = await privacy.requests(agent, state, limit)
        return {"items": [request.to_json() for request in found]}

    @routes.post("/privacy/requests", status_code=201)
    async def ask_for_caller(body: CallerIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        request, document = await privacy.for_caller(
            agent,
            body.kind,
            body.order_id,
            body.phone_tail,
            called_back=body.called_back,
            key=f"desk:{agent.id}:{body.id.hex}",
        )
        return request.to_json() | ({"document": document.to_json()} if document else {})

    @routes.post("/privacy/locked")
    async def locked(body: LockedIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        items = await looks.locked(agent, body.why, number=body.number, order_id=body.order_id)
        return {"items": items}

    @routes.get("/privacy/looks")
    async def who_looked(
        agent: Agent = Depends(agent_of),
        place: str | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> dict[str, Any]:
        return {"items": await looks.listing(agent, place, limit)}

    @routes.post("/conversations/{conversation_id}/reveal")
    async def reveal(
        conversation_id: str, body: RevealIn, agent: Agent = Depends(agent_of)
    ) -> dict[str, str]:
        value = await looks.reveal(agent, conversation_id, body.field, body.why, body.order_id)
        return {"field": body.field, "value": value}

    return routes


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
