"""The agents' endpoints for tickets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from aftersales.errors import Forbidden, InvalidInput, NotFound
from aftersales.orders.model import Order, OrderGateway
from aftersales.people.model import Agent, Permission, can, require
from aftersales.policy.names import Reason, Remedy
from aftersales.tickets.model import Actor, Item, NewTicket, Role, TicketStatus
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.service import TicketService


class ItemIn(BaseModel):
    line_id: str = Field(max_length=64)
    quantity: int = Field(ge=1)


class TicketIn(BaseModel):
    """An application that an agent takes down for a caller; the same `id` opens nothing twice."""

    id: UUID = Field(default_factory=uuid4)
    order_id: str = Field(max_length=64)
    items: list[ItemIn] = Field(min_length=1, max_length=100)
    reason: Reason
    remedy: Remedy | None = None
    description: str = Field(max_length=2000)
    conversation_id: str | None = Field(default=None, max_length=64)


class TransitionIn(BaseModel):
    to: TicketStatus
    why: str = Field(min_length=1, max_length=1000)
    version: int


class TicketPage(BaseModel):
    items: list[dict[str, Any]]
    total: int


def router(
    tickets: TicketService, orders: OrderGateway, agent_of: Callable[..., Awaitable[Agent]]
) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api/tickets", tags=["tickets"])

    @routes.get("")
    async def find(
        agent: Agent = Depends(agent_of),
        conversation_id: str | None = None,
        order_id: str | None = None,
        status: TicketStatus | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> TicketPage:
        wanted = TicketFilter(
            conversation_id=conversation_id,
            order_id=order_id,
            status=status,
            merchant_id=_scope(agent),
            limit=limit,
            offset=offset,
        )
        found, total = await tickets.list(wanted)
        return TicketPage(items=[ticket.to_json() for ticket in found], total=total)

    @routes.get("/{ticket_id}")
    async def get(ticket_id: str, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        return (await tickets.get(ticket_id, _scope(agent))).to_json()

    @routes.post("", status_code=201)
    async def open_for_caller(body: TicketIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        require(agent, Permission.DECIDE_TICKET)
        actor = _actor(agent)
        order = _visible(await orders.find(body.order_id), actor.merchant_id)
        new = NewTicket(
            business_key=f"desk:{agent.id}:{body.id.hex}",
            order_id=order.order_id,
            items=_items(body.items, order),
            reason=body.reason,
            remedy=body.remedy,
            conversation_id=body.conversation_id,
            description=body.description,
            merchant_id=order.merchant_id,
        )
        return (await tickets.open(new, actor)).to_json()

    @routes.post("/{ticket_id}/transitions")
    async def move(ticket_id: str, body: TransitionIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        require(agent, Permission.DECIDE_TICKET)
        moved = await tickets.transition(ticket_id, body.to, body.why, body.version, _actor(agent))
        return moved.to_json()

    return routes


def _scope(agent: Agent) -> str | None:
    """The merchant whose tickets alone the agent sees; None sees all. Raises Forbidden for who sees none."""
    if can(agent, Permission.ALL_TICKETS):
        return None
    require(agent, Permission.OWN_MERCHANT_TICKETS)
    if agent.merchant_id is None:
        raise Forbidden("您的账号还没有关联商家。")
    return agent.merchant_id


def _actor(agent: Agent) -> Actor:
    return Actor(agent.id, frozenset(Role(role) for role in agent.roles), _scope(agent))


def _visible(order: Order | None, merchant_id: str | None) -> Order:
    if order is None or merchant_id not in (None, order.merchant_id):
        raise NotFound("没有找到这个订单。", field="order_id")
    return order


def _items(wanted: list[ItemIn], order: Order) -> tuple[Item, ...]:
    """Raises InvalidInput for a line that is not in the order, named twice, or has fewer pieces."""
    if len({item.line_id for item in wanted}) < len(wanted):
        raise InvalidInput("同一件商品只能出现一次。", field="items")
    for item in wanted:
        line = order.line(item.line_id)
        if line is None or item.quantity > line.quantity:
            raise InvalidInput("商品或数量与订单不符。", field="items")
    return tuple(Item(item.line_id, item.quantity) for item in wanted)
