"""Lint of the language data: what a reviewer would otherwise look for by hand.

Run from the project's folder: ``python -m scripts.nlu_lint``. Exit status 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.nlu_examples import Example, Names, read_examples, read_names, read_training
from scripts.nlu_likeness import Alike, share_nearly_repeated, similar_pairs

SIMILARITY_LIMIT = 0.8
"""More alike, a message is refused."""
NEARLY_REPEATED = 0.7
"""More alike, a message is counted as all but said already."""
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


@dataclass(frozen=True, order=True)
class Problem:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def lint(
    training: Sequence[Example], test: Sequence[Example], names: Names, alike: Iterable[Alike]
) -> list[Problem]:
    """Everything that is wrong with the data, in the order of the files; ``alike`` are pairs of training."""
    return sorted(
        {
            *annotation_problems([*training, *test], names),
            *intent_problems([*training, *test], names),
            *count_problems(training, names),
            *repetition_problems(alike),
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
            if not entity.aligned:
                yield _problem(example, f"annotation of {entity.name!r} cuts a word or a number in two")


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


def repetition_problems(alike: Iterable[Alike]) -> Iterator[Problem]:
    """The same message twice (worse: under two intents), or two messages more alike than the limit."""
    for first, second, likeness in alike:
        if likeness <= SIMILARITY_LIMIT:
            continue
        if first.key != second.key:
            found = f"is {likeness:.2f} like"
        elif first.intent == second.intent:
            found = "repeats"
        else:
            found = f"conflicts with {first.intent}:"
        yield _problem(second, f"{second.text!r} {found} {first.text!r} ({first.path}:{first.line})")


def overlap_problems(training: Sequence[Example], test: Sequence[Example]) -> Iterator[Problem]:
    """Test messages a model has as good as seen."""
    for trained, tested, likeness in similar_pairs(training, test, SIMILARITY_LIMIT):
        yield _problem(tested, f"{tested.text!r} is {likeness:.2f} like {trained.text!r}, which is trained")


def _main(intent: str) -> str:
    return intent.split("/", 1)[0]


def _problem(example: Example, message: str) -> Problem:
    return Problem(example.path, example.line, message)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Check the language data.")
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with nlu.yml and nlu/")
    parser.add_argument("--test", type=Path, default=Path("tests/data/nlu_test.yml"))
    parser.add_argument("--domain", type=Path, default=Path("domain.yml"))
    options = parser.parse_args(arguments)
    training = read_training(options.data)
    alike = list(similar_pairs(training, training, NEARLY_REPEATED))
    problems = lint(training, read_examples(options.test), read_names(options.domain), alike)
    for problem in problems:
        print(problem)
    share = share_nearly_repeated(alike, len(training))
    print(
        f"{len(training)} messages, {len(problems)} problems, {share:.1%} nearly repeat another",
        file=sys.stderr,
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
