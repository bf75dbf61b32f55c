"""`/metrics` counts what happened and names nobody."""

from __future__ import annotations

from uuid import uuid4

from tests.support.service import Service


async def test_a_turn_is_counted_without_its_words(service: Service) -> None:
    async with service.widget() as shopper:
        message_id = str(uuid4())
        await shopper.send(message_id, text="昨天收到的花瓶碎了怎么办")
        await shopper.turn(message_id)
    text = (await service.http.get("/metrics")).text
    assert 'aftersales_messages_total{sender="shopper"} 1.0' in text
    assert "aftersales_turn_seconds_count 1.0" in text
    assert "花瓶" not in text
