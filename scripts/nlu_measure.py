"""How well the assistant understands labelled messages that it was not trained on.

Run from the project folder, in Rasa's environment: ``python -m scripts.nlu_measure FILE``. A line of the file
holds ``text``, ``intent`` and perhaps ``alt``, the intents that can be defended as well. Lines of even index
are half A, on which one may tune; the others are half B, which only reports.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from assistant import without_tensorflow

without_tensorflow.install()

from scripts.nlu_reader import Reader  # noqa: E402

_BINS = 10
_OUT = "out_of_scope"


@dataclass(frozen=True)
class Judged:
    """One message: what it is, what else it may be, and what the assistant says: readings, the best first,
    and whether it may be out of scope.
    """

    text: str
    intent: str
    alternatives: frozenset[str]
    ranking: tuple[tuple[str, float], ...]
    marked_out: bool

    @property
    def said(self) -> str:
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        return self.ranking[0][1]

    @property
    def strict(self) -> bool:
        return self.said == self.intent

    @property
    def lenient(self) -> bool:
        return self.strict or self.said in self.alternatives

    @property
    def in_top_three(self) -> bool:
        return self.intent in {name for name, _ in self.ranking[:3]}


def judge(reader: Reader, lines: Sequence[str]) -> list[Judged]:
    """Every message as the assistant reads it."""
    return [_judged(reader, json.loads(line)) for line in lines if line.strip()]


def calibration_error(messages: Sequence[Judged]) -> float:
    """Expected difference between confidence and accuracy, in ten bins of equal width."""
    bins: dict[int, list[Judged]] = {}
    for message in messages:
        bins.setdefault(min(int(message.confidence * _BINS), _BINS - 1), []).append(message)
    return sum(
        abs(mean(one.strict for one in some) - mean(one.confidence for one in some)) * len(some)
        for some in bins.values()
    ) / len(messages)


def figures(messages: Sequence[Judged]) -> str:
    """One line of rates; wrongly turned away are messages that nobody would call out of scope."""
    outside = [one for one in messages if one.intent == _OUT]
    inside = [one for one in messages if one.intent != _OUT and _OUT not in one.alternatives]
    caught = mean(one.marked_out for one in outside) if outside else 0.0
    turned_away = mean(one.marked_out for one in inside) if inside else 0.0
    return (
        f"{len(messages):5} messages: strict {mean(one.strict for one in messages):.3f}"
        f"  lenient {mean(one.lenient for one in messages):.3f}"
        f"  top three {mean(one.in_top_three for one in messages):.3f}"
        f"  calibration error {calibration_error(messages):.3f}"
        f"  out of scope: caught {caught:.3f}, wrongly turned away {turned_away:.3f}"
    )


def by_intent(messages: Sequence[Judged]) -> list[str]:
    """For each intent: how often right, and what it is taken for instead."""
    rows = []
    for intent, count in Counter(one.intent for one in messages).most_common():
        these = [one for one in messages if one.intent == intent]
        wrong = Counter(one.said for one in these if not one.strict).most_common(4)
        instead = ", ".join(f"{name} {times}" for name, times in wrong)
        rows.append(f"{intent:28}{count:5}  {mean(one.strict for one in these):.2f}  {instead}")
    return rows


def _judged(reader: Reader, row: dict[str, object]) -> Judged:
    understood = reader.parse(str(row["text"]))
    ranking = tuple((name["name"], name["confidence"]) for name in understood["ranking"])
    alternatives = row.get("alt") or ()
    return Judged(
        text=str(row["text"]),
        intent=str(row["intent"]),
        alternatives=frozenset(str(name) for name in alternatives)
        if isinstance(alternatives, list)
        else frozenset(),
        ranking=ranking or ((_OUT, 0.0),),
        marked_out=bool(understood["out_of_scope"]),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure understanding on labelled messages.")
    parser.add_argument("messages", type=Path, help="JSON lines with text, intent and alt")
    parser.add_argument("--errors", action="store_true", help="also show the misread messages of half A")
    options = parser.parse_args(arguments)
    reader = Reader.trained(Path())
    judged = judge(reader, options.messages.read_text(encoding="utf-8").splitlines())
    for name, some in (("all", judged), ("half A", judged[::2]), ("half B", judged[1::2])):
        print(f"{name:7}", figures(some))
    print(*by_intent(judged), sep="\n")
    if options.errors:
        for one in judged[::2]:
            if not one.lenient:
                print(f"{one.intent} read as {one.said} ({one.confidence:.2f}): {one.text}")


if __name__ == "__main__":
    main()
