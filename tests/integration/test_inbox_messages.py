"""History, receipts, read marks, typing and ratings (CONTRACT, widget socket)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from aftersales.conversations import repository
from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service

VASE, CODE = "202600010010", "202600010001"


async def test_every_stored_message_goes_to_all_sockets_of_the_conversation(service: Service) -> None:
    async with service.widget() as phone, service.widget(session=phone.session["session"]) as laptop:
        message_id = str(uuid4())
        await phone.send(message_id, text="花瓶收到就碎了，怎么办")
        await phone.turn(message_id)
        await laptop.turn(message_id)
        mine, answer = phone.messages[1:]
        assert (mine["id"], mine["from"], mine["seq"]) == (message_id, "shopper", 2)
        assert (answer["from"], answer["seq"], answer["reply_to"]) == ("bot", 3, [message_id])
        assert laptop.messages[-2:] == [mine, answer]
        assert (await phone.turn(message_id)) == {"reply_to": [message_id], "last_seq": 3, "owner": "bot"}


async def test_history_comes_in_pages_of_50_both_ways(service: Service, rasa: FakeRasa) -> None:
    rasa.says(*({"text": f"第 {n} 句"} for n in range(1, 61)))
    async with service.widget() as shopper:
        await shopper.say("花瓶收到就碎了，怎么办")
        first = await shopper.history(after_seq=0)
        assert [m["seq"] for m in first["messages"]] == list(range(1, 51))
        assert first["more"] is True
        rest = await shopper.history(after_seq=50)
        assert [m["seq"] for m in rest["messages"]] == list(range(51, 63))
        assert rest["more"] is False
        latest = await shopper.history(before_seq=63)
        assert [m["seq"] for m in latest["messages"]] == list(range(13, 63))
        assert latest["more"] is True
        oldest = await shopper.history(before_seq=13)
        assert [m["seq"] for m in oldest["messages"]] == list(range(1, 13))
        assert oldest["more"] is False
        assert await shopper.history(after_seq=62) == {"messages": [], "more": False}


async def test_a_history_asked_for_in_a_strange_way_starts_at_the_beginning(service: Service) -> None:
    async with service.widget() as shopper:
        for where in (None, [], 7, {"after_seq": "1"}, {"after_seq": -1}, {"after_seq": 10**30}):
            page = await shopper.call("history", where)
            assert [m["seq"] for m in page["messages"]] == [1], where


async def test_a_message_is_delivered_and_then_read_by_the_agent_who_holds_it(service: Service) -> None:
    async with service.widget() as shopper:
        assert await shopper.say("花瓶收到就碎了，怎么办")
        assert await shopper.until("receipt") == {"seq": 2, "state": "delivered"}
        await service.get("mei", f"/api/conversations/{shopper.conversation}")
        await service.act("lan", shopper.conversation, "claim")
        await service.get("mei", f"/api/conversations/{shopper.conversation}")
        await service.all_told()
        assert all(receipt["state"] == "delivered" for receipt in shopper.all("receipt"))
        await service.get("lan", f"/api/conversations/{shopper.conversation}")
        read = await shopper.until("receipt", lambda receipt: receipt["state"] == "read")
        assert read["seq"] == 4


async def test_what_the_shopper_read_is_remembered_and_never_taken_back(service: Service) -> None:
    async with service.widget() as shopper, service.desk("lan") as desk:
        await shopper.say("花瓶收到就碎了，怎么办")
        for mark in ({"seq": 3}, {"seq": 2}, {"seq": 99}, {"seq": "3"}, {}, None, [3]):
            await shopper.call("read", mark)
        async with service.program.db.read() as session:
            assert (await repository.get(session, shopper.conversation)).read_by_shopper == 3
        assert desk.all("conversation")


async def test_typing_is_shown_to_the_desk_and_to_the_shopper(service: Service) -> None:
    async with service.widget() as shopper, service.desk("lan") as desk, service.desk("shen") as merchant:
        await shopper.emit("typing")
        seen = await desk.until("typing")
        assert seen == {"conversation_id": shopper.conversation, "from": "shopper"}
        await merchant.call("typing", {"conversation_id": shopper.conversation})
        await desk.emit("typing", {"conversation_id": shopper.conversation})
        seen = await shopper.until("typing", lambda typing: typing["from"] == "agent")
        assert seen == {"from": "agent", "agent": {"name": "小兰"}}
        assert [t["agent"]["name"] for t in shopper.all("typing") if "agent" in t] == ["小兰"]
        assert merchant.all("typing") == []


async def test_a_rating_is_1_to_5(service: Service) -> None:
    async with service.widget() as shopper:
        scores = [{"score": score} for score in (0, 6, "5", True)]
        for rating in (None, [], {}, *scores, {"score": 5, "comment": ["好"]}):
            assert (await shopper.call("rate", rating))["ok"] is False, rating
        assert await shopper.call("rate", {"score": 5, "comment": "很快"}) == {"ok": True}
        seen = (await service.get("lan", f"/api/conversations/{shopper.conversation}")).json()
        assert (seen["rating"]["score"], seen["rating"]["comment"]) == (5, "很快")


async def test_stars_land_on_the_ticket_that_asked_for_them(service: Service) -> None:
    async with service.widget("lin") as shopper:
        finished = [await completed(service, shopper.conversation, order_id) for order_id in (VASE, CODE)]
        numbers = [ticket["number"] for ticket in finished]
        for rating in ({"score": 4}, {"score": 4}, {"score": 2, "ticket": numbers[0]}):
            assert await shopper.call("rate", rating) == {"ok": True}
        assert (await shopper.call("rate", {"score": 5, "ticket": "AS9999999999"}))["ok"] is False
        assert await ratings_of(service, finished[0]) == [2]
        assert await ratings_of(service, finished[1]) == [4]
        await shopper.call("rate", {"score": 5, "ticket": numbers[0], "comment": "后来处理好了"})
        assert await ratings_of(service, finished[0]) == [2, 5]


async def completed(service: Service, conversation_id: str, order_id: str) -> dict[str, Any]:
    """A ticket of the conversation that people took to its end."""
    body = {
        "order_id": order_id,
        "items": [{"line_id": f"{order_id}-1", "quantity": 1}],
        "reason": "other",
        "description": "换一件",
        "remedy": "reship",
        "conversation_id": conversation_id,
    }
    ticket: dict[str, Any] = (await service.post("zhou", "/api/tickets", body)).json()
    for to in ("under_review", "approved", "reshipping", "completed"):
        step = {"to": to, "why": "核实过了", "version": ticket["version"]}
        ticket = (await service.post("zhou", f"/api/tickets/{ticket['id']}/transitions", step)).json()
    return ticket


async def ratings_of(service: Service, ticket: dict[str, Any]) -> list[int]:
    seen = (await service.get("zhou", f"/api/tickets/{ticket['id']}")).json()
    return [record["data"]["score"] for record in seen["records"] if record["kind"] == "rating"]


async def test_the_title_of_an_open_choice_may_be_typed(service: Service, rasa: FakeRasa) -> None:
    async with service.widget() as shopper:
        await shopper.until("message")
        await shopper.say("同意")
        await shopper.say("同意")
        assert [(turn["text"], turn["payload"]) for turn in rasa.asked] == [
            (None, '/choose{"choice": "agree"}'),
            ("同意", None),
        ]


async def test_a_choice_is_shown_as_its_title_and_sent_as_its_payload(
    service: Service, rasa: FakeRasa
) -> None:
    async with service.widget() as shopper:
        choices = await shopper.offer()
        rasa.says(
            {
                "text": "请选择",
                "choices": [{"title": "人工", "value": "human", "payload": "/request_human"}],
                "expects": "remedy",
            }
        )
        await shopper.say(choice=choices["agree"])
        assert shopper.messages[1]["text"] == "同意"
        await shopper.say(choice=(await shopper.offer())["human"])
        assert [turn["payload"] for turn in rasa.asked] == ['/choose{"choice": "agree"}', "/request_human"]
        assert [turn["text"] for turn in rasa.asked] == [None, None]
        assert [turn["metadata"]["expects"] for turn in rasa.asked] == ["consent", "remedy"]
        assert all("payload" not in choice for m in shopper.messages for choice in m.get("choices", []))
