"""Which words of a shopper fit which goods. Pure; the words are in `kinds.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from aftersales.orders.model import OrderLine

_FILE = Path(__file__).with_name("kinds.yml")


class Fit(IntEnum):
    """How well a word fits a line."""

    NOT = 0
    MENTIONED = 1
    """Only part of its name or spec (「玻璃的」)."""
    SAME_HEAD = 2
    """Same kind of thing, other epithet (「蓝牙耳机」, she bought a 无线耳机)."""
    SAME = 3
    """Its name, or a more general word for it."""


class Kinds:
    """The tree of `kinds.yml`, ready for asking."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.bundles: tuple[str, ...] = tuple(sorted(document["bundles"], key=len, reverse=True))
        self.gifts = frozenset(document["gifts"])
        self.anything = frozenset(document["anything"])
        self._no_words = self.anything.union(document["not_goods"])
        self._id: dict[str, str] = {}
        self._above: dict[str, set[str]] = {}
        self._grow(document["goods"], above=())

    def _grow(self, branch: dict[str, Any] | None, above: tuple[str, ...]) -> None:
        for names, below in (branch or {}).items():
            synonyms = names.lower().split("/")
            path = (*above, synonyms[0])
            for name in synonyms:
                self._id[name] = synonyms[0]
                self._above.setdefault(name, set()).update(path)
            self._grow(below, path)

    def said_in(self, text: str, further: Iterable[str] = ()) -> list[str]:
        """Words for goods in a text, in their order, the longest reading at every place."""
        words = {*self._id, *self.gifts, *self._no_words, *(name.lower() for name in further)}
        pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        found = re.findall(pattern, text.lower())
        return [word for word in dict.fromkeys(found) if word not in self._no_words]

    def says_nothing(self, word: str) -> bool:
        """No goods at all, or a word for any."""
        return any(word.endswith(no) for no in self._no_words)

    def fit(self, word: str, line: OrderLine) -> Fit:
        word = word.lower()
        name = line.name.lower()
        if word in self.gifts:
            return Fit.SAME if line.gift else Fit.NOT
        above = self._above.get(self._head(name) or "", set())
        if name.endswith(word) or self._id.get(word) in above:
            return Fit.SAME
        if word not in self._id:
            if self._id.get(self._head(word) or "") in above:
                return Fit.SAME_HEAD
            return Fit.MENTIONED if word in line.title.lower() else Fit.NOT
        # A known kind inside the name of another kind is an epithet: 手机话费 is no 手机.
        return Fit.MENTIONED if not above and word in name else Fit.NOT

    def _head(self, name: str) -> str | None:
        """The longest known word that ends the name; Chinese puts the thing itself last."""
        for bundle in self.bundles:
            name = name.removesuffix(bundle) or name
        return next((name[i:] for i in range(len(name)) if name[i:] in self._id), None)


@cache
def kinds() -> Kinds:
    return Kinds(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
