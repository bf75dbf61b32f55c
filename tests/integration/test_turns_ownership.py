"""The bot never talks over a person, and goes on where it stood when she gives the conversation back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from aftersales.clock import FixedClock
from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service
from tests.support.sockets import Widget

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"
HANDOVER = {"text": "好的，马上为您转人工。", "effects": {"handover": {"reason": "asked", "priority": 2}}}


async def seen_by(service: Service, agent: str, shopper: Widget) -> dict[str, Any]:
    body: dict[str, Any] = (await service.get(agent, f"/api/conversations/{shopper.conversation}")).json()
    return body


async def test_what_the_bot_says_too_late_is_shown_to_the_agent_and_not_delivered(
    service: Service, rasa: FakeRasa
) -> None:
    held = rasa.holds()
    slots = {"request": "damaged", "photo_goods": ["p1"]}
    rasa.says({"text": "请拍一张包裹的照片"}, slots=slots, loop="claim_form")
    async with service.widget() as shopper, service.desk("lan") as desk:
        await shopper.send(text=TEXT)
        async with held:
            assert (await service.act("lan", shopper.conversation, "claim")).status_code == 200
        late = await desk.until("message", lambda m: m.get("text") == "请拍一张包裹的照片")
        assert late["sent"] is False
        turn = await shopper.until("turn")
        assert turn["owner"] == "agent"
        await service.all_told()
        page = await shopper.history(after_seq=0)
        for messages in (shopper.messages, page["messages"]):
            assert "请拍一张包裹的照片" not in [m.get("text") for m in messages]
            assert all("sent" not in m for m in messages)
        card = await seen_by(service, "lan", shopper)
        assert [m["sent"] for m in card["messages"] if "sent" in m] == [False]
        assert card["slots"] == {"request": "damaged", "photo_goods": ["p1"]}
        assert card["intent_trace"][0]["intent"] == "report_damaged"


async def test_a_request_to_hand_over_that_comes_too_late_changes_nothing(
    service: Service, rasa: FakeRasa
) -> None:
    held = rasa.holds()
    rasa.says(HANDOVER)
    async with service.widget() as shopper:
        await shopper.send(text=TEXT)
        async with held:
            await service.act("lan", shopper.conversation, "claim")
        await shopper.until("turn")
        card = await seen_by(service, "lan", shopper)
        assert (card["owner"], card["agent"]["id"], card["epoch"]) == ("agent", "lan", 1)


async def test_each_change_of_owner_raises_the_epoch(service: Service, rasa: FakeRasa) -> None:
    rasa.says(HANDOVER)
    async with service.widget() as shopper:
        epochs = [(await seen_by(service, "lan", shopper))["epoch"]]
        await shopper.say(TEXT)
        epochs.append((await seen_by(service, "lan", shopper))["epoch"])
        for what, body in (
            ("claim", {}),
            ("messages", {"id": "6f1c1c5e-9a52-4f0b-8a43-0d9b7f6f1a11", "text": "您好"}),
            ("notes", {"text": "急"}),
            ("return", {}),
            ("claim", {}),
            ("resolve", {"code": "solved"}),
        ):
            answer = await service.act("lan", shopper.conversation, what, **body)
            epochs.append(answer.json()["epoch"])
        assert epochs == [0, 1, 2, 2, 2, 3, 4, 5]


async def test_the_bot_is_silent_while_people_own_the_conversation(service: Service, rasa: FakeRasa) -> None:
    rasa.says(HANDOVER)
    async with service.widget() as shopper:
        await shopper.say(TEXT)
        for owner in ("queued", "agent"):
            assert await shopper.say(f"{TEXT}，有人吗") == []
            assert shopper.all("turn")[-1]["owner"] == owner
            await service.act("lan", shopper.conversation, "claim")
        assert len(rasa.asked) == 1


async def test_a_message_waiting_for_its_turn_goes_to_the_people_who_took_over(
    service: Service, rasa: FakeRasa
) -> None:
    held = rasa.holds()
    rasa.says(HANDOVER)
    async with service.widget() as shopper:
        await shopper.send(text=TEXT)
        async with held:
            second = "6f1c1c5e-9a52-4f0b-8a43-0d9b7f6f1a11"
            await shopper.send(second, text="快点啊，等了好久了")
        assert (await shopper.turn(second))["owner"] == "queued"
        assert len(rasa.asked) == 1


async def test_the_bot_goes_on_with_what_the_agent_changed(service: Service, rasa: FakeRasa) -> None:
    rasa.says(
        {"text": "请再拍一张包裹的照片", "expects": "photo_parcel"},
        slots={"request": "damaged", "photo_goods": ["p1"], "quantity": 1},
        loop="claim_form",
    )
    async with service.widget() as shopper:
        await shopper.say(TEXT)
        await service.act("lan", shopper.conversation, "claim")
        changed = await service.act("lan", shopper.conversation, "return", slots={"quantity": 2})
        assert changed.json()["owner"] == "bot"
        answer = await shopper.until("message", lambda m: m.get("text") == "答：/handed_back")
        assert "reply_to" not in answer
        asked = rasa.asked[-1]
        assert (asked["text"], asked["payload"]) == (None, "/handed_back")
        assert asked["state"] == {
            "slots": {"request": "damaged", "photo_goods": ["p1"], "quantity": 2},
            "active_loop": "claim_form",
        }
        told = [state["owner"] for state in shopper.all("state")]
        assert told == ["bot", "agent", "bot"]


async def test_a_hand_back_survives_a_crash(service: Service, rasa: FakeRasa) -> None:
    held = rasa.holds()
    async with service.widget() as shopper:
        session = shopper.session["session"]
        await service.act("lan", shopper.conversation, "claim")
        await service.act("lan", shopper.conversation, "return")
        async with held:
            await service.restart()
            await service.all_answered()
    async with service.widget(session=session) as shopper:
        page = await shopper.history(after_seq=0)
        assert [m["text"] for m in page["messages"]].count("答：/handed_back") == 1


async def test_choices_of_the_bot_are_void_once_a_person_took_over(service: Service) -> None:
    async with service.widget() as shopper:
        agree = (await shopper.offer())["agree"]
        await service.act("lan", shopper.conversation, "claim")
        assert (await shopper.send(choice=agree))["error"]["code"] == "stale_choice"
        assert await shopper.say("同意") == []


async def test_a_message_to_a_closed_conversation_begins_afresh(service: Service, rasa: FakeRasa) -> None:
    rasa.says({"text": "请拍照", "expects": "photo_goods"}, slots={"request": "damaged"}, loop="claim_form")
    async with service.widget() as shopper:
        await shopper.say(TEXT)
        await service.act("lan", shopper.conversation, "claim")
        closed = await service.act("lan", shopper.conversation, "resolve", code="solved")
        assert closed.json()["owner"] == "closed"
        await shopper.until("state", lambda state: state["owner"] == "closed")
        assert [m["text"] for m in await shopper.say("还有一个问题想问一下")] == ["答：还有一个问题想问一下"]
        assert shopper.all("state")[-1]["owner"] == "bot"
        first, second = rasa.asked
        assert second["sender"] != first["sender"]
        assert second["state"] == {"slots": {}, "active_loop": None}


async def test_a_case_ends_with_its_ticket_and_after_half_an_hour_of_silence(
    service: Service, rasa: FakeRasa, clock: FixedClock
) -> None:
    rasa.says({"text": "请拍照", "expects": "photo_goods"}, slots={"request": "damaged"}, loop="claim_form")
    rasa.says({"text": "工单已提交", "effects": {"case": "closed"}})
    async with service.widget() as shopper:
        await shopper.say(TEXT)
        clock.advance(timedelta(minutes=30))
        await shopper.say("照片拍好了，马上发给你们")
        await shopper.say("我还想问问另外一件事情")
        clock.advance(timedelta(minutes=31))
        await shopper.say("我又想起来了一件别的事情")
        cases = [turn["sender"].rpartition(":")[2] for turn in rasa.asked]
        assert cases == ["1", "1", "2", "3"]
        assert rasa.asked[1]["state"]["slots"] == {"request": "damaged"}
        assert rasa.asked[2]["state"] == {"slots": {}, "active_loop": None}


async def test_a_form_left_for_half_an_hour_goes_on_in_a_new_case(
    service: Service, rasa: FakeRasa, clock: FixedClock
) -> None:
    rasa.says({"text": "请拍照", "expects": "photo_goods"}, slots={"request": "damaged"}, loop="claim_form")
    async with service.widget() as shopper:
        await shopper.say(TEXT)
        clock.advance(timedelta(minutes=31))
        await shopper.say("照片拍好了，马上发给你们")
        assert rasa.asked[1]["sender"].endswith(":2")
        assert rasa.asked[1]["state"] == {
            "slots": {"request": "damaged"},
            "active_loop": "claim_form",
        }
        assert rasa.asked[1]["metadata"]["expects"] == "photo_goods"
