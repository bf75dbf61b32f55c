"""Webhooks over real HTTP: signed, repeated, logged, and never into a private network."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from aftersales.clock import FixedClock
from aftersales.settings import Settings
from tests.support.openapi import check
from tests.support.service import Service, running

TICKET = {
    "order_id": "202600010010",
    "items": [{"line_id": "202600010010-1", "quantity": 1}],
    "reason": "damaged",
    "remedy": "reship",
    "description": "我是林晓，电话 13800001234，花瓶碎了",
}


class Receiver:
    """Answers with the statuses it is given, then 204; None: hangs up without an answer."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int | None] = []
        self.heard = asyncio.Event()

    async def __aenter__(self) -> Receiver:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/hook?shop=1"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.line, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        self.got.append((headers, await reader.readexactly(int(headers["content-length"]))))
        answer = self.answers.pop(0) if self.answers else 204
        if answer is not None:
            writer.write(f"HTTP/1.1 {answer} X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()
        self.heard.set()

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as listening:
        yield listening


@pytest.fixture
async def service(settings: Settings, clock: FixedClock) -> AsyncIterator[Service]:
    async with running(
        Service(settings.model_copy(update={"webhooks_allow_private": True}), clock)
    ) as started:
        yield started


async def add(service: Service, url: str, **more: Any) -> httpx.Response:
    return await service.post("root", "/api/webhooks", {"url": url, **more})


async def until_delivered(
    service: Service, endpoint_id: str, status: str, count: int
) -> list[dict[str, Any]]:
    """The delivery log, once so many stand like this."""
    committed = asyncio.Event()
    service.program.db.on_commit(committed.set)
    async with asyncio.timeout(60):
        while True:
            page = (
                await service.get("root", f"/api/webhooks/{endpoint_id}/deliveries", status=status)
            ).json()
            if page["total"] >= count:
                items: list[dict[str, Any]] = page["items"]
                return items
            await committed.wait()
            committed.clear()


async def test_what_happens_to_a_ticket_is_told_signed_and_without_a_person_s_data(
    service: Service, receiver: Receiver, clock: FixedClock
) -> None:
    endpoint = (await add(service, receiver.url)).json()
    ticket = (await service.post("lan", "/api/tickets", TICKET)).json()
    step = {"to": "under_review", "why": "林晓来电", "version": ticket["version"]}
    await service.post("lan", f"/api/tickets/{ticket['id']}/transitions", step)
    await until_delivered(service, endpoint["id"], "delivered", 2)
    opened, moved = sorted(receiver.events(), key=lambda event: event["ticket"]["version"])
    assert (opened["type"], moved["type"]) == ("ticket.opened", "ticket.step")
    assert moved["step"] == {"from": "submitted", "to": "under_review", "by": "staff", "rule": None}
    assert receiver.line == "POST /hook?shop=1 HTTP/1.1"
    for headers, body in receiver.got:
        event = json.loads(body)
        check("webhooks", "Event", event)
        assert not any(word in body.decode() for word in ("林晓", "13800001234", "花瓶"))
        assert headers["webhook-id"] == event["id"]
        assert headers["webhook-timestamp"] == str(int(clock.now().timestamp()))
        key = base64.b64decode(endpoint["secret"].removeprefix("whsec_"))
        content = f"{event['id']}.{headers['webhook-timestamp']}.".encode() + body
        signature = base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
        assert headers["webhook-signature"] == f"v1,{signature}"


async def test_what_is_not_received_is_sent_again_for_a_day_and_then_by_hand(
    service: Service, receiver: Receiver, clock: FixedClock
) -> None:
    receiver.answers = [500, None, 302, *[503] * 7]
    endpoint = (await add(service, receiver.url, events=["ticket.opened"])).json()
    await service.post("lan", "/api/tickets", TICKET)
    for attempt in range(1, 11):
        await asyncio.wait_for(receiver.heard.wait(), 60)
        receiver.heard.clear()
        state = "pending" if attempt < 10 else "failed"
        log = await _logged(service, endpoint["id"], attempt, state)
        assert log["problem"]
        clock.advance(timedelta(hours=9))
        async with service.program.db.write():
            pass  # a commit, and the worker looks again
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    again = await service.post("root", f"/api/webhooks/{endpoint['id']}/deliveries/{log['id']}/redeliver")
    assert again.json()["status"] == "pending"
    (delivered,) = await until_delivered(service, endpoint["id"], "delivered", 1)
    assert (delivered["http_status"], delivered["problem"]) == (204, None)
    assert len(receiver.got) == 11


async def _logged(service: Service, endpoint_id: str, attempts: int, status: str) -> dict[str, Any]:
    committed = asyncio.Event()
    service.program.db.on_commit(committed.set)
    async with asyncio.timeout(60):
        while True:
            page = (await service.get("root", f"/api/webhooks/{endpoint_id}/deliveries")).json()
            log: dict[str, Any] = page["items"][0]
            if log["attempts"] == attempts and log["problem"] and log["status"] == status:
                return log
            await committed.wait()
            committed.clear()


async def test_a_dead_endpoint_delays_only_itself(service: Service, receiver: Receiver) -> None:
    async with Receiver() as gone:
        pass
    dead = (await add(service, gone.url)).json()
    alive = (await add(service, receiver.url)).json()
    await service.post("lan", "/api/tickets", TICKET)
    await until_delivered(service, alive["id"], "delivered", 1)
    assert (await until_delivered(service, dead["id"], "pending", 1))[0]["delivered_at"] is None


async def test_a_disabled_endpoint_and_another_merchant_s_learn_nothing(
    service: Service, receiver: Receiver
) -> None:
    quiet = (await add(service, receiver.url)).json()
    other = (await add(service, receiver.url, merchant_id="shen")).json()
    told = (await add(service, receiver.url)).json()
    disabled = await service.post("root", f"/api/webhooks/{quiet['id']}/disable")
    assert disabled.json()["active"] is False
    await service.post("lan", "/api/tickets", TICKET)
    (delivery,) = await until_delivered(service, told["id"], "delivered", 1)
    for endpoint in (quiet, other):
        page = (await service.get("root", f"/api/webhooks/{endpoint['id']}/deliveries")).json()
        assert page == {"items": [], "total": 0}
    path = f"/api/webhooks/{quiet['id']}/deliveries/{delivery['id']}/redeliver"
    assert (await service.post("root", path)).json()["error"]["code"] == "endpoint_disabled"


async def test_only_the_administrator_connects_and_the_secret_is_shown_once(
    service: Service, receiver: Receiver
) -> None:
    for agent in ("lan", "zhou", "shen"):
        assert (await service.post(agent, "/api/webhooks", {"url": receiver.url})).status_code == 403
        assert (await service.get(agent, "/api/webhooks")).status_code == 403
    assert (await service.http.get("/api/webhooks")).status_code == 401
    added = (await add(service, receiver.url)).json()
    assert added["secret"].startswith("whsec_")
    (listed,) = (await service.get("root", "/api/webhooks")).json()
    assert "secret" not in listed
    assert (await service.get("root", "/api/webhooks/none/deliveries")).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"url": "ftp://shop.example/"},
        {"url": "http://user:pw@shop.example/"},
        {"url": "https://shop.example:99999/"},
        {"url": "https://"},
        {"url": "x" * 501},
        {"url": "https://nowhere.invalid/"},
        {"url": "https://[::1/"},
        {"url": "https://shop.example/", "events": []},
        {"url": "https://shop.example/", "events": ["ticket.burnt"]},
        {},
    ],
    ids=str,
)
async def test_an_address_that_cannot_be_is_refused(service: Service, body: dict[str, Any]) -> None:
    answer = await service.post("root", "/api/webhooks", body)
    assert (answer.status_code, set(answer.json()["error"])) == (422, {"code", "message", "field"})
