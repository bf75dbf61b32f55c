"""What agents are told as it happens (CONTRACT, Socket.IO `/desk`)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service
from tests.support.sockets import Line, Refused

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"


async def test_the_desk_sees_the_talk_and_its_owner_live(service: Service, rasa: FakeRasa) -> None:
    rasa.says({"text": "好的，为您转人工。", "effects": {"handover": {"reason": "asked"}}})
    async with service.desk("lan") as desk, service.widget("lin") as lin:
        begun = await desk.until("conversation")
        assert (begun["id"], begun["owner"], begun["channel"]) == (lin.conversation, "bot", "widget")
        assert begun["shopper"] == {"name": "林*", "masked_phone": "138****1234"}
        await lin.say(TEXT)
        heard = await desk.until("message", lambda m: m["from"] == "shopper")
        assert (heard["conversation_id"], heard["text"]) == (lin.conversation, TEXT)
        queued = await desk.until("conversation", lambda c: c["owner"] == "queued")
        assert queued["waiting_since"]
        assert queued["last_message"]["text"] == "好的，为您转人工。"
        assert queued["unread"] == 1
        await service.act("lan", lin.conversation, "claim")
        claimed = await desk.until("conversation", lambda c: c["owner"] == "agent")
        assert claimed["agent"] == {"id": "lan", "name": "小兰"}
        await service.act("lan", lin.conversation, "messages", id=str(uuid4()), text="您好")
        said = await desk.until("message", lambda m: m["from"] == "agent")
        assert said["agent"]["name"] == "小兰"
        read = await desk.until("conversation", lambda c: c["owner"] == "agent" and c["unread"] == 0)
        assert read["id"] == lin.conversation


async def test_the_desk_is_told_of_tickets(service: Service) -> None:
    async with service.desk("mei") as desk:
        opened = await service.post(
            "lan",
            "/api/tickets",
            {
                "order_id": "202600010010",
                "items": [{"line_id": "202600010010-1", "quantity": 1}],
                "reason": "damaged",
                "description": "花瓶碎了",
            },
        )
        assert opened.status_code == 201, opened.text
        told = await desk.until("ticket")
        assert told == opened.json()


async def test_a_merchant_is_told_of_no_talk(service: Service) -> None:
    async with service.desk("shen") as merchant, service.desk("lan") as desk, service.widget() as shopper:
        await shopper.say(TEXT)
        await desk.until("message", lambda m: m["from"] == "bot" and bool(m.get("reply_to")))
        await service.all_told()
        assert merchant.told == []


async def test_without_a_token_nobody_listens(service: Service) -> None:
    for token in (None, "", 5, "\ud800", ["x"]):
        with pytest.raises(Refused) as refused:
            await Line(service.url, "/desk", token=token).__aenter__()
        assert refused.value.code == "unauthorised"
        assert refused.value.data["message"]
