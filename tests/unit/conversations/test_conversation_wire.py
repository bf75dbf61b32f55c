"""What leaves the service, what comes in, and how much of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.clock import FixedClock
from aftersales.conversations.inbox import Incoming, RateLimit, RateLimited
from aftersales.conversations.tables import MessageRow
from aftersales.conversations.wire import AGENTS_ONLY, for_shopper, message_json, text_in
from aftersales.errors import AppError

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
CODES = {"empty", "too_long", "bad_id", "unknown_choice", "unknown_photo"}


def row(**columns: Any) -> MessageRow:
    names: dict[str, Any] = {"id": "row", "message_id": "client", "seq": 3, "ts": NOW, "sender": "bot"}
    content: dict[str, Any] = {"photos": [], "choices": [], "reply_to": [], "note": False, "sent": True}
    return MessageRow(**names | content | columns)


def test_only_what_there_is_is_told() -> None:
    assert message_json(row(text="您好")) == {
        "id": "row",
        "seq": 3,
        "ts": "2026-03-02T02:00:00+00:00",
        "from": "bot",
        "text": "您好",
    }


def test_a_shopper_knows_her_message_by_her_own_id() -> None:
    assert message_json(row(sender="shopper"))["id"] == "client"
    assert message_json(row(sender="agent"))["id"] == "row"


def test_the_payload_of_a_choice_never_leaves() -> None:
    choice = {"id": "row.1", "title": "同意", "value": "agree", "payload": "/secret"}
    told = message_json(row(choices=[choice]))
    assert told["choices"] == [{"id": "row.1", "title": "同意", "value": "agree"}]
    assert "secret" not in str(told)


@given(note=st.booleans(), sent=st.booleans())
def test_a_shopper_is_told_neither_notes_nor_what_was_not_sent(note: bool, sent: bool) -> None:
    shown = for_shopper(message_json(row(text="您好", note=note, sent=sent)))
    assert (shown is None) == (note or not sent)
    assert shown is None or not set(AGENTS_ONLY) & set(shown)


@given(st.text(st.characters(codec=None)))
def test_every_text_that_comes_in_can_be_stored(text: str) -> None:
    kept = text_in(text)
    assert kept.encode().decode() == kept
    assert "\x00" not in kept
    assert kept == kept.strip() == text_in(kept)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
def test_a_good_text_keeps_every_character(text: str) -> None:
    assert text_in(text) == text.strip()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PARTS = {"text": ANYTHING, "choice": ANYTHING, "photo_ids": ANYTHING}
BODIES = ANYTHING | st.fixed_dictionaries({"id": st.uuids().map(str) | ANYTHING}, optional=PARTS)


@given(BODIES)
def test_whatever_comes_in_is_read_or_refused_with_a_code_of_the_contract(body: Any) -> None:
    incoming, refused = read(body)
    if refused is not None:
        assert refused.code in CODES
        assert refused.message
    if incoming is not None:
        assert incoming.text or incoming.photo_ids or incoming.choice
        assert not (incoming.choice and (incoming.text or incoming.photo_ids))


def read(body: Any) -> tuple[Incoming | None, AppError | None]:
    try:
        return Incoming.read(body), None
    except AppError as error:
        return None, error


def test_the_same_photo_named_twice_is_one() -> None:
    body = {"id": str(uuid4()), "photo_ids": ["b", "a", "b"]}
    assert Incoming.read(body).photo_ids == ("b", "a")


@given(st.lists(st.floats(0, 20), max_size=60))
def test_no_window_takes_more_than_its_count(pauses: list[float]) -> None:
    clock = FixedClock(NOW)
    limit, taken = RateLimit(clock, 5, 10), []
    for pause in pauses:
        clock.advance(timedelta(seconds=pause))
        try:
            limit.check("c1")
        except RateLimited:
            assert sum(clock.now() - moment <= timedelta(seconds=10) for moment in taken) == 5
        else:
            taken.append(clock.now())
    for moment in taken:
        assert sum(timedelta(0) <= moment - other <= timedelta(seconds=10) for other in taken) <= 5


def test_one_conversation_does_not_use_up_anothers() -> None:
    limit = RateLimit(FixedClock(NOW), 1, 10)
    limit.check("c1")
    limit.check("c2")
    with pytest.raises(RateLimited):
        limit.check("c1")
