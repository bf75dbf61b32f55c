"""Each function of the report on a few made-up messages, and the page as a whole."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from aftersales.learning.examples import Example
from scripts.nlu_report.charts import Axis, Series, chart, matrix
from scripts.nlu_report.coverage import coverage
from scripts.nlu_report.entities import Mark, Score, annotated, compare
from scripts.nlu_report.judging import (
    Judged,
    best_threshold,
    by_intent,
    calibration,
    calibration_error,
    confusions,
    figures,
    judge,
    threshold_curve,
    worst,
)
from scripts.nlu_report.learning import Point, split_for_labels
from scripts.nlu_report.messages import Labelled, halves, read_lines
from scripts.nlu_report.page import Measured, Report, write
from scripts.nlu_report.rates import rate
from scripts.nlu_report.robustness import (
    CHANGES,
    by_length,
    emoji,
    homophones,
    identifiers,
    robustness,
    traditional,
    typos,
    voice,
)

TEXT = "昨天收到的花瓶已经碎了，请问怎么退款"


def read(intent: str, *ranking: tuple[str, float], text: str = "花瓶碎了", **more: Any) -> Judged:
    return Judged(Labelled(text, intent, **more), ranking, any(name == "out_of_scope" for name, _ in ranking))


class TestRates:
    def test_wilson_interval_as_in_the_textbook(self) -> None:
        found = rate([True] * 8 + [False] * 2)

        assert (found.value, found.count) == (0.8, 10)
        assert (round(found.low, 3), round(found.high, 3)) == (0.490, 0.943)

    def test_all_right_is_not_certain(self) -> None:
        found = rate([True] * 20)

        assert found.high == pytest.approx(1.0)
        assert 0.8 < found.low < 0.9

    def test_nothing_seen_nothing_known(self) -> None:
        assert rate([]) == (0.0, 0.0, 1.0, 0)


class TestJudging:
    def test_a_reading_is_strict_lenient_or_among_three(self) -> None:
        right = read("urge", ("urge", 0.9))
        defensible = read("urge", ("complain", 0.6), ("urge", 0.2), alternatives=frozenset({"complain"}))
        wrong = read("urge", ("greet", 0.5), ("thank", 0.2), ("deny", 0.1), ("urge", 0.1))

        found = figures([right, defensible, wrong])

        assert [round(each.value, 2) for each in (found.strict, found.lenient, found.top_three)] == [
            0.33,
            0.67,
            0.67,
        ]

    def test_a_message_without_a_reading_is_out_of_scope(self) -> None:
        nothing = {"ranking": [], "out_of_scope": True}

        (one,) = judge(lambda text: nothing, [Labelled("😂", "greet")])

        assert (one.said, one.confidence, one.marked_out) == ("out_of_scope", 0.0, True)

    def test_turned_away_wrongly_is_only_who_is_surely_inside(self) -> None:
        marked = ("out_of_scope", 0.9)
        doubtful = read("chitchat", marked, alternatives=frozenset({"out_of_scope"}))

        found = figures(
            [doubtful, read("urge", marked), read("urge", ("urge", 1.0)), read("out_of_scope", marked)]
        )

        assert (found.turned_away.value, found.turned_away.count) == (0.5, 2)
        assert (found.caught.value, found.caught.count) == (1.0, 1)

    def test_calibration_compares_confidence_with_accuracy(self) -> None:
        sure = [read("urge", ("urge", 0.95)) for _ in range(3)] + [read("urge", ("greet", 0.95))]
        unsure = [read("urge", ("urge", 0.35))]

        assert [(each.confidence, each.right.value) for each in calibration([*sure, *unsure])] == [
            (0.35, 1.0),
            (pytest.approx(0.95), 0.75),
        ]
        assert calibration_error([*sure, *unsure]) == pytest.approx((4 * 0.2 + 0.65) / 5)
        assert calibration_error([]) == 0

    def test_the_worst_are_those_it_is_surest_of(self) -> None:
        wrong = [read("urge", ("greet", confidence)) for confidence in (0.3, 0.9, 0.6)]

        assert [one.confidence for one in worst([*wrong, read("urge", ("urge", 1.0))], 2)] == [0.9, 0.6]

    def test_confusions_and_groups(self) -> None:
        some = [read("urge", ("greet", 0.9)), read("urge", ("urge", 0.9)), read("thank", ("thank", 0.9))]

        assert confusions(some)[("urge", "greet")] == 1
        assert {name: len(group) for name, group in by_intent(some).items()} == {"urge": 2, "thank": 1}

    def test_the_threshold_catches_most_within_what_is_allowed(self) -> None:
        inside = [read("urge", ("urge", 0.8), ("out_of_scope", p)) for p in (0.1, 0.4)]
        outside = [read("out_of_scope", ("urge", 0.6), ("out_of_scope", p)) for p in (0.2, 0.3)]
        curve = threshold_curve([*inside, *outside])

        assert best_threshold(curve, 0.5) == 0.2
        assert best_threshold(curve, 0.0) == 1.0
        assert curve[-1] == (0.1, 1.0, 1.0)


class TestEntities:
    def test_marks_count_in_the_plain_message(self) -> None:
        message = annotated("[兩個](quantity=2)[花瓶](product)[碎了](defect=破碎)(reason=damaged)", "now")

        assert message.text == "兩個花瓶碎了"
        assert message.marks == {
            Mark("quantity", "2", 0, 2),
            Mark("product", "花瓶", 2, 4),
            Mark("defect", "破碎", 4, 6),
            Mark("reason", "damaged", 4, 6),
        }

    def test_only_exact_finds_count(self) -> None:
        def find(text: str, **state: Any) -> list[dict[str, Any]]:
            return [
                {"entity": "quantity", "value": 2, "start": 0, "end": 2},
                {"entity": "product", "value": "瓶", "start": 3, "end": 4},
            ]

        scores, misses = compare(find, [annotated("[两个](quantity=2)[花瓶](product)", "now")])

        assert scores == {"product": Score(0, 1, 1), "quantity": Score(1, 1, 1)}
        assert scores["quantity"].f1 == 1.0
        assert [(miss.missed, miss.invented) for miss in misses] == [(("花瓶 = 花瓶",), ("瓶 = 瓶",))]

    def test_a_longer_time_has_two_ends(self) -> None:
        found = {"entity": "date", "value": "2026-03-09", "until": "2026-03-15", "start": 0, "end": 2}

        scores, _ = compare(
            lambda *_, **__: [found], [annotated("[上周](date=2026-03-09..2026-03-15)", "now")]
        )

        assert scores["date"].f1 == 1.0

    def test_the_harmonic_mean(self) -> None:
        assert Score(right=3, marked=4, found=6).f1 == pytest.approx(0.6)
        assert Score(0, 0, 0).f1 == 1.0


class TestRobustness:
    @pytest.mark.parametrize("change", CHANGES.values())
    def test_a_change_is_the_same_in_every_run(self, change: Any) -> None:
        assert change(TEXT, Random(TEXT)) == change(TEXT, Random(TEXT)) != TEXT

    def test_typos_touch_few_characters(self) -> None:
        changed = typos(TEXT, Random(1))

        assert abs(len(changed) - len(TEXT)) <= 2
        assert set(changed) <= set(TEXT)

    def test_homophones_sound_alike_and_keep_negations(self) -> None:
        from pypinyin import lazy_pinyin

        changed = homophones(TEXT, Random(1))

        assert lazy_pinyin(changed) == lazy_pinyin(TEXT)
        assert homophones("不没", Random(1)) == "不没"

    def test_traditional_and_back(self) -> None:
        from aftersales.text import simplified

        assert traditional("这单还没发货", Random(1)) == "這單還沒發貨"
        assert simplified(traditional(TEXT, Random(1))) == TEXT

    def test_what_is_added_leaves_the_words(self) -> None:
        assert "，" not in voice(TEXT, Random(1))
        assert "".join(char for char in emoji(TEXT, Random(1)) if char in TEXT).startswith("昨天收到")
        assert TEXT in identifiers(TEXT, Random(1))

    def test_counts_before_and_after_and_leaves_bare_words_alone(self) -> None:
        def parse(text: str, **state: Any) -> dict[str, Any]:
            said = "request_refund" if "电话" not in text else "inform"
            return {"ranking": [{"name": said, "confidence": 0.9}], "out_of_scope": False}

        before = judge(parse, [Labelled(TEXT, "request_refund"), Labelled("好的吧", "affirm")])
        found = robustness(parse, before, frozenset({"affirm"}))["identifiers"]

        assert (found.plain.value, found.changed.value, found.plain.count) == (1.0, 0.0, 1)
        assert [one.said for one in found.broken] == ["inform"]

    def test_by_length(self) -> None:
        some = [read("urge", ("urge", 1.0), text="快点"), read("urge", ("greet", 1.0), text="催催催！！！！")]

        assert {name: found.value for name, found in by_length(some).items()} == {"1–4": 0.5}


class TestMessages:
    def test_lines_with_alternatives_in_halves(self, tmp_path: Path) -> None:
        path = tmp_path / "own.jsonl"
        path.write_text(
            '{"text": "一", "intent": "urge", "alt": ["greet"]}\n\n{"text": "二", "intent": "deny"}\n'
        )

        a, b = halves(read_lines(path))

        assert a == [Labelled("一", "urge", frozenset({"greet"}))]
        assert b == [Labelled("二", "deny")]

    @pytest.mark.parametrize(("total", "learnt"), [(1414, 1000), (100, 72)])
    def test_labels_are_measured_on_others_of_half_b(self, total: int, learnt: int) -> None:
        messages = [Labelled(str(number), "urge") for number in range(total)]

        learnable, held_out = split_for_labels(messages)

        assert len(learnable) == learnt
        assert len(held_out) == total - learnt
        assert not set(learnable) & set(held_out)
        assert set(held_out) <= set(halves(messages)[1])

    def test_coverage_of_words(self) -> None:
        found = coverage([Example("花瓶碎了", "x")], [Labelled("花瓶到了", "x"), Labelled("花瓶", "x")])

        assert found.unknown == [("到", 1), ("了", 1)]
        assert found.running == pytest.approx(0.5)


class TestPage:
    def test_a_chart_puts_points_where_they_belong(self) -> None:
        share = Axis("share", (0.0, 0.5, 1.0), percent=True)

        picture = chart(share, share, [Series("line", [(0.0, 0.0), (1.0, 1.0), (2.0, 1.0)])])

        assert "50 %" in picture
        assert picture.count("points=") == 1
        assert len(picture.split('points="')[1].split('"')[0].split()) == 2

    def test_a_matrix_shades_the_share_of_the_row(self) -> None:
        picture = matrix(["a", "b"], {("a", "a"): 3, ("a", "b"): 1}, "title")

        assert "a read as b: 1 of 4" in picture
        assert 'fill-opacity="0.34"' in picture

    def test_the_page_is_whole_and_escapes_what_shoppers_say(self, tmp_path: Path) -> None:
        judged = [
            read("urge", ("greet", 0.9), text="<script>催</script>"),
            read("out_of_scope", ("out_of_scope", 0.9)),
            read("urge", ("urge", 0.9), text="快", topic="x"),
        ]
        found = figures(judged)
        change = robustness(lambda text: {"ranking": [], "out_of_scope": True}, judged, frozenset())
        own = Measured("own", "a note", judged, {"half A": judged, "half B": judged})
        report = Report(
            training_messages=1000,
            nearly_repeated=0.05,
            measured=[Measured("written", "a note", judged), own],
            entities={"amount": Score(1, 2, 2), "phone_tail": Score(1, 1, 1)},
            entity_messages=3,
            misses=[],
            robustness=change,
            lengths=by_length(judged),
            learning=[Point(500, [found, found]), Point(1000, [found, found])],
            cross_validated=found,
            coverage=coverage([Example("花瓶", "x")], [Labelled("杯子", "x")]),
            labels=[Point(0, [found]), Point(100, [found])],
        )

        write(report, tmp_path / "page.html")

        html = (tmp_path / "page.html").read_text(encoding="utf-8")
        assert "&lt;script&gt;催" in html
        assert "<script" not in html
        assert "http" not in html
        assert html.count("<svg") == 8
