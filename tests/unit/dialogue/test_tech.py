"""Help with using things: the right advice, nothing dangerous in it, people when it does not help."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from aftersales.dialogue import tech
from aftersales.dialogue.tech import Advice, knowledge
from aftersales.policy.figures import ServiceLevel, Span
from aftersales.policy.names import Category, SlaClock
from aftersales.policy.policy import Policy

from .conftest import heard

ADVICE = [pytest.param(advice, id=advice.id) for advice in knowledge().entries]
HARMLESS = [pytest.param(advice, id=advice.id) for advice in knowledge().entries if not advice.danger]


def found(text: str, category: Category | None = None) -> str | None:
    advice = tech.find(text, category)
    return advice.id if advice else None


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("手机突然开不了机", "phone_no_power"),
        ("藍牙耳機連不上", "earphones_pair"),
        ("耳机只有一边有声音", "earphones_one_side"),
        ("电饭煲显示E3是什么意思", "rice_cooker_error"),
        ("电饭锅煮杂粮选哪一档", "rice_cooker_cooking"),
        ("洗衣机一直不排水", "washer_drain"),
        ("滚筒脱水的时候抖得厉害", "washer_noise"),
        ("冰箱晚上嗡嗡响正常吗", "fridge_noise"),
        ("冰箱刚到要等多久才能通电", "fridge_first"),
        ("路由器连不上网", "router"),
        ("新买的空气炸锅有股塑料味", "air_fryer_smell"),
        ("会员激活码怎么用", "app_membership"),
        ("书桌装不上 螺丝对不上", "furniture_assembly"),
        ("空调滴水", "aircon"),
        ("燃气灶打不着火", "range_hood"),
        ("显示E5", "error_code"),
        ("怎么连蓝牙", "bluetooth"),
        ("扫地机说话太大声了", "robot_vacuum"),
    ],
)
def test_what_is_asked_finds_its_advice(text: str, advice: str) -> None:
    assert found(text) == advice


@pytest.mark.parametrize(
    "text", ["", "今天天气怎么样", "这药怎么吃 一天几次", "手机能水洗吗", "没用过这个", "股票怎么买"]
)
def test_what_nothing_is_known_about_gets_no_advice(text: str, policy: Policy) -> None:
    assert tech.answer(text, policy) is None


@pytest.mark.parametrize("advice", ADVICE)
def test_every_advice_can_be_found(advice: Advice) -> None:
    goods = advice.goods[0] if advice.goods else ""
    words = "，".join(word.replace(" ", "") for word in advice.words)
    assert found(f"{goods}{words}") == advice.id


def test_the_goods_she_has_stand_in_for_goods_she_does_not_name() -> None:
    assert found("充不进电") is None
    assert found("充不进电", Category.WEARABLE) == "phone_charging"
    assert found("怎么保养", Category.SHOES) == "clothes_care"


def test_goods_that_are_named_count_more_than_those_she_has() -> None:
    assert found("冰箱嗡嗡响", Category.PHONE) == "fridge_noise"
    assert found("自行车开不了机，手机呢", Category.COMPUTER) == "phone_no_power"


@pytest.mark.parametrize("advice", HARMLESS)
def test_no_advice_opens_a_device(advice: Advice) -> None:
    clauses = re.split("[，。；：]", "，".join((*advice.steps, advice.caution or "")))
    opening = [
        c for c in clauses if re.search("拆|撬|打开(?:机身|后盖|外壳|底盖)|拧开(?:机身|后盖|外壳|底盖)", c)
    ]
    assert all(re.search("不要|不用|别|包装|新品刚拆", clause) for clause in opening)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("空气炸锅有股烧焦的味道", "burning"),
        ("插上就冒烟了，怎么用", "burning"),
        ("插头很烫手，正常吗", "burning"),
        ("洗衣机漏电", "electric_shock"),
        ("手机后盖鼓起来了", "battery_swollen"),
        ("灶具旁边有煤气味", "gas_leak"),
    ],
)
def test_danger_means_stop_and_a_supervisor_at_once(text: str, advice: str, policy: Policy) -> None:
    assert found(text) == advice
    bubble = tech.answer(text, policy)
    assert bubble is not None
    assert re.search("停止|关掉|别再碰", bubble["text"])
    assert bubble["effects"]["handover"]["level"] == "supervisor"
    assert "choices" not in bubble


@pytest.mark.parametrize(
    "text",
    [
        "没有冒烟",
        "会不会漏电啊",
        "一起火锅",
        "灶打不着火",
        "孩子发烧了",
        "带电池的能寄吗",
        "充电到八十就停",
        "炸了鸡翅",
    ],
)
def test_what_only_sounds_like_danger_is_none(text: str) -> None:
    advice = tech.find(text)
    assert advice is None or not advice.danger


def test_an_answer_has_steps_a_warning_and_a_way_on(policy: Policy) -> None:
    bubble = tech.answer("洗衣机不排水", policy)
    assert bubble is not None
    first, *lines = bubble["text"].splitlines()
    assert first == "先试试这几步："
    assert [line[:2] for line in lines[:3]] == ["1.", "2.", "3."]
    assert lines[3].startswith("注意：")
    assert "48 小时内" in lines[4]
    assert "费用先告诉您" in lines[4]
    assert [choice["value"] for choice in bubble["choices"]] == ["yes", "no", "human"]


def test_a_visit_is_spoken_of_only_where_people_may_come(policy: Policy) -> None:
    bubble = tech.answer("耳机连不上", policy)
    assert bubble is not None
    assert "上门" not in bubble["text"]


def test_not_solved_goes_to_technical_support_with_its_time(policy: Policy) -> None:
    bubble = tech.reply(heard("", "ask_tech_support", choice="no"), policy)
    assert bubble is not None
    assert "48 小时内" in bubble["text"]
    assert "费用" in bubble["text"]
    assert bubble["effects"]["handover"]["level"] == "tech_support"


def test_a_question_in_words_is_answered(policy: Policy) -> None:
    text = "冰箱不制冷怎么办"
    assert tech.reply(heard(text, "ask_tech_support"), policy) == tech.answer(text, policy)


def test_another_time_of_the_policy_is_another_sentence(policy: Policy) -> None:
    day = Span(hours=24)
    levels = {**policy.figures.sla, SlaClock.SOLVE: ServiceLevel(target=day, limit=day)}
    faster = replace(policy, figures=policy.figures.model_copy(update={"sla": levels}))
    bubble = tech.answer("耳机连不上", faster)
    assert bubble is not None
    assert "24 小时内" in bubble["text"]
    assert "24 小时内" in tech.unsolved(faster)["text"]


def test_there_is_advice_on_the_usual_goods() -> None:
    assert len(knowledge().entries) >= 40
    assert len({advice.id for advice in knowledge().entries}) == len(knowledge().entries)
