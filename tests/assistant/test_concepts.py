from __future__ import annotations

import pytest

from assistant.nlu.concepts import concepts
from assistant.nlu.features import features


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("啥时候到货", [("when",), ("arrive",)]),
        ("电饭煲", [("goods",)]),
        ("两盒", [("pack",)]),
        ("四根", [("pieces",)]),
        ("50块", [("money",)]),
        ("15号", [("date",)]),
        ("12块5", [("money",), ("digits",)]),
        ("魑魅魍魉", []),
        ("", []),
    ],
)
def test_words_are_known_by_their_meaning(text: str, expected: list[tuple[str, ...]]) -> None:
    assert concepts(text) == expected


def test_the_longest_word_counts() -> None:
    assert concepts("确认收货") == [("confirm_receipt",)]


def test_synonyms_mean_the_same_to_the_classifier() -> None:
    first, second = (
        {feature for feature in features(text) if feature.startswith("m")}
        for text in ("啥时候送到", "几号送达")
    )

    assert first == second


def test_a_text_without_a_known_word_has_no_meaning() -> None:
    assert not [feature for feature in features("魑魅魍魉") if feature.startswith("m")]
