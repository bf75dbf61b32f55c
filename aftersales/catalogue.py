"""Sentences kept in a file beside the code: one key, one or several wordings of equal meaning."""

from __future__ import annotations

import zlib
from functools import cached_property
from pathlib import Path

import yaml


class Catalogue:
    """The sentences of one YAML file, `key: wording` or `key: [wording, …]`; read when first asked."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def say(self, key: str, seed: str = "", **values: object) -> str:
        """One of the wordings of `key`; the same `seed` (a message id) gives the same wording again.

        Raises KeyError for an unknown key or a value that the wording needs and was not given.
        """
        variants = self._sentences[key]
        return variants[zlib.crc32(seed.encode()) % len(variants)].format(**values)

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    @cached_property
    def _sentences(self) -> dict[str, list[str]]:
        raw = yaml.safe_load(self._path.read_text(encoding="utf-8"))
        return {key: [value] if isinstance(value, str) else value for key, value in raw.items()}
