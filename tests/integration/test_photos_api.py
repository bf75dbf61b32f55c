"""Upload and show over HTTP: limits kept while the body still comes, and nobody sees another's pictures."""

from __future__ import annotations

import asyncio
import io
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from PIL import Image
from sqlalchemy import func, select

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.errors import AppError
from aftersales.people.demo import load_demo_agents
from aftersales.people.service import AgentService
from aftersales.people.sessions import Sessions
from aftersales.photos.api import router
from aftersales.photos.model import MAX_BYTES
from aftersales.photos.service import PhotoService
from aftersales.photos.tables import PhotoRow
from aftersales.photos.upload import MAX_BODY_BYTES

SECRET = "a-secret-of-the-tests-long-enough-for-hs256"
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def vase() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


@dataclass(frozen=True)
class Site:
    app: FastAPI
    db: Database
    sessions: Sessions
    agents: AgentService
    http: httpx.AsyncClient
    on_tickets: dict[str, set[str | None]]
    """Whose tickets a photo is on."""

    def session(self, conversation_id: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sessions.issue(conversation_id)}"}

    async def upload(self, data: bytes, headers: dict[str, str], field: str = "file") -> httpx.Response:
        return await self.http.post("/api/widget/photos", files={field: ("x.jpg", data)}, headers=headers)

    async def rows(self) -> int:
        async with self.db.read() as session:
            return await session.scalar(select(func.count()).select_from(PhotoRow)) or 0


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    clock = FixedClock(NOW)
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with db.write() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
        await load_demo_agents(session)
    sessions, agents = Sessions(SECRET, clock, 180), AgentService(db, SECRET, clock, 12)
    app = FastAPI()
    on_tickets: dict[str, set[str | None]] = {}

    async def merchants_of(photo_id: str) -> set[str | None]:
        return on_tickets.get(photo_id, set())

    async def unrecorded(_agent: str, _place: str) -> None:
        return None

    photos = PhotoService(db, tmp_path / "photos", clock)
    app.include_router(router(photos, sessions, agents, merchants_of, unrecorded))

    @app.exception_handler(AppError)
    async def refuse(_request: Request, error: AppError) -> JSONResponse:
        return JSONResponse({"error": error.to_json()}, error.status)

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        yield Site(app, db, sessions, agents, http, on_tickets)
    await db.close()


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_a_shopper_uploads_and_sees_her_picture(site: Site) -> None:
    uploaded = await site.upload(vase(), site.session("c1"))
    assert uploaded.status_code == 200
    assert set(uploaded.json()) == {"photo_id"}
    shown = await site.http.get(f"/api/photos/{uploaded.json()['photo_id']}", headers=site.session("c1"))
    assert shown.status_code == 200
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["content-disposition"] == "inline"
    assert shown.headers["cache-control"].startswith("private")
    with Image.open(io.BytesIO(shown.content)) as image:
        assert image.size == (64, 48)


async def test_who_may_see_a_picture(site: Site) -> None:
    photo_id = (await site.upload(vase(), site.session("c1"))).json()["photo_id"]
    desk = {"Authorization": f"Bearer {(await site.agents.login('lan', 'demo')).token}"}
    url = f"/api/photos/{photo_id}"

    assert (await site.http.get(url, headers=desk)).status_code == 200

    hers = await site.http.get(url, headers=site.session("c2"))
    nothing = await site.http.get("/api/photos/unknown", headers=site.session("c2"))
    assert code(hers) == (404, "not_found")
    assert hers.json() == nothing.json()

    assert code(await site.http.get(url)) == (401, "unauthorised")
    assert code(await site.http.get(url, headers={"Authorization": "Bearer forged"})) == (401, "unauthorised")


async def test_a_merchant_sees_the_pictures_of_his_own_tickets_alone(site: Site) -> None:
    ids = [(await site.upload(vase(), site.session("c1"))).json()["photo_id"] for _ in range(4)]
    site.on_tickets.update({ids[0]: {"other", "shen"}, ids[1]: {"other"}, ids[2]: {None}})
    shen = {"Authorization": f"Bearer {(await site.agents.login('shen', 'demo')).token}"}
    lan = {"Authorization": f"Bearer {(await site.agents.login('lan', 'demo')).token}"}
    shown = [(await site.http.get(f"/api/photos/{each}", headers=shen)).status_code for each in ids]
    assert shown == [200, 404, 404, 404]
    assert [(await site.http.get(f"/api/photos/{each}", headers=lan)).status_code for each in ids] == [
        200
    ] * 4


async def test_only_a_session_uploads(site: Site) -> None:
    desk = {"Authorization": f"Bearer {(await site.agents.login('lan', 'demo')).token}"}
    assert code(await site.upload(vase(), {})) == (401, "unauthorised")
    assert code(await site.upload(vase(), {"Authorization": "Bearer forged"})) == (401, "session_invalid")
    assert code(await site.upload(vase(), desk)) == (401, "session_invalid")
    assert await site.rows() == 0
    assert (await site.upload(vase(), site.session("c1"))).status_code == 200


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (bytes(30 * 1024 * 1024), (413, "too_large")),
        (vase() + bytes(MAX_BYTES), (413, "too_large")),
        (b"a text file named .jpg", (415, "not_an_image")),
        (b"", (415, "not_an_image")),
        (vase().replace(b"\x00\x30\x00\x40", b"\xff\xff\xff\xff", 1), (422, "too_many_pixels")),
    ],
    ids=["30MB", "10MB_and_some", "text", "empty", "bomb"],
)
async def test_a_bad_picture_gets_its_code_and_the_next_good_one_is_taken(
    site: Site, data: bytes, expected: tuple[int, str]
) -> None:
    assert code(await site.upload(data, site.session("c1"))) == expected
    assert await site.rows() == 0
    assert (await site.upload(vase(), site.session("c1"))).status_code == 200
    assert await site.rows() == 1


async def test_a_picture_of_exactly_the_limit_is_taken(site: Site) -> None:
    data = vase()
    assert (await site.upload(data + bytes(MAX_BYTES - len(data)), site.session("c1"))).status_code == 200


async def test_without_a_declared_length_reading_stops_at_the_limit(site: Site) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.jpg"\r\n\r\n'
        while True:
            sent += 64 * 1024
            yield bytes(64 * 1024)

    receive = endless()

    async def next_chunk() -> dict[str, object]:
        return {"type": "http.request", "body": await anext(receive), "more_body": True}

    answers: list[dict[str, object]] = []

    async def send(message: dict[str, object]) -> None:
        answers.append(message)

    headers = {**site.session("c1"), "Content-Type": "multipart/form-data; boundary=x"}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/widget/photos",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    await site.app(scope, next_chunk, send)  # type: ignore[arg-type]
    assert answers[0]["status"] == 413
    assert sent <= MAX_BODY_BYTES + 64 * 1024


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"file": "x"}'),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nhi\r\n--x--\r\n',
        ),
        ("multipart/form-data; boundary=x", b"--x--\r\n"),
    ],
)
async def test_a_body_without_a_file_is_said(site: Site, content_type: str, body: bytes) -> None:
    headers = {**site.session("c1"), "Content-Type": content_type}
    answer = await site.http.post("/api/widget/photos", content=body, headers=headers)
    assert code(answer) == (422, "invalid")
    assert answer.json()["error"]["field"] == "file"


async def test_a_file_in_another_field_and_two_files_are_said(site: Site) -> None:
    assert code(await site.upload(vase(), site.session("c1"), field="picture")) == (422, "invalid")
    two = [("file", ("a.jpg", vase())), ("file", ("b.jpg", vase()))]
    answer = await site.http.post("/api/widget/photos", files=two, headers=site.session("c1"))
    assert code(answer) == (422, "invalid")
    assert await site.rows() == 0


async def test_a_real_server_answers_an_upload_of_30_megabytes(site: Site) -> None:
    """The refusal must reach a client that is still sending."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(site.app, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api/widget/photos"
        async with httpx.AsyncClient(trust_env=False) as http:
            for data, status in ((bytes(30 * 1024 * 1024), 413), (vase(), 200)):
                answer = await http.post(url, files={"file": ("x.jpg", data)}, headers=site.session("c1"))
                assert answer.status_code == status
    finally:
        server.should_exit = True
        await serving
