"""The shopper uploads pictures; she and the desk look at them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from aftersales.errors import NotFound
from aftersales.people.api import bearer
from aftersales.people.service import AgentService
from aftersales.people.sessions import SessionInvalid, Sessions
from aftersales.photos.model import NO_SUCH_PHOTO
from aftersales.photos.service import PhotoService
from aftersales.photos.upload import read_upload

Token = Annotated[str, Depends(bearer)]

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


def router(photos: PhotoService, sessions: Sessions, agents: AgentService) -> APIRouter:
    routes = APIRouter(prefix="/api", tags=["photos"])

    @routes.post("/widget/photos", openapi_extra=UPLOAD_BODY)
    async def upload(request: Request, token: Token) -> UploadOut:
        conversation_id = sessions.read(token)
        photo = await photos.accept(await read_upload(request), conversation_id)
        return UploadOut(photo_id=photo.id)

    @routes.get("/photos/{photo_id}", response_class=FileResponse)
    async def show(photo_id: str, token: Token) -> FileResponse:
        owner = await _owner_seen_by(token)
        photo, path = await photos.read(photo_id)
        if owner is not None and owner != photo.owner:
            raise NotFound(NO_SUCH_PHOTO)
        return FileResponse(path, media_type="image/jpeg", headers=HEADERS)

    async def _owner_seen_by(token: str) -> str | None:
        """The conversation a shopper's session is limited to, or None for the desk, which sees all."""
        try:
            return sessions.read(token)
        except SessionInvalid:
            await agents.read(token)
            return None

    return routes
