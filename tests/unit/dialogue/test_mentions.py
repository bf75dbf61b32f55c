"""Goods or an order named without a word on what is wrong."""

from __future__ import annotations

import json

import pytest

from aftersales.dialogue import mentions
from aftersales.dialogue.opening import slots_of_request
from aftersales.orders.demo_data import demo_orders

from .conftest import NOW, heard

ORDERS = [order for order in demo_orders(NOW) if order.owner_id == "lin"]


def test_goods_alone_show_the_orders_that_fit() -> None:
    bubble = mentions.about_goods(heard("上周那个锅", entities={"product": "锅"}), ORDERS, NOW)
    assert bubble is not None
    assert {choice["value"] for choice in bubble["choices"]} == {"order:202600010003", "order:202600010007"}
    assert bubble["expects"] == "order_id"


@pytest.mark.parametrize("intent", ["ask_presale", "inform"])
def test_words_that_are_not_sure_about_her_goods_are_asked_back(intent: str) -> None:
    ranking = ((intent, 0.5), ("request_compensation", 0.3), ("faq", 0.2))
    said = heard("想领卫衣的价差", intent, entities={"product": "卫衣"}, ranking=ranking, confidence=0.5)
    assert mentions.is_mention(said)
    bubble = mentions.unsure_about_hers(said, ORDERS, NOW)
    assert bubble is not None
    assert bubble["choices"][0]["value"] == "intent:request_compensation"
    assert '"order_id": "202600010001"' in bubble["choices"][0]["payload"]


def test_goods_in_her_hands_are_not_asked_about_their_way() -> None:
    ranking = (("report_delivery_delay", 0.3), ("request_repair", 0.1))
    said = heard("那个枕头它现在不震了", "nlu_fallback", entities={"product": "枕头"}, ranking=ranking)
    bubble = mentions.unsure_about_hers(said, ORDERS, NOW)
    assert bubble is not None
    values = [choice["value"] for choice in bubble["choices"]]
    assert values[0] == "intent:request_repair"
    assert "intent:report_delivery_delay" not in values
    assert "intent:report_quality_problem" in values


def test_a_question_before_buying_stays_one() -> None:
    ranking = (("ask_presale", 0.9), ("request_refund", 0.06))
    said = heard("卫衣有货吗", "ask_presale", entities={"product": "卫衣"}, ranking=ranking)
    assert not mentions.is_mention(said)


def test_a_question_about_her_goods_offers_to_apply_with_them() -> None:
    ranking = (("faq", 0.7), ("request_repair", 0.2), ("greet", 0.1))
    said = heard("手机自己摔了保修吗", "faq", entities={"product": "手机"}, ranking=ranking)
    (repair,) = mentions.to_apply(said, ORDERS, NOW)
    assert repair["value"] == "intent:request_repair"
    assert "202600010008" in repair["payload"]
    assert mentions.to_apply(heard("一般保修多久", "faq", ranking=ranking), ORDERS, NOW) == []


def test_goods_that_are_not_hers_are_not_asked_about() -> None:
    ranking = (("ask_presale", 0.5), ("request_refund", 0.3))
    said = heard("拖拉机", "ask_presale", entities={"product": "拖拉机"}, ranking=ranking, confidence=0.5)
    assert mentions.unsure_about_hers(said, ORDERS, NOW) is None


def test_goods_she_never_bought_are_said_kindly() -> None:
    bubble = mentions.about_goods(heard("拖拉机", entities={"product": "拖拉机"}), ORDERS, NOW)
    assert bubble is not None
    assert "没有找到「拖拉机」" in bubble["text"]
    assert bubble["choices"]


def test_an_order_alone_is_asked_for_its_matter_and_goes_with_it() -> None:
    order = mentions.mentioned_order(heard(entities={"order_id": "202600010010"}), ORDERS)
    assert order is not None
    damaged = mentions.about_order(order, "seed")["choices"][0]
    assert damaged["value"] == "intent:report_damaged_parcel"
    assert json.loads(damaged["payload"].removeprefix("/report_damaged_parcel")) == {
        "order_id": "202600010010"
    }


def test_somebody_elses_order_is_not_hers() -> None:
    assert mentions.mentioned_order(heard(entities={"order_id": "202600019001"}), ORDERS) is None


def test_the_matter_typed_afterwards_belongs_to_the_order_and_the_words_before() -> None:
    slots = slots_of_request(
        heard("烂了", "report_damaged_parcel"), {"unclear_words": "榴莲", "order_id": "202600010005"}
    )
    assert slots["order_id"] == "202600010005"
    assert slots["order_words"] == "榴莲，烂了"


def test_a_request_that_was_understood_forgets_the_failures_before_it() -> None:
    slots = slots_of_request(heard("花瓶碎了", "report_damaged_parcel"), {"unclear_count": 2})
    assert slots["unclear_count"] is None


def test_goods_asked_about_before_are_meant_by_the_request_after() -> None:
    assert slots_of_request(heard("那退了吧", "request_refund"), {"product": "卫衣"})["product"] == "卫衣"
    said = heard("花瓶碎了", "report_damaged_parcel", entities={"product": "花瓶"})
    assert slots_of_request(said, {"product": "卫衣"})["product"] == "花瓶"


@pytest.mark.parametrize(
    ("confidence", "entities", "choice", "nothing"),
    [
        (0.3, {"product": "花瓶"}, None, True),
        (0.5, {"product": "花瓶"}, None, False),
        (0.3, {"product": "花瓶", "defect": "碎"}, None, False),
        (0.3, {"product": "花瓶", "remedy": "exchange"}, None, False),
        (0.3, {}, None, False),
        (0.3, {"product": "花瓶"}, "intent:report_damaged_parcel", False),
    ],
)
def test_a_request_read_into_the_name_of_goods_tells_no_matter(
    confidence: float, entities: dict[str, str], choice: str | None, nothing: bool
) -> None:
    said = heard("花瓶", "report_damaged_parcel", entities=entities, confidence=confidence, choice=choice)
    assert mentions.tells_no_matter(said) is nothing
