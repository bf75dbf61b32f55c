"""What the service writes, it and Rasa read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.learning.examples import Example, read, write
from aftersales.learning.masking import masked
from aftersales.settings import ROOT

LABELS = st.sampled_from(["greet", "faq/invoice", "faq/return_freight"])
TEXTS = st.text(max_size=40).map(masked).filter(lambda text: text and not text.isspace())


@given(st.sets(st.builds(Example, TEXTS, LABELS)))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, examples: set[Example]
) -> None:
    path = tmp_path_factory.mktemp("learnt") / "nlu.yml"
    write(path, examples)
    unannotated = {Example(e.text.replace("](", "] (").replace("]{", "] {"), e.label) for e in examples}
    assert set(read(path)) == unannotated


def test_a_shoppers_brackets_are_no_annotation(tmp_path: Path) -> None:
    write(tmp_path / "nlu.yml", [Example("看[图片](好)", "inform")])
    assert read(tmp_path / "nlu.yml") == [Example("看[图片] (好)", "inform")]


def test_annotations_of_the_shops_own_data_are_read_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "nlu.yml"
    path.write_text(
        'nlu: [{intent: inform, examples: "- 是[花瓶](product)坏了\\n"}, {lookup: x, examples: ""}]'
    )
    assert read(path) == [Example("是花瓶坏了", "inform")]


def test_all_files_of_the_shops_data_are_read_and_a_missing_one_is_empty() -> None:
    examples = read(ROOT / "data")
    assert {"request_refund", "faq/invoice", "out_of_scope"} <= {example.label for example in examples}
    assert all(example.text for example in examples)
    assert read(ROOT / "data" / "missing.yml") == []
