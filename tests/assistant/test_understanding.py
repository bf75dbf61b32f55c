from __future__ import annotations

import pytest

from assistant.understanding import understood


def test_the_best_readings_stay_when_the_dialogue_falls_back() -> None:
    parse = {
        "text": "那个",
        "intent": {"name": "nlu_fallback", "confidence": 0.7},
        "intent_ranking": [
            {"name": "nlu_fallback", "confidence": 0.7},
            {"name": "faq", "confidence": 0.25},
            {"name": "greet", "confidence": 0.2},
        ],
        "entities": [],
        "topic": "invoice",
    }

    result = understood(parse)

    assert result["intent"] == {"name": "faq", "confidence": 0.25}
    assert [reading["name"] for reading in result["ranking"]] == ["faq", "greet"]
    assert result["topic"] == "invoice"
    assert result["unclear"] is True


def test_a_clear_message_in_the_contract_s_shape() -> None:
    parse = {
        "text": "转人工，股票涨了吗",
        "intent": {"name": "out_of_scope", "confidence": 0.91234},
        "intent_ranking": [{"name": "out_of_scope", "confidence": 0.91234}],
        "entities": [
            {
                "entity": "product",
                "value": "书",
                "text": "书",
                "start": 0,
                "end": 1,
                "extractor": "Recogniser",
            }
        ],
        "topic": None,
        "wants_human": True,
        "sentiment": "negative",
        "urgency": 2,
    }

    assert understood(parse) == {
        "intent": {"name": "out_of_scope", "confidence": 0.9123},
        "ranking": [{"name": "out_of_scope", "confidence": 0.9123}],
        "entities": [{"entity": "product", "value": "书", "text": "书", "start": 0, "end": 1}],
        "needs": [{"intent": "out_of_scope", "text": "转人工，股票涨了吗"}],
        "wants_human": True,
        "sentiment": "negative",
        "urgency": 2,
        "out_of_scope": True,
        "unclear": False,
    }


def test_several_needs_are_passed_on_as_they_were_told_apart() -> None:
    needs = [{"intent": "report_damaged_parcel", "text": "碎了"}, {"intent": "faq", "text": "发票怎么开"}]
    first = {"name": "report_damaged_parcel", "confidence": 0.9}
    parse = {"text": "碎了，还有发票怎么开", "intent": first, "intent_ranking": [first], "needs": needs}

    assert understood(parse)["needs"] == needs


@pytest.mark.parametrize(
    ("readings", "marked"),
    [
        ([("faq", 0.9), ("out_of_scope", 0.05)], False),
        ([("faq", 0.7), ("out_of_scope", 0.2)], True),
        ([("out_of_scope", 0.3), ("faq", 0.29)], True),
        ([("faq", 0.9)], False),
        ([], True),
    ],
)
def test_what_may_be_for_someone_else_is_marked(readings: list[tuple[str, float]], marked: bool) -> None:
    ranking = [{"name": name, "confidence": confidence} for name, confidence in readings]
    parse = {"intent": {"name": None, "confidence": 0.0}, "intent_ranking": ranking}

    assert understood(parse)["out_of_scope"] is marked
