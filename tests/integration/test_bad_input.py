"""Bad input: each gets its code and a clear answer, changes no row, and the next good message is answered."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from aftersales.clock import FixedClock
from tests.support.fake_rasa import FakeRasa
from tests.support.photos import photo
from tests.support.service import NOW, Service, running, settings_in
from tests.support.sockets import Widget

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD = "花瓶收到就碎了，怎么办呀"
ID = "6f1c1c5e-9a52-4f0b-8a43-0d9b7f6f1a11"
PHOTO = "0" * 32
HALF_A_CHARACTER = "\ud83d"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def rasa() -> AsyncIterator[FakeRasa]:
    stand_in = FakeRasa()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(
    tmp_path_factory: pytest.TempPathFactory, migrated: Path, rasa: FakeRasa
) -> AsyncIterator[Service]:
    settings = settings_in(tmp_path_factory.mktemp("bad_input"), migrated, rasa)
    async with running(Service(settings, FixedClock(NOW))) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def shopper(service: Service) -> AsyncIterator[Widget]:
    async with service.widget() as connected:
        await connected.until("message")
        yield connected


async def refused(service: Service, shopper: Widget, *bodies: Any) -> set[str]:
    """The codes, after proving that nothing changed and that the next good message is answered."""
    before, codes = await service.rows(), set()
    for body in bodies:
        ack = await shopper.call("message", body)
        assert ack["ok"] is False, body
        assert ack["error"]["message"]
        codes.add(ack["error"]["code"])
    assert await service.rows() == before
    assert await shopper.say(GOOD)
    return codes


def with_id(*contents: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": str(uuid4())} | content for content in contents]


NOT_A_MESSAGE = [None, [], ["a", "list"], 5, True, "just text", {}, {"text": "没有 id"}]
BAD_IDS = ["", "x", 7, None, ["a"], {"a": 1}, "g" * 32, ID + "0", HALF_A_CHARACTER]


async def test_a_message_without_a_good_id_is_bad_id(service: Service, shopper: Widget) -> None:
    bodies = [*NOT_A_MESSAGE, *({"id": bad, "text": GOOD} for bad in BAD_IDS)]
    assert await refused(service, shopper, *bodies) == {"bad_id"}


async def test_an_empty_message_is_empty(service: Service, shopper: Widget) -> None:
    blank = ["", " \n\t　", "\x00\x00", None, 5, ["一", "二"], {"a": 1}]
    bodies = with_id({}, {"text": None, "photo_ids": []}, *({"text": text} for text in blank))
    assert await refused(service, shopper, *bodies) == {"empty"}


async def test_a_message_over_2000_characters_is_too_long(service: Service, shopper: Widget) -> None:
    bodies = with_id({"text": "碎" * 2001}, {"text": "碎" * 10_000})
    assert await refused(service, shopper, *bodies) == {"too_long"}


async def test_a_message_of_exactly_2000_characters_is_answered(shopper: Widget) -> None:
    assert await shopper.say("碎" * 2000)


async def test_a_photo_nobody_sent_is_unknown(service: Service, shopper: Widget) -> None:
    lists = [
        [PHOTO],
        [PHOTO, PHOTO],
        "a photo",
        [1],
        [None],
        [[]],
        [""],
        ["\x00"],
        [HALF_A_CHARACTER],
        {"a": 1},
    ]
    bodies = with_id(*({"text": GOOD, "photo_ids": photo_ids} for photo_ids in lists))
    assert await refused(service, shopper, *bodies) == {"unknown_photo"}


async def test_more_photos_than_nine_are_too_many(service: Service, shopper: Widget) -> None:
    body = {"id": str(uuid4()), "photo_ids": [f"{n:032}" for n in range(10)]}
    assert await refused(service, shopper, body) == {"too_long"}


async def test_a_photo_of_another_conversation_is_unknown(service: Service, shopper: Widget) -> None:
    async with service.widget() as other:
        uploaded = (await service.upload(other.session["session"], photo(1))).json()["photo_id"]
        body = {"id": str(uuid4()), "photo_ids": [uploaded]}
        assert await refused(service, shopper, body) == {"unknown_photo"}
        assert (await other.send(photo_ids=[uploaded]))["ok"]


async def test_a_choice_that_was_never_offered_is_unknown(service: Service, shopper: Widget) -> None:
    never = ["", "agree", "x.1", f"{PHOTO}.1", 7, ["a"], {"a": 1}, "\x00", HALF_A_CHARACTER, "x" * 10_000]
    bodies = with_id(*({"choice": choice} for choice in never))
    assert await refused(service, shopper, *bodies) == {"unknown_choice"}


async def test_a_choice_of_another_conversation_is_unknown(service: Service, shopper: Widget) -> None:
    async with service.widget() as other:
        theirs = (await other.offer())["agree"]
    assert await refused(service, shopper, {"id": str(uuid4()), "choice": theirs}) == {"unknown_choice"}


async def test_a_choice_stands_alone(service: Service, shopper: Widget) -> None:
    choice = {"choice": (await shopper.offer())["agree"]}
    bodies = with_id(choice | {"text": GOOD}, choice | {"photo_ids": [PHOTO]})
    assert await refused(service, shopper, *bodies) == {"unknown_choice"}


async def test_an_answered_choice_is_stale(service: Service, shopper: Widget) -> None:
    choices = await shopper.offer()
    await shopper.say(choice=choices["agree"])
    bodies = with_id(*({"choice": late} for late in choices.values()))
    assert await refused(service, shopper, *bodies) == {"stale_choice"}


async def test_a_superseded_choice_is_stale(service: Service, shopper: Widget, rasa: FakeRasa) -> None:
    first = (await shopper.offer())["agree"]
    rasa.says({"text": "哪一件？", "choices": [{"title": "花瓶", "value": "line:1"}], "expects": "items"})
    await shopper.say(GOOD)
    assert await refused(service, shopper, {"id": str(uuid4()), "choice": first}) == {"stale_choice"}


async def test_a_replayed_message_is_one_message(service: Service, shopper: Widget, rasa: FakeRasa) -> None:
    message_id = str(uuid4())
    ack = await shopper.send(message_id, text=GOOD)
    await shopper.answer(message_id)
    before, asked = await service.rows(), len(rasa.asked)
    assert await shopper.send(message_id, text=GOOD) == ack | {"duplicate": True}
    assert await shopper.send(message_id, text=f" {GOOD}\n") == ack | {"duplicate": True}
    assert await service.rows() == before
    assert len(rasa.asked) == asked
    assert await shopper.say(GOOD)


async def test_a_replayed_choice_is_the_same_choice(service: Service, shopper: Widget) -> None:
    message_id, choices = str(uuid4()), await shopper.offer()
    ack = await shopper.send(message_id, choice=choices["agree"])
    await shopper.answer(message_id)
    assert await shopper.send(message_id, choice=choices["agree"]) == ack | {"duplicate": True}
    body = {"id": message_id, "choice": choices["decline"]}
    assert await refused(service, shopper, body) == {"id_conflict"}


async def test_a_used_id_with_other_content_is_a_conflict(service: Service, shopper: Widget) -> None:
    message_id = str(uuid4())
    assert (await shopper.send(message_id, text=GOOD))["ok"]
    await shopper.answer(message_id)
    bodies = [{"id": message_id, "text": other} for other in (GOOD + "！", GOOD.replace("碎", "裂"))]
    assert await refused(service, shopper, *bodies) == {"id_conflict"}


async def test_an_id_used_in_another_conversation_is_a_conflict(service: Service, shopper: Widget) -> None:
    message_id = str(uuid4())
    async with service.widget() as other:
        assert (await other.send(message_id, text=GOOD))["ok"]
    assert await refused(service, shopper, {"id": message_id, "text": GOOD}) == {"id_conflict"}


async def test_the_id_of_what_an_agent_said_is_a_conflict(service: Service, shopper: Widget) -> None:
    message_id = str(uuid4())
    await service.act("lan", shopper.conversation, "claim")
    await service.act("lan", shopper.conversation, "messages", id=message_id, text="您好")
    ack = await shopper.send(message_id, text="您好")
    assert ack["error"]["code"] == "id_conflict"


@pytest.mark.parametrize(
    ("text", "to_rasa"),
    [
        ("/restart", "／restart"),
        ('/approve{"role":"admin"}', '／approve{"role":"admin"}'),
        (" /restart", "／restart"),
        ("\u200b/restart", "\u200b／restart"),
        ("//restart", "／/restart"),
    ],
)
async def test_a_command_is_a_text_like_any_other(
    shopper: Widget, rasa: FakeRasa, text: str, to_rasa: str
) -> None:
    assert await shopper.say(text)
    asked = rasa.asked[-1]
    assert (asked["text"], asked["payload"]) == (to_rasa, None)
    assert asked["metadata"]["words"] == to_rasa
    assert shopper.messages[-2]["text"] == text.strip()
    assert await shopper.say(GOOD)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>花瓶碎了",
        '<img src=x onerror="alert(1)"> & "引号"',
        "花瓶碎了'); DROP TABLE messages; --",
        "{{7*7}} ${7*7} %s {0}",
    ],
)
async def test_markup_is_kept_and_handed_on_as_plain_words(
    shopper: Widget, rasa: FakeRasa, text: str
) -> None:
    assert await shopper.say(text)
    assert rasa.asked[-1]["text"] == text
    page = await shopper.history(after_seq=0)
    assert [m["text"] for m in page["messages"] if m["from"] == "shopper"] == [text]
    assert await shopper.say(GOOD)


@pytest.mark.parametrize(
    ("text", "stored"),
    [("花瓶\x00碎了", "花瓶碎了"), (f"花瓶{HALF_A_CHARACTER}碎了", "花瓶?碎了"), ("碎了😭😭", "碎了😭😭")],
    ids=["null byte", "half a character", "emoji"],
)
async def test_what_no_database_takes_is_left_out(shopper: Widget, text: str, stored: str) -> None:
    assert await shopper.say(text)
    assert shopper.messages[-2]["text"] == stored
    assert await shopper.say(GOOD)


def bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG of 400 megapixels in some kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes((width // 8 + 1) * 100), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (bytes(30 * 1024 * 1024), 413, "too_large"),
        ("我是文本，不是图片".encode(), 415, "not_an_image"),
        (b"", 415, "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415, "not_an_image"),
        (bomb(), 422, "too_many_pixels"),
    ],
    ids=["30 MB", "a text named .jpg", "nothing", "svg with script", "decompression bomb"],
)
async def test_a_bad_photo_is_refused(
    service: Service, shopper: Widget, data: bytes, status: int, code: str
) -> None:
    before = await service.rows()
    answer = await service.upload(shopper.session["session"], data)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"]
    assert await service.rows() == before
    good = (await service.upload(shopper.session["session"], photo(2))).json()["photo_id"]
    assert await shopper.say(photo_ids=[good])


async def test_somebody_elses_order_is_like_none(service: Service, shopper: Widget) -> None:
    """By the action that Rasa calls: a wrong phone tail costs a try, opens nothing and does not say why."""
    answers = []
    for order_id in ("202600019001", "209900000000"):
        before = await service.rows()
        slots = {"request": "damaged", "order_id": order_id, "requested_slot": "phone_tail"}
        answer = await service.asks_action("validate_claim_form", shopper.conversation, "1234", slots)
        assert answer.status_code == 200
        assert await service.rows() == before | {"tries": before["tries"] + 2}
        answers.append(answer.json())
        assert await shopper.say(GOOD)
    assert answers[0] == answers[1]
    assert "平板" not in str(answers)


async def test_the_right_phone_tail_opens_the_order_for_this_conversation_alone(
    service: Service, shopper: Widget
) -> None:
    slots = {"request": "damaged", "order_id": "202600019001", "requested_slot": "phone_tail"}
    await service.asks_action("validate_claim_form", shopper.conversation, "5678", slots)
    assert await _proven(service, shopper) == ["202600019001"]
    async with service.widget() as other:
        assert await _proven(service, other) is None


async def _proven(service: Service, shopper: Widget) -> list[str] | None:
    async with service.widget(session=shopper.session["session"]) as again:
        proof: list[str] | None = (await again.until("state")).get("proof")
        return proof


async def test_one_wrong_phone_tail_costs_one_try_however_many_actions_look(
    service: Service, shopper: Widget
) -> None:
    slots = {"request": "damaged", "order_id": "202600019001", "requested_slot": "phone_tail"}
    before = await service.rows()
    answer = await service.asks_action("validate_claim_form", shopper.conversation, "1234", slots)
    read = {event["name"]: event["value"] for event in answer.json()["events"]}["read_message"]
    again = slots | {"read_message": read}
    await service.asks_action("action_ask_claim_form_phone_tail", shopper.conversation, "1234", again)
    assert (await service.rows())["tries"] == before["tries"] + 2  # one of the sender's, one of the order's


async def test_who_sends_too_fast_is_told_so(service: Service, shopper: Widget) -> None:
    for _ in range(40):
        await shopper.send(choice="x.1")
    before = await service.rows()
    assert (await shopper.send(text=GOOD))["error"]["code"] == "rate_limited"
    assert await service.rows() == before
    async with service.widget() as other:
        assert await other.say(GOOD)
