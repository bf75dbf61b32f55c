"""Rasa fails: the bot apologises, people are called, the message is kept."""

from __future__ import annotations

from collections.abc import Callable

from aftersales.clock import FixedClock
from aftersales.settings import Settings
from tests.support.fake_rasa import FakeRasa, answer, understood
from tests.support.service import Service, running
from tests.support.sockets import Widget

TEXT = "昨天收到的玻璃花瓶碎了怎么办呀"
BUBBLE = {"text": "好的。"}


async def apologised(service: Service, shopper: Widget) -> None:
    said = await shopper.say(TEXT)
    assert len(said) == 1
    assert "抱歉" in said[0]["text"] or "不好意思" in said[0]["text"]
    assert "queue" in await shopper.until("state", lambda state: state["owner"] == "queued")
    seen = (await service.get("lan", f"/api/conversations/{shopper.conversation}")).json()
    assert seen["owner"] == "queued"
    assert [m["text"] for m in seen["messages"] if m["from"] == "shopper"] == [TEXT]


FAILURES: dict[str, Callable[[FakeRasa], object]] = {
    "500 twice": lambda rasa: [rasa.fails(500), rasa.fails(500)],
    "401": lambda rasa: rasa.fails(401),
    "nothing said": lambda rasa: rasa.says(),
    "no object": lambda rasa: rasa.returns([]),
    "no messages": lambda rasa: rasa.returns({"state": {"slots": {}, "active_loop": None}}),
    "no state": lambda rasa: rasa.returns({"messages": [BUBBLE], "understood": understood("greet")}),
    "no intent": lambda rasa: rasa.returns(answer(BUBBLE) | {"understood": {}}),
    "bubble is a text": lambda rasa: rasa.returns(answer() | {"messages": ["好的"]}),
    "choice without title": lambda rasa: rasa.says(BUBBLE | {"choices": [{"value": "yes"}]}),
    "unknown effect": lambda rasa: rasa.says(BUBBLE | {"effects": {"handover": {"whom": "lan"}}}),
    "text is a number": lambda rasa: rasa.says({"text": {"a": 1}}),
}


async def test_a_failure_is_apologised_for_and_handed_over(service: Service, rasa: FakeRasa) -> None:
    for fail in FAILURES.values():
        fail(rasa)
        async with service.widget() as shopper:
            await apologised(service, shopper)
    assert len(rasa.asked) == len(FAILURES) + 1


async def test_an_error_is_asked_about_once_more(service: Service, rasa: FakeRasa) -> None:
    rasa.fails(500)
    async with service.widget() as shopper:
        assert [m["text"] for m in await shopper.say(TEXT)] == [f"答：{TEXT}"]
    first, again = rasa.asked
    assert first == again


async def test_so_is_what_is_not_answered_in_time(
    settings: Settings, clock: FixedClock, rasa: FakeRasa
) -> None:
    held = rasa.holds()
    service = Service(settings.model_copy(update={"rasa_timeout_s": 5.0}), clock)
    async with running(service), service.widget() as shopper:
        assert [m["text"] for m in await shopper.say(TEXT)] == [f"答：{TEXT}"]
        held.let_go.set()


async def test_after_a_failure_the_bot_can_be_given_the_conversation_again(
    service: Service, rasa: FakeRasa
) -> None:
    rasa.fails(401)
    async with service.widget() as shopper:
        await apologised(service, shopper)
        await service.act("lan", shopper.conversation, "claim")
        await service.act("lan", shopper.conversation, "return")
        await shopper.until("message", lambda m: m.get("text") == "答：/handed_back")
        assert [m["text"] for m in await shopper.say(TEXT + "？")] == [f"答：{TEXT}？"]


async def test_no_answer_in_time_is_a_failure(settings: Settings, clock: FixedClock, rasa: FakeRasa) -> None:
    held = [rasa.holds(), rasa.holds()]
    service = Service(settings.model_copy(update={"rasa_timeout_s": 0.2}), clock)
    async with running(service), service.widget() as shopper:
        await apologised(service, shopper)
        for one in held:
            one.let_go.set()


async def test_a_rasa_that_stays_away_too_long_is_a_failure(
    settings: Settings, clock: FixedClock, rasa: FakeRasa
) -> None:
    service = Service(settings.model_copy(update={"rasa_recovery_s": 0.05}), clock)
    await rasa.stop()
    async with running(service), service.widget() as shopper:
        await apologised(service, shopper)
    await rasa.start()
