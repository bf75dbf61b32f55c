"""Makes ``assistant/lexicon/word_vectors.npz`` out of a file of word2vec's binary form.

The one in the repository comes from the package ``synonyms`` 3.10.2 (docs/understanding.md)::

    uv pip install --target FOLDER --no-deps synonyms==3.10.2
    python -m scripts.word_vectors FOLDER/synonyms/data/words.vector

Run from the project folder, in Rasa's environment. Kept are the words that the assistant's segmenter can
tell, and of each vector what matters most (principal axes), at eight bits.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.nlu.segmenter import segmenter
from assistant.nlu.word_vectors import LEARNT


def read_word2vec(file: Path) -> Iterator[tuple[str, np.ndarray]]:
    """Words and their vectors (float32). Words that are no UTF-8 are left out."""
    content = file.read_bytes()
    start = content.index(b"\n") + 1
    count, dimensions = map(int, content[:start].split())
    for _ in range(count):
        end = content.index(b" ", start)
        start, raw = end + 1 + 4 * dimensions, content[start:end]
        try:
            word = raw.decode("utf-8").strip()
        except UnicodeDecodeError:
            continue
        yield word, np.frombuffer(content, dtype="<f4", count=dimensions, offset=end + 1)


def shortened(vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """int8 (words, dimensions): unit vectors along the ``dimensions`` axes that keep most of them."""
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    # In double precision and with every axis pointing one way, any machine makes the same file.
    _, axes = np.linalg.eigh((units.T @ units).astype(np.float64))
    axes = axes[:, ::-1][:, :dimensions]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])])
    kept = units @ axes
    return np.round(127 * kept / np.linalg.norm(kept, axis=1, keepdims=True)).astype(np.int8)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Make the assistant's word vectors.")
    parser.add_argument("word2vec", type=Path, help="a file of word2vec's binary form")
    parser.add_argument("--dimensions", type=int, default=50)
    parser.add_argument("--out", type=Path, default=LEARNT)
    options = parser.parse_args(arguments)
    known = segmenter().FREQ
    found = {word: vector for word, vector in read_word2vec(options.word2vec) if known.get(word)}
    words = np.frombuffer("\n".join(found).encode("utf-8"), dtype=np.uint8)
    vectors = shortened(np.array(list(found.values()), dtype=np.float64), options.dimensions)
    np.savez_compressed(options.out, words=words, vectors=vectors)
    print(f"{len(found)} words, {options.dimensions} dimensions: {options.out}")


if __name__ == "__main__":
    main()
