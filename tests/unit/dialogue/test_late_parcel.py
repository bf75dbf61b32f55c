"""「还没到，不要了」: what a late parcel gives is more than calling the order off (R-LATE)."""

from __future__ import annotations

import pytest

from .conftest import Talk

BLOCKS = "202600010012"


def giving_up(talk: Talk, text: str) -> Talk:
    return talk.open(text, "cancel_order", entities={"product": "积木"}).tap(f"order:{BLOCKS}")


def test_money_back_is_taken_up_and_the_other_ways_are_named(talk: Talk) -> None:
    giving_up(talk, "积木还没到都10天不要了退钱")
    assert (talk.slots["request"], talk.slots["remedy"]) == ("delay", "refund_only")
    assert all(way in talk.said for way in ("催促快递", "补发", "仅退款"))
    assert talk.asked == "confirm"


def test_without_a_wish_she_chooses(talk: Talk) -> None:
    giving_up(talk, "积木等了十天还没到，不要了")
    assert talk.asked == "remedy"
    assert {"remedy:urge_courier", "remedy:reship", "remedy:refund_only"} == set(talk.choices())


def test_a_change_of_mind_stays_a_cancellation(talk: Talk) -> None:
    assert giving_up(talk, "积木拍错了，取消吧").slots["request"] == "cancel"


def test_money_for_what_never_came_is_a_refund_without_return(talk: Talk) -> None:
    talk.open("积木怎么还没到", "report_delivery_delay", entities={"product": "积木"})
    talk.say("退钱", "request_refund", entities={"remedy": "return_refund"})
    assert talk.slots["remedy"] == "refund_only"
    assert "退货" not in talk.said


@pytest.mark.parametrize(("said", "intent"), [("取消吧", "cancel_order"), ("那退钱吧", "request_refund")])
def test_who_does_not_wait_for_what_is_not_late_calls_it_off(talk: Talk, said: str, intent: str) -> None:
    talk.open("羽绒服还没发？", "report_delivery_delay", entities={"product": "羽绒服"})
    remedy = "cancel" if intent == "cancel_order" else "return_refund"
    talk.say(said, intent, entities={"remedy": remedy})
    assert talk.slots["request"] == "cancel"
    assert talk.asked == "confirm"


def test_a_parcel_that_is_not_late_may_be_called_off(talk: Talk) -> None:
    talk.open("羽绒服还没发？", "report_delivery_delay", entities={"product": "羽绒服"})
    talk.tap("order:202600010013")
    assert talk.asked == "way_on"
    assert "intent:cancel_order" in talk.choices()
