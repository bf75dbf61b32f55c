"""The first whole way: a shopper's broken vase becomes a ticket."""

from __future__ import annotations

import re

import pytest

from tests.dialogue.client import Shopper
from tests.support.desk import Desk

VASE, HEADPHONES = "202600010010", "202600010011"
BROKEN = "昨天收到的玻璃花瓶碎了怎么办呀"
REMEDIES = {"remedy:reship", "remedy:refund_only", "remedy:price_reduction"}
A_MOMENT = re.compile(r"3月1\d日 \d\d:\d\d")


async def with_photos(shopper: Shopper) -> None:
    await shopper.say(BROKEN)
    await shopper.tap(f"order:{VASE}")
    await shopper.send_photos(1)
    await shopper.send_photos(1)


async def test_a_broken_vase_becomes_a_ticket(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say(BROKEN)
    assert turn.expects == "order_id"
    assert turn.card("order_list")["orders"][0]["order_id"] == VASE
    assert next(iter(turn.choices)) == f"order:{VASE}"

    turn = await lin.tap(f"order:{VASE}")
    assert turn.expects == "photo_goods"
    assert "玻璃花瓶" in turn.text
    turn = await lin.send_photos(1)
    assert turn.expects == "photo_parcel"
    turn = await lin.send_photos(1)
    assert turn.expects == "remedy"
    assert set(turn.choices) == REMEDIES
    assert "189.00" in turn.choices["remedy:refund_only"]

    turn = await lin.tap("remedy:reship")
    assert turn.expects == "confirm"
    rows = {row["label"]: row["value"] for row in turn.card("summary")["rows"]}
    assert rows["订单号"] == VASE
    assert rows["运费"] == "由商家承担"
    assert rows["照片"] == "商品 1 张，包装 1 张"
    assert [photo["kind"] for photo in turn.card("summary")["photos"]] == ["goods", "parcel"]

    turn = await lin.say("确认")
    card = turn.card("ticket")
    assert card["outcome"] == "approve"
    assert "48小时" in card["explanation"]
    assert card["freight_text"] == "由商家承担"
    assert card["deadlines"]
    for deadline in card["deadlines"]:
        assert A_MOMENT.fullmatch(deadline["target_text"])
        assert A_MOMENT.fullmatch(deadline["limit_text"])

    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert ticket["number"] == card["number"]
    assert ticket["decision"]["rules"][0] == "R-DMG"
    assert (ticket["order_id"], ticket["remedy"], ticket["type"]) == (VASE, "reship", "reship")
    assert ticket["items"] == [{"line_id": f"{VASE}-1", "quantity": 1}]
    assert [photo["kind"] for photo in ticket["photos"]] == ["goods", "parcel"]


async def test_the_freight_of_this_case_is_answered_and_the_question_comes_back(lin: Shopper) -> None:
    await lin.say(BROKEN)
    await lin.tap(f"order:{VASE}")
    before = await lin.send_photos(1)
    turn = await lin.say("运费谁出")
    assert "您这笔" in turn.texts[0]
    assert "商家承担" in turn.texts[0]
    assert turn.expects == before.expects == "photo_parcel"
    turn = await lin.send_photos(1)
    assert set(turn.choices) == REMEDIES


async def test_the_same_question_about_goods_without_fault_has_the_other_answer(lin: Shopper) -> None:
    await lin.say("颈椎按摩枕不想要了，想退货")
    await lin.tap("order:202600010002")
    turn = await lin.say("运费谁出")
    assert "由您承担" in turn.texts[0]
    assert turn.expects == "complete"


async def test_another_remedy_said_at_the_summary_replaces_the_first(lin: Shopper, lan: Desk) -> None:
    await with_photos(lin)
    await lin.tap("remedy:reship")
    turn = await lin.say("还是退款吧")
    assert "仅退款" in turn.texts[0]
    assert turn.expects == "confirm"
    await lin.say("确认")
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert (ticket["remedy"], ticket["decision"]["refund_amount"]) == ("refund_only", "189.00")


async def test_another_order_can_be_chosen_at_the_summary(lin: Shopper) -> None:
    await with_photos(lin)
    await lin.tap("remedy:reship")
    turn = await lin.say("要修改")
    assert "slot:order_id" in turn.choices
    turn = await lin.tap("slot:order_id")
    assert turn.expects == "order_id"
    assert len(turn.choices) > 1
    turn = await lin.say("202600010001")
    assert turn.expects == "remedy"
    turn = await lin.tap("remedy:reship")
    assert "连帽卫衣" in str(turn.card("summary"))


async def test_an_order_number_typed_with_blanks_is_read(lin: Shopper) -> None:
    await lin.say("我收到的东西碎了")
    turn = await lin.say("订单号是 2026 0001 0010")
    assert turn.expects == "photo_goods"
    assert "花瓶" in turn.text


async def test_two_photos_at_once_are_goods_and_parcel(lin: Shopper) -> None:
    await lin.say(BROKEN)
    await lin.tap(f"order:{VASE}")
    turn = await lin.send_photos(2)
    assert "第 1 张" in turn.text
    assert set(turn.choices) == REMEDIES


async def test_two_photos_of_the_goods_lead_to_the_question_for_the_parcel(lin: Shopper) -> None:
    await lin.say(BROKEN)
    await lin.tap(f"order:{VASE}")
    turn = await lin.send_photos(2, "两张都是花瓶")
    assert turn.expects == "photo_parcel"


async def test_what_was_taken_for_the_parcel_can_be_put_right(lin: Shopper) -> None:
    await lin.say(BROKEN)
    await lin.tap(f"order:{VASE}")
    await lin.send_photos(2)
    turn = await lin.say("第二张也是花瓶")
    assert turn.expects == "photo_parcel"
    turn = await lin.send_photos(1)
    assert set(turn.choices) == REMEDIES


async def test_a_photo_sent_with_the_first_message_counts(lin: Shopper) -> None:
    await lin.send_photos(1, "花瓶收到就是碎的")
    turn = await lin.tap(f"order:{VASE}")
    assert turn.expects == "photo_parcel"


async def test_a_photo_before_the_matter_counts(lin: Shopper) -> None:
    turn = await lin.send_photos(1)
    assert "什么问题" in turn.text
    await lin.say("花瓶碎了")
    turn = await lin.tap(f"order:{VASE}")
    assert turn.expects == "photo_parcel"


async def test_goods_and_parcel_can_be_swapped(lin: Shopper) -> None:
    await lin.say(BROKEN)
    await lin.tap(f"order:{VASE}")
    await lin.send_photos(2)
    sent = lin.read[-3]["photos"]
    await lin.say("第一张是面单，第二张才是花瓶")
    turn = await lin.tap("remedy:reship")
    photos = turn.card("summary")["photos"]
    assert [(p["id"], p["kind"]) for p in photos] == [(sent[1]["id"], "goods"), (sent[0]["id"], "parcel")]


async def test_fragments_in_a_row_are_one_turn(lin: Shopper) -> None:
    await lin.post("在吗")
    await lin.post("花瓶")
    turn = await lin.answer_to(await lin.post("碎了"))
    assert turn.expects == "order_id"
    assert set(turn.choices) >= {f"order:{VASE}"}
    assert sum(message.get("expects") == "order_id" for message in lin.read) == 1


async def test_without_a_photo_of_the_parcel_people_decide(lin: Shopper, lan: Desk) -> None:
    await lin.say(BROKEN)
    await lin.tap(f"order:{VASE}")
    await lin.send_photos(1)
    turn = await lin.say("箱子已经扔了")
    assert turn.expects == "remedy"
    await lin.tap("remedy:reship")
    turn = await lin.say("确认")
    assert turn.card("ticket")["outcome"] == "review"
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    assert ticket["status"] == "under_review"


@pytest.mark.parametrize(
    ("said", "orders"),
    [
        ("上周那个锅坏了", {"202600010003", "202600010007"}),
        ("榴莲是烂的", {"202600010005"}),
        ("耳机左边没声音了", {HEADPHONES}),
    ],
)
async def test_orders_are_offered_by_what_she_calls_the_goods(
    lin: Shopper, said: str, orders: set[str]
) -> None:
    turn = await lin.say(said)
    assert turn.expects == "order_id"
    assert set(turn.choices) - {"no"} == {f"order:{order}" for order in orders}


async def test_the_time_she_names_puts_the_orders_in_their_order(lin: Shopper) -> None:
    turn = await lin.say("上周那个锅坏了")
    assert next(iter(turn.choices)) == "order:202600010003"


@pytest.mark.parametrize("said", ["我的拖拉机坏了", "微波炉打不着火了"])
async def test_what_she_never_bought_is_said_kindly(lin: Shopper, said: str) -> None:
    turn = await lin.say(said)
    assert "没有找到" in turn.text
    assert turn.expects == "order_id"
    assert turn.choices


@pytest.mark.parametrize("said", ["提交吧", "没问题，就这样", "嗯嗯可以", "第一个"])
async def test_yes_has_many_forms(lin: Shopper, said: str) -> None:
    await with_photos(lin)
    await lin.tap("remedy:reship")
    turn = await lin.say(said)
    assert "ticket" in turn.cards


async def test_after_the_ticket_the_bot_is_there_for_more(lin: Shopper) -> None:
    await with_photos(lin)
    await lin.tap("remedy:reship")
    turn = await lin.say("确认")
    assert turn.expects == "anything_else"
    turn = await lin.say("我的申请到哪一步了")
    assert turn.cards == ["progress"]
    turn = await lin.say("谢谢啦")
    assert turn.texts
    assert turn.owner == "bot"
