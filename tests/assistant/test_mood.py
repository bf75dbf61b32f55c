from __future__ import annotations

import pytest

from assistant.nlu.mood import Feeling, feel


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我要退货", Feeling(False, "neutral", 0)),
        ("转人工，我要退货", Feeling(True, "neutral", 0)),
        ("zrg", Feeling(True, "neutral", 0)),
        ("不用转人工，你说就行", Feeling(False, "neutral", 0)),
        ("什么破客服，太差了", Feeling(False, "negative", 0)),
        ("谢谢，辛苦了", Feeling(False, "positive", 0)),
        ("谢谢你们这群骗子", Feeling(False, "negative", 0)),
        ("麻烦快点发货", Feeling(False, "neutral", 1)),
        ("都5天了怎么还没发", Feeling(False, "neutral", 2)),
        ("插上就冒烟了", Feeling(False, "neutral", 3)),
        ("找你们经理来，再不处理我就投诉", Feeling(True, "negative", 0)),
    ],
)
def test_feelings(text: str, expected: Feeling) -> None:
    assert feel(text) == expected
