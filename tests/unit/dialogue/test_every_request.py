"""Every request on every order of the demo shop reaches an ending that says something; none gets stuck."""

from __future__ import annotations

import pytest

from aftersales.dialogue import ending
from aftersales.dialogue.requests import is_request
from aftersales.dialogue.smalltalk import INTENT_NAMES
from aftersales.orders.demo_data import demo_orders
from aftersales.policy.policy import Policy

from .conftest import NOW, Talk

INTENTS = [intent for intent in INTENT_NAMES if is_request(intent)]
ORDERS = [order.order_id for order in demo_orders(NOW) if order.owner_id == "lin"]
MOST_TURNS = 12
GIVEN = {"address": "杭州市西湖区文三路1号", "phone": "13900002222", "name": "李雷", "date": "明天"}


def answered(talk: Talk, eager: bool) -> None:
    """One answer to the open question; `eager` gives what is asked for, otherwise she has nothing to show."""
    assert talk.asked is not None
    if talk.asked.startswith("photo"):
        talk.photos(f"photo {talk.asked}") if eager else talk.tap("skip")
    elif talk.asked in ("description", "spec"):
        talk.say("用了两天就不行了")
    elif talk.asked in ("quantity", "amount", "account"):
        talk.say("1" if talk.asked == "quantity" else "13800001234")
    elif talk.asked in GIVEN:
        talk.say(GIVEN[talk.asked])
    elif talk.asked in ("complete", "confirm", "fee"):
        talk.tap("yes" if eager or talk.asked != "complete" else "no")
    else:
        own = [value for value in talk.choices() if value != "human"]
        talk.tap(own[0 if eager else -1])


@pytest.mark.parametrize("eager", [True, False])
@pytest.mark.parametrize("intent", INTENTS)
def test_it_ends_and_says_how(policy: Policy, intent: str, eager: bool) -> None:
    for order_id in ORDERS:
        talk = Talk(policy).open("", intent)
        if talk.asked == "order_id":
            talk.tap(f"order:{order_id}")
        for _ in range(MOST_TURNS):
            if talk.asked in (None, "way_on"):
                break
            answered(talk, eager)
        if talk.asked == "way_on":
            assert talk.said
            assert "human" in talk.choices()
            continue
        assert talk.exit in ("confirmed", "wrong_status"), (order_id, talk.slots)
        if talk.exit != "confirmed":
            said = ending.ended(talk.case(), talk.exit)
            assert said[0]["text"]
            assert any(bubble.get("choices") for bubble in said)


def test_not_late_yet_is_told_as_information(policy: Policy) -> None:
    talk = Talk(policy).open("", "report_delivery_delay").tap("order:202600010013")
    assert talk.asked == "way_on"
    assert talk.last is not None
    (said,) = talk.last.say
    assert "办不了" not in said["text"]
    assert "card" not in said


def test_a_recharge_that_has_not_arrived_is_no_parcel(policy: Policy) -> None:
    talk = Talk(policy).open("充的话费没见到账", "report_virtual_goods_issue").tap("order:202600010015")
    talk.say("还没到", "report_delivery_delay")
    assert talk.asked == "remedy"
    assert talk.slots["request"] == "virtual"
