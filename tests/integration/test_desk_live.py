"""What agents are told as it happens (CONTRACT, Socket.IO `/desk`)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service
from tests.support.sockets import Line, Refused

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"


async def test_the_desk_sees_the_talk_and_its_owner_live(service: Service, rasa: FakeRasa) -> None:
    await service.agree("lin")
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


async def test_what_tells_of_a_person_is_full_only_for_whoever_holds_the_talk(service: Service) -> None:
    secret = "我的电话是 13900002222"
    async with service.desk("lan") as holder, service.desk("mei") as other, service.widget("lin") as lin:
        await lin.say(secret)
        seen = await holder.until("message", lambda m: m["from"] == "shopper")
        assert "139****2222" in seen["text"]
        await service.act("lan", lin.conversation, "claim")
        await lin.send(text=f"{secret}，记一下")
        full = await holder.until("message", lambda m: "记一下" in (m.get("text") or ""))
        hint = await other.until("message", lambda m: "记一下" in (m.get("text") or ""))
        assert ("13900002222" in full["text"], "13900002222" in hint["text"]) == (True, False)
        await service.all_told()
        assert len([m for m in holder.all("message") if m["id"] == full["id"]]) == 1


async def test_a_merchant_is_told_of_his_own_tickets_only(service: Service) -> None:
    async with service.desk("shen") as merchant, service.desk("mei") as desk:
        for order_id in ("202600010010", "202600010007"):
            items = [{"line_id": f"{order_id}-1", "quantity": 1}]
            body = {
                "order_id": order_id,
                "items": items,
                "reason": "other",
                "description": "电话 13900002222",
            }
            assert (await service.post("lan", "/api/tickets", body)).status_code == 201
        await desk.until("ticket", lambda t: t["order_id"] == "202600010007")
        told = await merchant.until("ticket")
        assert told["merchant_id"] == "shen"
        assert "13900002222" not in told["description"]
        await service.all_told()
        assert {t["order_id"] for t in merchant.all("ticket")} == {"202600010007"}


async def test_the_program_s_clock_is_told(service: Service) -> None:
    answer = (await service.get("lan", "/api/time")).json()
    assert answer == {"now": service.clock.now().isoformat()}


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
