"""Danger and fraud are heard everywhere; questions and complaints are something else."""

from __future__ import annotations

import pytest

from aftersales.dialogue import smalltalk
from aftersales.dialogue.alarm import FRAUD, SAFETY, SAFETY_OF_FOOD, UNSAFE_FOOD, Alarm, alarm
from aftersales.dialogue.facts import alarm_facts
from aftersales.dialogue.heard import Need
from aftersales.orders.demo_data import demo_orders
from aftersales.policy.decide import decide
from aftersales.policy.policy import Policy

from .conftest import NOW, Talk, heard


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("空气炸锅冒烟起火了", SAFETY),
        ("用了面膜过敏住院了", SAFETY),
        ("被漏电电了一下", SAFETY),
        ("手机电池鼓包了", SAFETY),
        ("喝了你家的酒上吐下泻", SAFETY_OF_FOOD),
        ("榴莲是臭的 我拉肚子了", SAFETY_OF_FOOD),
        ("你们卖假货", FRAUD),
        ("这就是高仿，不是正品", FRAUD),
        ("面包吃出虫子了", UNSAFE_FOOD),
        ("牛奶收到就过期了", UNSAFE_FOOD),
        ("会不会漏电啊", None),
        ("是不是正品", None),
        ("锅打不着火", None),
        ("会员过期了", None),
        ("榴莲烂了", None),
        ("没有受伤", None),
    ],
)
def test_what_raises_an_alarm(text: str, raised: Alarm | None) -> None:
    assert alarm(heard(text)) is raised


def test_a_second_need_is_heard_too() -> None:
    assert alarm(heard("花瓶碎了", further=(Need("complain", "手割伤流血了"),))) is SAFETY


@pytest.mark.parametrize(
    ("ringing", "rule"),
    [(SAFETY, "R-SAFETY"), (SAFETY_OF_FOOD, "R-SAFETY"), (FRAUD, "R-FRAUD"), (UNSAFE_FOOD, "R-FRAUD")],
)
@pytest.mark.parametrize("order_id", [None, "202600010010", "202600010013", "202600010014", "202600010012"])
def test_an_alarm_is_decided_whatever_is_known(
    policy: Policy, ringing: Alarm, rule: str, order_id: str | None
) -> None:
    order = next((order for order in demo_orders(NOW) if order.order_id == order_id), None)
    decision = decide(alarm_facts(ringing, order, NOW), policy)
    assert (decision.rules[0], decision.outcome, decision.remedy) == (rule, "review", None)
    assert [deadline.clock for deadline in decision.deadlines] == ["SLA-FIRST", "SLA-SOLVE"]


def test_an_alarm_leaves_the_form_where_it_is(talk: Talk) -> None:
    talk.open("耳机坏了", "report_quality_problem", entities={"product": "耳机"})
    before = talk.asked
    talk.say("你们这是假货吧，卖假货！", "complain")
    assert talk.last is not None
    assert talk.last.alarm is FRAUD
    assert talk.asked == before


@pytest.mark.parametrize(
    ("text", "bare"),
    [("我要投诉", True), ("投诉你们！", True), ("我要投诉快递员乱扔包裹", False), ("投诉", True)],
)
def test_a_complaint_without_a_matter(text: str, bare: bool) -> None:
    assert smalltalk.is_bare_complaint(text) is bare


@pytest.mark.parametrize(
    ("text", "unsolved"), [("没解决", True), ("还是没弄好啊", True), ("我要投诉没解决", False)]
)
def test_no_help_yet_is_no_complaint(text: str, unsolved: bool) -> None:
    assert smalltalk.is_unsolved(text) is unsolved


def test_a_complaint_is_told_in_free_words(talk: Talk) -> None:
    talk.slots = {"request": "complaint", "requested_slot": "description", "answered": []}
    assert talk.say("客服一直不理人，态度还差", "complain").exit == "confirmed"
    assert talk.slots["description"] == "客服一直不理人，态度还差"
