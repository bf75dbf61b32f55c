"""Lint of the language data: what a reviewer would otherwise look for by hand.

Run from the project's folder: ``python -m scripts.nlu_lint``. Exit status 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml

from aftersales.text import normalise

SIMILARITY_LIMIT = 0.8
MINIMUM_BUSINESS = 40
MINIMUM_CONTROL = 20
MINIMUM_TOPIC = 10
CONTROL_INTENTS = frozenset(
    {
        *("request_human", "withdraw_request", "affirm", "deny", "stop", "go_back", "done", "skip", "inform"),
        *("choose", "rate_service", "help", "repeat", "greet", "goodbye", "thank", "apologize"),
        *("bot_challenge", "chitchat", "abuse"),
    }
)
# Only the service says these, so nothing is learnt for them.
UNSPOKEN_INTENTS = frozenset({"handed_back"})

_LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the C one is ten times as fast, not everywhere there
_ANNOTATION = re.compile(r"\[(?P<words>[^\[\]]*)\](?:\((?P<name>[^()]*)\)|(?P<fields>\{[^{}]*\}))")
_LEFTOVER = re.compile(r"\]\(|\]\{")
_MARKS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Entity:
    words: str
    name: str


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


@dataclass(frozen=True, order=True)
class Problem:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def read_examples(path: Path) -> list[Example]:
    """Every message of one Rasa data file, with its line in the file."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    return [
        _example(str(path), line, intent, message)
        for intent, block in _blocks(root)
        for line, message in _messages(block)
    ]


def read_names(domain: Path) -> Names:
    """Intents and entities of a domain file; an entry is a name, or maps the name to its settings."""
    content = yaml.safe_load(domain.read_text(encoding="utf-8"))
    return Names(_declared(content["intents"]), _declared(content["entities"]))


def lint(training: Sequence[Example], test: Sequence[Example], names: Names) -> list[Problem]:
    """Everything that is wrong with the data, in the order of the files."""
    return sorted(
        {
            *annotation_problems([*training, *test], names),
            *intent_problems([*training, *test], names),
            *count_problems(training, names),
            *repetition_problems(training),
            *overlap_problems(training, test),
        }
    )


def annotation_problems(examples: Iterable[Example], names: Names) -> Iterator[Problem]:
    for example in examples:
        if example.malformed:
            yield _problem(example, f"annotation cannot be read: {example.malformed}")
        for entity in example.entities:
            if entity.name not in names.entities:
                yield _problem(example, f"unknown entity {entity.name!r}")
            if not entity.words or entity.words != entity.words.strip():
                yield _problem(example, f"annotation of {entity.name!r} is empty or has blanks at its border")


def intent_problems(examples: Iterable[Example], names: Names) -> Iterator[Problem]:
    for example in examples:
        if _main(example.intent) not in names.intents:
            yield _problem(example, f"unknown intent {example.intent!r}")
        if not example.key:
            yield _problem(example, f"nothing is left of {example.text!r} after normalisation")


def count_problems(training: Iterable[Example], names: Names) -> Iterator[Problem]:
    """Too few messages for an intent of the domain, or for a topic of ``faq``."""
    examples = list(training)
    per_intent = Counter(_main(example.intent) for example in examples)
    per_topic = Counter(example.intent for example in examples if example.intent.startswith("faq/"))
    required = {
        intent: MINIMUM_CONTROL if intent in CONTROL_INTENTS else MINIMUM_BUSINESS
        for intent in names.intents - UNSPOKEN_INTENTS
    }
    for name, minimum in {**required, **dict.fromkeys(per_topic, MINIMUM_TOPIC)}.items():
        found = per_topic[name] if name in per_topic else per_intent[name]
        if found < minimum:
            yield Problem("training data", 0, f"{name} has {found} messages, needs {minimum}")


def repetition_problems(training: Sequence[Example]) -> Iterator[Problem]:
    """The same message twice (worse: under two intents), or two messages more alike than the limit."""
    for first, second, likeness in _similar_pairs(training, training):
        if first.key != second.key:
            found = f"is {likeness:.2f} like"
        elif first.intent == second.intent:
            found = "repeats"
        else:
            found = f"conflicts with {first.intent}:"
        yield _problem(second, f"{second.text!r} {found} {first.text!r} ({first.path}:{first.line})")


def overlap_problems(training: Sequence[Example], test: Sequence[Example]) -> Iterator[Problem]:
    """Test messages a model has as good as seen."""
    for trained, tested, likeness in _similar_pairs(training, test):
        yield _problem(tested, f"{tested.text!r} is {likeness:.2f} like {trained.text!r}, which is trained")


def _similar_pairs(
    left: Sequence[Example], right: Sequence[Example]
) -> Iterator[tuple[Example, Example, float]]:
    """Pairs more alike than the limit; within one list each once, the earlier message first.

    Likeness is the Dice coefficient of the two sets of character bigrams, borders included: 1 is the same.
    """
    same_list = left is right
    sizes = [len(_bigrams(example.key)) for example in left]
    seen_in: dict[str, list[int]] = defaultdict(list)
    if not same_list:
        for index, example in enumerate(left):
            _index(seen_in, index, example)
    for index, example in enumerate(right):
        bigrams = _bigrams(example.key)
        shared = Counter(earlier for bigram in bigrams for earlier in seen_in[bigram])
        for earlier, count in shared.items():
            likeness = 2 * count / (sizes[earlier] + len(bigrams))
            if likeness > SIMILARITY_LIMIT:
                yield left[earlier], example, likeness
        if same_list:
            _index(seen_in, index, example)


def _index(seen_in: dict[str, list[int]], index: int, example: Example) -> None:
    for bigram in _bigrams(example.key):
        seen_in[bigram].append(index)


def _bigrams(text: str) -> frozenset[str]:
    bordered = f"^{text}$"
    return frozenset(a + b for a, b in pairwise(bordered))


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
    for match in _ANNOTATION.finditer(message):
        try:
            name = match["name"] if match["fields"] is None else json.loads(match["fields"])["entity"]
        except (ValueError, KeyError) as error:
            malformed = str(error)
        else:
            entities.append(Entity(match["words"], str(name)))
    text = _ANNOTATION.sub(r"\g<words>", message)
    if _LEFTOVER.search(text):
        malformed = text
    return Example(path, line, intent, text, tuple(entities), malformed)


def _declared(entries: Iterable[str | dict[str, object]]) -> frozenset[str]:
    return frozenset(entry if isinstance(entry, str) else next(iter(entry)) for entry in entries)


def _main(intent: str) -> str:
    return intent.split("/", 1)[0]


def _problem(example: Example, message: str) -> Problem:
    return Problem(example.path, example.line, message)


def _data_files(folder: Path) -> list[Path]:
    return sorted(path for path in [folder / "nlu.yml", *(folder / "nlu").glob("*.yml")] if path.exists())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check the language data.")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with nlu.yml and nlu/")
    parser.add_argument("--test", type=Path, default=Path("tests/data/nlu_test.yml"))
    parser.add_argument("--domain", type=Path, default=Path("domain.yml"))
    options = parser.parse_args(arguments)
    training = [example for path in _data_files(options.data) for example in read_examples(path)]
    problems = lint(training, read_examples(options.test), read_names(options.domain))
    for problem in problems:
        print(problem)
    print(f"{len(training)} messages, {len(problems)} problems", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
