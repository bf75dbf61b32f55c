"""A sentence encoder in ONNX: ``tokenizer.json`` and a graph, from a folder or from the Hugging Face Hub."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rasa.shared.exceptions import RasaException

_TOKENIZER, _POOLING = "tokenizer.json", "pooling.json"
_GRAPH = "encoder.onnx"
_MOST_TOKENS = 128
_BATCH = 32


class EncoderMissing(RasaException):
    """The encoder cannot be had; the message says what to do. Of a kind that Rasa's graph does not wrap."""


class Source(NamedTuple):
    """The files of an encoder, and how a sentence is made of its tokens: ``cls`` or ``mean``."""

    tokenizer: Path
    graph: Path
    pooling: str

    def fingerprint(self) -> str:
        """Hash of what the files hold; a folder keeps its name when they change."""
        digest = hashlib.sha256(self.pooling.encode())
        for file in (self.tokenizer, self.graph):
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()


def find_source(settings: Mapping[str, Any]) -> Source:
    """The encoder that ``settings`` name.

    ``encoder`` is a folder, or ``owner/name`` or ``owner/name@revision`` on the Hub; ``encoder_file`` the
    graph in it; ``encoder_pooling`` is ``cls`` or ``mean``. Raises :class:`EncoderMissing`.
    """
    name, graph, pooling = (str(settings[key]) for key in ("encoder", "encoder_file", "encoder_pooling"))
    if pooling not in {"cls", "mean"}:
        raise EncoderMissing(
            f"encoder_pooling is {pooling!r}: the model's card says whether it is cls or mean."
        )
    folder = Path(name)
    if not folder.is_dir():
        return Source(_from_hub(name, _TOKENIZER), _from_hub(name, graph), pooling)
    missing = [file for file in (_TOKENIZER, graph) if not (folder / file).is_file()]
    if missing:
        raise EncoderMissing(
            f"The encoder in {name} lacks {' and '.join(missing)}: complete the folder, or set encoder_file "
            "to the graph it has (docs/better-models.md)."
        )
    return Source(folder / _TOKENIZER, folder / graph, pooling)


def _from_hub(name: str, file: str) -> Path:
    from huggingface_hub import hf_hub_download

    repository, _, revision = name.partition("@")
    try:
        return Path(hf_hub_download(repository, file, revision=revision or None))
    except Exception as error:  # whatever stands between us and the hub, the way out is the same
        raise EncoderMissing(
            f"The encoder {name} is no folder here, and {file} cannot be had from the Hugging Face Hub "
            f"({type(error).__name__}): fetch it where the Hub can be reached and set encoder to its "
            "folder (docs/better-models.md)."
        ) from error


class OnnxEncoder:
    """A :class:`~assistant.nlu.better.interface.SentenceEncoder` on ONNX Runtime, on one processor core.

    Knows the graphs that exporters make: inputs ``input_ids``, ``attention_mask``, ``token_type_ids`` as far
    as declared; the first output is (texts, tokens, dimensions), or (texts, dimensions) if it is pooled.
    """

    def __init__(self, source: Source) -> None:
        """Raises :class:`EncoderMissing` where its packages are not installed."""
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ModuleNotFoundError as error:
            raise EncoderMissing(
                f"The encoder needs the package {error.name}: install requirements/rasa-encoder.txt into "
                "Rasa's environment (docs/better-models.md)."
            ) from error
        self._source = source
        self._tokenizer = Tokenizer.from_file(str(source.tokenizer))
        self._tokenizer.enable_truncation(_MOST_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        # Parsing shares its process with the event loop; a pool of busy threads costs the others more.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(source.graph), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = [each.name for each in self._session.get_inputs()]

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (texts, dimensions), every row of length 1."""
        return np.concatenate([self._encode(batch) for batch in _batches(texts)])

    def _encode(self, texts: Sequence[str]) -> np.ndarray:
        tokens = self._tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in tokens], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in tokens], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        vectors = self._session.run(None, {name: given[name] for name in self._inputs})[0].astype(np.float32)
        if vectors.ndim == 3:
            vectors = vectors[:, 0] if self._source.pooling == "cls" else _mean(vectors, mask)
        result: np.ndarray = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return result

    def save(self, folder: Path) -> None:
        """Copy the files into ``folder``: a trained assistant must not depend on where its encoder lay."""
        shutil.copyfile(self._source.tokenizer, folder / _TOKENIZER)
        shutil.copyfile(self._source.graph, folder / _GRAPH)
        (folder / _POOLING).write_text(json.dumps(self._source.pooling), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> OnnxEncoder:
        """Read what :meth:`save` wrote."""
        pooling = json.loads((folder / _POOLING).read_text(encoding="utf-8"))
        return cls(Source(folder / _TOKENIZER, folder / _GRAPH, pooling))


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), _BATCH):
        yield texts[start : start + _BATCH]


def _mean(vectors: np.ndarray, mask: np.ndarray) -> np.ndarray:
    said = mask[:, :, None].astype(np.float32)
    result: np.ndarray = (vectors * said).sum(axis=1) / np.maximum(said.sum(axis=1), 1)
    return result
