"""Whatever dies in mid-turn, the message is answered, and once (DESIGN, 'A message's way')."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from aftersales.clock import FixedClock
from aftersales.conversations.turns import Turns
from aftersales.settings import Settings
from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service, running
from tests.support.sockets import Widget

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"


async def answers(shopper: Widget) -> list[str]:
    page = await shopper.history(after_seq=0)
    return [m["text"] for m in page["messages"][1:] if m["from"] == "bot"]


async def test_a_service_stopped_before_the_answer_answers_once_after_its_start(
    service: Service, rasa: FakeRasa
) -> None:
    held = rasa.holds()
    async with service.widget() as shopper:
        session = shopper.session["session"]
        await shopper.send(text=TEXT)
        async with held:
            await service.stop()
            await service.start()
            await service.all_answered()
    async with service.widget(session=session) as shopper:
        assert await answers(shopper) == [f"答：{TEXT}"]
        assert len(rasa.asked) == 2
        assert rasa.asked[0] == rasa.asked[1]
        assert await shopper.say("是玻璃的那个，我想要退款")


async def test_an_answer_that_was_not_committed_is_asked_for_again_under_its_id(
    service: Service, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered = asyncio.Event()

    async def never(*_: Any) -> None:
        answered.set()
        await asyncio.Event().wait()

    async with service.widget() as shopper:
        session = shopper.session["session"]
        with monkeypatch.context() as patch:
            patch.setattr(Turns, "_commit", never)
            await shopper.send(text=TEXT)
            await asyncio.wait_for(answered.wait(), 60)
            await service.stop()
        await service.start()
        await service.all_answered()
    async with service.widget(session=session) as shopper:
        assert await answers(shopper) == [f"答：{TEXT}"]
        assert [turn["message_id"] for turn in rasa.asked] == [rasa.asked[0]["message_id"]] * 2


async def test_a_clean_stop_finishes_the_running_turn(
    settings: Settings, clock: FixedClock, rasa: FakeRasa
) -> None:
    service = Service(settings.model_copy(update={"stop_grace_s": 10}), clock)
    async with running(service):
        held = rasa.holds()
        async with service.widget() as shopper:
            session = shopper.session["session"]
            await shopper.send(text=TEXT)
            async with held:
                stopping = asyncio.create_task(service.stop())
            await stopping
        await service.start()
        async with service.widget(session=session) as shopper:
            assert await answers(shopper) == [f"答：{TEXT}"]
            assert len(rasa.asked) == 1


async def test_a_rasa_that_is_away_answers_when_it_is_back(service: Service, rasa: FakeRasa) -> None:
    async with service.widget() as shopper:
        await rasa.stop()
        await shopper.send(text=TEXT)
        await shopper.until("typing")
        await rasa.start()
        answer = await shopper.until("message", lambda m: bool(m.get("reply_to")))
        assert answer["text"] == f"答：{TEXT}"
        assert await shopper.say("是玻璃的那个，我想要退款")
        assert await answers(shopper) == [f"答：{TEXT}", "答：是玻璃的那个，我想要退款"]


async def test_a_rasa_killed_in_mid_turn_is_asked_again_under_the_same_id(
    service: Service, rasa: FakeRasa
) -> None:
    rasa.hangs_up()
    async with service.widget() as shopper:
        assert [m["text"] for m in await shopper.say(TEXT)] == [f"答：{TEXT}"]
        assert len(rasa.asked) == 2
        assert rasa.asked[0] == rasa.asked[1]
        assert await answers(shopper) == [f"答：{TEXT}"]


async def test_a_rasa_that_still_loads_its_model_is_waited_for(service: Service, rasa: FakeRasa) -> None:
    rasa.fails(503)
    rasa.fails(503)
    async with service.widget() as shopper:
        assert [m["text"] for m in await shopper.say(TEXT)] == [f"答：{TEXT}"]


async def test_each_of_several_conversations_is_answered_once_after_a_crash(
    service: Service, rasa: FakeRasa
) -> None:
    holds = [rasa.holds() for _ in range(3)]
    sessions = []
    for number, held in enumerate(holds):
        async with service.widget() as shopper:
            sessions.append(shopper.session["session"])
            await shopper.send(text=f"{TEXT}{number}")
            await asyncio.wait_for(held.reached.wait(), 60)
    await service.stop()
    await service.start()
    await service.all_answered()
    for held in holds:
        held.let_go.set()
    for number, session in enumerate(sessions):
        async with service.widget(session=session) as shopper:
            assert await answers(shopper) == [f"答：{TEXT}{number}"]
    assert set(Counter(turn["message_id"] for turn in rasa.asked).values()) == {2}


async def test_a_turn_run_again_after_a_long_silence_belongs_to_the_same_case(
    service: Service, rasa: FakeRasa, clock: FixedClock
) -> None:
    """Otherwise Rasa would not know that it answered, and a ticket would be opened under another key."""
    async with service.widget() as shopper:
        session = shopper.session["session"]
        await shopper.say(TEXT)
        clock.advance(timedelta(minutes=31))
        held = rasa.holds()
        await shopper.send(text="是玻璃的那个，我想要退款")
        async with held:
            await service.stop()
            clock.advance(timedelta(minutes=31))
            await service.start()
            await service.all_answered()
        first, crashed, again = (turn["sender"] for turn in rasa.asked)
        assert crashed == again == first.replace(":1", ":2")
    async with service.widget(session=session) as shopper:
        assert len(await answers(shopper)) == 2
