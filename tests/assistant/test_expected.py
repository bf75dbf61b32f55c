"""The open question decides what a bare word means."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.expected import ExpectedAnswer, meant


@pytest.mark.parametrize(
    ("words", "expects", "intent"),
    [
        ("没有", "confirm", "deny"),
        ("没有", "photo_goods", "skip"),
        ("没有", "order_id", "skip"),
        ("不是", "order_id", "deny"),
        ("没有", "repairs", "deny"),
        ("没有", "description", "skip"),
        ("没有了", "photo_parcel", "done"),
        ("没了，谢谢", "anything_else", "done"),
        ("没有", "anything_else", "deny"),
        ("不用了", "anything_else", "deny"),
        ("不用了", "photo_goods", "skip"),
        ("不用了谢谢", "rating", "skip"),
        ("2", "order_id", "choose"),
        ("2", "remedy", "choose"),
        ("第二个吧", "clarify", "choose"),
        ("最后那个", "items", "choose"),
        ("2", "quantity", "inform"),
        ("两个", "quantity", "inform"),
        ("2", "rating", "rate_service"),
        ("五星", "rating", "rate_service"),
        ("一般般", "rating", "rate_service"),
        ("2", "phone_tail", "inform"),
        ("拉倒吧", "confirm", "stop"),
        ("拉倒", "anything_else", "done"),
        ("好的", "confirm", "affirm"),
        ("好了", "photo_goods", "done"),
    ],
)
def test_the_question_says_what_a_bare_word_means(words: str, expects: str, intent: str) -> None:
    assert meant(words, expects) == intent


@pytest.mark.parametrize(
    ("words", "expects"),
    [
        ("没有发货", "confirm"),
        ("2天了还没到", "order_id"),
        ("不用了就坏了", "description"),
        ("没有", "nothing_known"),
        ("好的那运费谁出", "confirm"),
    ],
)
def test_more_than_a_bare_word_is_left_to_the_model(words: str, expects: str) -> None:
    assert meant(words, expects) is None


def _message(text: str, expects: str | None) -> Message:
    ranking = [{"name": "deny", "confidence": 0.6}, {"name": "skip", "confidence": 0.3}]
    return Message(
        {TEXT: text, METADATA: {"expects": expects}, INTENT: ranking[0], INTENT_RANKING_KEY: ranking}
    )


def test_the_meant_intent_stands_first_and_the_others_stay() -> None:
    (message,) = ExpectedAnswer().process([_message("没有", "photo_goods")])

    ranking = message.get(INTENT_RANKING_KEY)
    assert message.get(INTENT)["name"] == "skip"
    assert [one["name"] for one in ranking] == ["skip", "deny"]
    assert sum(one["confidence"] for one in ranking) == pytest.approx(1)


def test_without_an_open_question_nothing_changes() -> None:
    (message,) = ExpectedAnswer().process([_message("没有", None)])

    assert message.get(INTENT) == {"name": "deny", "confidence": 0.6}


def test_a_command_of_the_service_is_left_alone() -> None:
    (message,) = ExpectedAnswer().process([_message("/deny", "photo_goods")])

    assert message.get(INTENT)["name"] == "deny"
