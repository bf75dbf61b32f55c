from __future__ import annotations

import pytest

from assistant.nlu.needs import find_needs, surest_case
from tests.assistant.conftest import Parse

TWO = [
    ("碎了一个，还有发票怎么开", "report_damaged_parcel", "faq", "发票怎么开"),
    ("杯子碎了两个，另外发票能开公司抬头吗", "report_damaged_parcel", "faq", "发票能开公司抬头吗"),
    ("我要退货，运费谁出", "request_refund", "faq", "运费谁出"),
    ("帮我把地址改到公司，顺便问下发票什么时候开", "modify_order", "faq", "发票什么时候开"),
    ("充电宝充不进电，对了你们晚上几点下班", "report_quality_problem", "faq", "你们晚上几点下班"),
    (
        "花瓶碎了，还有那件卫衣我想换大一码",
        "report_damaged_parcel",
        "request_exchange",
        "那件卫衣我想换大一码",
    ),
    (
        "耳机左边没声音，另外我上个单的退款到哪了",
        "report_quality_problem",
        "query_progress",
        "我上个单的退款到哪了",
    ),
    ("快递五天没动了，还有之前的退款到账没", "report_delivery_delay", "query_progress", "之前的退款到账没"),
    ("这单取消吧，另外昨天那单什么时候发货", "cancel_order", "query_logistics", "昨天那单什么时候发货"),
    ("少了一个遥控器，还有怎么连蓝牙", "report_missing_item", "ask_tech_support", "怎么连蓝牙"),
    ("退款到哪了？还有运费险怎么赔", "query_progress", "faq", "运费险怎么赔"),
    ("鞋子小了要换43码，顺便把发票开一下", "request_exchange", "faq", "把发票开一下"),
    ("收到的颜色不对，还有你们客服电话多少", "report_wrong_item", "faq", "你们客服电话多少"),
    ("帮我查下物流，另外这款锅还有货吗", "query_logistics", "ask_presale", "这款锅还有货吗"),
    (
        "衣服洗一次就掉色，还有上次少发的袜子补了没",
        "report_quality_problem",
        "query_progress",
        "上次少发的袜子补了没",
    ),
    ("花瓶碎了，另外洗衣机不转了要修", "report_damaged_parcel", "request_repair", "洗衣机不转了要修"),
    ("卫衣想换小一码，还有电饭煲坏了也要修", "request_exchange", "request_repair", "电饭煲坏了也要修"),
    ("耳机左边没声音 收纳包也少发了", "report_quality_problem", "report_missing_item", "收纳包也少发了"),
    ("会员没到账，另外怎么开发票", "report_virtual_goods_issue", "faq", "怎么开发票"),
    ("电饭煲不加热 还有发票在哪下载", "report_quality_problem", "faq", "发票在哪下载"),
    ("改下收货电话，还有那单什么时候到", "modify_order", "query_logistics", "那单什么时候到"),
    ("洗衣机漏水要修，还有安装费怎么收", "request_repair", "faq", "安装费怎么收"),
    ("退货寄到哪，还有运费谁付", "faq", "faq", "运费谁付"),
    ("把我账号里的地址删掉，还有退款到了吗", "privacy_request", "query_progress", "退款到了吗"),
    (
        "苹果烂了三个，另外另一个包裹一直没发货",
        "report_damaged_parcel",
        "report_delivery_delay",
        "另一个包裹一直没发货",
    ),
    ("手机壳发错型号了，顺便问问钢化膜多少钱", "report_wrong_item", "ask_presale", "问问钢化膜多少钱"),
    ("我要退这件毛衣，还有发票要一起寄回去吗", "request_refund", "faq", "发票要一起寄回去吗"),
    ("取消订单，还有优惠券会退吗", "cancel_order", "faq", "优惠券会退吗"),
    ("地址写错了要改，还有能不能开专票", "modify_order", "faq", "能不能开专票"),
    ("没收到货，另外客服上班时间是几点", "report_delivery_delay", "faq", "客服上班时间是几点"),
    ("帮我申请保价还有发票抬头改一下", "request_compensation", "faq", "发票抬头改一下"),
    (
        "裤子长了想换短的，还有那条裙子不想要了退掉",
        "request_exchange",
        "request_refund",
        "那条裙子不想要了退掉",
    ),
]
ONE = [
    "坏了要退款",
    "碎了一个，给我补发",
    "杯子碎了，我要退货退款",
    "收到就破了，你们赔不赔",
    "用了三天就不亮了，能换新吗",
    "我要退货，质量太差了",
    "再不发货我就投诉了，快点",
    "快递五天没动了，赶紧给我处理",
    "你好，我想退货，谢谢",
    "东西我不要了，颜色不好看，帮我退了吧",
    "耳机没声音，左边的，昨天刚收到",
    "不用退款，换一个就行",
    "转人工，我要退货",
    "花瓶碎了，转人工",
    "我昨天买的卫衣，今天降价了，能退差价吗",
    "订单202600010001，收到的是坏的",
    "电饭煲煮不熟饭，说明书也看了，还是不行",
    "还没发货，不想要了，取消",
    "少发了一个，什么时候补",
    "退款到哪了，都一周了",
    "快递到哪了，什么时候能到",
    "衣服小了，换大一码，吊牌还在",
    "发错颜色了，我要黑的，你们发了白的",
    "我妈收的快递，打开一看全烂了，气死我了",
    "能便宜点吗，我买两个",
    "这款防水吗，能游泳戴吗",
    "包邮吗？发什么快递？",
    "你们什么态度，一问三不知，我要投诉",
    "手机充不进电了，还在保修期，怎么修",
    "谢谢，没有了",
    "好的，那我等你们处理",
    "我想问一下，退货运费谁出",
    "姓王，电话13800001234，地址杭州西湖区文三路1号",
    "还有多久到",
    "还有货吗，想买两个",
    "还没收到货，物流也不更新",
    "榴莲坏了，两个里面坏了一个，拍了照片",
    "不是质量问题，就是不喜欢，想退",
    "客服说可以退，结果又给我拒了，凭什么",
    "衣服有洞，还有线头，质量差",
    "箱子破了，还有里面的碗也碎了",
    "漏发了充电线，还有说明书也没有",
    "我要退款，还有赔偿",
    "取消订单，还有把钱退给我",
    "师傅什么时候来，我等一天了",
    "今天能发货吗，急用",
    "怎么退货，在哪里申请，我找不到",
    "申请了退款没人理，我要投诉你们，还要给差评",
    "发票抬头写错了，能改吗，税号也要改",
    "价保申请不了，显示不支持",
    "昨天开票的税号写错了 要更改",
    "在吗，我问下，那个衣服什么时候发",
    "你好 我昨天买的东西 今天能发吗",
    "卫衣 黑色L 大了 想换M",
    "收到货了，不错，就是有点小",
    "不想要了，退了吧，运费我出",
    "优惠券过期了，能不能给我补一张",
    "充话费没到账，一百块，昨天充的",
    "地址错了，改成上海的，还没发货吧",
    "保温杯不保温，刚买三天，退还是换都行",
    "帮我看看，这个订单，还有几天到",
]


@pytest.mark.parametrize(("text", "first", "second", "second_text"), TWO)
def test_two_matters_are_told_apart(
    parse: Parse, text: str, first: str, second: str, second_text: str
) -> None:
    message = parse(text)

    assert [need["intent"] for need in message["needs"]] == [first, second]
    assert message["needs"][1]["text"] == second_text
    assert message["intent"]["name"] == first


@pytest.mark.parametrize("text", ONE)
def test_one_matter_is_not_cut(parse: Parse, text: str) -> None:
    message = parse(text)

    assert [need["text"] for need in message["needs"]] == [text]
    assert message["needs"][0]["intent"] == message["intent"]["name"]


def test_three_matters() -> None:
    readings = {
        "碎了一个": {"report_damaged_parcel": 0.9},
        "发票怎么开": {"faq/invoice": 0.9},
        "你们几点下班": {"faq/service_hours": 0.9},
    }

    found = find_needs(
        "碎了一个！还有发票怎么开？另外，你们几点下班", lambda text: readings.get(text.strip(), {})
    )

    assert [(need.intent, need.text) for need in found] == [
        ("report_damaged_parcel", "碎了一个"),
        ("faq", "发票怎么开"),
        ("faq", "你们几点下班"),
    ]


def test_what_nobody_can_read_is_no_need() -> None:
    assert find_needs("嗯嗯，啊啊，还有呢", lambda _: {}) == []


def test_the_others_are_a_matter_of_their_own() -> None:
    readings = {
        "五件衬衫有两件开线了": {"report_quality_problem": 0.9},
        "三件我也不想要了": {"request_refund": 0.6},
    }

    found = find_needs(
        "五件衬衫有两件开线了 另外三件我也不想要了", lambda text: readings.get(text.strip(), {})
    )

    assert [need.intent for need in found] == ["report_quality_problem", "request_refund"]


def test_who_keeps_faulty_goods_for_less_takes_nothing_back(parse: Parse) -> None:
    message = parse("这个花瓶有点小划痕，能便宜点吗，不影响用我就不退了")

    assert [need["intent"] for need in message["needs"]] == ["request_compensation"]


def test_the_surest_case_of_a_story() -> None:
    readings = {
        "朋友送我的": {"chitchat": 0.3},
        "打不开机": {"report_quality_problem": 0.93},
        "屏幕也裂了": {"report_damaged_parcel": 0.95},
        "退吗": {"faq/refund_time": 0.99},
    }
    read = lambda text: readings[text.strip()]  # noqa: E731

    assert surest_case("朋友送我的 打不开机", read) == {"report_quality_problem": 0.93}
    assert surest_case("打不开机，屏幕也裂了", read) == {"report_damaged_parcel": 0.95}
    assert surest_case("朋友送我的，退吗", read) is None
    assert surest_case("打不开机", read) is None


def test_one_sure_clause_settles_an_unclear_story(parse: Parse) -> None:
    assert parse("我朋友送我的平板 打不开机 我没有订单")["intent"]["name"] == "report_quality_problem"


@pytest.mark.parametrize("said", ["花瓶碎了 你们赔我三倍", "收到就裂了 赔钱"])
def test_what_broke_beats_what_she_wants_for_it(parse: Parse, said: str) -> None:
    assert parse(said)["intent"]["name"] == "report_damaged_parcel"
