"""Pictures are kept whole, shown to whom they belong, recognised, and forgotten at the demo's reset."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import func, select

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.errors import AppError, NotFound
from aftersales.photos import service
from aftersales.photos.cleaning import Picture, clean
from aftersales.photos.model import MAX_BYTES, UnknownPhoto
from aftersales.photos.service import AT_ONCE, PhotoService
from aftersales.photos.tables import PhotoRow

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def vase(kind: str = "JPEG", size: tuple[int, int] = (480, 360), petals: int = 5) -> bytes:
    image = Image.new("RGB", (480, 360), "tan")
    draw = ImageDraw.Draw(image)
    for petal in range(petals):
        draw.ellipse(
            (20 + 75 * petal, 30 + 40 * petal, 120 + 80 * petal, 200 + 20 * petal), fill=(200, 20 * petal, 60)
        )
    out = io.BytesIO()
    image.resize(size).save(out, kind)
    return out.getvalue()


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with database.write() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "photos"


@pytest.fixture
def photos(db: Database, folder: Path) -> PhotoService:
    return PhotoService(db, folder, FixedClock(NOW))


async def rows(db: Database) -> int:
    async with db.read() as session:
        return await session.scalar(select(func.count()).select_from(PhotoRow)) or 0


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_an_accepted_photo_is_read_back(photos: PhotoService, folder: Path) -> None:
    accepted = await photos.accept(vase(), "c1")
    photo, path = await photos.read(accepted.id)
    assert photo == accepted
    assert (photo.owner, photo.width, photo.height, photo.created_at) == ("c1", 480, 360, NOW)
    with Image.open(path) as image:
        assert (image.format, image.size) == ("JPEG", (480, 360))
    assert files(folder) == [path]


async def test_two_uploads_of_one_picture_are_two_photos(photos: PhotoService) -> None:
    one, two = await photos.accept(vase(), "c1"), await photos.accept(vase(), "c1")
    assert one.id != two.id
    assert one.sha256 == two.sha256


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"\xff\xd8" + bytes(MAX_BYTES), 413, "too_large"),
        (b"just a text file called .jpg", 415, "not_an_image"),
        (vase().replace(b"\x01\x68\x01\xe0", b"\xff\xff\xff\xff", 1), 422, "too_many_pixels"),
    ],
)
async def test_a_refused_picture_leaves_nothing_behind(
    photos: PhotoService, db: Database, folder: Path, data: bytes, status: int, code: str
) -> None:
    with pytest.raises(AppError) as refused:
        await photos.accept(data, "c1")
    assert (refused.value.status, refused.value.code) == (status, code)
    assert await rows(db) == 0
    assert files(folder) == []
    assert (await photos.accept(vase(), "c1")).owner == "c1"


async def test_a_crash_before_the_row_leaves_only_a_file_nobody_refers_to(
    photos: PhotoService, db: Database, folder: Path
) -> None:
    async with db.write() as session:
        connection = await session.connection()
        await connection.run_sync(PhotoRow.metadata.tables["photos"].drop)
    with pytest.raises(Exception, match="no such table"):
        await photos.accept(vase(), "c1")
    assert len(files(folder)) == 1
    async with db.write() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
    photo = await photos.accept(vase(), "c1")
    assert await photos.owned([photo.id], "c1") == [photo]


async def test_a_photo_whose_file_is_gone_is_not_found(photos: PhotoService, folder: Path) -> None:
    photo = await photos.accept(vase(), "c1")
    files(folder)[0].unlink()
    with pytest.raises(NotFound):
        await photos.read(photo.id)


@pytest.mark.parametrize("photo_id", ["", "nothing", "../../etc/passwd", "0" * 32])
async def test_what_is_not_there_is_not_found(photos: PhotoService, photo_id: str) -> None:
    with pytest.raises(NotFound):
        await photos.read(photo_id)


async def test_owned_gives_the_owners_photos_in_the_order_asked_for(photos: PhotoService) -> None:
    one, two = await photos.accept(vase(), "c1"), await photos.accept(vase(petals=2), "c1")
    assert await photos.owned([two.id, one.id], "c1") == [two, one]
    assert await photos.owned([], "c1") == []


async def test_owned_refuses_unknown_and_others_photos(photos: PhotoService) -> None:
    mine, hers = await photos.accept(vase(), "c1"), await photos.accept(vase(), "c2")
    for ids in ([hers.id], [mine.id, hers.id], ["unknown"], [mine.id, ""]):
        with pytest.raises(UnknownPhoto) as refused:
            await photos.owned(ids, "c1")
        assert refused.value.code == "unknown_photo"


@pytest.mark.parametrize(
    "copy", [vase(), vase("PNG"), vase("WEBP", (240, 180))], ids=["same", "png", "small"]
)
async def test_the_same_picture_is_recognised_whoever_sends_it(photos: PhotoService, copy: bytes) -> None:
    first = await photos.accept(vase(), "c1")
    await photos.accept(vase(petals=2), "c2")
    assert await photos.alike(first.id) == {first.id}
    again = await photos.accept(copy, "c2")
    assert await photos.alike(again.id) == await photos.alike(first.id) == {first.id, again.id}


async def test_an_unknown_picture_is_like_none(photos: PhotoService) -> None:
    assert await photos.alike("unknown") == frozenset()


async def test_plain_surfaces_are_recognised_only_when_they_are_the_same(photos: PhotoService) -> None:
    def plain(colour: str) -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (300, 200), colour).save(out, "PNG")
        return out.getvalue()

    white = await photos.accept(plain("white"), "c1")
    assert white.id not in await photos.alike((await photos.accept(plain("ivory"), "c2")).id)
    assert white.id in await photos.alike((await photos.accept(plain("white"), "c3")).id)


async def test_the_demo_reset_forgets_pictures_and_hashes(
    photos: PhotoService, db: Database, folder: Path
) -> None:
    first = await photos.accept(vase(), "c1")
    await photos.forget_all()
    assert await rows(db) == 0
    assert files(folder) == []
    with pytest.raises(NotFound):
        await photos.read(first.id)
    again = await photos.accept(vase(), "c2")
    assert await photos.alike(again.id) == {again.id}


async def test_forgetting_nothing_is_fine(photos: PhotoService) -> None:
    await photos.forget_all()


async def test_pictures_are_cleaned_beside_the_event_loop_and_few_at_once(
    photos: PhotoService, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Semaphore(0), threading.Event()
    running: list[int] = []

    def wait_and_clean(data: bytes) -> Picture:
        running.append(1)
        begun.release()
        assert go_on.wait(10), "the event loop never came to let it go on"
        return clean(data)

    monkeypatch.setattr(service, "clean", wait_and_clean)
    accepting = asyncio.gather(*(photos.accept(vase(), "c1") for _ in range(AT_ONCE + 1)))
    for _ in range(AT_ONCE):
        assert await asyncio.to_thread(begun.acquire, timeout=60)
    assert await photos.owned([], "c1") == []
    assert len(running) == AT_ONCE
    go_on.set()
    assert len(await accepting) == AT_ONCE + 1
