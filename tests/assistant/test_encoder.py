"""A sentence encoder beside the features: from a folder, from the hub, packed into the trained model."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.nlu.better.encoder import EncoderMissing, OnnxEncoder, find_source
from assistant.nlu.classifier import LinearIntentClassifier
from tests.assistant.tiny_encoder import write_encoder

BACK, COST, HELLO = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
MEANINGS = {**dict.fromkeys("退返", BACK), **dict.fromkeys("费钱邮", COST), **dict.fromkeys("您好早", HELLO)}
EXAMPLES = {
    "request_refund": ["我要退货", "申请退款", "帮我退掉", "能退吗", "退货退款"],
    "faq/return_freight": ["邮费谁出", "运费谁承担", "邮费算谁的", "运费怎么算", "寄给你们要付邮费吗"],
    "greet": ["你好", "您好", "早上好", "你好呀", "大家好"],
}
TOLD_WITHOUT_A_KNOWN_WORD = "返寄给你们"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "encoder"
    write_encoder(made, MEANINGS)
    return made


def settings(encoder: Path | str | None, **more: Any) -> dict[str, Any]:
    own = {"encoder": encoder and str(encoder), "encoder_pooling": "mean", "least_messages": 1}
    return {**LinearIntentClassifier.get_default_config(), "word_vectors_weight": 0, **own, **more}


def train(storage: Path, config: dict[str, Any]) -> LocalModelStorage:
    storage.mkdir()
    kept = LocalModelStorage(storage)
    examples = [Message.build(text, label) for label, texts in EXAMPLES.items() for text in texts]
    LinearIntentClassifier.create(config, kept, Resource("classifier"), None).train(TrainingData(examples))
    return kept


def intent_of(text: str, kept: LocalModelStorage, config: dict[str, Any]) -> str:
    classifier = LinearIntentClassifier.load(config, kept, Resource("classifier"), None)
    name: str = classifier.process([Message({"text": text})])[0].get("intent")["name"]
    return name


def test_switched_on_it_turns_a_wrong_answer_right(folder: Path, tmp_path: Path) -> None:
    off, on = settings(None), settings(folder, encoder_weight=3.0)

    without = intent_of(TOLD_WITHOUT_A_KNOWN_WORD, train(tmp_path / "off", off), off)
    with_encoder = intent_of(TOLD_WITHOUT_A_KNOWN_WORD, train(tmp_path / "on", on), on)

    assert (without, with_encoder) == ("faq", "request_refund")


def test_the_trained_model_does_not_need_the_folder_any_more(folder: Path, tmp_path: Path) -> None:
    config = settings(folder, encoder_weight=3.0)
    kept = train(tmp_path / "model", config)
    shutil.rmtree(folder)

    assert intent_of(TOLD_WITHOUT_A_KNOWN_WORD, kept, config) == "request_refund"


def test_other_weights_in_the_same_folder_are_another_model(folder: Path) -> None:
    config = settings(folder)
    before = LinearIntentClassifier.fingerprint_addon(config)
    write_encoder(folder, {**MEANINGS, "返": COST})

    assert before is not None
    assert LinearIntentClassifier.fingerprint_addon(config) != before
    assert LinearIntentClassifier.fingerprint_addon(settings(None)) != before


def test_the_vectors_are_means_of_what_is_said(folder: Path) -> None:
    encoder = OnnxEncoder(find_source(settings(folder)))

    vectors = encoder.encode(["退", "退费", "退退费费退费退费", "甲乙丙"])

    half = np.sqrt(0.5)
    expected = [[1, 0, 0], [half, half, 0], [half, half, 0], [0, 0, 0]]
    np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert vectors.dtype == np.float32


def test_pooled_by_the_first_token_if_the_model_wants_that(folder: Path) -> None:
    encoder = OnnxEncoder(find_source(settings(folder, encoder_pooling="cls")))

    np.testing.assert_allclose(encoder.encode(["费退退"]), [COST], atol=1e-6)


def test_more_texts_than_a_batch_keep_their_order(folder: Path) -> None:
    texts = ["退费"[index % 2] * (1 + index % 7) for index in range(101)]

    vectors = OnnxEncoder(find_source(settings(folder))).encode(texts)

    np.testing.assert_allclose(vectors, [(BACK, COST)[index % 2] for index in range(101)], atol=1e-6)


def test_a_folder_without_its_graph_says_what_to_do(folder: Path) -> None:
    (folder / "onnx/model.onnx").unlink()

    with pytest.raises(EncoderMissing, match=r"lacks onnx/model\.onnx.*encoder_file"):
        find_source(settings(folder))


def test_a_pooling_that_nobody_knows_is_refused(folder: Path) -> None:
    with pytest.raises(EncoderMissing, match="cls or mean"):
        find_source(settings(folder, encoder_pooling="max"))


def test_without_its_packages_it_says_which_are_missing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)

    with pytest.raises(EncoderMissing, match=r"onnxruntime.*requirements/rasa-encoder\.txt"):
        OnnxEncoder(find_source(settings(folder)))


class Hub:
    """As much of the Hugging Face Hub as its client asks for."""

    def __init__(self, folder: Path, commit: str) -> None:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self._send(with_body=False)

            def do_GET(self) -> None:
                self._send(with_body=True)

            def _send(self, with_body: bool) -> None:
                owner, name, marker, revision, file = (*self.path.lstrip("/").split("/", 4), "", "")[:5]
                path = folder / file
                found = (owner, name, marker) == ("shop", "tiny-zh", "resolve") and path.is_file()
                body = path.read_bytes() if found else b""
                self.send_response(200 if found else 404)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("ETag", f'"{hashlib.sha256(body).hexdigest()}"')
                self.send_header("X-Repo-Commit", commit)
                self.end_headers()
                asked.append(revision)
                if with_body:
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.asked = asked
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def hub(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    from huggingface_hub import constants

    made = Hub(folder, commit="0123456789abcdef0123456789abcdef01234567")
    monkeypatch.setattr(constants, "ENDPOINT", made.url)
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", made.url + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    yield made
    made.close()


def test_an_encoder_comes_from_the_hub_where_it_can_be_reached(hub: Hub) -> None:
    encoder = OnnxEncoder(find_source(settings("shop/tiny-zh@v1")))

    np.testing.assert_allclose(encoder.encode(["退"]), [BACK], atol=1e-6)
    assert set(hub.asked) == {"v1"}


def test_without_the_hub_it_says_what_to_do(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    # A hub that is cut off ends the same way, after the half minute in which its client tries again.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)

    with pytest.raises(EncoderMissing, match=r"shop/tiny-zh is no folder here.*set encoder to its folder"):
        find_source(settings("shop/tiny-zh"))


def test_what_the_hub_does_not_have_is_told_the_same_way(hub: Hub) -> None:
    with pytest.raises(EncoderMissing, match=r"no/such is no folder here"):
        find_source(settings("no/such"))


def test_a_missing_encoder_is_told_by_the_training_itself(tmp_path: Path) -> None:
    config = settings("not/a/folder/here")

    assert LinearIntentClassifier.fingerprint_addon(config) is None
    with pytest.raises(EncoderMissing, match="not/a/folder/here is no folder here"):
        train(tmp_path / "model", config)
