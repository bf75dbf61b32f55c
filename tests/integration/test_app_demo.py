"""The demo's own routes: identity, and putting everything back (CONTRACT, demo shop)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from aftersales.clock import FixedClock, ShiftedClock
from aftersales.people.identity import Identities
from aftersales.settings import Settings
from tests.support.fake_rasa import FakeRasa
from tests.support.photos import photo
from tests.support.service import IDENTITY_SECRET, NOW, Service, running
from tests.support.sockets import Refused, Widget

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"
TICKET = {
    "order_id": "202600010010",
    "items": [{"line_id": "202600010010-1", "quantity": 1}],
    "reason": "damaged",
    "description": "花瓶碎了",
}


@pytest.fixture
async def service(settings: Settings, clock: FixedClock) -> AsyncIterator[Service]:
    async with running(Service(settings, ShiftedClock(clock))) as started:
        yield started


async def test_the_identity_is_what_the_shop_would_sign(service: Service) -> None:
    answer = await service.http.get("/demo/identity", params={"sub": "lin"})
    token = answer.json()["identity"]
    lin = Identities(IDENTITY_SECRET, FixedClock(NOW)).read(token)
    assert (lin.shopper_id, lin.name, lin.phone) == ("lin", "林晓", "13800001234")
    async with Widget(service.url, identity=token) as shopper:
        assert shopper.session["identity"] == "known"


async def test_a_reset_puts_everything_back_and_the_demo_goes_on(service: Service) -> None:
    loaded = await service.rows()
    async with service.widget("lin") as lin:
        token = lin.session["session"]
        photo_id = (await service.upload(token, photo(1))).json()["photo_id"]
        await lin.say(TEXT, photo_ids=[photo_id])
        assert (await service.post("lan", "/api/tickets", TICKET)).status_code == 201
        await service.http.post("/api/login", json={"user": "lan", "password": "wrong"})
        assert await service.rows() != loaded
        assert (await service.http.post("/demo/reset")).status_code == 204
        await lin.until("disconnect")
    assert await service.rows() == loaded
    with pytest.raises(Refused) as refused:
        await service.widget(session=token).__aenter__()
    assert refused.value.code == "session_invalid"
    async with service.widget("lin") as lin:
        assert lin.session["resumed"] is False
        assert await lin.say(TEXT)
    headers = {"Authorization": f"Bearer {token}"}
    assert (await service.http.get(f"/api/photos/{photo_id}", headers=headers)).status_code == 404


async def test_a_reset_with_now_shifts_the_programs_clock(service: Service, clock: FixedClock) -> None:
    then = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert (await service.http.post("/demo/reset", json={"now": then.isoformat()})).status_code == 204
    assert service.clock.now() == then
    clock.advance(timedelta(minutes=5))
    async with service.widget("lin") as lin:
        greeting = await lin.until("message")
        assert datetime.fromisoformat(greeting["ts"]) == then + timedelta(minutes=5)
    await service.http.post("/demo/reset", json={})
    assert service.clock.now() == NOW + timedelta(minutes=5)


async def test_a_reset_to_no_moment_changes_nothing(service: Service) -> None:
    async with service.widget("lin") as lin:
        before = await service.rows()
        for now in ("yesterday", "2026-03-02T02:00:00", [], {}):
            answer = await service.http.post("/demo/reset", json={"now": now})
            assert (answer.status_code, answer.json()["error"]["field"]) == (422, "now")
        assert await service.rows() == before
        assert await lin.say(TEXT)


async def test_a_turn_that_runs_during_a_reset_leaves_nothing(service: Service, rasa: FakeRasa) -> None:
    loaded, held = await service.rows(), rasa.holds()
    async with service.widget("lin") as lin:
        await lin.send(text=TEXT)
        async with held:
            await service.http.post("/demo/reset")
    await service.program.turns.drain()
    assert await service.rows() == loaded


async def test_a_restart_keeps_the_data_and_its_dates(service: Service, clock: FixedClock) -> None:
    async with service.widget("lin") as lin:
        await lin.say(TEXT)
        session = lin.session["session"]
    before = await service.rows()
    clock.advance(timedelta(days=2))
    await service.restart()
    assert await service.rows() == before
    async with service.widget(session=session) as lin:
        assert lin.session["resumed"] is True
