"""Actions as Rasa calls them: with the shop away, and when an alarm rings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from aftersales.orders.command import GatewayUnavailable
from tests.support.service import Service
from tests.support.sockets import Widget

CLAIM = {"request": "damaged", "order_id": "202600010010", "requested_slot": "photo_goods"}


@pytest.fixture
async def lin(service: Service) -> AsyncIterator[Widget]:
    async with service.widget("lin") as shopper:
        yield shopper


@pytest.fixture
def away(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody_answers(*_: Any) -> None:
        raise GatewayUnavailable("no connection")

    for name in ("orders_of", "find"):
        monkeypatch.setattr(service.program.orders, name, nobody_answers)


async def asked(
    service: Service, lin: Widget, action: str, slots: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """What she reads, and the slots afterwards."""
    answer = await service.asks_action(action, lin.conversation, "", slots)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    said = "".join((r.get("custom") or {}).get("text", "") for r in body["responses"])
    return said, {event["name"]: event.get("value") for event in body["events"]}


@pytest.mark.usefixtures("away")
async def test_she_is_told_why_and_the_open_question_stays(service: Service, lin: Widget) -> None:
    said, slots = await asked(service, lin, "validate_claim_form", CLAIM)
    assert "订单系统" in said
    assert slots["requested_slot"] == "photo_goods"
    again, _ = await asked(
        service, lin, "action_ask_claim_form_photo_goods", CLAIM | {"quiet": slots["quiet"]}
    )
    assert again == ""


@pytest.mark.usefixtures("away")
async def test_what_was_confirmed_is_confirmed_again_later(service: Service, lin: Widget) -> None:
    said, slots = await asked(
        service, lin, "action_settle_claim", CLAIM | {"exit": "confirmed", "confirm": True}
    )
    assert "订单系统" in said
    assert (slots["exit"], slots["confirm"], slots["claim_form"]) == (None, None, None)
    assert (await service.get("lan", "/api/tickets")).json()["total"] == 0


async def test_with_the_shop_there_nothing_of_it_is_said(service: Service, lin: Widget) -> None:
    said, _ = await asked(service, lin, "action_ask_claim_form_photo_goods", CLAIM)
    assert "照片" in said
    assert "订单系统" not in said


async def test_an_alarm_is_decided_and_stored(service: Service, lin: Widget) -> None:
    answer = await service.asks_action("action_hand_over", lin.conversation, "这个花瓶是假货，你们售假", {})
    assert answer.status_code == 200
    (ticket,) = (await service.get("zhou", "/api/tickets", conversation_id=lin.conversation)).json()["items"]
    assert (ticket["level"], ticket["status"], ticket["type"]) == ("supervisor", "under_review", "complaint")
    assert ticket["decision"]["rules"][0] == "R-FRAUD"


async def test_who_asks_for_a_person_is_not_asked_what_was_meant(service: Service, lin: Widget) -> None:
    text = "找人工 弄那个价保"
    answer = await service.asks_action("action_clarify", lin.conversation, text, {}, wants_human=True)
    (told,) = (response["custom"] for response in answer.json()["responses"])
    assert told["effects"]["handover"]["reason"] == "asked"
    assert "choices" not in told
