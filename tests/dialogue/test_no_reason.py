"""Returns and exchanges without a fault: the same form, other entries of the table."""

from __future__ import annotations

import pytest

from tests.dialogue.client import Shopper
from tests.support.desk import Desk

PILLOW, FRYER, NECKLACE, SHIRTS = "202600010002", "202600010003", "202600010004", "202600010006"
HEADPHONES, UNDERWEAR, SHOES = "202600010011", "202600010017", "202600010018"


async def only_ticket(shopper: Shopper, desk: Desk) -> dict[str, object]:
    (ticket,) = await desk.tickets(conversation_id=shopper.conversation_id)
    return ticket


async def test_day_seven_is_approved(lin: Shopper, lan: Desk) -> None:
    await lin.say("颈椎按摩枕不想要了，想退货")
    turn = await lin.tap(f"order:{PILLOW}")
    assert turn.expects == "complete"
    turn = await lin.say("都好好的，就试过一次")
    assert turn.expects == "confirm"
    turn = await lin.say("确认提交")
    card = turn.card("ticket")
    assert (card["outcome"], card["refund_amount"], card["freight_text"]) == ("approve", "168.00", "由您承担")
    assert "收件人" in turn.text
    assert "快递单号" in turn.text
    ticket = await only_ticket(lin, lan)
    assert ticket["decision"]["rules"][0] == "R-NR"
    assert ticket["status"] == "awaiting_return"


async def test_day_eight_is_refused_with_ways_on(lin: Shopper, lan: Desk) -> None:
    await lin.say("空气炸锅不想要了，退货")
    turn = await lin.tap(f"order:{FRYER}")
    assert "3月10日" in turn.text
    assert turn.card("decision")["outcome"] == "reject"
    assert turn.card("decision")["rules"][0]["id"] == "R-NR-LATE"
    assert {"intent:report_quality_problem", "intent:request_repair", "human"} <= set(turn.choices)
    assert await lan.tickets(conversation_id=lin.conversation_id) == []


async def test_a_way_on_goes_on_with_the_same_order(lin: Shopper) -> None:
    await lin.say("空气炸锅不想要了，退货")
    await lin.tap(f"order:{FRYER}")
    turn = await lin.tap("intent:report_quality_problem")
    assert turn.expects == "description"
    turn = await lin.say("一直不加热")
    assert turn.expects == "photo_goods"
    assert "空气炸锅" in turn.text
    turn = await lin.send_photos(1)
    assert {"remedy:exchange", "remedy:repair"} <= set(turn.choices)


@pytest.mark.parametrize(("said", "order"), [("项链不想要了，退掉", NECKLACE), ("内衣想退货", UNDERWEAR)])
async def test_excluded_goods_are_refused_by_name(lin: Shopper, said: str, order: str) -> None:
    await lin.say(said)
    turn = await lin.tap(f"order:{order}")
    assert turn.card("decision")["rules"][0]["id"] == "R-NR-X"
    assert "intent:report_quality_problem" in turn.choices
    assert "human" in turn.choices


async def test_goods_that_are_not_complete_go_to_people(lin: Shopper, lan: Desk) -> None:
    await lin.say("连帽卫衣不想要了退货")
    await lin.tap("order:202600010001")
    turn = await lin.say("吊牌剪掉了，穿过一次")
    assert turn.expects == "confirm"
    await lin.say("确认")
    ticket = await only_ticket(lin, lan)
    assert ticket["decision"]["outcome"] == "review"


async def test_another_size_in_stock_is_exchanged(lin: Shopper, lan: Desk) -> None:
    await lin.say("跑步鞋小了，想换43码")
    turn = await lin.tap(f"order:{SHOES}")
    assert turn.expects == "complete"
    turn = await lin.tap("yes")
    rows = {row["label"]: row["value"] for row in turn.card("summary")["rows"]}
    assert rows["换成"] == "43码"
    turn = await lin.say("确认")
    assert turn.card("ticket")["freight_text"] == "由您承担"
    ticket = await only_ticket(lin, lan)
    assert (ticket["remedy"], ticket["type"]) == ("exchange", "exchange")
    assert ticket["decision"]["rules"][0] == "R-EX"


async def test_a_size_that_is_sold_out_is_said_and_becomes_money_back(lin: Shopper) -> None:
    await lin.say("跑步鞋想换个码")
    turn = await lin.tap(f"order:{SHOES}")
    assert turn.expects == "spec"
    assert "43" in turn.text
    await lin.say("44码")
    turn = await lin.say("完好")
    summary = turn.card("summary")
    assert {"label": "处理方式", "value": "退货退款"} in summary["rows"]
    assert "没货" in str(summary) or "缺货" in str(summary) or "没有货" in str(summary)


async def test_part_of_a_line_is_refunded_by_its_share(lin: Shopper, lan: Desk) -> None:
    await lin.say("衬衫想退货")
    turn = await lin.tap(f"order:{SHIRTS}")
    assert turn.expects == "quantity"
    turn = await lin.say("买了5件，退其中2件")
    assert turn.expects == "complete"
    await lin.say("没穿过，吊牌都在")
    turn = await lin.say("确认")
    assert turn.card("ticket")["refund_amount"] == "160.00"
    ticket = await only_ticket(lin, lan)
    assert ticket["items"] == [{"line_id": f"{SHIRTS}-1", "quantity": 2}]


async def test_the_number_of_pieces_in_the_first_message_is_not_asked(lin: Shopper) -> None:
    await lin.say("五件衬衫想退两件")
    turn = await lin.tap(f"order:{SHIRTS}")
    assert turn.expects == "complete"


async def test_with_several_lines_it_is_asked_which(lin: Shopper) -> None:
    await lin.say("我想退货")
    turn = await lin.say(f"订单{HEADPHONES}")
    assert turn.expects == "items"
    assert set(turn.choices) == {f"line:{HEADPHONES}-1", f"line:{HEADPHONES}-2"}
    turn = await lin.say("无线耳机")
    assert turn.expects == "complete"
    assert "无线耳机" in turn.text


async def test_a_product_that_she_named_picks_its_line(lin: Shopper) -> None:
    await lin.say("无线耳机不想要了，想退掉")
    turn = await lin.tap(f"order:{HEADPHONES}")
    assert turn.expects == "complete"


async def test_a_second_application_for_the_same_goods_shows_the_first(lin: Shopper, lan: Desk) -> None:
    for _ in range(2):
        await lin.say("颈椎按摩枕不想要了，想退货")
        turn = await lin.tap(f"order:{PILLOW}")
        if turn.expects == "complete":
            await lin.tap("yes")
            turn = await lin.say("确认")
    ticket = await only_ticket(lin, lan)
    assert turn.card("ticket")["number"] == ticket["number"]
    assert turn.card("progress")["number"] == ticket["number"]


async def test_after_the_warranty_the_reason_comes_with_what_is_possible(lin: Shopper) -> None:
    await lin.say("冰箱不制冷了")
    await lin.tap("order:202600010009")
    turn = await lin.send_photos(1)
    assert turn.expects == "remedy"
    assert "保修期" in turn.text
    assert set(turn.choices) == {"remedy:paid_repair", "human"}
