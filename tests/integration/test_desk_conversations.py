"""What an agent does with a conversation over HTTP (CONTRACT, desk API)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

from aftersales.clock import FixedClock
from tests.support.fake_rasa import FakeRasa
from tests.support.photos import photo
from tests.support.service import Service
from tests.support.sockets import Widget

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_two_agents_claim_at_once_and_one_gets_it(service: Service) -> None:
    async with service.widget("lin") as shopper:
        answers = await asyncio.gather(
            *(service.act(agent, shopper.conversation, "claim") for agent in ("lan", "mei"))
        )
        winner, loser = sorted(answers, key=lambda answer: answer.status_code)
        assert (winner.status_code, winner.json()["owner"]) == (200, "agent")
        assert code(loser) == (409, "owned_by_other")
        state = await shopper.until("state", lambda told: told["owner"] == "agent")
        assert state["agent"]["id"] == winner.json()["agent"]["id"]


async def test_claiming_again_changes_nothing(service: Service) -> None:
    async with service.widget() as shopper:
        first = await service.act("lan", shopper.conversation, "claim")
        again = await service.act("lan", shopper.conversation, "claim")
        assert again.json() == first.json()


async def test_the_case_card_shows_what_was_said_and_understood(service: Service, rasa: FakeRasa) -> None:
    await service.agree("lin")
    slots = {"request": "damaged", "exit": "confirmed"}
    rasa.says({"text": "请拍照", "expects": "photo_goods"}, slots=slots, loop="claim_form")
    async with service.widget("lin") as lin:
        await lin.say(TEXT)
        card = (await service.get("mei", f"/api/conversations/{lin.conversation}")).json()
        assert {"id", "channel", "owner", "messages", "slots", "intent_trace"} <= set(card)
        assert (card["id"], card["channel"], card["owner"]) == (lin.conversation, "widget", "bot")
        assert [m["from"] for m in card["messages"]] == ["bot", "shopper", "bot"]
        assert card["slots"] == {"request": "damaged"}
        mine = lin.messages[1]["id"]
        trace = {"message_id": mine, "intent": "report_damaged", "confidence": 0.9, "case": 1}
        assert card["intent_trace"] == [trace]
        assert card["shopper"] == {"name": "林*", "masked_phone": "138****1234"}
        assert "phone" not in card
        claimed = await service.act("mei", lin.conversation, "claim")
        assert "13800001234" not in claimed.text


async def test_what_the_agent_says_is_read_at_once_and_stored_once(service: Service) -> None:
    async with service.widget() as shopper:
        await service.act("lan", shopper.conversation, "claim")
        body = {"id": str(uuid4()), "text": "您好，我是小兰"}
        for _ in range(2):
            assert (await service.act("lan", shopper.conversation, "messages", **body)).status_code == 200
        said = await shopper.until("message", lambda m: m["from"] == "agent")
        assert (said["text"], said["agent"]) == ("您好，我是小兰", {"id": "lan", "name": "小兰"})
        await service.all_told()
        assert len([m for m in shopper.messages if m["from"] == "agent"]) == 1
        other = await service.act("lan", shopper.conversation, "messages", **body | {"text": "别的"})
        assert code(other) == (409, "id_conflict")


async def test_only_the_owner_speaks_transfers_returns_and_resolves(service: Service) -> None:
    async with service.widget() as shopper:
        acts: list[tuple[str, dict[str, Any]]] = [
            ("messages", {"id": str(uuid4()), "text": "您好"}),
            ("transfer", {"to": "mei"}),
            ("return", {}),
            ("resolve", {"code": "solved"}),
        ]
        for what, body in acts:
            answer = await service.act("mei", shopper.conversation, what, **body)
            assert code(answer) == (409, "not_the_owner")
        await service.act("lan", shopper.conversation, "claim")
        before = await service.rows()
        for what, body in acts:
            answer = await service.act("mei", shopper.conversation, what, **body)
            assert code(answer) == (409, "owned_by_other")
        assert await service.rows() == before


async def test_a_note_is_for_colleagues(service: Service) -> None:
    async with service.widget() as shopper, service.desk("lan") as desk:
        noted = await service.act("mei", shopper.conversation, "notes", text="老顾客，请优先")
        assert noted.json()["messages"][-1]["note"] is True
        await desk.until("message", lambda m: m.get("note") is True)
        await service.act("lan", shopper.conversation, "claim")
        await shopper.until("state", lambda state: state["owner"] == "agent")
        page = await shopper.history(after_seq=0)
        for messages in (shopper.messages, page["messages"]):
            assert "老顾客，请优先" not in [m.get("text") for m in messages]


async def test_a_transfer_to_a_colleague_makes_her_the_owner(service: Service) -> None:
    async with service.widget() as shopper:
        await service.act("lan", shopper.conversation, "claim")
        moved = await service.act("lan", shopper.conversation, "transfer", to="mei", note="要维修")
        assert (moved.json()["owner"], moved.json()["agent"]["id"]) == ("agent", "mei")
        said = {"id": str(uuid4()), "text": "您好"}
        refused = await service.act("lan", shopper.conversation, "messages", **said)
        assert code(refused) == (409, "owned_by_other")
        assert (await service.act("mei", shopper.conversation, "messages", **said)).status_code == 200
        assert "要维修" not in [m.get("text") for m in shopper.messages]


async def test_a_transfer_to_a_skill_group_queues_again(service: Service) -> None:
    async with service.widget() as shopper:
        await service.act("lan", shopper.conversation, "claim")
        moved = (await service.act("lan", shopper.conversation, "transfer", to="repair")).json()
        assert (moved["owner"], moved["skill_group"], moved["agent"]) == ("queued", "repair", None)
        state = await shopper.until("state", lambda told: told["owner"] == "queued")
        assert state["queue"] == {"position": 1, "wait_s": 120}


async def test_agents_send_pictures_of_this_conversation_alone(service: Service) -> None:
    async with service.widget() as shopper, service.widget() as other:
        ids = [
            (await service.upload(each.session["session"], photo(1))).json()["photo_id"]
            for each in (shopper, other)
        ]
        await service.act("lan", shopper.conversation, "claim")
        mine, theirs = [
            await service.act("lan", shopper.conversation, "messages", id=str(uuid4()), photo_ids=[each])
            for each in ids
        ]
        assert mine.json()["messages"][-1]["photos"] == [{"id": ids[0]}]
        assert code(theirs) == (422, "unknown_photo")


BAD_BODIES: list[tuple[str, dict[str, Any], str]] = [
    ("messages", {"id": "x", "text": "您好"}, "id"),
    ("messages", {"id": str(uuid4())}, "text"),
    ("messages", {"id": str(uuid4()), "text": " \x00 "}, "text"),
    ("messages", {"id": str(uuid4()), "text": "好" * 2001}, "text"),
    ("messages", {"id": str(uuid4()), "photo_ids": "p1"}, "photo_ids"),
    ("notes", {"text": ""}, "text"),
    ("notes", {"text": "\x00"}, "text"),
    ("resolve", {}, "code"),
    ("return", {"slots": []}, "slots"),
    ("return", {"slots": {"decision": {}}}, "slots.decision"),
    ("return", {"slots": {"quantity": "two"}}, "slots.quantity"),
    ("return", {"slots": {"remedy": "everything"}}, "slots.remedy"),
    ("return", {"slots": {"photo_goods": "p1"}}, "slots.photo_goods"),
    ("transfer", {}, "to"),
    ("transfer", {"to": ""}, "to"),
    ("transfer", {"to": "nobody"}, "to"),
    ("transfer", {"to": "shen"}, "to"),
    ("transfer", {"to": "x" * 65}, "to"),
]


async def test_bad_bodies_are_refused_by_field_and_change_nothing(service: Service) -> None:
    async with service.widget() as shopper:
        await service.act("lan", shopper.conversation, "claim")
        before = await service.rows()
        for what, body, field in BAD_BODIES:
            answer = await service.act("lan", shopper.conversation, what, **body)
            assert code(answer) == (422, "invalid"), (what, body)
            assert answer.json()["error"]["field"] == field
        assert await service.rows() == before
        said = await service.act("lan", shopper.conversation, "messages", id=str(uuid4()), text="您好")
        assert said.status_code == 200


async def test_the_list_is_paged_newest_first_and_filtered(service: Service, clock: FixedClock) -> None:
    ids = []
    for _ in range(5):
        async with service.widget() as shopper:
            ids.append(shopper.conversation)
        clock.advance(timedelta(seconds=1))
    await service.act("lan", ids[1], "claim")
    expected = [ids[1], ids[4], ids[3], ids[2], ids[0]]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await service.get("mei", "/api/conversations", **query)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == (expected, None)
    mine = (await service.get("lan", "/api/conversations", mine=True)).json()
    assert [item["id"] for item in mine["items"]] == [ids[1]]
    bots = (await service.get("lan", "/api/conversations", owner="bot")).json()
    assert [item["id"] for item in bots["items"]] == expected[1:]
    assert code(await service.get("lan", "/api/conversations", cursor="nonsense")) == (422, "invalid")
    assert code(await service.get("lan", "/api/conversations", owner="cat")) == (422, "invalid")


async def test_the_queue_tells_each_shopper_where_she_stands(
    service: Service, rasa: FakeRasa, clock: FixedClock
) -> None:
    async def queue_up(shopper: Widget, priority: int) -> int:
        effect = {"handover": {"reason": "asked", "priority": priority}}
        rasa.says({"text": "好的，为您转人工。", "effects": effect})
        await shopper.say(TEXT)
        clock.advance(timedelta(seconds=5))
        return await position(shopper)

    async def position(shopper: Widget) -> int:
        await service.all_told()
        place: int = shopper.all("state")[-1]["queue"]["position"]
        return place

    async with service.widget() as first, service.widget() as second, service.widget() as angry:
        assert await queue_up(first, 0) == 1
        assert await queue_up(second, 0) == 2
        assert await queue_up(angry, 3) == 1
        await service.act("lan", angry.conversation, "claim")
        assert [await position(shopper) for shopper in (first, second)] == [1, 2]
        await service.act("lan", first.conversation, "claim")
        assert await position(second) == 1
        waiting = (await service.get("lan", "/api/conversations", owner="queued")).json()["items"]
        assert [item["id"] for item in waiting] == [second.conversation]
        assert waiting[0]["waiting_since"]
