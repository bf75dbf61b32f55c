"""Which short words get which answer, and who is sent for."""

from __future__ import annotations

import pytest

from aftersales.dialogue import smalltalk, texts

from .conftest import heard


@pytest.mark.parametrize("text", ["好吧，我再等等", "行，我等通知", "好的，晚点再来找你"])
def test_who_waits_is_not_asked_what_she_needs(text: str) -> None:
    assert smalltalk.reply(heard(text, "affirm"))["text"] == texts.say("waits", "seed")


@pytest.mark.parametrize("text", ["我等了三天了", "我等不到货", "等半天了"])
def test_who_has_waited_long_is_not_told_to_take_her_time(text: str) -> None:
    assert smalltalk.reply(heard(text, "inform"))["text"] != texts.say("waits", "seed")


@pytest.mark.parametrize(
    "text", ["转人工 发票抬头要改", "退款怎么还没到，给我转人工", "运费谁出？找人工跟我说"]
)
def test_who_sends_for_people_beside_another_matter(text: str) -> None:
    assert smalltalk.sends_for_people(heard(text, "faq", wants_human=True))


@pytest.mark.parametrize(
    "text",
    ["怎么转人工", "人工几点上班", "不用转人工，你告诉我运费谁出", "转人工要等多久", "对面是个真人不"],
)
def test_a_question_about_the_service_sends_for_nobody(text: str) -> None:
    assert not smalltalk.sends_for_people(heard(text, "faq", wants_human=True))


@pytest.mark.parametrize("said", ["我付了两次款 羽绒服", "支付了两次", "重复付款了怎么办", "扣了我两笔钱"])
def test_what_was_paid_twice_is_for_people(said: str) -> None:
    assert smalltalk.paid_twice(heard(said, "request_refund"))


@pytest.mark.parametrize("said", ["买了两次都坏", "付款了", "修了两次"])
def test_what_happened_twice_otherwise_is_not(said: str) -> None:
    assert not smalltalk.paid_twice(heard(said, "request_refund"))


def test_a_membership_charged_twice_has_rules_of_its_own() -> None:
    assert not smalltalk.paid_twice(heard("会员扣了两次钱", "report_virtual_goods_issue"))


@pytest.mark.parametrize("said", ["😭😭😭", "唉 今天真倒霉", "呵呵"])
def test_nobody_who_is_upset_is_met_with_cheer(said: str) -> None:
    assert "先别急" in smalltalk.reply(heard(said, "chitchat"))["text"]


def test_small_talk_is_led_back_to_the_matter() -> None:
    assert "遇到什么问题" in smalltalk.reply(heard("你吃了吗", "chitchat"))["text"]
