"""The language data as it stands in its files: messages, their intents and their marked entities."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from aftersales.text import normalise

_LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the C one is ten times as fast, not everywhere there
_ANNOTATION = re.compile(r"\[(?P<words>[^\[\]]*)\](?:\((?P<name>[^()]*)\)|(?P<fields>\{[^{}]*\}))")
_LEFTOVER = re.compile(r"\]\(|\]\{")
_MARKS = re.compile(r"[^\w]+")
_IN_A_WORD = re.compile(r"[A-Za-z]{2}|[0-9]{2}")


@dataclass(frozen=True)
class Entity:
    """``aligned`` says that neither border cuts a Latin word or a number in two."""

    words: str
    name: str
    aligned: bool = True


@dataclass(frozen=True)
class Example:
    """One line of data. ``text`` is the plain message; ``intent`` keeps its topic (``faq/invoice``)."""

    path: str
    line: int
    intent: str
    text: str
    entities: tuple[Entity, ...] = ()
    malformed: str | None = None

    @property
    def key(self) -> str:
        """The message as the classifier sees it, without marks; empty when nothing but pictures was said."""
        plain = normalise(self.text).text
        return _MARKS.sub("", plain) or plain


@dataclass(frozen=True)
class Names:
    """The names the domain declares."""

    intents: frozenset[str]
    entities: frozenset[str]


def read_examples(path: Path) -> list[Example]:
    """Every message of one Rasa data file, with its line in the file."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return [
        _example(str(path), line, intent, message)
        for intent, block in _blocks(root)
        for line, message in _messages(block)
    ]


def data_files(folder: Path) -> list[Path]:
    """The training files of ``data/``: one, or a folder of them."""
    return sorted(path for path in [folder / "nlu.yml", *(folder / "nlu").glob("*.yml")] if path.exists())


def read_training(folder: Path) -> list[Example]:
    """Every training message of ``data/``."""
    return [example for path in data_files(folder) for example in read_examples(path)]


def read_names(domain: Path) -> Names:
    """Intents and entities of a domain file; an entry is a name, or maps the name to its settings."""
    content = yaml.safe_load(domain.read_text(encoding="utf-8"))
    return Names(_declared(content["intents"]), _declared(content["entities"]))


def _blocks(root: yaml.Node | None) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Pairs of intent and the scalar that holds its messages."""
    if not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        if key.value == "nlu":
            for item in value.value:
                fields = {name.value: node for name, node in item.value}
                if "intent" in fields:
                    yield fields["intent"].value, fields["examples"]


def _messages(block: yaml.ScalarNode) -> Iterator[tuple[int, str]]:
    first_line = block.start_mark.line + 2  # marks count from 0, and the text starts below the bar
    for offset, line in enumerate(block.value.splitlines()):
        if line.startswith("- "):
            yield first_line + offset, line[2:].strip()


def _example(path: str, line: int, intent: str, message: str) -> Example:
    entities: list[Entity] = []
    malformed: str | None = None
    text = _ANNOTATION.sub(r"\g<words>", message)
    removed = 0
    for match in _ANNOTATION.finditer(message):
        start = match.start() - removed
        removed += len(match[0]) - len(match["words"])
        try:
            name = match["name"] if match["fields"] is None else json.loads(match["fields"])["entity"]
        except (ValueError, KeyError) as error:
            malformed = str(error)
        else:
            borders = (start, start + len(match["words"]))
            aligned = not any(_IN_A_WORD.fullmatch(text[max(0, at - 1) : at + 1]) for at in borders)
            entities.append(Entity(match["words"], str(name), aligned))
    if _LEFTOVER.search(text):
        malformed = text
    return Example(path, line, intent, text, tuple(entities), malformed)


def _declared(entries: Iterable[str | dict[str, object]]) -> frozenset[str]:
    return frozenset(entry if isinstance(entry, str) else next(iter(entry)) for entry in entries)
