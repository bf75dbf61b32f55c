from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.prepared import prepare
from assistant.nlu.recogniser import Recogniser, recognise

WEDNESDAY = "2026-03-18T10:00:00+08:00"


def find(text: str, entity: str, asked: str | None = None) -> list[Any]:
    found = recognise(prepare(text, asked), {"now": WEDNESDAY, "expects": asked})
    return [one.value for one in found if one.entity == entity]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("昨天收到的玻璃花瓶碎了", ["玻璃花瓶"]),
        ("無線耳機左邊沒聲音", ["无线耳机"]),
        ("上周那个锅", ["锅"]),
        ("书面说明在哪，司机说的", []),
        ("手机壳裂了", ["手机壳"]),
        ("T恤掉色", ["t恤"]),
        ("台灯不亮", ["台灯"]),
        ("少一本书", ["书"]),
        ("手机 13800001234", []),
        ("手机202600010010坏了", ["手机"]),
    ],
)
def test_products_are_whole_words(text: str, products: list[str]) -> None:
    assert find(text, "product") == products


def test_a_product_says_its_category() -> None:
    found = recognise(prepare("电饭煲不加热"), {"now": WEDNESDAY})

    assert [(one.value, dict(one.more)) for one in found if one.entity == "product"] == [
        ("电饭煲", {"category": "small_appliance"})
    ]


@pytest.mark.parametrize(
    ("text", "defects"),
    [
        ("屏幕裂了", ["裂纹"]),
        ("开不了机还发烫", ["无法开机", "发热"]),
        ("一直漏水", ["漏水"]),
        ("充电宝充不进去电", ["充不进电"]),
        ("杯沿缺了个口", ["破损"]),
        ("屏幕有条绿线", ["花屏"]),
        ("纸箱被雨淋得不成样", ["受潮"]),
        ("挺好的", []),
    ],
)
def test_defects_by_their_common_noun(text: str, defects: list[str]) -> None:
    assert find(text, "defect") == defects


@pytest.mark.parametrize(
    ("text", "couriers"),
    [("顺丰速运送的", ["顺丰"]), ("SF1234567890123", []), ("stop", []), ("发ems吧", ["EMS"])],
)
def test_couriers(text: str, couriers: list[str]) -> None:
    assert find(text, "courier") == couriers


@pytest.mark.parametrize(
    ("text", "remedies"),
    [
        ("不用退款，换一个就行", ["exchange"]),
        ("不换了，退钱吧", ["return_refund"]),
        ("退款就不用了，补发一个吧", ["reship"]),
        ("要不要退货啊", ["return_refund"]),
        ("不想修，给我换新", ["exchange"]),
        ("仅退款可以吗", ["refund_only"]),
        ("能不退货直接退款吗", ["refund_only"]),
        ("洗衣机能免费修吗", ["repair"]),
        ("给我退一下差价", ["price_difference"]),
        ("你们得赔偿我", ["compensate"]),
        ("给我换个客服", []),
        ("换个收货地址", []),
        ("运费谁出", []),
        ("AS0000000123到现在不退款", ["return_refund"]),
        ("不必补发，直接退款", ["return_refund"]),
        ("退我两百", ["return_refund"]),
        ("唤一个", ["exchange"]),
        ("退货单号是多少", []),
        ("修理费太贵", []),
        ("刚修好又坏", []),
        ("换句话说", []),
        ("粘毛器替换纸哪买", []),
        ("退一步讲", []),
        ("运费险能赔吗", []),
        ("怎么修改地址", []),
        ("把钱还我", ["return_refund"]),
        ("半价给我", ["price_reduction"]),
    ],
)
def test_remedies_asked_for(text: str, remedies: list[str]) -> None:
    assert find(text, "remedy") == remedies


def test_a_remedy_is_its_verb_without_helpers_and_particles() -> None:
    text = "能给我换一个吧，不行就退了"
    found = recognise(prepare(text), {"now": WEDNESDAY})

    assert [text[one.start : one.end] for one in found if one.entity == "remedy"] == ["换一个", "退"]


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("买错了尺码", ["no_reason"]),
        ("发错颜色了", ["wrong_item"]),
        ("少了两个配件", ["missing"]),
        ("跟描述差太多", ["not_as_described"]),
        ("收到就碎了，都碎了", ["damaged"]),
        ("质量太差", ["quality"]),
        ("到现在没收到", ["late"]),
        ("不是质量问题，就是不合适", ["no_reason"]),
        ("没有少件，是破损", ["damaged"]),
        ("送错小区了", []),
        ("退款没到账", []),
        ("退款少了八块", []),
        ("缺三颗螺丝", ["missing"]),
        ("杯沿缺了个口", []),
        ("质量太次了", ["quality"]),
        ("发成别的型号", ["wrong_item"]),
        ("说是真皮，材质不对", ["not_as_described"]),
        ("老人用不习惯", ["no_reason"]),
    ],
)
def test_reasons(text: str, reasons: list[str]) -> None:
    assert find(text, "reason") == reasons


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("话费没到账", ["recharge"]),
        ("年卡怎么退", ["membership"]),
        ("激活码用不了", ["code"]),
        ("游戏点券", ["game"]),
    ],
)
def test_kinds_of_virtual_goods(text: str, kinds: list[str]) -> None:
    assert find(text, "virtual_kind") == kinds


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("退我399.5元", ["399.50"]),
        ("￥1,299", ["1299.00"]),
        ("一百二十块钱", ["120.00"]),
        ("十块五运费谁出", ["10.50"]),
        ("1.2万元", ["12000.00"]),
        ("两块电池坏了", []),
        ("退3件", []),
        ("说好的退我50", ["50.00"]),
        ("10块5", ["10.50"]),
        ("退我两百五就算了", ["250.00"]),
        ("九块九包邮的袜子", ["9.90"]),
        ("少退了两块三毛", ["2.30"]),
        ("六毛也是钱", ["0.60"]),
        ("一千二的手机", ["1200.00"]),
        ("壹佰元整", ["100.00"]),
        ("价格从128变98", ["128.00", "98.00"]),
        ("五毛巾", []),
        ("收到3台", []),
        ("沙发塌了一块", []),
        ("十五块会员费", ["15.00"]),
        ("实付89.9 只退了79.9", ["89.90", "79.90"]),
        ("不对，应该是两百一", ["210.00"]),
    ],
)
def test_sums(text: str, sums: list[str]) -> None:
    assert find(text, "amount") == sums


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("坏了两个", [2]),
        ("碎了一个杯子", [1]),
        ("一共3件衬衫有色差", [3]),
        ("换一个就行", []),
        ("第二个", []),
        ("3个月前买的", []),
        ("三天了", []),
        ("买了六件只退两件", [2]),
        ("一箱十二个坏了5个", [5]),
        ("6罐瘪了一罐", [1]),
        ("二十个里有三个发霉", [3]),
        ("有俩杯子裂了", [2]),
        ("我们俩都买了", []),
        ("订单202600010010 两个花瓶碎了", [2]),
        ("其中一只开胶", [1]),
        ("拍了4双 少发1双", [1]),
        ("要三套不是两套", [3]),
        ("用了俩星期", []),
    ],
)
def test_affected_pieces(text: str, numbers: list[int]) -> None:
    assert find(text, "quantity") == numbers


def test_a_bare_number_is_what_was_asked_for() -> None:
    assert find("3", "quantity") == []
    assert find("3", "quantity", asked="quantity") == [3]
    assert find("就两个", "quantity", asked="quantity") == [2]
    assert find("一百二", "amount", asked="amount") == ["120.00"]


def test_an_address_from_its_first_part_on() -> None:
    assert find("麻烦改到江苏省南京市鼓楼区中山路88号3单元502室", "address") == [
        "江苏省南京市鼓楼区中山路88号3单元502室"
    ]
    assert find("你们在哪个市", "address") == []


def test_spans_count_in_the_raw_text() -> None:
    raw = "😡 我的電飯煲！！！壞了"
    message = Message({"text": raw, "metadata": {"now": WEDNESDAY}})

    Recogniser().process([message])

    assert [
        (found["entity"], found["value"], raw[found["start"] : found["end"]])
        for found in message.get("entities")
    ] == [
        ("product", "电饭煲", "電飯煲"),
        ("defect", "失灵", "壞了"),
    ]


def test_a_payload_of_the_service_is_left_alone() -> None:
    message = Message({"text": '/choose{"value": "remedy:exchange"}'})

    Recogniser().process([message])

    assert message.get("entities") is None
