"""She thinks better of it: another remedy than the one applied for, and nothing is given twice."""

from __future__ import annotations

import pytest

from tests.dialogue.client import Shopper
from tests.dialogue.test_after_the_ticket import HOODIE, VASE, return_hoodie
from tests.support.desk import Desk


async def vase_under_review(lin: Shopper) -> None:
    """A refund that people have to look at first."""
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.tap("skip")
    await lin.tap("skip")
    await lin.tap("remedy:refund_only")
    await lin.tap("yes")


async def statuses(lin: Shopper, lan: Desk) -> list[tuple[str, str]]:
    """(type, status) of her tickets, the latest first."""
    return [(t["type"], t["status"]) for t in await lan.tickets(conversation_id=lin.conversation_id)]


async def test_a_reshipment_takes_the_place_of_a_refund(lin: Shopper, lan: Desk) -> None:
    await vase_under_review(lin)
    turn = await lin.say("还是补发吧")
    assert turn.expects == "confirm"
    assert "玻璃花瓶" in turn.text
    assert turn.choices["yes"] == "改办补发"
    turn = await lin.tap("yes")
    assert turn.expects == "confirm"
    assert "summary" in turn.cards
    assert await statuses(lin, lan) == [("refund_only", "under_review")]
    turn = await lin.tap("yes")
    assert "撤销" in turn.text
    assert await statuses(lin, lan) == [("reship", "under_review"), ("refund_only", "withdrawn")]


async def test_an_exchange_takes_the_place_of_a_return(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    turn = await lin.say("算了不退了，给我换一个")
    assert "连帽卫衣的退货退款申请" in turn.text
    turn = await lin.say("好的")
    assert turn.expects == "spec"
    await lin.say("黑色 M")
    await lin.tap("yes")
    assert await statuses(lin, lan) == [("exchange", "awaiting_return"), ("return_refund", "withdrawn")]


async def test_stopped_half_way_the_first_application_still_runs(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    await lin.say("算了不退了，给我换一个")
    await lin.tap("yes")
    await lin.say("算了，不办了")
    assert await statuses(lin, lan) == [("return_refund", "awaiting_return")]


async def test_she_leaves_it_as_it_is(lin: Shopper, lan: Desk) -> None:
    await return_hoodie(lin)
    await lin.say("算了不退了，给我换一个")
    turn = await lin.tap("no")
    assert "照常" in turn.text
    assert await statuses(lin, lan) == [("return_refund", "awaiting_return")]


async def test_the_same_goods_asked_for_otherwise_lead_to_the_change_too(lin: Shopper) -> None:
    await return_hoodie(lin)
    await lin.say("卫衣想换个黑色 M 码")
    turn = await lin.tap(f"order:{HOODIE}")
    assert turn.choices["yes"] == "改办换货"


@pytest.mark.parametrize("said", ["还是补发吧", "不退了，给我换一个"])
async def test_money_on_its_way_is_not_followed_by_goods(lin: Shopper, lan: Desk, said: str) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.send_photos(2)
    await lin.tap("remedy:refund_only")
    await lin.tap("yes")
    turn = await lin.say(said)
    assert "撤不回来" in turn.text
    assert set(turn.choices) == {"human"}
    assert [kind for kind, _ in await statuses(lin, lan)] == ["refund_only"]


async def test_money_that_left_meanwhile_stops_the_second_application(lin: Shopper, lan: Desk) -> None:
    await vase_under_review(lin)
    await lin.say("还是补发吧")
    await lin.tap("yes")
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    await lan.move(ticket, "approved", "照片已核实")
    (ticket,) = await lan.tickets(conversation_id=lin.conversation_id)
    await lan.move(ticket, "refunding", "退款")
    await lin.hear("system")
    turn = await lin.tap("yes")
    assert "撤不回来" in turn.text
    assert [kind for kind, _ in await statuses(lin, lan)] == ["refund_only"]


async def test_what_was_applied_for_needs_no_change(lin: Shopper) -> None:
    await return_hoodie(lin)
    turn = await lin.say("还是给我退款吧")
    assert "不用改" in turn.text


async def return_shirts(lin: Shopper) -> None:
    await lin.say("工作衬衫退三件 尺码不合适")
    await lin.tap("order:202600010006")
    await lin.tap("yes")
    await lin.tap("yes")


async def test_another_number_of_pieces_takes_the_place_of_the_first(lin: Shopper, lan: Desk) -> None:
    await return_shirts(lin)
    turn = await lin.say("改成两件")
    assert "2 件" in turn.choices["yes"]
    turn = await lin.tap("yes")
    assert turn.expects == "confirm"
    turn = await lin.tap("yes")
    assert "撤销" in turn.text
    new, old = await lan.tickets(conversation_id=lin.conversation_id)
    assert (old["status"], new["status"]) == ("withdrawn", "awaiting_return")
    assert [item["quantity"] for item in new["items"]] == [2]


@pytest.mark.parametrize("said", ["改成三件", "改成六件"])
async def test_the_same_number_or_more_than_she_bought_changes_nothing(lin: Shopper, said: str) -> None:
    await return_shirts(lin)
    turn = await lin.say(said)
    assert "yes" not in turn.choices
