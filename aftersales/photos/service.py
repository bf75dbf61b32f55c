"""Pictures come in, are looked at again, and are recognised when somebody else sends them too."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from anyio import CapacityLimiter, to_thread

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import NotFound
from aftersales.photos import likeness, repository
from aftersales.photos.cleaning import clean
from aftersales.photos.model import MAX_BYTES, NO_SUCH_PHOTO, Photo, TooLarge, UnknownPhoto
from aftersales.photos.store import PhotoStore

AT_ONCE = 2
"""A picture of 40 megapixels takes some 300 MB while it is decoded."""


class PhotoService:
    def __init__(self, db: Database, folder: Path, clock: Clock) -> None:
        self._db = db
        self._store = PhotoStore(folder)
        self._clock = clock
        self._limiter = CapacityLimiter(AT_ONCE)

    async def accept(self, data: bytes, owner: str) -> Photo:
        """Clean and keep a picture for `owner` (a conversation's id).

        Raises TooLarge, NotAnImage or TooManyPixels. The file is on the disk before its row exists.
        """
        if len(data) > MAX_BYTES:
            raise TooLarge
        picture = await to_thread.run_sync(clean, data, limiter=self._limiter)
        photo = Photo(
            id=uuid4().hex,
            owner=owner,
            width=picture.width,
            height=picture.height,
            sha256=picture.sha256,
            dhash=picture.dhash,
            created_at=self._clock.now(),
        )
        await to_thread.run_sync(self._store.write, photo.id, picture.jpeg)
        async with self._db.write() as session:
            repository.add(session, photo)
        return photo

    async def read(self, photo_id: str) -> tuple[Photo, Path]:
        """The photo and where its JPEG lies; who may see it is the caller's to decide. Raises NotFound."""
        photo = await self._find(photo_id)
        path = self._store.path(photo.id)
        if not await to_thread.run_sync(path.is_file):
            raise NotFound(NO_SUCH_PHOTO)
        return photo, path

    async def owned(self, photo_ids: Sequence[str], owner: str) -> list[Photo]:
        """The photos in the order asked for. Raises UnknownPhoto if one is missing or somebody else's."""
        async with self._db.read() as session:
            found = await repository.of_owner(session, photo_ids, owner)
        if not found.keys() >= set(photo_ids):
            raise UnknownPhoto
        return [found[photo_id] for photo_id in photo_ids]

    async def alike(self, photo_id: str) -> frozenset[str]:
        """All photos of this picture by id: itself, scaled and recompressed ones. Unknown: none."""
        async with self._db.read() as session:
            photo = await repository.find(session, photo_id)
            others = [] if photo is None else await repository.perhaps_alike(session, photo)
        return frozenset(
            other.id
            for other in others
            if photo and (other.sha256 == photo.sha256 or likeness.alike(other.dhash, photo.dhash))
        )

    async def forget_all(self) -> None:
        """The demo's reset."""
        async with self._db.write() as session:
            await repository.delete_all(session)
        await to_thread.run_sync(self._store.clear)

    async def _find(self, photo_id: str) -> Photo:
        async with self._db.read() as session:
            photo = await repository.find(session, photo_id)
        if photo is None:
            raise NotFound(NO_SUCH_PHOTO)
        return photo
