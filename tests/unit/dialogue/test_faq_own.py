"""A question about the rules, asked by somebody who has a request or an order: hers comes first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from aftersales.clock import SHANGHAI
from aftersales.dialogue import faq
from aftersales.dialogue.faq_catalogue import OwnAnswer
from aftersales.dialogue.faq_own import Asked, OwnOrder, own_answer
from aftersales.orders.demo_data import demo_orders
from aftersales.orders.model import Order
from aftersales.policy.names import SignedBy
from aftersales.policy.policy import Policy

from .conftest import NOW, Talk

VASE, HOODIE = "202600010010", "202600010001"
ORDERS = [order for order in demo_orders(NOW) if order.owner_id == "lin"]


def asked(policy: Policy, topic: str, said: str) -> str:
    return faq.answer(topic, policy, said=said, orders=ORDERS, now=NOW)


# --- a request under way ---------------------------------------------------------------------------------


def damaged(talk: Talk) -> Talk:
    return talk.open("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶", "order_id": VASE})


def test_her_freight_instead_of_the_rule(talk: Talk, policy: Policy) -> None:
    assert "运输破损" in faq.answer("return_freight", policy, damaged(talk).case(), said="运费谁出")


def test_another_question_of_the_topic_keeps_its_answer(talk: Talk, policy: Policy) -> None:
    said = faq.answer("return_freight", policy, damaged(talk).case(), said="运费险怎么赔")
    assert "保单" in said
    assert "运输破损" not in said


def test_the_photos_this_request_still_needs(talk: Talk, policy: Policy) -> None:
    said = faq.answer("evidence_photos", policy, damaged(talk).case(), said="要拍什么照片")
    assert "还差：商品照片、外包装或面单照片" in said
    talk.photos("p1", "p2")
    assert "已经够了" in faq.answer("evidence_photos", policy, talk.case(), said="还要照片吗")


def test_a_request_without_photos_says_so(talk: Talk, policy: Policy) -> None:
    talk.open("卫衣不想要了", "request_refund", entities={"order_id": HOODIE}).tap("yes")
    said = faq.answer("evidence_photos", policy, talk.case(), said="要照片吗")
    assert "无理由退货不需要照片" in said


def test_her_own_deadline(talk: Talk, policy: Policy) -> None:
    damaged(talk).photos("p1", "p2").tap("remedy:refund_only")
    assert "11月19日 21:00" in faq.answer("refund_time", policy, talk.case(), said="多久退款")


def test_a_review_is_told_before_the_money(talk: Talk, policy: Policy) -> None:
    said = faq.answer("refund_time", policy, damaged(talk).case(), said="多久退款")
    assert "先由同事审核" in said
    assert "11月19日" in said


def test_a_return_says_when_money_follows_goods(talk: Talk, policy: Policy) -> None:
    talk.open("卫衣不想要了", "request_refund", entities={"order_id": HOODIE})
    said = faq.answer("refund_time", policy, talk.case(), said="多久退款")
    assert "要先寄回" in said
    assert "7 天内一定退" in said


def test_the_sum_of_her_request(talk: Talk, policy: Policy) -> None:
    talk.open("卫衣不想要了", "request_refund", entities={"order_id": HOODIE})
    assert "¥299.00" in faq.answer("refund_channel", policy, talk.case(), said="退到哪里")


def test_a_refused_request_is_not_said_to_cost_nothing(talk: Talk, policy: Policy) -> None:
    talk.open("空气炸锅不想要了", "request_refund", entities={"order_id": "202600010003"})
    case = talk.case()
    assert case.decision is not None
    assert case.decision.outcome == "reject"
    assert "不产生运费" not in faq.answer("return_freight", policy, case, said="运费谁出")


def test_a_request_without_an_order_yet_gets_the_rule(talk: Talk, policy: Policy) -> None:
    talk.open("东西坏了", "report_damaged_parcel")
    assert faq.answer("return_freight", policy, talk.case()) == faq.answer("return_freight", policy)


def test_the_clauses_of_her_own_decision(talk: Talk, policy: Policy) -> None:
    assert "【运输破损】" in faq.rule_behind(None, policy, case=damaged(talk).case())


# --- an order of hers --------------------------------------------------------------------------------------


def test_whether_this_one_can_still_go_back(policy: Policy) -> None:
    said = asked(policy, "return_conditions", "我的耳机还能退吗")
    own, rule = said.split("\n")
    for part in ("「无线耳机」", "11月16日", "第 2 天", "11月23日", "还能退", "由您承担"):
        assert part in own
    assert rule == faq.answer("return_conditions", policy)


def test_the_last_day_still_counts_and_the_next_one_does_not(policy: Policy) -> None:
    last = datetime(2026, 11, 23, 23, 59, tzinfo=SHANGHAI)
    question = {"said": "耳机还能退吗", "orders": ORDERS}
    assert "还能退" in faq.answer("return_conditions", policy, **question, now=last)
    late = faq.answer("return_conditions", policy, **question, now=last + timedelta(minutes=1))
    assert "已经截止" in late


@pytest.mark.parametrize(
    ("topic", "said", "part"),
    [
        ("no_reason_return", "空气炸锅能七天无理由吗", "11月17日 已经截止"),
        ("excluded_goods", "内衣能退吗", "您也确认过，所以不能按无理由退"),
        ("return_conditions", "羽绒服能退吗", "还没有签收"),
        ("no_reason_return", "白酒能退吗", "不是您本人签收的"),
        ("exchange_rules", "跑步鞋能换吗", "现在还能换"),
        ("exchange_rules", "电饭煲坏了是换新还是修", "11月21日 前可以换货或维修"),
        ("exchange_rules", "耳机坏了是换新还是修", "11月23日 前退货、换货、维修由您选"),
        ("warranty_term", "手机保修几年", "2027年7月21日 为止，现在还在保修期内"),
        ("warranty_scope", "冰箱还保修吗", "已经过保"),
        ("damaged_parcel_rule", "花瓶碎了多久内要说", "11月20日 10:00 前"),
        ("damaged_parcel_rule", "卫衣破了多久内要说", "已经过了"),
        ("price_protection", "花瓶的价保几天", "现在还可以申请"),
        ("price_protection", "手机价保几天", "已经截止"),
        ("gift_return", "耳机的赠品要退吗", "「收纳包」（标价 ¥29.00）"),
        ("partial_return", "衬衫可以只退一件吗", "一共 5 件、实付 ¥400.00，单退一件大约是 ¥80.00"),
        ("refusal_on_delivery", "积木可以拒收吗", "还在路上"),
        ("refusal_on_delivery", "羽绒服可以拒收吗", "还没发货"),
        ("refusal_on_delivery", "卫衣可以拒收吗", "已经签收"),
        ("return_freight", "卫衣的退货运费谁出", "「连帽卫衣」现在要是不想要了退回来，寄回的运费由您承担"),
    ],
)
def test_her_own_order_comes_first(topic: str, said: str, part: str, policy: Policy) -> None:
    answer = asked(policy, topic, said)
    assert part in answer.splitlines()[0]
    assert len(answer.splitlines()) == 2


@pytest.mark.parametrize(
    "said",
    ["一般能退吗", "小家电能退吗", "自行车能退吗", "会员年卡能退吗"],
    ids=["none", "several", "not", "virtual"],
)
def test_without_exactly_one_fitting_order_the_rule_is_told(said: str, policy: Policy) -> None:
    assert asked(policy, "return_conditions", said) == faq.answer("return_conditions", policy)


def test_a_merchants_own_window_is_told_for_its_goods(policy: Policy) -> None:
    longer = policy.figures.model_copy(
        update={"no_reason": policy.figures.no_reason.model_copy(update={"days": 15})}
    )
    own, rule = asked(replace(policy, merchants={"shen": longer}), "no_reason_return", "跑步鞋能退吗").split(
        "\n"
    )
    assert "11月29日" in own
    assert "15 天" in rule


def test_insured_freight_costs_her_nothing(policy: Policy) -> None:
    hoodie = next(order for order in ORDERS if order.order_id == HOODIE)
    line = hoodie.lines[0]
    insured = replace(hoodie, lines=(replace(line, traits=replace(line.traits, freight_insurance=True)),))
    said = faq.answer("return_freight", policy, said="卫衣退货运费谁出", orders=[insured], now=NOW)
    assert "寄回的运费由商家承担" in said.splitlines()[0]


def test_the_day_of_receipt_is_not_counted(policy: Policy) -> None:
    vase = next(order for order in ORDERS if order.order_id == VASE)
    today = replace(vase, signed_at=NOW, signed_by=SignedBy.SHOPPER)
    said = faq.answer("no_reason_return", policy, said="花瓶能退吗", orders=[today], now=NOW)
    assert "明天才算第一天" in said


@pytest.mark.parametrize(
    ("now", "part"),
    [
        (datetime(2026, 11, 18, 12, tzinfo=SHANGHAI), "现在人工客服在线"),
        (datetime(2026, 11, 18, 21, tzinfo=SHANGHAI), "11月19日 09:00 上班"),
        (datetime(2026, 11, 21, 12, tzinfo=SHANGHAI), "11月23日 09:00 上班"),
    ],
)
def test_whether_people_are_there_now(now: datetime, part: str, policy: Policy) -> None:
    assert part in faq.answer("service_hours", policy, said="人工在吗", now=now)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.order_id)
@pytest.mark.parametrize("kind", OwnAnswer)
def test_every_order_has_a_whole_sentence_or_none(kind: OwnAnswer, order: Order, policy: Policy) -> None:
    own = OwnOrder(order, [(line, line.quantity) for line in order.lines], policy, NOW)
    said = own_answer(kind, Asked(policy, own=own, now=NOW))
    assert said is None or said.endswith("。")
    assert "None" not in (said or "")


@pytest.mark.parametrize("kind", [OwnAnswer.RETURNABLE, OwnAnswer.WARRANTY, OwnAnswer.REFUSAL])
def test_virtual_goods_are_not_signed_for(kind: OwnAnswer, policy: Policy) -> None:
    recharge = next(order for order in ORDERS if order.order_id == "202600010015")
    own = OwnOrder(recharge, [(line, 1) for line in recharge.lines], policy, NOW)
    assert own_answer(kind, Asked(policy, own=own, now=NOW)) is None
