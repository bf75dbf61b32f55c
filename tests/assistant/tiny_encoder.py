"""A sentence encoder of a few characters, made on the spot: the vector of a token is looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

_FLOAT, _INT64 = 1, 7


def write_encoder(folder: Path, meanings: Mapping[str, Sequence[float]]) -> None:
    """``meanings``: of each known character its vector; every other one counts as nothing."""
    size = len(next(iter(meanings.values())))
    vocabulary = {"[UNK]": 0, **{char: index for index, char in enumerate(meanings, 1)}}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    vectors = np.array([[0.0] * size, *meanings.values()], dtype=np.float32)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "onnx/model.onnx").write_bytes(_model(vectors))


def _model(vectors: np.ndarray) -> bytes:
    """``Gather(vectors, input_ids)`` written by hand: the package that does it needs protobuf."""
    node = _text(1, "vectors") + _text(1, "input_ids") + _text(2, "last_hidden_state") + _text(4, "Gather")
    tensor = b"".join(_number(1, size) for size in vectors.shape) + _number(2, _FLOAT) + _text(8, "vectors")
    graph = (
        _field(1, node)
        + _text(2, "tiny")
        + _field(5, tensor + _field(9, vectors.tobytes()))
        + _field(11, _value("input_ids", _INT64, "texts", "tokens"))
        + _field(11, _value("attention_mask", _INT64, "texts", "tokens"))
        + _field(12, _value("last_hidden_state", _FLOAT, "texts", "tokens", "size"))
    )
    return _number(1, 8) + _field(7, graph) + _field(8, _text(1, "") + _number(2, 13))


def _value(name: str, element: int, *axes: str) -> bytes:
    shape = b"".join(_field(1, _text(2, axis)) for axis in axes)
    return _text(1, name) + _field(2, _field(1, _number(1, element) + _field(2, shape)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _text(number: int, content: str) -> bytes:
    return _field(number, content.encode())


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
