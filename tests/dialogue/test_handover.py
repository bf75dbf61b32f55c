"""From the bot to people and back."""

from __future__ import annotations

from tests.dialogue.client import Shopper
from tests.support.desk import Desk

VASE = "202600010010"


async def test_a_person_answers_and_the_bot_is_silent(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say("转人工")
    assert turn.owner == "queued"
    assert lin.state["queue"]["position"] == 1

    await lan.claim(lin.conversation_id)
    joined = await lin.hear("system")
    assert "接入" in joined["text"]
    turn = await lin.say("你好，花瓶碎了")
    assert turn.owner == "agent"
    assert turn.messages == ()

    await lan.say(lin.conversation_id, "您好，我来帮您看看。")
    heard = await lin.hear("agent")
    assert heard["text"] == "您好，我来帮您看看。"
    assert heard["agent"]["id"] == "lan"
    assert all(m["from"] != "bot" for m in lin.read if m["seq"] > joined["seq"])


async def test_handed_back_after_one_photo_the_bot_asks_for_the_missing_one(lin: Shopper, lan: Desk) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    await lin.send_photos(1)
    turn = await lin.say("转人工")
    assert turn.owner == "queued"
    await lan.claim(lin.conversation_id)
    seen = await lan.conversation(lin.conversation_id)
    assert seen["slots"]["order_id"] == VASE
    assert len(seen["slots"]["photo_goods"]) == 1

    await lan.give_back(lin.conversation_id, remedy="refund_only")
    turn = await lin.unasked_turn()
    assert turn.expects == "photo_parcel"
    assert turn.owner == "bot"

    turn = await lin.send_photos(1)
    assert turn.expects == "confirm"
    rows = {row["label"]: row["value"] for row in turn.card("summary")["rows"]}
    assert rows["处理方式"] == "仅退款"
    turn = await lin.say("确认")
    assert turn.card("ticket")["refund_amount"] == "189.00"


async def test_a_quantity_changed_by_the_agent_is_used(lin: Shopper, lan: Desk) -> None:
    await lin.say("五件衬衫想退两件")
    await lin.tap("order:202600010006")
    await lin.say("转人工")
    await lan.claim(lin.conversation_id)
    await lan.give_back(lin.conversation_id, quantity=3)
    turn = await lin.unasked_turn()
    assert turn.expects == "complete"
    turn = await lin.tap("yes")
    assert "240.00" in str(turn.card("summary"))


async def test_a_matter_said_with_the_wish_for_a_person_is_the_person_s(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say("花瓶收到就碎了，给我转人工")
    assert turn.owner == "queued"
    await lan.claim(lin.conversation_id)
    seen = await lan.conversation(lin.conversation_id)
    assert seen["slots"]["request"] == "damaged"


async def test_nothing_to_go_on_with_asks_what_else(lin: Shopper, lan: Desk) -> None:
    await lin.say("转人工")
    await lan.claim(lin.conversation_id)
    await lan.give_back(lin.conversation_id)
    turn = await lin.unasked_turn()
    assert turn.expects == "anything_else"


async def test_three_failed_tries_bring_a_person_with_the_case(lin: Shopper, lan: Desk) -> None:
    await lin.say("昨天收到的玻璃花瓶碎了怎么办呀")
    await lin.tap(f"order:{VASE}")
    for said in ("嗯", "是的"):
        turn = await lin.say(said)
        assert turn.expects == "photo_goods"
        assert turn.owner == "bot"
    turn = await lin.say("对")
    assert turn.owner == "queued"
    await lan.claim(lin.conversation_id)  # full order numbers are for who holds the case
    seen = await lan.conversation(lin.conversation_id)
    assert seen["slots"]["order_id"] == VASE


async def test_a_complaint_goes_to_people(lin: Shopper) -> None:
    turn = await lin.say("你们客服态度太差了，我要投诉")
    assert turn.owner == "queued"


async def test_danger_is_told_what_to_do_and_goes_to_a_supervisor(lin: Shopper, lan: Desk) -> None:
    turn = await lin.say("空气炸锅用着用着冒烟起火了，手都烫伤了")
    assert "停止使用" in turn.text
    assert turn.owner == "queued"
    listed = await lan.conversation(lin.conversation_id)
    assert listed["level"] == "supervisor"


async def test_who_paid_twice_is_taken_to_people(lin: Shopper) -> None:
    turn = await lin.say("我付了两次款 羽绒服")
    assert "付款记录" in turn.text
    assert turn.owner == "queued"
