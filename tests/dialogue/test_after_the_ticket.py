"""What a shopper says about an application that exists, from urging it to taking it back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.dialogue.client import Shopper
from tests.support.desk import Desk
from tests.support.stack import Stack

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


async def test_photos_of_a_second_application_get_to_the_one_that_runs(lin: Shopper, lan: Desk) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.tap("skip")
    await lin.tap("skip")
    await lin.tap("remedy:reship")
    await lin.tap("yes")
    assert (await ticket_of(lin, lan))["photos"] == []
    await lin.send_photos(2, "花瓶碎了")
    turn = await lin.tap(f"order:{VASE}")
    assert "progress" in turn.cards
    assert len((await ticket_of(lin, lan))["photos"]) == 2


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


async def test_who_insists_has_her_data_deleted(lin: Shopper) -> None:
    await lin.say("把我的个人信息都删掉")
    turn = await lin.say("真的删")
    assert turn.expects != "confirm"
    assert "没有删除" not in turn.text


async def test_one_of_the_offered_requests_about_her_data_is_taken_in_words(lin: Shopper) -> None:
    turn = await lin.say("把我在你们这的资料给我看看")
    assert "reason:export" in turn.choices
    turn = await lin.say("导出来行不")
    assert "下载" in turn.text


async def test_when_the_new_piece_comes_is_about_the_application_just_made(lin: Shopper) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.send_photos(2)
    await lin.tap("remedy:reship")
    await lin.tap("yes")
    turn = await lin.say("大概啥时候到")
    assert "玻璃花瓶的补发" in turn.text
    assert "快递单号" in turn.text


async def test_the_address_for_the_return_is_told_again(lin: Shopper) -> None:
    await return_hoodie(lin)
    turn = await lin.say("寄回地址发我一下")
    assert "收件人" in turn.text


async def test_what_she_adds_gets_to_her_application(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    turn = await lin.say("我补充一下 里子也破了")
    assert "progress" in turn.cards
    assert (await ticket_of(lin, lan))["number"] in turn.text.replace(" ", "")


def her_time_is_up(stack: Stack, ticket: dict[str, Any]) -> None:
    """Her own clock of the ticket comes to its end, whatever the program's clock says."""
    with closing(sqlite3.connect(stack.folder / "aftersales.db", timeout=60)) as db, db:
        db.execute(
            "UPDATE clocks SET next_event = 'end', next_at = '2026-01-01 00:00:00.000000' "
            "WHERE ticket_id = ? AND clock LIKE 'HER-%'",
            [ticket["id"]],
        )


async def put_by(lin: Shopper, lan: Desk, stack: Stack) -> dict[str, Any]:
    """What she reads when her clock has closed the ticket."""
    her_time_is_up(stack, await ticket_of(lin, lan))
    notice = await lin.hear("system")
    assert (await ticket_of(lin, lan))["status"] == "closed"
    assert "发条消息" in notice["text"]
    return notice


async def test_a_parcel_sent_after_all_takes_the_return_up_again(
    lin: Shopper, lan: Desk, stack: Stack
) -> None:
    await return_hoodie(lin)
    await put_by(lin, lan, stack)
    turn = await lin.say("已经寄回了 SF1234567890123")
    assert "SF1234567890123" in turn.text
    ticket = await ticket_of(lin, lan)
    assert ticket["status"] == "awaiting_return"
    assert ticket["records"][-1]["data"]["number"] == "SF1234567890123"


async def test_a_tap_goes_on_and_says_where_to_send_it(lin: Shopper, lan: Desk, stack: Stack) -> None:
    await return_hoodie(lin)
    await put_by(lin, lan, stack)
    turn = await lin.tap("intent:inform")
    assert "地址" in turn.text
    assert (await ticket_of(lin, lan))["status"] == "awaiting_return"


async def test_a_photo_found_later_reopens_what_waited_for_it(lin: Shopper, lan: Desk, stack: Stack) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.tap("skip")
    await lin.tap("skip")
    await lin.tap("remedy:reship")
    await lin.tap("yes")
    await lan.move(await ticket_of(lin, lan), "info_needed", "请补一张破损处的照片")
    await lin.hear("system")
    await put_by(lin, lan, stack)
    turn = await lin.send_photos(1)
    assert "重新打开" in turn.text or "接着办" in turn.text
    ticket = await ticket_of(lin, lan)
    assert ticket["status"] == "under_review"
    assert len(ticket["photos"]) == 1


async def test_a_new_request_for_the_same_goods_offers_to_go_on(
    lin: Shopper, lan: Desk, stack: Stack
) -> None:
    await return_hoodie(lin)
    await put_by(lin, lan, stack)
    await lin.say("卫衣我还是想退货")
    turn = await lin.tap(f"order:{HOODIE}")
    assert turn.expects == "confirm"
    assert "连帽卫衣的退货退款申请" in turn.text
    turn = await lin.tap("yes")
    assert "地址" in turn.text
    assert (await ticket_of(lin, lan))["status"] == "awaiting_return"


async def test_she_may_apply_anew_all_the_same(lin: Shopper, lan: Desk, stack: Stack) -> None:
    await return_hoodie(lin)
    await put_by(lin, lan, stack)
    await lin.say("卫衣我还是想退货")
    await lin.tap(f"order:{HOODIE}")
    turn = await lin.say("重新申请吧")
    assert turn.expects == "complete"


async def test_photos_for_a_running_dispute_are_added_to_it(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    await lan.move(await ticket_of(lin, lan), "withdrawn", "顾客来电")
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.tap("skip")
    await lin.tap("skip")
    await lin.tap("remedy:reship")
    await lin.tap("yes")
    (vase,) = [t for t in await lan.tickets(conversation_id=lin.conversation_id) if t["order_id"] == VASE]
    await lan.move(vase, "rejected", "照片不足，无法核实")
    await lin.say("我不认可这个处理结果")
    await lin.tap("yes")
    turn = await lin.send_photos(2)
    assert "复核" in turn.text
    (vase,) = [t for t in await lan.tickets(conversation_id=lin.conversation_id) if t["order_id"] == VASE]
    assert (vase["status"], len(vase["photos"])) == ("disputed", 2)
