"""What her words tell besides: repairs, causes, children, renewals, gifts, prices, secrets."""

from __future__ import annotations

from typing import Any

import pytest

from aftersales.dialogue import particulars

from .conftest import Talk

PHONE, FRIDGE, HOODIE, VASE = "202600010008", "202600010009", "202600010001", "202600010010"
MEMBERSHIP, RECHARGE = "202600010014", "202600010015"


@pytest.mark.parametrize(
    ("text", "request_", "told"),
    [
        ("修过两次了还是坏", "quality", {"repairs": 2}),
        ("已经返修3次", "repair", {"repairs": 3}),
        ("上次修完又坏了", "repair", {"repairs": 1}),
        ("没修过", "repair", {}),
        ("送修一个月了还没好", "repair", {"days_in_repair": 30}),
        ("修了40天", "repair", {"days_in_repair": 40}),
        ("师傅说修不好", "repair", {"unrepairable": True}),
        ("我不小心摔的", "quality", {"cause": "human"}),
        ("没有摔过，也没进水", "quality", {}),
        ("快递摔坏的", "quality", {}),
        ("孩子把水洒上去了", "quality", {"cause": "liquid"}),
        ("我自己拆开修过", "repair", {"cause": "unauthorised_repair", "repairs": 1}),
        ("孩子偷偷充的", "virtual", {"minor": True}),
        ("孩子玩坏了", "quality", {}),
        ("自动续费扣了我198", "virtual", {"renewal": True, "charge_back": False}),
        ("充了没到账", "virtual", {"virtual_fault": True}),
        ("会员不想要了", "virtual", {}),
        ("昨天买的今天就降价了", "compensation", {"cheaper": True}),
        ("有一点点小划痕，补偿一下", "compensation", {"severity": 0.2}),
        ("朋友送的，坏了", "quality", {"gift": True}),
    ],
)
def test_facts_are_read_from_words(text: str, request_: str, told: dict[str, Any]) -> None:
    assert particulars.said_in(text, request_) == told


@pytest.mark.parametrize("text", ["密码是abc12345", "验证码 482913", "我的密码：Qw123456", "482913是验证码"])
def test_secrets_are_recognised(text: str) -> None:
    assert particulars.tells_secret(text)


@pytest.mark.parametrize("text", ["忘记密码了", "验证码收不到", "订单202600010014", "要验证码吗"])
def test_talk_about_secrets_is_none(text: str) -> None:
    assert not particulars.tells_secret(text)


def test_repaired_twice_makes_the_exchange_a_right(talk: Talk) -> None:
    talk.open(
        "手机修过两次又坏了，要换新的", "request_exchange", entities={"product": "手机", "defect": "坏"}
    )
    talk.tap(f"order:{PHONE}").photos("a")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.remedy, decision.outcome) == ("R-W", "exchange", "approve")


def test_earlier_repairs_are_asked_for_where_they_matter(talk: Talk) -> None:
    talk.open("手机死机", "report_quality_problem", entities={"product": "手机", "defect": "死机"})
    talk.tap(f"order:{PHONE}").photos("a").tap("remedy:exchange")
    assert talk.asked == "repairs"
    assert talk.question()["expects"] == "repairs"
    talk.say("修过两次")
    decision = talk.case().decision
    assert decision is not None
    assert decision.outcome == "approve"


def test_her_own_doing_within_the_first_months_is_inspected_first(talk: Talk) -> None:
    talk.open(
        "手机屏幕碎了，我不小心摔的", "report_quality_problem", entities={"product": "手机", "defect": "碎"}
    )
    talk.tap(f"order:{PHONE}").photos("a")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome, decision.remedy) == ("R-W-X", "approve", "repair")
    assert decision.freight_payer == "shopper"


def test_her_own_doing_later_is_a_paid_repair_and_no_free_one(talk: Talk) -> None:
    talk.open("洗衣机坏了", "request_repair", entities={"product": "洗衣机", "defect": "坏"})
    talk.tap("order:202600010020").say("我不小心摔的", "inform")
    assert talk.asked == "remedy"
    assert talk.choices() == ["remedy:paid_repair", "human"]


def test_what_she_broke_herself_is_no_damage_in_transit(talk: Talk) -> None:
    talk.open("花瓶我不小心打碎了", "report_damaged_parcel", entities={"product": "花瓶", "defect": "碎"})
    assert talk.slots["request"] == "quality"


def test_price_protection_asks_for_the_present_price(talk: Talk) -> None:
    talk.open("卫衣降价了，退差价", "request_compensation", entities={"product": "卫衣"}).tap(
        f"order:{HOODIE}"
    )
    assert talk.asked == "amount"
    assert talk.question()["expects"] == "amount"
    talk.say("现在卖249", entities={"amount": "249"})
    decision = talk.case().decision
    assert decision is not None
    assert (decision.remedy, str(decision.refund_amount)) == ("price_difference", "50.00")
    assert talk.asked == "confirm"


def test_a_price_that_did_not_fall_is_refused_with_the_reason(talk: Talk) -> None:
    talk.open("卫衣降价了，退差价", "request_compensation", entities={"product": "卫衣"}).tap(
        f"order:{HOODIE}"
    )
    talk.say("299", entities={"amount": "299"})
    assert talk.asked == "way_on"


def test_renewals_are_ended_at_once(talk: Talk) -> None:
    talk.open("取消会员自动续费", "report_virtual_goods_issue", entities={"product": "会员"})
    talk.tap(f"order:{MEMBERSHIP}")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-VG-RENEW", "approve")
    assert talk.asked == "confirm"


def test_the_last_charge_asked_back_is_looked_at_by_people(talk: Talk) -> None:
    talk.open("会员自动续费扣了我198，把钱退给我", "report_virtual_goods_issue", entities={"product": "会员"})
    talk.tap(f"order:{MEMBERSHIP}")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.remedy, decision.outcome) == ("R-VG-RENEW", "refund_only", "review")
    assert "最近一次扣费能不能退" in decision.explanation
    assert talk.asked == "confirm"


def test_a_child_s_purchase_is_never_refused(talk: Talk) -> None:
    talk.open("会员是孩子偷偷充的，想退", "report_virtual_goods_issue", entities={"product": "会员"})
    talk.tap(f"order:{MEMBERSHIP}")
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-VG-MINOR", "review")


def test_used_membership_no_longer_wanted_is_refused(talk: Talk) -> None:
    talk.open("会员不想要了", "report_virtual_goods_issue", entities={"product": "会员"})
    talk.tap(f"order:{MEMBERSHIP}").say("就是不想要了")
    assert talk.asked == "way_on"


def test_an_account_is_asked_for_where_people_look_and_a_secret_is_turned_away(talk: Talk) -> None:
    talk.extra = {"approved_claims_90d": 4}
    talk.open("话费没到账", "report_virtual_goods_issue", entities={"product": "话费"}).tap(
        f"order:{RECHARGE}"
    )
    assert talk.asked == "account"
    talk.say("验证码是482913")
    assert "不要把密码或短信验证码" in talk.said
    assert talk.asked == "account"
    assert "482913" not in str(talk.slots)
    talk.say("13800001234")
    assert talk.slots["account"] == "13800001234"
    assert talk.asked == "remedy"


def test_signed_but_not_received_is_looked_into_with_the_courier(talk: Talk) -> None:
    talk.open("白酒显示签收了我没收到", "report_delivery_delay", entities={"product": "白酒"})
    talk.tap("order:202600010019").tap("remedy:reship") if talk.asked == "order_id" else None
    decision = talk.case().decision
    assert decision is not None
    assert (decision.rules[0], decision.outcome) == ("R-LATE", "review")
    assert "SLA-COURIER" in {deadline.clock for deadline in decision.deadlines}


@pytest.mark.parametrize("said", ["正常用的", "就正常使用啊", "一直正常用着呢"])
def test_normal_use_is_a_cause_told(said: str) -> None:
    assert particulars.said_in(said, "quality") == {"cause": "none"}


@pytest.mark.parametrize("said", ["不能正常使用", "正常用就坏了吗", "保修过没过", "没修过"])
def test_what_is_no_word_on_cause_or_repairs(said: str) -> None:
    assert particulars.said_in(said, "quality") == {}
