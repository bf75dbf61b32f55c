"""What earlier tickets of an order mean for a new claim."""

from __future__ import annotations

from datetime import timedelta

from .conftest import NOW, Talk

FRIDGE = "202600010009"


def test_an_exchange_starts_the_warranty_anew(talk: Talk) -> None:
    talk.open("冰箱不制冷了", "request_repair", entities={"product": "冰箱", "defect": "不制冷"})
    talk.tap(f"order:{FRIDGE}")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-W-OUT", "reject")
    talk.extra = {"replaced": {(FRIDGE, f"{FRIDGE}-1"): NOW - timedelta(days=200)}}
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-W", "approve")
