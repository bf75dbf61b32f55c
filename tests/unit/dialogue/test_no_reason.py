"""R-NR, R-NR-LATE, R-NR-X and R-EX as conversations."""

from __future__ import annotations

import pytest

from .conftest import Talk

PILLOW, FRYER, NECKLACE, SHIRTS, SHOES, HEADPHONES = (
    "202600010002",
    "202600010003",
    "202600010004",
    "202600010006",
    "202600010018",
    "202600010011",
)


def returning(talk: Talk, order_id: str) -> Talk:
    return talk.open("不想要了想退货", "request_refund").tap(f"order:{order_id}")


def test_day_seven_is_approved_and_only_the_state_of_the_goods_is_asked(talk: Talk) -> None:
    assert returning(talk, PILLOW).asked == "complete"
    assert talk.tap("yes").asked == "confirm"
    decision = talk.case().decision
    assert decision is not None
    assert (decision.outcome, decision.rules[0], str(decision.refund_amount)) == ("approve", "R-NR", "168.00")


@pytest.mark.parametrize("said", ["配件全有", "包装也没扔", "跟新的似的", "一样不缺"])
def test_whole_goods_are_told_in_many_ways(talk: Talk, said: str) -> None:
    assert returning(talk, PILLOW).say(said, "report_missing_item").asked == "confirm"
    assert talk.slots["complete"] is True


@pytest.mark.parametrize("said", ["没用过但有划痕", "缺个配件", "吊牌剪了"])
def test_a_flaw_is_told_beside_what_is_whole(talk: Talk, said: str) -> None:
    returning(talk, PILLOW).say(said)
    assert talk.slots["complete"] is False


def test_day_eight_is_refused_before_anything_else_is_asked(talk: Talk) -> None:
    assert returning(talk, FRYER).asked == "way_on"
    decision = talk.case().decision
    assert decision is not None
    assert decision.rules[0] == "R-NR-LATE"
    assert {"quality_claim", "warranty_repair"} <= set(decision.alternatives)


@pytest.mark.parametrize("order_id", [NECKLACE, "202600010005", "202600010017"])
def test_excluded_goods_are_refused_with_the_way_of_a_quality_claim(talk: Talk, order_id: str) -> None:
    assert returning(talk, order_id).asked == "way_on"
    decision = talk.case().decision
    assert decision is not None
    assert decision.rules[0] == "R-NR-X"
    assert "quality_claim" in decision.alternatives


def test_goods_that_are_not_complete_go_to_review(talk: Talk) -> None:
    returning(talk, PILLOW).say("吊牌剪了，盒子没了", "inform")
    decision = talk.case().decision
    assert talk.slots["complete"] is False
    assert decision is not None
    assert decision.outcome == "review"


def test_two_of_five_shirts(talk: Talk) -> None:
    assert returning(talk, SHIRTS).asked == "quantity"
    talk.say("两件")
    decision = talk.case().decision
    assert talk.slots["quantity"] == 2
    assert decision is not None
    assert str(decision.refund_amount) == "160.00"


def test_an_order_of_several_lines_asks_which(talk: Talk) -> None:
    assert returning(talk, HEADPHONES).asked == "items"
    assert talk.choices() == [f"line:{HEADPHONES}-1", f"line:{HEADPHONES}-2"]
    talk.say("耳机", entities={"product": "耳机"})
    assert talk.slots["items"] == [{"line_id": f"{HEADPHONES}-1", "quantity": 1}]


def exchanging(talk: Talk, spec: str) -> Talk:
    talk.open("鞋子小了想换大一码", "request_exchange", entities={"product": "鞋子"})
    return talk.tap(f"order:{SHOES}").say(spec).tap("yes")


def test_a_size_in_stock_is_exchanged(talk: Talk) -> None:
    decision = exchanging(talk, "43码").case().decision
    assert talk.asked == "confirm"
    assert decision is not None
    assert (decision.remedy, decision.outcome, decision.freight_payer) == ("exchange", "approve", "shopper")


def test_a_defect_makes_it_a_quality_claim(talk: Talk) -> None:
    talk.open("电饭煲坏了要退", "request_refund", entities={"product": "电饭煲", "defect": "坏了"})
    assert talk.slots["request"] == "quality"


def test_not_wanted_any_more_before_it_arrives_is_a_cancellation(talk: Talk) -> None:
    returning(talk, "202600010013")
    assert talk.slots["request"] == "cancel"
    assert talk.asked == "confirm"
    assert "还没有签收" in talk.said


def test_not_wanted_any_more_once_received_is_a_return(talk: Talk) -> None:
    talk.open("枕头不想要了", "cancel_order", entities={"product": "枕头"}).tap(f"order:{PILLOW}")
    assert talk.slots["request"] == "no_reason_return"
    assert talk.asked == "complete"


def test_a_membership_is_a_virtual_claim(talk: Talk) -> None:
    talk.open("会员不想要了", "cancel_order").tap("order:202600010014")
    assert talk.slots["request"] == "virtual"


def test_an_address_cannot_be_changed_after_receipt(talk: Talk) -> None:
    assert talk.open("改下地址", "modify_order").tap(f"order:{PILLOW}").exit == "wrong_status"


def test_an_unknown_order_number_asks_for_the_phone_tail(talk: Talk) -> None:
    talk.open("退货", "request_refund").say("202600019001", entities={"order_id": "202600019001"})
    assert talk.asked == "phone_tail"
    talk.extra = {"proof": "failed"}
    talk.say("1234", entities={"phone_tail": "1234"})
    assert talk.asked == "order_id"
    assert "没有核对上" in talk.said


def test_a_yes_takes_the_one_size_that_is_there(talk: Talk) -> None:
    talk.open("鞋小了想换", "request_exchange").tap(f"order:{SHOES}")
    assert talk.asked == "spec"
    talk.say("好的", "affirm")
    assert talk.slots["spec"] == "43 码"


def test_a_no_is_no_size(talk: Talk) -> None:
    talk.open("鞋小了想换", "request_exchange").tap(f"order:{SHOES}")
    assert talk.say("不", "deny").asked == "spec"


def test_a_size_without_its_unit_is_heard(talk: Talk) -> None:
    talk.open("鞋夹脚，43的有没有，给我换", "request_exchange")
    assert talk.slots["spec"] == "43"


def test_what_she_says_of_size_and_state_besides_is_not_asked_again(talk: Talk) -> None:
    talk.open("鞋小了想换", "request_exchange").say("43码")
    assert talk.slots["spec"] == "43码"
    talk.say("对，吊牌都在的", "affirm")
    assert talk.slots["complete"] is True


def test_the_remedy_named_again_confirms_it(talk: Talk) -> None:
    returning(talk, PILLOW).tap("yes")
    assert talk.asked == "confirm"
    talk.say("退货", "request_refund", entities={"remedy": "return_refund"})
    assert talk.exit == "confirmed"
