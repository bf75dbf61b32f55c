"""What a better model is to the assistant: something that knows sentences, or somebody to ask."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from assistant.nlu.better.masking import Masked


class SentenceEncoder(Protocol):
    """Turns texts into vectors that are close where the meanings are."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (texts, dimensions), every row of length 1."""
        ...

    def save(self, folder: Path) -> None:
        """Write all it is made of into ``folder``, so that the trained assistant is complete."""
        ...


class Advice(NamedTuple):
    """One of the assistant's own labels, and entities in the shape of the parse, counted in the raw text."""

    label: str
    entities: tuple[dict[str, Any], ...] = ()


class Adviser(Protocol):
    """Somebody to ask what a message means; decides nothing and never speaks to the shopper."""

    async def ask(self, message: Masked, open_question: str | None) -> Advice | None:
        """The reading of ``message``, or ``None`` for none; ends within its time limit and never raises.

        ``open_question`` is what the dialogue waits for (CONTRACT, ``expects``).
        """
        ...
