"""Every HTTP error is `{error: {code, message, field?}}`, and the program says whether it is ready."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from aftersales.conversations import repository
from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service


def shape(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) - {"field"} == {"code", "message"}
    assert all(isinstance(value, str) and value for value in body["error"].values())
    return answer.status_code, body["error"]["code"]


async def test_each_error_has_the_shape_of_the_contract(service: Service) -> None:
    http, before = service.http, await service.rows()
    assert shape(await http.get("/api/nothing")) == (404, "not_found")
    assert shape(await http.delete("/api/login")) == (405, "method_not_allowed")
    assert shape(await http.get("/api/conversations")) == (401, "unauthorised")
    assert shape(await service.get("shen", "/api/conversations")) == (403, "forbidden")
    assert shape(await service.get("lan", "/api/conversations", limit=0)) == (422, "invalid")
    assert shape(await service.get("lan", "/api/conversations", limit="many")) == (422, "invalid")
    assert shape(await http.get("/demo/identity", params={"sub": "nobody"})) == (404, "not_found")
    assert await service.rows() == before
    assert (await service.get("lan", "/api/conversations")).status_code == 200


MALFORMED: list[tuple[bytes, str | None]] = [
    (b"", None),
    (b"not json", None),
    (b'{"user": "lan"', None),
    (b"[1, 2]", None),
    (b"7", None),
    (b'{"user": 7, "password": "demo"}', "user"),
    (b'{"user": "lan"}', "password"),
    (b'{"user": "\\ud800", "password": "demo"}', "user"),
    (b'{"user": "lan\\u0000", "password": "demo"}', "user"),
]


async def test_a_malformed_body_names_the_field_if_there_is_one(service: Service) -> None:
    for content, field in MALFORMED:
        headers = {"Content-Type": "application/json"}
        answer = await service.http.post("/api/login", content=content, headers=headers)
        assert shape(answer) == (422, "invalid"), content
        assert answer.json()["error"].get("field") == field


async def test_an_unexpected_error_tells_nothing_of_the_inside(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret detail")

    with monkeypatch.context() as patch:
        patch.setattr(repository, "listing", broken)
        answer = await service.get("lan", "/api/conversations")
        assert shape(answer) == (500, "internal")
        assert "secret detail" not in answer.text
    assert (await service.get("lan", "/api/conversations")).status_code == 200


async def test_alive_is_not_ready_without_rasa(service: Service, rasa: FakeRasa) -> None:
    async def ready() -> tuple[int, Any]:
        answer = await service.http.get("/readyz")
        return answer.status_code, answer.json()["parts"]

    assert await ready() == (200, {"database": True, "rasa": True})
    rasa.ready = False
    assert await ready() == (503, {"database": True, "rasa": False})
    await rasa.stop()
    assert await ready() == (503, {"database": True, "rasa": False})
    assert (await service.http.get("/healthz")).status_code == 200
    await rasa.start()
    rasa.ready = True
    assert await ready() == (200, {"database": True, "rasa": True})


async def test_not_ready_without_a_database(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OSError

    monkeypatch.setattr(service.program.db, "read", gone)
    answer = await service.http.get("/readyz")
    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, False)
