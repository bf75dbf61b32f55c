"""Messages that the assistant of the tests reads with more or less confidence."""

from __future__ import annotations

from typing import Any

from tests.support.fake_rasa import FakeRasa, answer
from tests.support.sockets import Widget

READINGS = (("request_refund", 0.4), ("cancel_order", 0.35), ("complain", 0.1))


async def says(
    rasa: FakeRasa,
    shopper: Widget,
    *texts: str,
    readings: tuple[tuple[str, float], ...] = READINGS,
    expects: str | None = None,
    **understood: Any,
) -> None:
    """She says them one after the other; `expects` is what the answer to each asks her next."""
    ranking = [{"name": name, "confidence": confidence} for name, confidence in readings]
    read = {"intent": ranking[0], "ranking": ranking, "entities": [], **understood}
    bubble = {"text": "好的"} | ({"expects": expects} if expects else {})
    for text in texts:
        rasa.returns(answer(bubble) | {"understood": read})
        await shopper.say(text)
