"""The shopper uploads pictures; she and the desk look at them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from aftersales.errors import NotFound
from aftersales.people.api import bearer
from aftersales.people.model import Permission, can, may_see_ticket
from aftersales.people.service import AgentService
from aftersales.people.sessions import SessionInvalid, Sessions
from aftersales.photos.model import NO_SUCH_PHOTO, Photo
from aftersales.photos.service import PhotoService
from aftersales.photos.upload import read_upload
from aftersales.privacy.looks import Looked

Token = Annotated[str, Depends(bearer)]
MerchantsOf = Callable[[str], Awaitable[set[str | None]]]
"""The merchants of the tickets that a photo is on."""

HEADERS = {
    "Cache-Control": "private, max-age=86400, immutable",
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
}
UPLOAD_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


class UploadOut(BaseModel):
    photo_id: str


def router(
    photos: PhotoService, sessions: Sessions, agents: AgentService, merchants_of: MerchantsOf, looked: Looked
) -> APIRouter:
    """A label shows name, phone and address: whatever the desk opens is a look."""
    routes = APIRouter(prefix="/api", tags=["photos"])

    @routes.post("/widget/photos", openapi_extra=UPLOAD_BODY)
    async def upload(request: Request, token: Token) -> UploadOut:
        conversation_id = sessions.read(token)
        photo = await photos.accept(await read_upload(request), conversation_id)
        return UploadOut(photo_id=photo.id)

    @routes.get("/photos/{photo_id}", response_class=FileResponse)
    async def show(photo_id: str, token: Token) -> FileResponse:
        may_see = await _viewer(token)
        photo, path = await photos.read(photo_id)
        if not await may_see(photo):
            raise NotFound(NO_SUCH_PHOTO)
        return FileResponse(path, media_type="image/jpeg", headers=HEADERS)

    async def _viewer(token: str) -> Callable[[Photo], Awaitable[bool]]:
        """A shopper sees what was sent in her conversation, the desk all, a merchant what is on his tickets.

        Raises Unauthorised.
        """
        try:
            conversation_id = sessions.read(token)
        except SessionInvalid:
            agent = await agents.read(token)
        else:

            async def hers(photo: Photo) -> bool:
                return photo.owner == conversation_id

            return hers

        async def on_a_ticket_of_his(photo: Photo) -> bool:
            merchants = await merchants_of(photo.id)
            if not (can(agent, Permission.CONVERSE) or any(may_see_ticket(agent, m) for m in merchants)):
                return False
            await looked(agent.id, f"conversation:{photo.owner}")
            return True

        return on_a_ticket_of_his

    return routes
