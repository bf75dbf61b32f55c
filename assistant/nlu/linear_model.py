"""A linear text classifier whose confidence means what it says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.nlu.better.encoder import OnnxEncoder
from assistant.nlu.better.interface import SentenceEncoder
from assistant.nlu.features import features
from assistant.nlu.word_vectors import FILE as WORD_VECTORS
from assistant.nlu.word_vectors import WordVectors

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# Naive Bayes beside the regression: a point on real messages and on messages spread evenly over the labels,
# for no time at all, since both are weights of the same features.
_BAYES_SHARE, _BAYES_SMOOTHING = 0.3, 0.07


@dataclass(frozen=True)
class LinearModel:
    """TF-IDF of :func:`features`, one logistic regression per label with a part of naive Bayes, softmax at a
    temperature.

    ``weights`` is (features, labels), float16: half the size, as accurate (measured). Arrays, no pickle.
    With an ``encoder`` the sense of the whole text counts as well: ``sentence_weights`` is (dimensions,
    labels), without one it has no rows.
    """

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    sentence_weights: np.ndarray
    temperature: float = 1.0
    encoder: SentenceEncoder | None = None

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        regularisation: float,
        least_messages: int = 1,
        temperature: float = 1.0,
        encoder: SentenceEncoder | None = None,
        encoder_weight: float = 1.0,
    ) -> LinearModel:
        """Train on prepared texts (at least two labels); ``regularisation`` is scikit-learn's ``C``.

        A feature counts if it occurs in ``least_messages``. ``temperature`` is given, not fitted: on examples
        held out from the same writers any model looks surer than it is on shoppers. ``encoder_weight`` is the
        length of a sentence's vector beside that of its features, which is 1.
        """
        from scipy.sparse import csr_matrix, hstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import MultinomialNB

        vectorizer = TfidfVectorizer(analyzer=features, sublinear_tf=True, min_df=least_messages)
        seen = vectorizer.fit_transform(texts)
        if encoder is not None:
            seen = hstack([seen, csr_matrix(encoder.encode(texts) * encoder_weight)], format="csr")
        names = sorted(set(labels))
        weights, bias = _each_against_the_rest(seen, labels, names, regularisation)
        words, sentence = np.split(weights.T, [len(vectorizer.idf_)])
        bayes = MultinomialNB(alpha=_BAYES_SMOOTHING).fit(seen[:, : len(words)], labels)
        shares = bayes.feature_log_prob_.T
        words = words + _BAYES_SHARE * (shares - shares.mean(axis=1, keepdims=True))
        return cls(
            labels=tuple(names),
            vocabulary={word: int(index) for word, index in vectorizer.vocabulary_.items()},
            idf=vectorizer.idf_.astype(np.float32),
            weights=np.ascontiguousarray(words, dtype=np.float16),
            bias=bias.astype(np.float32),
            temperature=temperature,
            sentence_weights=np.ascontiguousarray(sentence * encoder_weight, dtype=np.float32),
            encoder=encoder,
        )

    def probabilities(self, text: str) -> dict[str, float]:
        """Label → probability, summing to 1; empty for a text of which nothing is known."""
        scores = self.scores(features(text))
        if text and self.encoder is not None:
            sense = self.encoder.encode([text])[0]
            if scores is not None or sense.any():
                scores = sense @ self.sentence_weights + (self.bias if scores is None else scores)
        if scores is None:
            return {}
        return dict(zip(self.labels, _softmax(scores / self.temperature).tolist(), strict=True))

    def scores(self, grams: Sequence[str]) -> np.ndarray | None:
        """One score per label, or ``None`` if none of ``grams`` is known."""
        counts = Counter(map(self.vocabulary.get, grams))
        counts.pop(None, None)
        if not counts:
            return None
        indices = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (1 + np.log(values)) * self.idf[indices]
        weights = self.weights[indices].astype(np.float32)
        result: np.ndarray = (values / np.sqrt(values @ values)) @ weights + self.bias
        return result

    def save(self, folder: Path) -> None:
        """Write the model into ``folder``."""
        words = sorted(self.vocabulary, key=self.vocabulary.__getitem__)
        names = {"labels": self.labels, "vocabulary": words, "temperature": self.temperature}
        (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        if self.encoder is not None:
            self.encoder.save(folder)
        np.savez(
            folder / "arrays.npz",
            idf=self.idf,
            weights=self.weights,
            bias=self.bias,
            sentence_weights=self.sentence_weights,
        )

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Read what :meth:`save` wrote. Raises ``EncoderMissing`` where an encoder's packages are missing."""
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            return cls(
                labels=tuple(names["labels"]),
                vocabulary={word: index for index, word in enumerate(names["vocabulary"])},
                idf=arrays["idf"],
                weights=arrays["weights"],
                bias=arrays["bias"],
                temperature=names["temperature"],
                sentence_weights=arrays["sentence_weights"],
                encoder=_saved_encoder(folder) if len(arrays["sentence_weights"]) else None,
            )


def _saved_encoder(folder: Path) -> SentenceEncoder:
    return WordVectors.load(folder) if (folder / WORD_VECTORS).exists() else OnnxEncoder.load(folder)


def _each_against_the_rest(
    seen: csr_matrix, labels: Sequence[str], names: Sequence[str], regularisation: float
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (labels, features) and bias (labels), by liblinear's dual solver on all cores.

    15 s where the multinomial took 400 s, as accurate.
    """
    from joblib import Parallel, delayed

    said, weight = np.array(labels), _flattened(labels)
    # Threads would share liblinear's one random generator, and no training be like the one before.
    fitted = Parallel(n_jobs=-1, backend="multiprocessing")(
        delayed(_against_the_rest)(seen, said == name, regularisation, weight[name]) for name in names
    )
    return np.array([weights for weights, _ in fitted]), np.array([bias for _, bias in fitted])


def _against_the_rest(
    seen: csr_matrix, it: np.ndarray, regularisation: float, weight: float
) -> tuple[np.ndarray, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=regularisation,
        class_weight={True: weight, False: 1.0},
        solver="liblinear",
        dual=True,
        tol=0.3,  # a tighter one takes half as long again and wins nothing
        random_state=0,
    )
    model.fit(seen, it)
    return model.coef_[0], float(model.intercept_[0])


def _flattened(labels: Sequence[str]) -> dict[str, float]:
    """Weights that go half the way to labels of equal number.

    How much was written about a matter is no measure of how often it is told: all the way costs a point on
    real messages, half the way costs none and wins two on messages spread evenly.
    """
    counts = Counter(labels)
    average = len(labels) / len(counts)
    return {label: (average / count) ** 0.5 for label, count in counts.items()}


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: np.ndarray = powers / powers.sum(axis=-1, keepdims=True)
    return result
