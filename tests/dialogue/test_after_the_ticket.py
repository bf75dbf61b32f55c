"""What a shopper says about an application that exists, from urging it to taking it back."""

from __future__ import annotations

from typing import Any

from tests.dialogue.client import Shopper
from tests.support.desk import Desk

VASE, HOODIE = "202600010010", "202600010001"


async def return_hoodie(lin: Shopper) -> None:
    """An approved return that waits for the goods."""
    await lin.say("卫衣不想要了，给我退了吧")
    await lin.tap(f"order:{HOODIE}")
    await lin.tap("yes")
    await lin.tap("yes")


async def ticket_of(lin: Shopper, desk: Desk) -> dict[str, Any]:
    (ticket,) = await desk.tickets(conversation_id=lin.conversation_id)
    return ticket


async def test_an_application_is_taken_back_after_a_yes(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    turn = await lin.say("算了我不退了，帮我把申请撤销")
    assert turn.expects == "confirm"
    assert "连帽卫衣" in turn.text
    assert (await ticket_of(lin, lan))["status"] == "awaiting_return"
    turn = await lin.say("是的")
    assert "撤销" in turn.text
    assert (await ticket_of(lin, lan))["status"] == "withdrawn"


async def test_she_thinks_better_of_taking_it_back(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    await lin.say("撤销售后申请")
    turn = await lin.tap("no")
    assert "照常" in turn.text
    assert (await ticket_of(lin, lan))["status"] == "awaiting_return"


async def test_urging_counts_once_in_two_hours(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    first = await lin.say("我的退货怎么还没处理好，催一下")
    again = await lin.say("快点给我处理，催催")
    assert "progress" in first.cards
    assert first.text != again.text
    ticket = await ticket_of(lin, lan)
    assert [record["kind"] for record in ticket["records"]].count("urge") == 1


async def test_the_waybill_is_noted_with_its_carrier(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    turn = await lin.say("卫衣已经寄回去了")
    assert turn.expects == "waybill"
    turn = await lin.say("SF1234567890123")
    assert "顺丰" in turn.text
    ticket = await ticket_of(lin, lan)
    (waybill,) = [r["data"] for r in ticket["records"] if r["kind"] == "waybill"]
    assert (waybill["carrier"], waybill["number"]) == ("顺丰速运", "SF1234567890123")


async def test_what_is_missing_is_sent_later(lin: Shopper, lan: Desk) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.tap("skip")
    await lin.tap("skip")
    await lin.tap("remedy:reship")
    await lin.tap("yes")
    ticket = await ticket_of(lin, lan)
    await lan.move(ticket, "info_needed", "请补一张破损处的照片")
    notice = await lin.hear("system")
    assert "照片" in notice["text"]
    turn = await lin.send_photos(1)
    assert "补充" in turn.text
    assert (await ticket_of(lin, lan))["status"] == "under_review"


async def test_an_objection_goes_to_the_supervisor(lin: Shopper, lan: Desk) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.tap("skip")
    await lin.tap("skip")
    await lin.tap("remedy:reship")
    await lin.tap("yes")
    await lan.move(await ticket_of(lin, lan), "rejected", "照片不足，无法核实")
    turn = await lin.say("我不认可这个处理结果")
    assert turn.expects == "confirm"
    turn = await lin.tap("yes")
    assert "主管" in turn.text
    assert "12315" in turn.text
    ticket = await ticket_of(lin, lan)
    assert (ticket["status"], ticket["level"]) == ("disputed", "supervisor")


async def test_without_an_application_there_is_nothing_to_take_back(lin: Shopper) -> None:
    turn = await lin.say("撤销售后申请")
    assert "没有" in turn.text


async def test_her_data_is_deleted_only_after_a_yes(lin: Shopper) -> None:
    turn = await lin.say("把我的个人信息都删掉")
    assert turn.expects == "confirm"
    turn = await lin.tap("no")
    assert "没有删除" in turn.text
