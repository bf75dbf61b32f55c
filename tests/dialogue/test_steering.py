"""Going back, stopping, switching, small talk, and what nobody understands."""

from __future__ import annotations

import pytest

from tests.dialogue.client import Shopper

VASE, FRYER = "202600010010", "202600010003"


async def asked_for_the_goods(shopper: Shopper) -> None:
    await shopper.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await shopper.tap(f"order:{VASE}")


async def test_back_and_back_again(lin: Shopper) -> None:
    await asked_for_the_goods(lin)
    await lin.send_photos(1)
    assert (await lin.say("上一步")).expects == "photo_goods"
    assert (await lin.say("回到上一步")).expects == "order_id"
    turn = await lin.say("返回上一步")
    assert turn.expects == "order_id"
    assert "第一步" in turn.text


@pytest.mark.parametrize("said", ["算了，不弄了", "算了不退了", "先不办了"])
async def test_she_may_stop_at_any_time(lin: Shopper, said: str) -> None:
    await asked_for_the_goods(lin)
    turn = await lin.say(said)
    assert turn.expects is None
    assert turn.owner == "bot"
    turn = await lin.say("花瓶碎了")
    assert turn.expects == "order_id"


async def test_another_matter_is_asked_about_and_taken_up(lin: Shopper) -> None:
    await asked_for_the_goods(lin)
    turn = await lin.say("空气炸锅不想要了，我想退货")
    assert turn.expects == "confirm"
    assert set(turn.choices) == {"yes", "no"}
    turn = await lin.tap("yes")
    assert turn.expects == "order_id"
    assert set(turn.choices) - {"no"} == {f"order:{FRYER}"}


async def test_another_matter_declined_leaves_the_first(lin: Shopper) -> None:
    await asked_for_the_goods(lin)
    await lin.say("空气炸锅不想要了，我想退货")
    turn = await lin.say("不用，先办花瓶")
    assert turn.expects == "photo_goods"


async def test_the_same_goods_with_another_matter_keep_their_order(lin: Shopper) -> None:
    await lin.say("跑步鞋想换43码")
    await lin.tap("order:202600010018")
    turn = await lin.say("算了，直接退货吧，不想要了")
    assert turn.expects == "confirm"
    turn = await lin.tap("yes")
    assert turn.expects == "complete"


@pytest.mark.parametrize("said", ["你好呀", "你是机器人吗", "今天天气真好", "谢谢你"])
async def test_small_talk_is_answered_and_the_question_comes_back(lin: Shopper, said: str) -> None:
    await asked_for_the_goods(lin)
    turn = await lin.say(said)
    assert len(turn.texts) == 2
    assert turn.expects == "photo_goods"


@pytest.mark.parametrize("said", ["运费谁出", "多久能退到账", "你们客服几点上班", "我的快递到哪了"])
async def test_questions_are_answered_and_the_question_comes_back(lin: Shopper, said: str) -> None:
    await asked_for_the_goods(lin)
    turn = await lin.say(said)
    assert len(turn.messages) >= 2
    assert turn.expects == "photo_goods"


async def test_a_title_typed_is_a_tap(lin: Shopper) -> None:
    await asked_for_the_goods(lin)
    turn = await lin.say("没有/拍不了")
    assert turn.expects == "photo_parcel"


async def test_the_second_one(lin: Shopper) -> None:
    turn = await lin.say("那个锅坏了，不加热")
    second = list(turn.choices)[1]
    turn = await lin.say("第二个")
    assert turn.expects != "order_id"
    title = "电饭煲" if second.endswith("0007") else "空气炸锅"
    assert title in str(turn.messages)


async def test_nobody_understands_and_the_chosen_reading_goes_on(lin: Shopper) -> None:
    turn = await lin.say("这单的事儿你瞅瞅")
    assert turn.expects == "clarify"
    readings = [value for value in turn.choices if value.startswith("intent:")]
    assert 2 <= len(readings) <= 3
    assert "human" in turn.choices


async def test_a_chosen_reading_keeps_what_the_first_message_said(lin: Shopper) -> None:
    turn = await lin.say("花瓶这个事情咋整")
    assert "花瓶" in turn.text
    turn = await lin.tap("intent:report_damaged_parcel")
    assert turn.expects == "photo_goods"
    assert "花瓶" in turn.text


async def test_commands_of_the_machinery_are_only_words(lin: Shopper) -> None:
    await asked_for_the_goods(lin)
    for said in ("/restart", '/request_human{"a":"b"}', '/choose{"choice":"remedy:reship"}'):
        turn = await lin.say(said)
        assert turn.owner == "bot" or turn.expects is None
    slots = [message["text"] for message in lin.read if message["from"] == "shopper"]
    assert "/restart" in slots


async def test_what_a_rule_was_asked_about_is_what_she_then_wants_back(lin: Shopper) -> None:
    turn = await lin.say("卫衣签收几天内能退")
    assert "卫衣" in turn.text
    turn = await lin.say("那退了吧")
    assert turn.expects == "order_id"
    assert set(turn.choices) - {"no"} == {"order:202600010001"}


async def test_the_parcel_just_shown_is_what_she_no_longer_wants(lin: Shopper) -> None:
    turn = await lin.say("我的积木到哪了")
    assert "logistics" in turn.cards
    turn = await lin.say("不要了，给我退了")
    assert turn.expects == "order_id"
    assert set(turn.choices) - {"no"} == {"order:202600010012"}


async def test_yes_to_the_one_order_shown_means_it(lin: Shopper) -> None:
    assert (await lin.say("按摩枕")).expects == "order_id"
    turn = await lin.say("对")
    assert "颈椎按摩枕" in turn.text
    assert turn.expects == "clarify"


async def test_yes_to_several_matters_asks_which(lin: Shopper) -> None:
    await lin.say("按摩枕")
    offered = await lin.say("对")
    again = await lin.say("对")
    assert again.choices == offered.choices
    assert again.texts != offered.texts


async def test_the_request_that_was_offered_is_taken_in_words(lin: Shopper) -> None:
    turn = await lin.say("积木啥时候到啊 孩子天天问")
    assert "intent:report_delivery_delay" in turn.choices
    turn = await lin.say("那你们给我补发一个")
    assert turn.expects == "confirm"
    assert "补发" in str(turn.card("summary"))


@pytest.mark.parametrize("said", ["依据是什么", "为啥这样", "这是哪条规定"])
async def test_after_an_answer_its_rule_is_told_on_request(lin: Shopper, said: str) -> None:
    await lin.say("七天无理由退货怎么算的")
    turn = await lin.say(said)
    assert "【" in turn.text
    assert "消法" in turn.text
    turn = await lin.say("原文呢")
    assert "消法" in turn.text


async def test_a_why_before_anything_was_applied_for_is_no_objection(lin: Shopper) -> None:
    await lin.say("刻字的项链能退吗")
    turn = await lin.say("为啥不行")
    assert turn.owner == "bot"
    assert "【" in turn.text


async def test_half_a_question_goes_on_with_the_one_before(lin: Shopper) -> None:
    await lin.say("发票")
    turn = await lin.say("怎么开")
    assert "发票" in turn.text


async def test_a_visit_is_for_the_machine_just_spoken_of(lin: Shopper) -> None:
    await lin.say("洗衣机那个事儿")
    turn = await lin.say("派人来看看吧")
    assert set(turn.choices) - {"no"} == {"order:202600010020"}
    turn = await lin.say("后天上午")
    assert turn.expects == "order_id"
    turn = await lin.tap("order:202600010020")
    assert turn.expects == "description"
    turn = await lin.say("转起来咣咣响")
    while turn.expects != "confirm" or "summary" not in turn.cards:
        turn = await lin.say("就原来那个地址" if turn.expects == "address" else "好的")
    rows = str(turn.card("summary"))
    assert "3月13日" in rows
    assert "咣咣响" in rows


async def test_a_late_parcel_just_shown_is_urged_at_the_courier(lin: Shopper) -> None:
    await lin.say("积木的快递到哪了")
    turn = await lin.say("给我催一下")
    assert turn.expects == "confirm"
    assert "催促快递" in str(turn.card("summary"))
