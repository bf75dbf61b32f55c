"""Somebody without the shop's signature proves an order; nobody sees another's."""

from __future__ import annotations

from tests.dialogue.client import Shopper

VASE, TABLET = "202600010010", "202600019001"


async def test_number_and_phone_tail_prove_an_order(visitor: Shopper) -> None:
    turn = await visitor.say("花瓶碎了")
    assert turn.expects == "order_id"
    assert not turn.choices
    turn = await visitor.say(VASE)
    assert turn.expects == "phone_tail"
    turn = await visitor.say("1234")
    assert turn.expects == "photo_goods"
    assert "玻璃花瓶" in turn.text
    assert visitor.state["proof"] == [VASE]


async def test_number_and_tail_in_one_message(visitor: Shopper) -> None:
    await visitor.say("花瓶碎了")
    turn = await visitor.say(f"{VASE}，尾号1234")
    assert turn.expects == "photo_goods"


async def test_a_wrong_tail_and_an_order_that_is_not_there_sound_the_same(visitor: Shopper) -> None:
    await visitor.say("花瓶碎了")
    await visitor.say(VASE)
    wrong = await visitor.say("9999")
    assert wrong.expects == "order_id"
    await visitor.say("202699999999")
    unknown = await visitor.say("1234")
    assert unknown.texts == wrong.texts


async def test_guessing_ends_after_five_tries(visitor: Shopper) -> None:
    await visitor.say("花瓶碎了")
    for guess in range(5):
        await visitor.say(VASE)
        turn = await visitor.say(f"000{guess}")
        assert "没有核对上" in turn.text
    await visitor.say(VASE)
    turn = await visitor.say("1234")
    assert "次数太多" in turn.text
    assert turn.expects != "photo_goods"


async def test_the_order_of_somebody_else_needs_proof_like_any_other(lin: Shopper) -> None:
    await lin.say("平板电脑碎屏了，收到就是坏的")
    turn = await lin.say(TABLET)
    assert turn.expects == "phone_tail"
    assert "平板电脑" not in str(turn.messages)
    turn = await lin.say("1234")
    assert turn.expects == "order_id"


async def test_a_request_about_her_data_goes_on_after_the_proof(visitor: Shopper) -> None:
    turn = await visitor.say("帮我导出我的个人信息")
    assert turn.expects == "order_id"
    turn = await visitor.say(VASE)
    assert turn.expects == "phone_tail"
    turn = await visitor.say("1234")
    assert "/api/privacy/exports/" in turn.text
    assert visitor.state["proof"] == [VASE]


async def test_a_wrong_proof_is_asked_again_and_the_wish_is_kept(visitor: Shopper) -> None:
    await visitor.say("把我的个人信息都删掉")
    turn = await visitor.say(f"{VASE}，尾号9999")
    assert "没有核对上" in turn.text
    assert turn.expects == "order_id"
    turn = await visitor.say(f"{VASE}，尾号1234")
    assert turn.expects == "confirm"


async def test_a_parcel_is_shown_after_the_proof(visitor: Shopper) -> None:
    turn = await visitor.say("帮我查一下我的快递到哪了")
    assert turn.expects == "order_id"
    assert (await visitor.say(VASE)).expects == "phone_tail"
    turn = await visitor.say("1234")
    assert [m["card"]["kind"] for m in turn.messages if m.get("card")] == ["logistics"]


async def test_a_parcel_is_not_shown_to_who_guesses(visitor: Shopper) -> None:
    await visitor.say(f"查下物流，订单号{VASE}")
    turn = await visitor.say("0000")
    assert "没有核对上" in turn.text
    assert not any(m.get("card") for m in turn.messages)


async def test_when_it_comes_is_asked_of_the_parcel_just_shown(visitor: Shopper) -> None:
    await visitor.say("查快递")
    await visitor.say("202600010012")
    await visitor.say("尾号1234")
    turn = await visitor.say("到底什么时候到")
    assert "logistics" in turn.cards


async def test_the_parcel_of_somebody_else_needs_proof_too(lin: Shopper) -> None:
    turn = await lin.say("订单202600019001帮我查下到哪了")
    assert turn.expects == "phone_tail"
    assert not turn.cards
    turn = await lin.say("0000")
    assert "logistics" not in turn.cards
    await lin.say("202600019001")
    turn = await lin.say("5678")
    assert turn.card("logistics")["order"]["order_id"] == "202600019001"
