"""`/metrics` counts what happened and names nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.support.service import Service


async def test_tickets_are_counted_by_what_happened_to_them(service: Service) -> None:
    body = {
        "order_id": "202600010010",
        "items": [{"line_id": "202600010010-1", "quantity": 1}],
        "reason": "other",
        "description": "咨询",
    }
    ticket = (await service.post("lan", "/api/tickets", body)).json()
    note = {"kind": "note", "data": {"text": "已电话联系"}}
    assert (await service.post("lan", f"/api/tickets/{ticket['id']}/records", note)).is_success
    step = {"to": "under_review", "why": "开始审核", "version": 2}
    assert (await service.post("lan", f"/api/tickets/{ticket['id']}/transitions", step)).is_success
    await service.all_told()
    text = (await service.http.get("/metrics")).text
    for line in (
        'aftersales_tickets_opened_total{type="consultation"} 1.0',
        'aftersales_ticket_changes_total{status="submitted"} 1.0',
        'aftersales_ticket_changes_total{status="under_review"} 1.0',
        'aftersales_ticket_records_total{kind="note"} 1.0',
    ):
        assert line in text


async def test_a_clock_that_rings_is_counted_and_is_no_change_of_its_ticket(service: Service) -> None:
    body = {
        "order_id": "202600010010",
        "items": [{"line_id": "202600010010-1", "quantity": 1}],
        "reason": "damaged",
        "description": "碎了",
    }
    ticket = (await service.post("lan", "/api/tickets", body)).json()
    before = (await service.http.get("/metrics")).text
    async with service.desk("lan") as desk:
        service.clock.advance(timedelta(days=10))
        note = {"kind": "note", "data": {"text": "还没看"}}
        await service.post("lan", f"/api/tickets/{ticket['id']}/records", note)
        await desk.until("ticket", lambda t: t.get("clock", {}).get("event") == "breach")
        await service.all_told()
    text = (await service.http.get("/metrics")).text
    assert 'aftersales_clock_events_total{clock="SLA-REVIEW",event="breach"} 1.0' in text
    changes = [line for line in text.splitlines() if line.startswith("aftersales_ticket_changes_total")]
    assert set(changes) <= set(before.splitlines())


async def test_a_turn_is_counted_without_its_words(service: Service) -> None:
    async with service.widget() as shopper:
        message_id = str(uuid4())
        await shopper.send(message_id, text="昨天收到的花瓶碎了怎么办")
        await shopper.turn(message_id)
    text = (await service.http.get("/metrics")).text
    assert 'aftersales_messages_total{sender="shopper"} 1.0' in text
    assert "aftersales_turn_seconds_count 1.0" in text
    assert "花瓶" not in text
