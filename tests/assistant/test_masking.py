"""What may leave the shop, and the way back to what she typed."""

from __future__ import annotations

import pytest

from assistant.nlu.better.masking import mask
from assistant.nlu.prepared import prepare
from assistant.nlu.recogniser import recognise


def masked(raw: str) -> str:
    read = prepare(raw)
    found = []
    for one in recognise(read, {}):
        start, end = read.normalised.raw_span(one.start, one.end)
        found.append({"entity": one.entity, "start": start, "end": end})
    return mask(raw, found).text


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        ("订单202600010001能退吗", "订单<订单号>能退吗"),
        ("订单２０２６ ０００１ ０００１能退吗", "订单<订单号>能退吗"),
        ("单号SF1234567890123丢了", "单号<运单号>丢了"),
        ("AS2026031800到哪了", "<工单号>到哪了"),
        ("打我手机 138 0000 1234", "打我手机 <手机号>"),
        ("手机尾号1234", "手机尾号<尾号>"),
        ("才退我35.5元", "才退我<金额>"),
        ("改成浙江省杭州市西湖区文三路18号，谢谢", "<地址>，谢谢"),
        ("住在幸福小区3栋2单元501室", "<地址>"),
        ("发我邮箱 lin.xiao+shop@mail.example.cn", "发我邮箱 <邮箱>"),
        ("看这里 https://shop.example/o?id=77&u=lin", "看这里 <链接>"),
        ("我叫欧阳娜，想退货", "我叫<姓名>，想退货"),
        ("收件人：李小明", "收件人<姓名>"),
        ("王女士的快递呢", "<姓名>女士的快递呢"),
        ("加我微信lin_1990聊", "加我微信<账号>聊"),
        ("身份证11010119900307123X", "身份证<运单号>"),
        ("一三八零零零零一二三四是我", "<手机号>是我"),
        ("卡号6222 0212 3456 7890 123", "卡号<运单号>"),
    ],
)
def test_what_names_a_person_stays_here(raw: str, sent: str) -> None:
    assert masked(raw) == sent


@pytest.mark.parametrize(
    "raw", ["打12315投诉你们", "我叫你们退款", "微信支付失败了", "穿了3天就开线", "第二个吧"]
)
def test_what_it_is_about_is_sent(raw: str) -> None:
    assert masked(raw) == raw


def test_where_finds_overlap_all_of_them_goes() -> None:
    raw = "甲乙丙丁戊"
    entities = [{"entity": "phone", "start": 1, "end": 3}, {"entity": "address", "start": 2, "end": 4}]

    assert mask(raw, entities).text == "甲<手机号><地址>戊"


def test_the_way_back_leads_around_what_was_replaced() -> None:
    done = mask("手机13800001234碎屏", [{"entity": "phone", "start": 2, "end": 13}])

    assert done.text == "手机<手机号>碎屏"
    assert done.raw_span(7, 9) == (13, 15)
    assert done.raw_span(0, 2) == (0, 2)
    assert done.raw_span(2, 7) is None
    assert done.raw_span(1, 8) is None
    assert done.raw_span(7, 7) is None


def test_what_looks_like_a_stand_in_is_only_text() -> None:
    done = mask("<订单号>碎了", [])

    assert done.text == "<订单号>碎了"
    assert done.raw_span(5, 7) == (5, 7)
