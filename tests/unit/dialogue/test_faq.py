"""The answers to questions about the rules: complete, in words of the policy, the right one of each topic."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from aftersales.dialogue import faq
from aftersales.dialogue.faq_catalogue import Entry, catalogue
from aftersales.dialogue.faq_words import policy_words, service_hours
from aftersales.policy.calendar import WEEKDAYS, WorkCalendar
from aftersales.policy.figures import CalendarSettings
from aftersales.policy.names import Category, FreightPayer, NoReason
from aftersales.policy.policy import Policy

from .conftest import Talk, heard

ROOT = Path(__file__).parents[3]
ENTRIES = [
    pytest.param(topic, entry, id=f"{topic}-{number}")
    for topic, entries in catalogue().topics.items()
    for number, entry in enumerate(entries)
]
NOT_OF_THE_POLICY = {"privacy_use", "retention"}
"""Said in the consent, taken from there."""


def filled(entry: Entry, policy: Policy) -> str:
    return policy.fill(entry.say, policy_words(policy))


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def with_figures(policy: Policy, path: str, change: Any) -> Policy:
    """The policy with the one figure at `path` (dotted, keys in brackets) passed through `change`."""
    document = policy.figures.model_dump(exclude_unset=True)
    *above, last = re.findall(r"[^.\[\]]+", path)
    section = document
    for key in above:
        section = section[key]
    section[last] = change(section[last])
    return replace(policy, figures=type(policy.figures).model_validate(document))


def with_hours(policy: Policy, **hours: tuple[str, ...]) -> Policy:
    settings = CalendarSettings(
        official_through=policy.calendar.official_through,
        overrides=(),
        rest_day_extension=False,
        service_hours=dict.fromkeys(WEEKDAYS, ("09:00-21:00",)) | hours,
    )
    return replace(policy, calendar=WorkCalendar(settings))


def with_category(policy: Policy, name: str, **traits: Any) -> Policy:
    category = Category(name)
    changed = policy.categories[category].model_copy(update=traits)
    return replace(policy, categories={**policy.categories, category: changed})


def changed(policy: Policy, field: str) -> Policy:
    """The policy with the figure behind a placeholder changed."""
    kind, _, what = field.partition(" ")
    what, _, main = what.partition(" ")
    if kind in ("target", "limit"):
        span = getattr(policy.figures.sla[what], kind)
        return with_figures(
            policy, f"sla[{what}].{kind}.{next(iter(span.model_fields_set))}", lambda n: n + 5
        )
    if kind == "months":
        return with_category(policy, what, **{"main_part_warranty_months" if main else "warranty_months": 99})
    if kind == "hours":
        return with_category(policy, what, claim_hours=99)
    if kind == "excluded_by_law":
        return with_category(policy, "books", no_reason=NoReason.EXCLUDED_BY_LAW)
    if kind == "service_hours":
        return with_hours(policy, friday=("09:00-18:00",))
    if kind == "payer":
        flip = {FreightPayer.SELLER: FreightPayer.SHOPPER, FreightPayer.SHOPPER: FreightPayer.SELLER}
        return with_figures(policy, f"freight[{what}]", lambda payer: flip[payer])
    numbers = int | Decimal
    return with_figures(policy, field, lambda value: value + 5 if isinstance(value, numbers) else "改过了。")


def topics_of_the_contract() -> set[str]:
    text = (ROOT / "docs" / "intents.md").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("FAQ topics:"))
    names = re.sub(r"\([^)]*\)", "", line.removeprefix("FAQ topics:")).strip(" .")
    return {name.strip() for name in names.split(",")}


def test_every_topic_of_the_contract_has_its_answer() -> None:
    assert set(catalogue().topics) == topics_of_the_contract()


@pytest.mark.parametrize("entries", catalogue().topics.values(), ids=catalogue().topics)
def test_the_first_answer_of_a_topic_is_the_general_one(entries: tuple[Entry, ...]) -> None:
    assert [bool(entry.words) for entry in entries] == [False] + [True] * (len(entries) - 1)


@pytest.mark.parametrize(("topic", "entry"), ENTRIES)
def test_an_answer_is_short(topic: str, entry: Entry, policy: Policy) -> None:
    text = filled(entry, policy)
    assert 1 <= len(re.findall("[。？]", text)) <= 4
    assert len(text) <= 110
    assert text.endswith(("。", "？"))


@pytest.mark.parametrize(("topic", "entry"), ENTRIES)
def test_no_figure_of_the_policy_is_written_into_an_answer(topic: str, entry: Entry) -> None:
    bare = re.sub(r"\{[^}]*\}", "", entry.say)
    bare = bare.replace("12315", "").replace("第二天", "").replace("七天无理由", "")
    assert not re.search(r"[0-9０-９]", bare)
    assert not re.search(
        r"[二两三四五六七八九十百]+(?:多)?\s*(?:天|小时|分钟|工作日|个工作日|个月|月|年|倍|折)", bare
    )


@pytest.mark.parametrize("sentence", catalogue().own.values(), ids=catalogue().own)
def test_no_figure_of_the_policy_is_written_into_an_answer_of_her_own(sentence: str) -> None:
    assert not re.search(r"[0-9]", re.sub(r"\{[^}]*\}", "", sentence))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        pytest.param(entry, field, id=f"{parameter.id}-{field}")
        for parameter in ENTRIES
        for entry in [parameter.values[1]]
        for field in sorted(fields(entry.say) - NOT_OF_THE_POLICY)
    ],
)
def test_changing_a_figure_changes_the_sentence(entry: Entry, field: str, policy: Policy) -> None:
    assert filled(entry, changed(policy, field)) != filled(entry, policy)


def test_a_longer_window_is_said_to_the_shopper(policy: Policy) -> None:
    longer = with_figures(policy, "no_reason.days", lambda days: 30)
    assert "30 天内" in faq.answer("no_reason_return", longer)
    assert "30天" in faq.rule_behind("no_reason_return", longer)


def test_a_promise_of_free_returns_is_said_to_the_shopper(policy: Policy) -> None:
    assert "寄回运费由您承担" in faq.answer("return_freight", policy)
    promised = with_figures(policy, "no_reason.seller_pays_freight", lambda _: True)
    assert "寄回运费由商家承担" in faq.answer("return_freight", promised)


def test_another_unit_is_another_word(policy: Policy) -> None:
    hours = with_figures(policy, "sla[SLA-REFUND].limit", lambda _: {"hours": 12})
    assert "最晚 12 小时" in faq.answer("refund_time", hours)


def test_service_hours_are_those_of_the_calendar(policy: Policy) -> None:
    assert service_hours(policy.calendar) == "工作日 09:00–21:00"
    short_friday = with_hours(policy, friday=("09:00-12:00", "13:00-18:00"))
    assert service_hours(short_friday.calendar) == "周一至周四 09:00–21:00，周五 09:00–12:00、13:00–18:00"
    closed_wednesday = with_hours(policy, wednesday=())
    assert service_hours(closed_wednesday.calendar) == "周一至周二 09:00–21:00，周四至周五 09:00–21:00"


@pytest.mark.parametrize(
    ("topic", "entry"), [parameter for parameter in ENTRIES if parameter.values[1].words]
)
def test_every_answer_can_be_asked_for(topic: str, entry: Entry, policy: Policy) -> None:
    said = "，".join(word.replace(" ", "") for word in entry.words)
    assert faq.answer(topic, policy, said=said) == filled(entry, policy)


@pytest.mark.parametrize(
    ("topic", "said", "part"),
    [
        ("return_freight", "运费谁出", "看退货的原因"),
        ("return_freight", "运费险怎么赔", "保单页面"),
        ("return_freight", "我垫的运费多久退给我", "凭它报销"),
        ("return_freight", "換貨的郵費不用我付吧", "换尺码、颜色"),
        ("return_freight", "大件拉回去几百块谁掏", "大件"),
        ("refund_time", "退款到信用卡要几天", "支付渠道决定"),
        ("refund_time", "审核要多久", "人工审核"),
        ("refund_channel", "用了满减券 退的时候退多少", "优惠按比例"),
        ("refund_channel", "分期的手续费给退吗", "支付机构"),
        ("no_reason_return", "七天从哪天算 含周末吗", "自然日"),
        ("warranty_term", "耳机保多久", "智能穿戴"),
        ("warranty_scope", "进水了给保吗", "进水、进液"),
        ("damaged_parcel_rule", "水果烂了按什么比例赔", "生鲜坏了"),
        ("virtual_goods_rule", "孩子乱充的能退吗", "家长"),
        ("excluded_goods", "内衣能退吗", "贴身衣物"),
        ("service_hours", "过年有人值班不", "法定节假日休息"),
        ("contact", "客服电话多少", "没有号码"),
        ("evidence_photos", "图片传不上去", "网络不好"),
        ("compensation_rule", "延迟发货赔多少", "每晚一天"),
        ("complaint_channel", "怎么申请平台介入", "申请介入"),
        ("packaging", "没有原包装怎么寄", "没有原包装也能退"),
    ],
)
def test_the_words_choose_among_the_answers_of_a_topic(
    topic: str, said: str, part: str, policy: Policy
) -> None:
    assert part in faq.answer(topic, policy, said=said)


@pytest.mark.parametrize("topic", [None, "unheard_of"])
def test_an_unknown_topic_is_an_honest_doubt_with_a_person(topic: str | None, policy: Policy) -> None:
    bubble = faq.reply(heard("宇宙有多大", "faq", topic=topic), policy)
    assert "不太确定" in bubble["text"]
    assert [choice["value"] for choice in bubble["choices"]] == ["human"]


def test_what_only_people_know_offers_a_person(policy: Policy) -> None:
    spare_phone = faq.reply(heard("维修期间有备用机吗", "faq", topic="repair_time"), policy)
    assert [choice["value"] for choice in spare_phone["choices"]] == ["human"]
    assert "choices" not in faq.reply(heard("维修要多久", "faq", topic="repair_time"), policy)


@pytest.mark.parametrize(
    "said",
    [
        "哪条规定",
        "依据是什么",
        "规则原文发我看看",
        "這是根據什麼規定",
        "有法律依据吗",
        "出处呢",
        "规定写在哪",
    ],
)
def test_the_wish_for_the_rule_is_heard(said: str) -> None:
    assert faq.asks_for_rule(said)


@pytest.mark.parametrize("said", ["运费谁出", "有什么规定吗", "凭什么不给我退", "原来的地址", "我要退货"])
def test_a_question_is_no_wish_for_the_rule(said: str) -> None:
    assert not faq.asks_for_rule(said)


def test_the_rule_behind_is_the_clause_with_its_source(policy: Policy) -> None:
    said = faq.rule_behind("no_reason_return", policy)
    assert "【七天无理由退货】" in said
    assert "《电商平台售后服务标准》" in said
    assert "消法第二十五条" in said


def test_the_rule_is_that_of_the_answer_given(policy: Policy) -> None:
    assert "【暂停计时】" in faq.rule_behind("repair_time", policy, "保修期会顺延吗")
    assert "【暂停计时】" not in faq.rule_behind("repair_time", policy, "修要多久")


def test_without_a_clause_nothing_is_invented(policy: Policy) -> None:
    assert "没有单独的条款" in faq.rule_behind("account", policy)
    assert "没有单独的条款" in faq.rule_behind(None, policy)


@pytest.mark.parametrize("topic", ["return_conditions", "self_service", "return_freight"])
def test_who_fetches_what_goes_back_is_told_under_any_topic(policy: Policy, topic: str) -> None:
    text = faq.answer(topic, policy, said="顺丰上门取件吗")
    assert "取件费" in text
    assert "自己寄" in text


@pytest.mark.parametrize("topic", ["return_conditions", "no_reason_return"])
def test_what_a_child_bought_is_told_under_any_topic(policy: Policy, topic: str) -> None:
    assert "孩子" in faq.answer(topic, policy, said="未成年人买的能退吗")


@pytest.mark.parametrize("said", ["为啥不行", "为什么啊", "凭什么不能退", "那为什么不给退呢"])
def test_a_bare_why_wants_the_ground(said: str) -> None:
    assert faq.asks_why(said)


@pytest.mark.parametrize("said", ["为什么还没发货", "凭什么扣我二十块", "为什么不行你们必须给我退"])
def test_why_something_happened_is_another_question(said: str) -> None:
    assert not faq.asks_why(said)


def test_what_was_made_for_her_is_told_about_whatever_the_topic(policy: Policy) -> None:
    assert "不支持无理由退" in faq.answer("return_conditions", policy, said="定制的为什么不能退")


def test_who_has_the_goods_before_us_is_not_asked_which(policy: Policy, talk: Talk) -> None:
    assert "告诉我是哪一件" in faq.answer("warranty_term", policy, said="保修多久")
    talk.open("冰箱不制冷了", "report_quality_problem", entities={"product": "冰箱", "defect": "不制冷"})
    talk.tap("order:202600010009")
    assert "告诉我是哪一件" not in faq.answer("warranty_term", policy, talk.case(), said="保修过没过")


@pytest.mark.parametrize("said", ["怎么开", "那多久呢", "去哪弄", "要什么材料"])
def test_half_a_question_is_completed(said: str) -> None:
    assert faq.goes_on(heard(said, "ask_tech_support"), "发票") == f"发票{said}"


@pytest.mark.parametrize(("said", "intent"), [("怎么开", "faq"), ("蓝牙怎么连上电视", "ask_tech_support")])
def test_a_whole_question_stands_by_itself(said: str, intent: str) -> None:
    assert faq.goes_on(heard(said, intent), "发票") is None
