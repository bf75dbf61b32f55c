"""Uncertain, frequent and new messages come first; what is understood or labelled does not come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aftersales.learning.model import Heard, Reading, Why
from aftersales.learning.proposals import Known, proposed, score

SHARE = st.floats(0, 1)
KNOWN = Known(["退货运费谁出", "东西不想要了"])


def heard(text: str, best: float, second: float = 0.0) -> Heard:
    return Heard(text, (Reading("request_refund", best), Reading("cancel_order", second)), "c1")


def test_a_doubtful_message_is_proposed_with_its_readings() -> None:
    (one,) = proposed([heard("退货运费", 0.4, 0.35)], KNOWN)
    assert (one.text, one.count, one.why) == ("退货运费", 1, (Why.UNCERTAIN,))
    assert [reading.intent for reading in one.readings] == ["request_refund", "cancel_order"]


def test_what_is_understood_in_known_words_is_not_worth_a_label() -> None:
    assert proposed([heard("退货运费谁出", 0.95)] * 20, KNOWN) == []


def test_new_words_are_worth_one_even_when_the_model_is_sure() -> None:
    (one,) = proposed([heard("榨汁机漏水", 0.95)], KNOWN)
    assert one.why == (Why.NEW,)


def test_said_by_many_it_comes_first() -> None:
    rare, frequent = heard("退货运费", 0.4, 0.35), heard("东西不想要", 0.4, 0.35)
    first, second = proposed([rare, *[frequent] * 3], KNOWN)
    assert (first.text, first.count, Why.FREQUENT in first.why) == ("东西不想要", 3, True)
    assert second.text == "退货运费"


def test_other_wordings_are_counted_and_shown() -> None:
    said = ["退货运费谁来出呀", "退货运费谁来出呀", "退货运费谁来出"]
    (one,) = proposed([heard(text, 0.4) for text in said], KNOWN)
    assert (one.text, one.count, one.others) == (said[0], 3, (said[2],))


def test_what_is_like_a_labelled_text_is_settled() -> None:
    assert proposed([heard("退货运费谁来出呀", 0.4)], KNOWN, labelled=["退货运费谁来出"]) == []


def test_marks_alone_and_what_nobody_read_are_no_candidates() -> None:
    assert proposed([heard("？", 0.1), Heard("退货运费", ())], KNOWN) == []


@given(SHARE, SHARE, SHARE, SHARE, st.integers(1, 1000), st.integers(1, 1000))
def test_more_doubt_more_news_or_more_shoppers_never_rank_lower(
    doubt: float, more_doubt: float, new: float, more_new: float, count: int, more: int
) -> None:
    low, high = sorted([doubt, more_doubt]), sorted([new, more_new])
    few, many = sorted([count, more])
    assert score(low[0], high[0], few) <= score(low[1], high[1], many)
