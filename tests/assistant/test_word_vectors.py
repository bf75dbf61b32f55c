"""The sense of words that nobody taught the classifier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.classifier import LinearIntentClassifier
from assistant.nlu.linear_model import LinearModel
from assistant.nlu.word_vectors import LEARNT, WordVectors
from scripts import word_vectors as script

EXAMPLES = {
    "report_quality": ["衣服破了", "裤子裂开了", "鞋底断了", "袜子起球", "帽子褪色"],
    "report_delivery_delay": ["包裹还没送来", "货物没运到", "邮件在哪", "三天了没发出", "物流不动"],
    "faq/invoice": ["发票怎么开", "要一张收据", "能报销吗", "开个票据", "税号填错了"],
}


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    return WordVectors(LEARNT)


def trained(storage: Path, **more: Any) -> LinearIntentClassifier:
    storage.mkdir()
    config = {**LinearIntentClassifier.get_default_config(), "least_messages": 1, **more}
    kept, resource = LocalModelStorage(storage), Resource("classifier")
    examples = [Message.build(text, label) for label, texts in EXAMPLES.items() for text in texts]
    LinearIntentClassifier.create(config, kept, resource, None).train(TrainingData(examples))
    return LinearIntentClassifier.load(config, kept, resource, None)


def intent_of(text: str, classifier: LinearIntentClassifier) -> str:
    name: str = classifier.process([Message({"text": text})])[0].get("intent")["name"]
    return name


@pytest.mark.parametrize(
    ("like", "other"), [("衬衫", "包裹"), ("快递", "生气"), ("退货", "颜色"), ("破损", "发票")]
)
def test_words_used_alike_are_close(vectors: WordVectors, like: str, other: str) -> None:
    close = {"衬衫": "裤子", "快递": "邮政", "退货": "赔偿", "破损": "损坏"}[like]
    one, same, far = vectors.encode([like, close, other])

    assert one @ same > one @ far + 0.2


def test_vectors_have_length_one_and_unknown_words_none(vectors: WordVectors) -> None:
    found = vectors.encode(["退货运费谁出", "αβγ", "", "abc", "退货" * 50])

    np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1, 0, 0, 0, 1], atol=1e-6)
    assert found.dtype == np.float32


def test_a_rare_word_counts_more_than_a_common_one(vectors: WordVectors) -> None:
    both, common, rare = vectors.encode(["的赔偿", "的", "赔偿"])

    assert both @ rare > 0.95 > both @ common


def test_they_turn_a_wrong_answer_right(tmp_path: Path) -> None:
    told_without_a_known_word = "毛毯脱线"
    off, on = trained(tmp_path / "off", word_vectors_weight=0), trained(tmp_path / "on")

    assert intent_of(told_without_a_known_word, on) == "report_quality"
    assert intent_of(told_without_a_known_word, off) != "report_quality"


def test_a_model_keeps_the_vectors_it_learnt_with(vectors: WordVectors, tmp_path: Path) -> None:
    texts = [text for some in EXAMPLES.values() for text in some]
    labels = [label for label, some in EXAMPLES.items() for _ in some]
    own = tmp_path / "own.npz"
    own.write_bytes(LEARNT.read_bytes())
    model = LinearModel.fit(texts, labels, 30.0, encoder=WordVectors(own), encoder_weight=0.4)
    (tmp_path / "model").mkdir()
    model.save(tmp_path / "model")
    own.unlink()

    assert LinearModel.load(tmp_path / "model").probabilities("毛毯脱线") == model.probabilities("毛毯脱线")


def write_word2vec(file: Path, vectors: dict[bytes, list[float]]) -> None:
    rows = b"".join(word + b" " + np.array(row, "<f4").tobytes() + b"\n" for word, row in vectors.items())
    file.write_bytes(f"{len(vectors)} {len(next(iter(vectors.values())))}\n".encode() + rows)


def test_the_file_is_made_of_what_the_segmenter_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, made = tmp_path / "words.vector", tmp_path / "made.npz"
    write_word2vec(
        given,
        {
            "退货".encode(): [3, 0.1, 0],
            "退款".encode(): [2, 0, 0.1],
            "颜色".encode(): [0, 5, 0.1],
            "魑魅魍魉".encode(): [0, 0, 1],
            b"\xe9\x80": [0, 0, 1],
        },
    )

    script.main([str(given), "--dimensions", "2", "--out", str(made)])

    assert "3 words, 2 dimensions" in capsys.readouterr().out
    back, money, colour = WordVectors(made).encode(["退货", "退款", "颜色"])
    assert back @ money > 0.99
    assert abs(back @ colour) < 0.1
    assert not WordVectors(made).encode(["魑魅魍魉"]).any()
