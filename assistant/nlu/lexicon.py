"""The word lists under ``assistant/lexicon``, read once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from aftersales.text import normalise

_FOLDER = Path(__file__).resolve().parent.parent / "lexicon"


class Term(NamedTuple):
    """A word to find: its entity, the spelling in normalised text, and what it stands for.

    ``meaning`` is the category for a product, the common name for a defect or a courier.
    """

    entity: str
    word: str
    meaning: str


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """Products, defects and couriers."""
    found = [
        Term("product", normalise(word).text, category)
        for category, words in read("products").items()
        for word in words
    ]
    for entity, name in (("defect", "defects"), ("courier", "couriers")):
        for meaning, words in read(name).items():
            found += [
                Term(entity, normalise(word).text, meaning) for word in dict.fromkeys([meaning, *words])
            ]
    return tuple(found)


def read(name: str) -> dict[str, Any]:
    """One list as it stands in its file."""
    # The loader in C: 0.1 s for all lists where the other takes 0.8 s of every start.
    content: dict[str, Any] = yaml.load((_FOLDER / f"{name}.yml").read_bytes(), yaml.CSafeLoader)
    return content


def pattern(expressions: list[str]) -> re.Pattern[str]:
    """One pattern that finds what any of ``expressions`` finds."""
    return re.compile("|".join(f"(?:{expression})" for expression in expressions))
