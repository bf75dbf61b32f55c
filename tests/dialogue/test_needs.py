"""Several matters in one message: none is lost, not even over a hand-over."""

from __future__ import annotations

from tests.dialogue.client import Shopper
from tests.support.desk import Desk

VASE = "202600010010"


async def finish(shopper: Shopper) -> None:
    await shopper.tap(f"order:{VASE}")
    await shopper.send_photos(2)
    await shopper.tap("remedy:reship")


async def test_a_question_about_the_rules_is_answered_beside_the_request(lin: Shopper) -> None:
    turn = await lin.say("花瓶碎了，还有发票怎么开")
    assert "发票" in turn.text
    assert turn.expects == "order_id"
    assert sum(message.get("expects") == "order_id" for message in turn.messages) == 1
    await finish(lin)
    turn = await lin.say("确认")
    assert turn.expects == "anything_else"
    assert not turn.choices


async def test_the_second_matter_is_offered_when_the_first_is_done(lin: Shopper) -> None:
    turn = await lin.say("花瓶碎了，另外帮我查一下积木的物流")
    assert turn.expects == "order_id"
    assert "积木" in turn.text
    await finish(lin)
    turn = await lin.say("确认")
    assert set(turn.choices) == {"yes", "no"}
    assert "积木" in turn.texts[-1]
    turn = await lin.say("好的")
    assert turn.card("logistics")["order"]["order_id"] == "202600010012"


async def test_an_offer_may_be_declined(lin: Shopper) -> None:
    await lin.say("花瓶碎了，另外帮我查一下积木的物流")
    await finish(lin)
    await lin.say("确认")
    turn = await lin.tap("no")
    assert turn.texts
    assert not turn.choices


async def test_the_second_matter_survives_people(lin: Shopper, lan: Desk) -> None:
    await lin.say("花瓶碎了，另外帮我查一下积木的物流")
    await lin.say("转人工")
    await lan.claim(lin.conversation_id)
    await lan.give_back(lin.conversation_id)
    turn = await lin.unasked_turn()
    assert turn.expects == "order_id"
    await finish(lin)
    turn = await lin.say("确认")
    assert "积木" in turn.texts[-1]
    assert "logistics" in (await lin.tap("yes")).cards


async def test_an_offer_is_taken_by_naming_its_goods(lin: Shopper) -> None:
    await lin.say("花瓶碎了，还有就是衬衫开线了")
    await finish(lin)
    turn = await lin.say("确认")
    assert "「衬衫开线了」" in turn.texts[-1]
    turn = await lin.say("衬衫")
    assert turn.choices == {} or "order:202600010006" in turn.choices
    assert turn.expects in ("order_id", "quantity")
