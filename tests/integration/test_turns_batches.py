"""Which messages make one turn (CONTRACT, `turn`): fragments, messages during a turn, choices."""

from __future__ import annotations

from uuid import uuid4

import pytest

from aftersales.clock import FixedClock
from aftersales.settings import Settings
from tests.support.fake_rasa import FakeRasa, understood
from tests.support.photos import photo
from tests.support.service import Service, running
from tests.support.sockets import Widget

NEVER_S = 60.0


@pytest.fixture
def patient(settings: Settings, clock: FixedClock) -> Service:
    """A service whose fragments wait longer than any test."""
    return Service(settings.model_copy(update={"fragment_wait_s": NEVER_S}), clock)


async def send(shopper: Widget, *texts: str) -> list[str]:
    """Ids of the messages, all stored."""
    ids = [str(uuid4()) for _ in texts]
    for message_id, text in zip(ids, texts, strict=True):
        assert (await shopper.send(message_id, text=text))["ok"]
    return ids


async def test_messages_that_arrive_during_a_turn_are_taken_together(
    service: Service, rasa: FakeRasa
) -> None:
    held = rasa.holds()
    async with service.widget() as shopper:
        first = await send(shopper, "昨天收到的花瓶碎了怎么办")
        async with held:
            rest = await send(shopper, "是玻璃的那个花瓶", "我想要退款")
        turn = await shopper.turn(rest[-1])
        assert turn["reply_to"] == rest
        assert [asked["text"] for asked in rasa.asked] == [
            "昨天收到的花瓶碎了怎么办",
            "是玻璃的那个花瓶，我想要退款",
        ]
        assert rasa.asked[1]["message_id"] == rest[-1]
        assert (await shopper.turn(first[0]))["reply_to"] == first
        assert [m["reply_to"] for m in shopper.messages[1:] if m["from"] == "bot"] == [first, rest]


async def test_a_choice_stands_alone(service: Service, rasa: FakeRasa) -> None:
    held = rasa.holds()
    async with service.widget() as shopper:
        agree = (await shopper.offer())["agree"]
        await send(shopper, "昨天收到的花瓶碎了怎么办")
        async with held:
            before = await send(shopper, "是玻璃的那个花瓶")
            tapped = str(uuid4())
            await shopper.send(tapped, choice=agree)
            after = await send(shopper, "我想要换一个新的花瓶")
        await shopper.turn(after[0])
        assert [turn["reply_to"] for turn in shopper.all("turn")[1:]] == [before, [tapped], after]
        assert [turn["payload"] for turn in rasa.asked] == [None, None, '/choose{"choice": "agree"}', None]


async def test_photos_go_with_the_words_beside_them(service: Service, rasa: FakeRasa) -> None:
    held = rasa.holds()
    async with service.widget() as shopper:
        token = shopper.session["session"]
        ids = [(await service.upload(token, photo(n))).json()["photo_id"] for n in (1, 2)]
        await send(shopper, "昨天收到的花瓶碎了怎么办")
        async with held:
            await shopper.send(photo_ids=[ids[0]])
            last = str(uuid4())
            await shopper.send(last, text="这是包裹", photo_ids=[ids[1]])
        await shopper.turn(last)
        asked = rasa.asked[1]
        assert (asked["text"], asked["payload"]) == ("这是包裹", None)
        assert asked["metadata"]["photos"] == ids
        shown = [m["photos"] for m in shopper.messages if "photos" in m]
        assert shown == [[{"id": ids[0]}], [{"id": ids[1]}]]


async def test_photos_alone_are_a_turn(service: Service, rasa: FakeRasa) -> None:
    async with service.widget() as shopper:
        photo_id = (await service.upload(shopper.session["session"], photo(1))).json()["photo_id"]
        await shopper.say(photo_ids=[photo_id])
        assert (rasa.asked[0]["text"], rasa.asked[0]["payload"]) == (None, "/inform")
        assert rasa.asked[0]["metadata"]["photos"] == [photo_id]


async def test_an_unclear_fragment_waits_for_what_explains_it(patient: Service, rasa: FakeRasa) -> None:
    first = "花瓶"
    rasa.readings[first] = understood("inform")
    async with running(patient), patient.widget() as shopper:
        ids = await send(shopper, first)
        await rasa.understands(first)
        ids += await send(shopper, "碎了")
        turn = await shopper.turn(ids[0])
        assert turn["reply_to"] == ids
        assert [asked["text"] for asked in rasa.asked] == [f"{first}，碎了"]


async def test_what_arrives_while_a_fragment_is_being_read_is_not_overlooked(
    patient: Service, rasa: FakeRasa
) -> None:
    rasa.readings["在吗"] = understood("greet")
    async with running(patient), patient.widget() as shopper:
        held = rasa.holds_parse()
        ids = await send(shopper, "在吗")
        async with held:
            ids += await send(shopper, "碎了")
        assert (await shopper.turn(ids[0]))["reply_to"] == ids


async def test_three_fragments_are_one_turn(patient: Service, rasa: FakeRasa) -> None:
    rasa.readings |= {"在吗": understood("greet"), "在吗，花瓶": understood("inform")}
    async with running(patient), patient.widget() as shopper:
        ids = await send(shopper, "在吗")
        await rasa.understands("在吗")
        ids += await send(shopper, "花瓶")
        await rasa.understands("在吗，花瓶")
        ids += await send(shopper, "碎了")
        assert (await shopper.turn(ids[0]))["reply_to"] == ids


async def test_a_fragment_that_nobody_explains_is_answered_after_the_wait(
    service: Service, rasa: FakeRasa
) -> None:
    rasa.readings["在吗"] = understood("greet")
    async with service.widget() as shopper:
        assert [m["text"] for m in await shopper.say("在吗")] == ["答：在吗"]


async def test_a_fragment_does_not_wait_when_a_choice_follows(patient: Service, rasa: FakeRasa) -> None:
    rasa.readings["在吗"] = understood("greet")
    async with running(patient), patient.widget() as shopper:
        agree = (await shopper.offer())["agree"]
        ids = await send(shopper, "在吗")
        await rasa.understands("在吗")
        await shopper.say(choice=agree)
        assert (await shopper.turn(ids[0]))["reply_to"] == ids


async def test_a_clear_text_does_not_wait(patient: Service, rasa: FakeRasa) -> None:
    async with running(patient), patient.widget() as shopper:
        assert await shopper.say("花瓶碎了")
        assert rasa.parsed == ["花瓶碎了"]
        assert await shopper.say("昨天收到的玻璃花瓶碎了怎么办呀")
        assert rasa.parsed == ["花瓶碎了"]


async def test_an_answer_to_an_open_question_does_not_wait(patient: Service, rasa: FakeRasa) -> None:
    rasa.readings["花瓶"] = understood("inform")
    async with running(patient), patient.widget() as shopper:
        rasa.says({"text": "请问是哪一件？", "expects": "items"}, loop="claim_form")
        await shopper.say("昨天收到的东西碎了怎么办")
        assert await shopper.say("花瓶")
        assert rasa.parsed == []


async def test_a_fragment_is_answered_when_rasa_cannot_tell_whether_it_is_one(
    patient: Service, rasa: FakeRasa
) -> None:
    rasa.readings["在吗"] = {"no": "intent"}
    async with running(patient), patient.widget() as shopper:
        assert [m["text"] for m in await shopper.say("在吗")] == ["答：在吗"]
