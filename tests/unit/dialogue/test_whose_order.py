"""Gifts, purchases that no order shows, wrong numbers."""

from __future__ import annotations

from aftersales.orders.demo_data import demo_orders

from .conftest import NOW, Talk

TABLET = "202600019001"


def test_a_gift_needs_the_giver_s_number_and_the_money_goes_back_to_the_giver(talk: Talk) -> None:
    talk.open("朋友送的平板坏了", "report_quality_problem", entities={"product": "平板", "defect": "坏"})
    question = talk.question()
    assert "付款" in question["text"]
    assert "card" not in question
    talk.say(TABLET, entities={"order_id": TABLET})
    assert talk.asked == "phone_tail"
    assert "下单人" in talk.question()["text"]


def test_a_wrong_number_twice_offers_people_and_a_proof_of_purchase(talk: Talk) -> None:
    talk.owner = None
    talk.open("退货", "request_refund")
    for _ in range(2):
        talk.say(TABLET, entities={"order_id": TABLET})
        talk.extra = {"proof": "failed"}
        talk.say("0000", entities={"phone_tail": "0000"})
        talk.extra = {"proof": None}
        assert talk.asked == "order_id"
    assert {"skip", "human"} <= set(talk.choices())


def test_goods_without_an_order_ask_for_a_proof_and_go_to_people(talk: Talk) -> None:
    talk.open("我的拖拉机坏了", "report_quality_problem", entities={"product": "拖拉机", "defect": "坏了"})
    assert "skip" in talk.choices()
    talk.tap("skip")
    assert (talk.asked, talk.question()["expects"]) == ("proof", "photo_goods")
    talk.photos("invoice")
    assert talk.slots["proof"] == ["invoice"]
    talk.photos("a")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-POP", "review")
    assert "proof_of_purchase" in decision.evidence


def test_bought_in_a_shop_is_heard(talk: Talk) -> None:
    talk.open("坏了", "report_quality_problem").say("在实体店买的，没有订单号")
    assert talk.asked == "proof"


def test_nothing_of_another_s_order_is_shown(talk: Talk) -> None:
    talk.open("退货", "request_refund").say(TABLET, entities={"order_id": TABLET})
    others = [line.name for order in demo_orders(NOW) if order.order_id == TABLET for line in order.lines]
    assert not any(name in str(talk.question()) for name in others)
