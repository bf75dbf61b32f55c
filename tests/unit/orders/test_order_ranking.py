"""A shopper names her order by thing and time; the thing decides, the time only orders."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.clock import SHANGHAI
from aftersales.orders.demo_data import demo_orders
from aftersales.orders.model import Order
from aftersales.orders.ranking import Ranking, Said, rank_orders

NOW = datetime(2026, 3, 11, 14, tzinfo=SHANGHAI)
"""A Wednesday."""
ORDERS = [order for order in demo_orders(NOW) if order.owner_id == "lin"]


def rank(text: str, *products: str, received: bool | None = None) -> Ranking:
    return rank_orders(ORDERS, Said(text, products, received=received), NOW)


def names(orders: list[Order]) -> list[str]:
    return [order.lines[0].name for order in orders]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("昨天收到的玻璃花瓶碎了怎么办呀", "玻璃花瓶"),  # it was today: she misremembers
        ("榴莲", "榴莲"),
        ("水果都坏掉了", "榴莲"),
        ("手机", "智能手机"),  # and not the 手机话费
        ("手机话费没到账", "手机话费充值"),
        ("话费充了没反应", "手机话费充值"),
        ("耳机没声音", "无线耳机"),
        ("瓶子是裂的", "玻璃花瓶"),
        ("枕头不热了", "颈椎按摩枕"),
        ("那双鞋小了", "跑步鞋"),
        ("酒碎了一瓶", "白酒礼盒"),
        ("内衣想退", "贴身内衣套装"),
        ("积木一直没到", "儿童积木"),
        ("会员自动扣费", "视频会员年卡"),
        ("激活码用不了", "软件激活码"),
        ("衬衫少了一件", "工作衬衫"),
        ("电饭锅不加热", "电饭煲"),
        ("去年买的洗衣机漏水", "洗衣机"),
    ],
)
def test_a_product_word_makes_one_order_certain(text: str, name: str) -> None:
    ranking = rank(text)
    assert names(ranking.fitting) == [name]
    assert ranking.certain is ranking.fitting[0]
    assert not ranking.never_bought


def test_last_week_puts_the_pot_signed_then_first() -> None:
    ranking = rank("上周那个锅")  # 空气炸锅 came on Tuesday a week ago, 电饭煲 on the Friday before
    assert names(ranking.fitting) == ["空气炸锅", "电饭煲"]
    assert ranking.certain is None
    assert names(rank("上上周那个锅").fitting) == ["电饭煲", "空气炸锅"]


def test_a_general_word_fits_everything_below_it() -> None:
    assert set(names(rank("那件衣服").fitting)) == {"连帽卫衣", "工作衬衫", "羽绒服", "贴身内衣套装"}
    assert set(names(rank("买的家电坏了").fitting)) == {
        "颈椎按摩枕",
        "空气炸锅",
        "电饭煲",
        "双门冰箱",
        "洗衣机",
    }


def test_the_state_orders_what_the_general_word_fits() -> None:
    assert names(rank("衣服还没发货").fitting)[0] == "羽绒服"
    assert names(rank("衣服破了个洞").fitting)[-1] == "羽绒服"


@pytest.mark.parametrize(
    ("text", "product"),
    [("我的拖拉机坏了", "拖拉机"), ("手机壳裂了", "手机壳"), ("炒锅掉漆", "炒锅"), ("玻璃杯碎了", "玻璃杯")],
)
def test_what_she_never_bought_is_said_and_all_her_orders_are_offered(text: str, product: str) -> None:
    ranking = rank(text, product)
    assert ranking.never_bought
    assert ranking.asked_product == product
    assert ranking.fitting == []
    assert len(ranking.others) == len(ORDERS)
    assert ranking.certain is None


def test_another_epithet_for_the_same_kind_of_thing_still_fits() -> None:
    ranking = rank("头戴耳机没声音", "头戴耳机")
    assert names(ranking.fitting) == ["无线耳机"]


def test_only_a_part_of_the_name_offers_the_order_but_is_not_certain() -> None:
    ranking = rank("玻璃的那个", "玻璃")
    assert names(ranking.fitting) == ["玻璃花瓶"]
    assert ranking.certain is None


@pytest.mark.parametrize("text", ["收纳包少了", "赠品没收到"])
def test_one_line_of_an_order_can_be_meant(text: str) -> None:
    ranking = rank(text)
    assert ranking.lines == {"202600010011": ("202600010011-2",)}


def test_both_things_that_she_names_are_offered() -> None:
    assert set(names(rank("花瓶和榴莲都坏了").fitting)) == {"玻璃花瓶", "榴莲"}


def test_a_longer_reading_of_the_text_beats_a_shorter_entity() -> None:
    assert names(rank("手机话费没到账", "手机").fitting) == ["手机话费充值"]


@pytest.mark.parametrize("text", ["东西坏了", "快递盒破了", "我的手机号是 138", "说明书看不懂", ""])
def test_words_for_anything_say_nothing(text: str) -> None:
    ranking = rank(text, "东西")
    assert len(ranking.fitting) == len(ORDERS)
    assert ranking.asked_product is None
    assert ranking.certain is None


def test_without_words_the_newest_that_fits_the_request_comes_first() -> None:
    received = rank("", received=True).fitting
    assert names(received)[0] in ("玻璃花瓶", "视频会员年卡")
    assert [order.received for order in received] == [True] * 17 + [False] * 3
    assert not any(order.received for order in rank("", received=False).fitting[:3])


def test_a_time_word_alone_puts_that_time_first() -> None:
    assert names(rank("四个月前的那单").fitting)[0] == "智能手机"
    assert set(names(rank("昨天收到的").fitting)[:4]) == {"定制刻字项链", "榴莲", "软件激活码", "白酒礼盒"}


def test_bought_counts_from_the_purchase() -> None:
    # 羽绒服 was paid yesterday and has not moved since.
    assert "羽绒服" in names(rank("昨天买的").fitting)[:3]


def test_a_single_order_is_certain() -> None:
    ranking = rank_orders(ORDERS[:1], Said("我要退货"), NOW)
    assert ranking.certain is ORDERS[0]


def test_no_orders_at_all() -> None:
    assert rank_orders([], Said("我要退货"), NOW).certain is None
    assert rank_orders([], Said("花瓶碎了"), NOW).never_bought


TIMES = [
    "",
    "今天",
    "昨天",
    "前天",
    "上周",
    "上周三",
    "上个月",
    "去年",
    "三天前",
    "半年前",
    "双十一",
    "2月30日",
]
THINGS = ["锅", "衣服", "手机", "花瓶", "拖拉机", "冰箱", ""]


@given(st.sampled_from(TIMES), st.sampled_from(THINGS), st.sampled_from(["碎了", "还没到", ""]))
def test_time_never_excludes_and_nothing_is_lost(time: str, thing: str, state: str) -> None:
    dated, undated = rank(time + thing + state), rank(thing + state)
    assert {o.order_id for o in dated.fitting} == {o.order_id for o in undated.fitting}
    assert sorted(o.order_id for o in dated.fitting + dated.others) == sorted(o.order_id for o in ORDERS)
    assert set(dated.lines) == {order.order_id for order in dated.fitting}


@given(st.text(max_size=40))
def test_any_text_is_ranked(text: str) -> None:
    ranking = rank(text)
    assert len(ranking.fitting) + len(ranking.others) == len(ORDERS)


def test_equal_fits_are_newest_first() -> None:
    events = [order.signed_at for order in rank("", received=True).fitting if order.signed_at]
    assert all(newer >= older for newer, older in pairwise(events))


@pytest.mark.parametrize(
    ("text", "word"),
    [("我的拖拉机坏了", "拖拉机"), ("买的钢琴断了根弦", "钢琴"), ("这台挖掘机掉漆", "挖掘机")],
)
def test_goods_that_no_list_knows_were_never_bought(text: str, word: str) -> None:
    ranking = rank(text)
    assert ranking.never_bought
    assert ranking.asked_product == word


@pytest.mark.parametrize(
    "text", ["我的快递坏了", "买的时候没说不能退", "我的东西碎了", "我的退款没到", "收到的商品破了"]
)
def test_words_for_anything_name_no_goods(text: str) -> None:
    assert rank(text).asked_product is None
