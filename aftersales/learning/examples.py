"""Training messages in Rasa's files, read without Rasa. Both programs import it (Python 3.10 and later)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_ANNOTATION = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")
_LOOKS_ANNOTATED = re.compile(r"\](?=[({])")


@dataclass(frozen=True)
class Example:
    """`label` is the intent, with its topic where it has one: `faq/invoice`."""

    text: str
    label: str

    @property
    def intent(self) -> str:
        return self.label.partition("/")[0]


def read(path: Path) -> list[Example]:
    """The messages of one file; of a folder, all its files. A file that is not there has none."""
    if path.is_dir():
        return [example for file in sorted(path.rglob("*.yml")) for example in read(file)]
    content = yaml.load(path.read_text(encoding="utf-8"), _LOADER) if path.exists() else {}
    return [
        Example(_ANNOTATION.sub(r"\1", line[2:]).strip(), block["intent"])
        for block in content.get("nlu", ())
        if "intent" in block
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


def write(path: Path, examples: Iterable[Example]) -> None:
    """A file that Rasa trains on, in place of the one there, in one step.

    A shopper's brackets must not become an annotation: `](` gets a blank between.
    """
    blocks: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        line = _LOOKS_ANNOTATED.sub("] ", " ".join(example.text.split()))
        blocks[example.label].append(f"- {line}\n")
    nlu = [{"intent": label, "examples": "".join(sorted(lines))} for label, lines in sorted(blocks.items())]
    document = yaml.dump({"version": "3.1", "nlu": nlu}, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    unfinished = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished.write_text(document, encoding="utf-8")
    unfinished.replace(path)
