"""After a refusal: pleas, 'why', 'which rule', and the ways on."""

from __future__ import annotations

from itertools import pairwise

import pytest

from aftersales.dialogue import ending

from .conftest import Talk

FRYER, SHOES = "202600010003", "202600010018"
PROMISES = ("可以给您退", "这就为您办理", "破例为您", "同意您的", "保证能退", "一定能退")


@pytest.fixture
def refused(talk: Talk) -> Talk:
    talk.open("空气炸锅不想要了，退货", "request_refund", entities={"product": "空气炸锅"})
    talk.tap(f"order:{FRYER}")
    assert talk.asked == "way_on"
    return talk


@pytest.mark.parametrize("intent", ["ask_presale", "nlu_fallback", "request_refund", "complain", "urge"])
def test_three_pleas_get_three_answers_and_the_last_offers_review_and_people(
    refused: Talk, intent: str
) -> None:
    said = []
    for plea in ("就差一天，通融一下吧", "才超一天，通融一下嘛", "真的不能通融吗，我是老顾客"):
        refused.say(plea, intent)
        assert refused.asked == "way_on"
        said.append(refused.said)
    assert len(set(said)) == 3
    assert not any(promise in text for promise in PROMISES for text in said)
    assert "复核" in said[-1]
    assert refused.choices()[:2] in (
        ["intent:dispute_result", "human"],
        ["human", "intent:dispute_result"],
    )


def test_no_answer_is_given_twice_running(refused: Talk) -> None:
    said = []
    for n in range(7):
        refused.say(f"求求你了{n}", "request_refund")
        said.append(refused.said)
    assert all(one != other for one, other in pairwise(said))


def test_why_not_names_the_rule_and_which_rule_its_source(refused: Talk) -> None:
    refused.say("为什么不行", "ask_presale")
    assert "无理由" in refused.said
    refused.say("哪条规定说的", "faq")
    assert "《" in refused.said
    assert refused.asked == "way_on"


def test_the_wish_once_more_is_a_plea_and_no_new_request(refused: Talk) -> None:
    refused.say("我就是要退货", "request_refund", entities={"remedy": "return_refund"})
    assert refused.asked == "way_on"
    assert refused.slots["pleas"] == 1


def test_another_way_goes_on_with_the_same_order(refused: Talk) -> None:
    refused.say("那换一个总行吧，它不加热", "report_quality_problem", entities={"defect": "不加热"})
    assert refused.exit == "switched"
    slots = ending.switched(refused.case())
    assert (slots["request"], slots["order_id"]) == ("quality", FRYER)


def test_other_goods_are_another_matter(refused: Talk) -> None:
    refused.say("那我退跑步鞋", "request_refund", entities={"product": "跑步鞋"})
    assert refused.exit == "switched"
    assert "order_id" not in ending.switched(refused.case())


@pytest.mark.parametrize(
    ("said", "intent"), [("好吧", "affirm"), ("算了", "stop"), ("知道了谢谢", "thank"), ("不用了", "deny")]
)
def test_letting_it_be_ends_the_case_kindly(refused: Talk, said: str, intent: str) -> None:
    assert refused.say(said, intent).exit == "accepted"
    assert ending.ended(refused.case(), "accepted")[0]["effects"]["case"] == "closed"


@pytest.mark.parametrize("said", ["我有异议，要复核", "叫你们主管来", "我要申诉"])
def test_a_review_can_be_asked_for_at_once(refused: Talk, said: str) -> None:
    assert refused.say(said, "dispute_result").exit == "disputed"


def test_a_question_about_the_rules_is_answered_without_asking_again(refused: Talk) -> None:
    refused.say("发票怎么开", "faq", topic="invoice", message_id="m")
    assert refused.last is not None
    assert refused.last.digression
    assert refused.last.changes["quiet"] == "m"


def test_it_was_broken_after_all_makes_it_a_quality_claim(refused: Talk) -> None:
    refused.say("其实是坏的，有质量问题", "report_quality_problem")
    assert refused.slots["request"] == "quality"
    assert refused.asked == "photo_goods"


def test_pleading_for_a_free_repair_is_answered_beside_the_paid_one(talk: Talk) -> None:
    talk.open("冰箱不制冷", "report_quality_problem", entities={"product": "冰箱", "defect": "不制冷"})
    talk.tap("order:202600010009").photos("a")
    assert talk.asked == "remedy"
    talk.say("凭什么不给免费修", "ask_presale")
    assert "保修" in talk.said
    talk.say("通融一下嘛", "nlu_fallback")
    assert talk.asked == "remedy"
    assert talk.slots["pleas"] == 1


def test_not_late_yet_is_explained_too(talk: Talk) -> None:
    talk.open("", "report_delivery_delay").tap("order:202600010013")
    talk.say("都等了好几天了，凭什么还要等", "urge")
    assert talk.said
    assert talk.asked == "way_on"


@pytest.mark.parametrize(("said", "intent"), [("真没用过", "inform"), ("你们系统搞错了吧", "nlu_fallback")])
def test_who_contests_the_facts_is_answered(refused: Talk, said: str, intent: str) -> None:
    refused.say(said, intent)
    assert refused.asked == "way_on"
    assert refused.said


def test_another_order_is_no_plea(refused: Talk) -> None:
    refused.say("202600010018", "inform", entities={"order_id": SHOES})
    assert not refused.slots.get("pleas")


def test_who_only_argues_has_no_review_opened(refused: Talk) -> None:
    refused.say("我没拆封啊 不影响你们二次销售", "dispute_result", confidence=0.44)
    assert refused.asked == "way_on"
    refused.say("这个结果有问题，重新看", "dispute_result", confidence=0.9)
    assert refused.exit == "disputed"


@pytest.mark.parametrize("intent", ["repeat", "faq", "nlu_fallback"])
def test_the_ground_of_a_refusal_is_told_however_the_question_is_read(refused: Talk, intent: str) -> None:
    refused.say("依据是什么", intent)
    assert "【" in refused.said
    assert refused.asked == "way_on"
