"""`POST /api/nlu/parse` over HTTP."""

from __future__ import annotations

import pytest

from tests.support.fake_rasa import FakeRasa, understood
from tests.support.service import NOW, Service

PATH = "/api/nlu/parse"


async def test_an_agent_sees_what_a_text_means(service: Service, rasa: FakeRasa) -> None:
    reading = {**understood("report_damaged_parcel"), "needs": [], "unclear": False, "urgency": 0}
    rasa.readings["花瓶碎了"] = reading
    answer = await service.post(
        "lan", PATH, {"text": "花瓶碎了", "now": NOW.isoformat(), "expects": "remedy"}
    )
    assert answer.status_code == 200
    assert answer.json() == {key: value for key, value in reading.items() if key != "unclear"}


async def test_nobody_else_does(service: Service, rasa: FakeRasa) -> None:
    answer = await service.http.post(PATH, json={"text": "花瓶碎了"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")
    assert rasa.parsed == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "花" * 2001}, "text"),
        ({"text": "花瓶碎了", "now": "2026-11-18T12:00:00"}, "now"),
        ({"text": "花瓶碎了", "expects": "everything"}, "expects"),
        ({"text": "花瓶碎了", "intent": "greet"}, "intent"),
    ],
)
async def test_a_bad_body_is_named(
    service: Service, rasa: FakeRasa, body: dict[str, str], field: str
) -> None:
    answer = await service.post("lan", PATH, body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert rasa.parsed == []


async def test_while_rasa_is_away_it_says_so(service: Service, rasa: FakeRasa) -> None:
    await rasa.stop()
    answer = await service.post("lan", PATH, {"text": "花瓶碎了"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    await rasa.start()
