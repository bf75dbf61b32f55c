"""Each rule of the language-data lint on a few made-up messages, and the project's own data."""

from pathlib import Path

import pytest

from scripts import nlu_lint
from scripts.nlu_examples import Entity, Example, Names, read_examples, read_names
from scripts.nlu_likeness import share_nearly_repeated, similar_pairs

ROOT = Path(__file__).parents[2]
NAMES = Names(intents=frozenset({"greet", "faq"}), entities=frozenset({"product", "amount"}))


def said(text: str, intent: str = "greet", line: int = 1) -> Example:
    return Example("nlu.yml", line, intent, text)


def messages_of(problems) -> list[str]:
    return [problem.message for problem in problems]


def repetitions(examples: list[Example]) -> list:
    return list(nlu_lint.repetition_problems(similar_pairs(examples, examples, 0.7)))


@pytest.fixture
def data_file(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "nlu.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_reads_messages_with_their_lines(data_file):
    path = data_file(
        'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - 你好\n    - 在吗\n'
        "- intent: faq/invoice\n  examples: |\n    - 开票\n"
    )

    examples = read_examples(path)

    assert [(e.line, e.intent, e.text) for e in examples] == [
        (5, "greet", "你好"),
        (6, "greet", "在吗"),
        (9, "faq/invoice", "开票"),
    ]


def test_reads_both_ways_of_annotating(data_file):
    path = data_file(
        "nlu:\n- intent: greet\n  examples: |\n"
        '    - [花瓶](product)碎了退[三十](amount)\n    - [卡]{"entity": "product", "value": "card"}没到\n'
    )

    first, second = read_examples(path)

    assert first.text == "花瓶碎了退三十"
    assert first.entities == (Entity("花瓶", "product"), Entity("三十", "amount"))
    assert second.entities == (Entity("卡", "product"),)


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ("[花瓶](vase)碎了", "unknown entity 'vase'"),
        ("[ 花瓶](product)碎了", "blanks at its border"),
        ('[花瓶]{"entity": product}碎了', "cannot be read"),
        ('[花瓶]{"value": "vase"}碎了', "cannot be read"),
        ("[[花瓶](product)](product)碎了", "cannot be read"),
        ("i[phone](product)碎了", "cuts a word"),
        ("退3[00元](amount)", "cuts a word or a number"),
    ],
)
def test_refuses_a_bad_annotation(data_file, message, complaint):
    examples = read_examples(data_file(f"nlu:\n- intent: greet\n  examples: |\n    - {message}\n"))

    problems = messages_of(nlu_lint.annotation_problems(examples, NAMES))

    assert any(complaint in problem for problem in problems)


def test_accepts_a_good_annotation(data_file):
    path = data_file("nlu:\n- intent: greet\n  examples: |\n    - [花瓶](product)\n")

    assert not list(nlu_lint.annotation_problems(read_examples(path), NAMES))


def test_refuses_an_intent_the_domain_does_not_have():
    examples = [said("你好", "gret"), said("开票", "faq/invoice")]

    problems = messages_of(nlu_lint.intent_problems(examples, NAMES))

    assert problems == ["unknown intent 'gret'"]


def test_refuses_a_message_that_normalises_to_nothing():
    problems = messages_of(nlu_lint.intent_problems([said("😂😂"), said("？"), said("2")], NAMES))

    assert len(problems) == 1
    assert "nothing is left" in problems[0]


def test_the_same_message_in_another_spelling_conflicts():
    examples = [said("開發票！", "faq/invoice"), said("开发票", "greet")]

    problems = messages_of(repetitions(examples))

    assert len(problems) == 1
    assert "conflicts with faq/invoice" in problems[0]


def test_finds_repeated_and_all_but_repeated_messages():
    examples = [
        said("我的快递现在到哪里了啊", line=1),
        said("我的快递，现在到哪里了啊？", line=2),
        said("我的快递现在到哪里了呀", line=3),
        said("退款什么时候到账", line=4),
    ]

    problems = repetitions(examples)

    assert [(p.line, "repeats" in p.message) for p in problems] == [(2, True), (3, False), (3, False)]


def test_tells_how_many_nearly_repeat_another():
    examples = [said("我的快递现在到哪里了啊"), said("我的快递现在到哪里了呀"), said("开票"), said("换货")]

    assert share_nearly_repeated(list(similar_pairs(examples, examples, 0.7)), len(examples)) == 0.5
    assert share_nearly_repeated([], 0) == 0


def test_a_different_message_with_shared_words_is_no_repetition():
    assert not repetitions([said("我要退货"), said("我要换货"), said("不要退货")])


def test_finds_test_messages_that_are_trained():
    training = [said("花瓶碎了怎么办", "faq/damaged_parcel_rule")]

    problems = list(nlu_lint.overlap_problems(training, [said("花瓶碎了，怎么办？"), said("花瓶在哪买")]))

    assert [problem.message.split(" ")[0] for problem in problems] == ["'花瓶碎了，怎么办？'"]


def test_counts_intents_of_the_domain_and_topics():
    training = [said(f"你好{n}") for n in range(20)] + [said(f"开票{n}", "faq/invoice") for n in range(9)]

    problems = messages_of(nlu_lint.count_problems(training, NAMES))

    assert sorted(problems) == [
        "faq has 9 messages, needs 40",
        "faq/invoice has 9 messages, needs 10",
    ]


def test_what_only_the_service_says_needs_no_messages():
    names = Names(intents=nlu_lint.UNSPOKEN_INTENTS, entities=frozenset())

    assert not list(nlu_lint.count_problems([], names))


def test_likeness_counts_shared_bigrams_with_borders():
    problems = messages_of(repetitions([said("退货地址在哪里"), said("退货地址在哪里呀")]))

    shared, first, second = 7, 8, 9
    assert problems == [
        f"'退货地址在哪里呀' is {2 * shared / (first + second):.2f} like '退货地址在哪里' (nlu.yml:1)"
    ]


def test_reads_names_of_a_domain(tmp_path):
    domain = tmp_path / "domain.yml"
    domain.write_text(
        "intents:\n- greet\n- faq:\n    is_retrieval_intent: true\nentities:\n- product\n", encoding="utf-8"
    )

    assert read_names(domain) == Names(frozenset({"greet", "faq"}), frozenset({"product"}))


def test_the_projects_own_data_is_clean(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)

    assert nlu_lint.main([]) == 0, capsys.readouterr().out
