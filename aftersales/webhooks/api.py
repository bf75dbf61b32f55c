"""The administrator's endpoints for webhooks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from aftersales.people.model import Agent
from aftersales.webhooks.model import DeliveryStatus, EventType
from aftersales.webhooks.service import WebhookService


class EndpointIn(BaseModel):
    """Without `events` it is told of all; with `merchant_id` of that merchant's tickets only."""

    url: str = Field(max_length=500)
    events: list[EventType] = Field(default_factory=lambda: list(EventType), min_length=1)
    merchant_id: str | None = Field(default=None, max_length=64)


class EndpointOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    url: str
    events: list[EventType]
    merchant_id: str | None
    active: bool
    created_at: datetime
    created_by: str


class NewEndpointOut(EndpointOut):
    secret: str
    """Shown this once."""


class DeliveryOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    event_id: str
    type: EventType
    document: dict[str, Any]
    status: DeliveryStatus
    attempts: int
    due_at: datetime
    http_status: int | None
    problem: str | None
    created_at: datetime
    delivered_at: datetime | None


class DeliveryPage(BaseModel):
    items: list[DeliveryOut]
    total: int


def router(webhooks: WebhookService, administrator: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`administrator` is the dependency that gives the signed-in administrator, or answers 401 or 403."""
    routes = APIRouter(prefix="/api/webhooks", tags=["webhooks"], dependencies=[Depends(administrator)])

    @routes.post("", status_code=201)
    async def add(body: EndpointIn, agent: Agent = Depends(administrator)) -> NewEndpointOut:
        row, secret = await webhooks.add(body.url, body.events, body.merchant_id, agent.id)
        return NewEndpointOut(**EndpointOut.model_validate(row).model_dump(), secret=secret)

    @routes.get("")
    async def listed() -> list[EndpointOut]:
        return [EndpointOut.model_validate(row) for row in await webhooks.endpoints()]

    @routes.post("/{endpoint_id}/disable")
    async def disable(endpoint_id: str) -> EndpointOut:
        return EndpointOut.model_validate(await webhooks.disable(endpoint_id))

    @routes.get("/{endpoint_id}/deliveries")
    async def deliveries(
        endpoint_id: str,
        status: DeliveryStatus | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> DeliveryPage:
        found, total = await webhooks.deliveries(endpoint_id, status, limit, offset)
        return DeliveryPage(items=[DeliveryOut.model_validate(row) for row in found], total=total)

    @routes.post("/{endpoint_id}/deliveries/{delivery_id}/redeliver")
    async def redeliver(endpoint_id: str, delivery_id: int) -> DeliveryOut:
        return DeliveryOut.model_validate(await webhooks.redeliver(endpoint_id, delivery_id))

    return routes
