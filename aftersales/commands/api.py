"""The desk's view of what the shop is asked to do: open to-dos, failures, and what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, StringConstraints, TypeAdapter

from aftersales.commands.model import CommandStatus, StoredCommand
from aftersales.commands.repository import CommandFilter
from aftersales.commands.service import CommandService
from aftersales.orders.command import Command, Executed
from aftersales.people.masks import mask_text
from aftersales.people.model import Agent, Permission, require, ticket_scope
from aftersales.privacy.looks import Looked
from aftersales.tickets.view import masked_change

_COMMAND = TypeAdapter(Command)
_EXECUTED = TypeAdapter(Executed)
_Number = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]


class DoneIn(BaseModel):
    reference: Annotated[_Number, Field(min_length=1)]
    carrier: _Number | None = None
    tracking_number: _Number | None = None
    channel: _Number | None = None


class CommandPage(BaseModel):
    items: list[dict[str, Any]]
    total: int


def router(commands: CommandService, agent_of: Callable[..., Awaitable[Agent]], looked: Looked) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api/commands", tags=["commands"])

    async def shown(found: list[StoredCommand], agent: Agent) -> list[dict[str, Any]]:
        held = await commands.held_by(agent.id, {stored.ticket_id for stored in found})
        items = []
        for stored in found:
            item = _to_json(stored, full=stored.ticket_id in held)
            if item != _to_json(stored, full=False):
                await looked(agent.id, f"ticket:{stored.command.ticket_number}")
            items.append(item)
        return items

    @routes.get("")
    async def find(
        agent: Agent = Depends(agent_of),
        status: CommandStatus | None = None,
        ticket_id: Annotated[str | None, Query(max_length=64)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> CommandPage:
        """`status=by_hand` is the to-do list of a shop without an interface."""
        wanted = CommandFilter(status, ticket_id, ticket_scope(agent), limit, offset)
        found, total = await commands.list(wanted)
        return CommandPage(items=await shown(found, agent), total=total)

    @routes.post("/{command_id}/done")
    async def done(command_id: str, body: DoneIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        """Done by hand: the ticket goes on with this reference number."""
        require(agent, Permission.DECIDE_TICKET)
        result = Executed(
            reference=body.reference,
            channel=body.channel or None,
            carrier=body.carrier or None,
            tracking_number=body.tracking_number or None,
        )
        done = await commands.done_by_hand(command_id, result, agent.id, ticket_scope(agent))
        return (await shown([done], agent))[0]

    @routes.post("/{command_id}/retry")
    async def retry(command_id: str, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        """Ask the shop again for what it refused."""
        require(agent, Permission.DECIDE_TICKET)
        return (await shown([await commands.retry(command_id, ticket_scope(agent))], agent))[0]

    return routes


def _to_json(stored: StoredCommand, *, full: bool) -> dict[str, Any]:
    """`full`: with name, phone and address as they are, for the one who holds the ticket."""
    command: dict[str, Any] = _COMMAND.dump_python(stored.command, mode="json")
    if not full:
        command = masked_change(command) | {"note": mask_text(stored.command.note or "") or None}
    return command | {
        "status": stored.status,
        "ticket_id": stored.ticket_id,
        "merchant_id": stored.merchant_id,
        "attempts": stored.attempts,
        "due_at": stored.due_at.isoformat(),
        "result": None if stored.result is None else _EXECUTED.dump_python(stored.result, mode="json"),
        "problem": stored.problem,
        "done_by": stored.done_by,
        "created_at": stored.created_at.isoformat(),
        "finished_at": None if stored.finished_at is None else stored.finished_at.isoformat(),
    }
