"""Nothing personal before she agrees; without it the rules are explained and people are there."""

from __future__ import annotations

from tests.dialogue.client import Shopper


async def test_the_greeting_asks_once(shop: str) -> None:
    async with Shopper(shop, consents=False) as lin:
        (greeting,) = lin.read
        assert greeting["expects"] == "consent"
        assert greeting["card"]["kind"] == "consent"
        assert "机器人" in greeting["text"]
        turn = await lin.tap("agree")
        assert turn.texts
        turn = await lin.say("花瓶碎了")
        assert turn.expects == "order_id"
    async with Shopper(shop, consents=False) as again:
        assert not again.offer("agree")


async def test_refused_it_leaves_rules_and_people(shop: str) -> None:
    async with Shopper(shop, consents=False) as lin:
        await lin.tap("decline")
        turn = await lin.say("七天无理由从哪天开始算")
        assert "7 个自然日" in turn.text
        turn = await lin.say("转人工")
        assert turn.owner == "queued"


async def test_it_is_asked_before_the_orders_when_the_greeting_was_passed_over(shop: str) -> None:
    async with Shopper(shop, consents=False) as lin:
        turn = await lin.say("花瓶碎了")
        assert turn.expects == "consent"
        assert "order_list" not in turn.cards
        turn = await lin.say("同意")
        assert turn.expects == "order_id"
        assert "order:202600010010" in turn.choices


async def test_refused_inside_a_request_it_ends_it_and_can_be_given_later(shop: str) -> None:
    async with Shopper(shop, consents=False) as lin:
        await lin.say("花瓶碎了")
        turn = await lin.say("不同意")
        assert "human" in turn.choices
        turn = await lin.say("花瓶碎了")
        assert turn.expects == "consent"


async def test_an_answered_question_is_not_answered_again_by_the_next_word(shop: str) -> None:
    async with Shopper(shop, consents=False) as lin:
        first = await lin.say("好的")
        second = await lin.say("好的")
        assert first.text != second.text
