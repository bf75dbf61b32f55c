"""Every query about pictures. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.photos import likeness
from aftersales.photos.model import Photo
from aftersales.photos.tables import PhotoRow


def add(session: AsyncSession, photo: Photo) -> None:
    a, b, c, d = likeness.bands(photo.dhash)
    session.add(
        PhotoRow(
            id=photo.id,
            owner=photo.owner,
            width=photo.width,
            height=photo.height,
            sha256=photo.sha256,
            band_a=a,
            band_b=b,
            band_c=c,
            band_d=d,
            created_at=photo.created_at,
        )
    )


async def find(session: AsyncSession, photo_id: str) -> Photo | None:
    row = await session.get(PhotoRow, photo_id)
    return None if row is None else _photo(row)


async def of_owner(session: AsyncSession, photo_ids: Sequence[str], owner: str) -> dict[str, Photo]:
    """Those of the photos that are the owner's, by id."""
    query = select(PhotoRow).where(PhotoRow.id.in_(photo_ids), PhotoRow.owner == owner)
    return {row.id: _photo(row) for row in await session.scalars(query)}


async def perhaps_alike(session: AsyncSession, photo: Photo) -> list[Photo]:
    """Photos with the same bytes or a quarter of the difference hash in common, this one among them."""
    a, b, c, d = likeness.bands(photo.dhash)
    same = or_(
        PhotoRow.sha256 == photo.sha256,
        PhotoRow.band_a == a,
        PhotoRow.band_b == b,
        PhotoRow.band_c == c,
        PhotoRow.band_d == d,
    )
    return [_photo(row) for row in await session.scalars(select(PhotoRow).where(same))]


async def delete_all(session: AsyncSession) -> None:
    await session.execute(delete(PhotoRow))


def _photo(row: PhotoRow) -> Photo:
    return Photo(
        id=row.id,
        owner=row.owner,
        width=row.width,
        height=row.height,
        sha256=row.sha256,
        dhash=row.band_a << 48 | row.band_b << 32 | row.band_c << 16 | row.band_d,
        created_at=row.created_at,
    )
