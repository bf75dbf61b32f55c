"""The agents' endpoints for tickets."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from aftersales.errors import InvalidInput, NotFound
from aftersales.orders.model import Order, OrderGateway
from aftersales.people.model import Agent, Permission, can, may_see_ticket, require, ticket_scope
from aftersales.privacy.looks import Looked
from aftersales.tickets.applications import Applications
from aftersales.tickets.bodies import (
    AmountIn,
    AssignIn,
    EscalateIn,
    RecordIn,
    RemedyIn,
    TicketIn,
    TicketPage,
    TicketQuery,
    TransitionIn,
)
from aftersales.tickets.model import Actor, Role, Ticket
from aftersales.tickets.service import TicketService
from aftersales.tickets.view import ticket_for

TicketOut = dict[str, Any]
"""The contract's ticket."""


def router(
    tickets: TicketService,
    applications: Applications,
    orders: OrderGateway,
    agent_of: Callable[..., Awaitable[Agent]],
    agent_named: Callable[[str], Awaitable[Agent]],
    looked: Looked,
) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401; `agent_named` finds one by
    id or raises NotFound."""
    routes = APIRouter(prefix="/api/tickets", tags=["tickets"])

    async def shown_to(agent: Agent, ticket: Ticket) -> TicketOut:
        """What its holder reads unmasked is a look."""
        body = ticket_for(ticket, agent.id)
        if body != ticket_for(ticket, None):
            await looked(agent.id, f"ticket:{ticket.number}")
        return body

    async def decider(agent: Agent = Depends(agent_of)) -> Agent:
        require(agent, Permission.DECIDE_TICKET)
        return agent

    @routes.get("")
    async def find(query: Annotated[TicketQuery, Query()], agent: Agent = Depends(agent_of)) -> TicketPage:
        """A list is masked; the tickets of one conversation are its case, and full for their holder."""
        found, total = await tickets.list(query.filter(ticket_scope(agent)))
        if query.conversation_id is None:
            return TicketPage(items=[ticket_for(ticket, None) for ticket in found], total=total)
        return TicketPage(items=[await shown_to(agent, ticket) for ticket in found], total=total)

    @routes.get("/{ticket_id}")
    async def get(ticket_id: str, agent: Agent = Depends(agent_of)) -> TicketOut:
        return await shown_to(agent, await tickets.get(ticket_id, ticket_scope(agent)))

    @routes.post("", status_code=201)
    async def open_for_caller(body: TicketIn, agent: Agent = Depends(decider)) -> TicketOut:
        """Raises RefusedByPolicy (422) for what the rules refuse, unless a supervisor gives a `favour`."""
        return await open_application(body, agent)

    @routes.post("/{ticket_id}/links", status_code=201)
    async def open_linked(ticket_id: str, body: TicketIn, agent: Agent = Depends(decider)) -> TicketOut:
        return await open_application(body, agent, ticket_id)

    async def open_application(body: TicketIn, agent: Agent, linked_to: str | None = None) -> TicketOut:
        actor = _actor(agent)
        order = _visible(await orders.find(body.order_id), actor.merchant_id)
        ticket = await applications.open(
            body.application(order, agent.id),
            order,
            body.claim.model_dump(exclude_none=True),
            actor,
            favour=body.favour,
            linked_to=linked_to,
        )
        return await shown_to(agent, ticket)

    @routes.post("/{ticket_id}/transitions")
    async def move(ticket_id: str, body: TransitionIn, agent: Agent = Depends(decider)) -> TicketOut:
        moved = await tickets.transition(
            ticket_id, body.to, body.why, body.version, _actor(agent), details=body.details
        )
        return await shown_to(agent, moved)

    @routes.post("/{ticket_id}/records")
    async def record(ticket_id: str, body: RecordIn, agent: Agent = Depends(decider)) -> TicketOut:
        recorded = await tickets.record(
            ticket_id, body.kind, body.data, _actor(agent), body.version, body.key
        )
        return await shown_to(agent, recorded)

    @routes.post("/{ticket_id}/assign")
    async def assign(ticket_id: str, body: AssignIn, agent: Agent = Depends(decider)) -> TicketOut:
        actor = _actor(agent)
        if body.agent is not None:
            ticket = await tickets.get(ticket_id, actor.merchant_id)
            await _check_assignee(body.agent, ticket.merchant_id)
        return await shown_to(agent, await tickets.assign(ticket_id, body.agent, body.version, actor))

    @routes.post("/{ticket_id}/escalate")
    async def escalate(ticket_id: str, body: EscalateIn, agent: Agent = Depends(decider)) -> TicketOut:
        raised = await tickets.escalate(ticket_id, body.level, body.why, body.version, _actor(agent))
        return await shown_to(agent, raised)

    @routes.post("/{ticket_id}/remedy")
    async def change_remedy(ticket_id: str, body: RemedyIn, agent: Agent = Depends(decider)) -> TicketOut:
        changed = await tickets.change_remedy(ticket_id, body.remedy, body.why, body.version, _actor(agent))
        return await shown_to(agent, changed)

    @routes.post("/{ticket_id}/amount")
    async def set_amount(ticket_id: str, body: AmountIn, agent: Agent = Depends(decider)) -> TicketOut:
        changed = await tickets.set_amount(ticket_id, body.amount, body.why, body.version, _actor(agent))
        return await shown_to(agent, changed)

    async def _check_assignee(agent_id: str, merchant_id: str | None) -> None:
        try:
            assignee = await agent_named(agent_id)
        except NotFound as unknown:
            raise InvalidInput(unknown.message, field="agent") from None
        if not (can(assignee, Permission.DECIDE_TICKET) and may_see_ticket(assignee, merchant_id)):
            raise InvalidInput("这位同事不能处理这张工单。", field="agent")

    return routes


def _actor(agent: Agent) -> Actor:
    return Actor(agent.id, frozenset(Role(role) for role in agent.roles), ticket_scope(agent))


def _visible(order: Order | None, merchant_id: str | None) -> Order:
    if order is None or merchant_id not in (None, order.merchant_id):
        raise NotFound("没有找到这个订单。", field="order_id")
    return order
