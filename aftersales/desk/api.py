"""The agents' endpoints for conversations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from aftersales.conversations.model import Owner
from aftersales.conversations.wire import text_in
from aftersales.desk.service import DeskService, Said
from aftersales.errors import InvalidInput
from aftersales.people.model import Agent

MAX_TEXT = 2000


class MessageIn(BaseModel):
    id: UUID
    text: str | None = Field(default=None, max_length=MAX_TEXT)
    photo_ids: list[str] = Field(default_factory=list, max_length=9)


class NoteIn(BaseModel):
    text: str = Field(min_length=1, max_length=MAX_TEXT)


class TransferIn(BaseModel):
    to: str = Field(max_length=64)
    note: str | None = Field(default=None, max_length=MAX_TEXT)


class ReturnIn(BaseModel):
    slots: dict[str, Any] = Field(default_factory=dict)


class ResolveIn(BaseModel):
    code: str = Field(min_length=1, max_length=40)


class ConversationPage(BaseModel):
    items: list[dict[str, Any]]
    next: str | None


def router(desk: DeskService, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api/conversations", tags=["desk"])

    @routes.get("")
    async def listing(
        agent: Agent = Depends(agent_of),
        owner: Owner | None = None,
        mine: bool = False,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: str | None = None,
    ) -> ConversationPage:
        page = await desk.listing(agent, owner, mine, limit, cursor)
        return ConversationPage(items=page.items, next=page.next)

    @routes.get("/{conversation_id}")
    async def detail(conversation_id: str, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        body = await desk.detail(agent, conversation_id)
        await desk.seen(agent, conversation_id)
        return body

    @routes.post("/{conversation_id}/claim")
    async def claim(conversation_id: str, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        return await desk.claim(agent, conversation_id)

    @routes.post("/{conversation_id}/messages")
    async def say(conversation_id: str, body: MessageIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        text = text_in(body.text or "")
        if not text and not body.photo_ids:
            raise InvalidInput("消息是空的。", field="text")
        said = Said(str(body.id), text or None, tuple(body.photo_ids))
        return await desk.say(agent, conversation_id, said)

    @routes.post("/{conversation_id}/notes")
    async def note(conversation_id: str, body: NoteIn, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        text = text_in(body.text)
        if not text:
            raise InvalidInput("备注是空的。", field="text")
        return await desk.note(agent, conversation_id, text)

    @routes.post("/{conversation_id}/transfer")
    async def transfer(
        conversation_id: str, body: TransferIn, agent: Agent = Depends(agent_of)
    ) -> dict[str, Any]:
        return await desk.transfer(agent, conversation_id, body.to, text_in(body.note or "") or None)

    @routes.post("/{conversation_id}/return")
    async def hand_back(
        conversation_id: str, body: ReturnIn | None = None, agent: Agent = Depends(agent_of)
    ) -> dict[str, Any]:
        return await desk.hand_back(agent, conversation_id, body.slots if body else {})

    @routes.post("/{conversation_id}/resolve")
    async def resolve(
        conversation_id: str, body: ResolveIn, agent: Agent = Depends(agent_of)
    ) -> dict[str, Any]:
        return await desk.resolve(agent, conversation_id, body.code)

    return routes
