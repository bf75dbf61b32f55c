"""Danger and fraud are heard everywhere; questions and complaints are something else."""

from __future__ import annotations

import pytest

from aftersales.dialogue import smalltalk
from aftersales.dialogue.alarm import FRAUD, SAFETY, SAFETY_OF_FOOD, UNSAFE_FOOD, Alarm, alarm
from aftersales.dialogue.heard import Need

from .conftest import Talk, heard


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("空气炸锅冒烟起火了", SAFETY),
        ("用了面膜过敏住院了", SAFETY),
        ("被漏电电了一下", SAFETY),
        ("手机电池鼓包了", SAFETY),
        ("喝了你家的酒上吐下泻", SAFETY_OF_FOOD),
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


def test_a_complaint_is_told_in_free_words(talk: Talk) -> None:
    talk.slots = {"request": "complaint", "requested_slot": "description", "answered": []}
    assert talk.say("客服一直不理人，态度还差", "complain").exit == "confirmed"
    assert talk.slots["description"] == "客服一直不理人，态度还差"
