"""The same matters in other voices: angry, old, hurried, mistyped."""

from __future__ import annotations

import pytest

from tests.dialogue.client import Shopper


@pytest.mark.parametrize(
    "said",
    [
        "什么破快递！！！花瓶到手全碎了😡",
        "闺女，我昨儿个收着那个花瓶，一打开哎呀碎成渣了，可咋办呐",
        "花平碎了",
        "花瓶 碎了 咋弄",
        "收到的花瓶裂了一道大口子",
        "花瓶碎咗點算",
        "包裹被压扁了，里面的花瓶也碎了",
    ],
)
async def test_a_broken_vase(lin: Shopper, said: str) -> None:
    turn = await lin.say(said)
    assert turn.expects == "order_id"
    assert "order:202600010010" in turn.choices


@pytest.mark.parametrize(
    "said",
    ["卫衣不喜欢，我要退货！", "帽衫大了不想要了能退掉吗", "麻烦帮我把那件卫衣退一下，谢谢啦", "退货 卫衣"],
)
async def test_a_return(lin: Shopper, said: str) -> None:
    turn = await lin.say(said)
    assert turn.expects == "order_id"
    assert "order:202600010001" in turn.choices


@pytest.mark.parametrize("said", ["我要和真人说话", "叫你们的人出来，别跟我机器人扯", "人工客服", "zrg"])
async def test_a_person(lin: Shopper, said: str) -> None:
    turn = await lin.say(said)
    assert turn.owner == "queued"


@pytest.mark.parametrize("said", ["冰箱不制冷了", "洗衣机漏水，才用一年多"])
async def test_an_old_machine_in_warranty(lin: Shopper, said: str) -> None:
    turn = await lin.say(said)
    assert turn.expects == "order_id"
    turn = await lin.say("对，就是这个")
    assert turn.expects in ("description", "photo_goods", "cause")
