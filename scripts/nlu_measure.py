"""How well the assistant understands labelled messages that it was not trained on, in a few lines.

Run from the project folder, in Rasa's environment: ``python -m scripts.nlu_measure FILE``. The form of the
file is told in ``scripts/nlu_report/messages.py``; half A is for tuning, half B only reports. The whole story
is ``make nlu-report``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant import without_tensorflow

without_tensorflow.install()

from assistant.reader import Reader  # noqa: E402
from scripts.nlu_report.judging import Figures, Judged, by_intent, figures, judge  # noqa: E402
from scripts.nlu_report.messages import read_lines  # noqa: E402
from scripts.nlu_report.rates import rate  # noqa: E402


def told(found: Figures) -> str:
    """One line of rates."""
    return (
        f"{found.strict.count:5} messages: strict {found.strict.value:.3f}  lenient {found.lenient.value:.3f}"
        f"  top three {found.top_three.value:.3f}  calibration error {found.calibration:.3f}"
        f"  out of scope: caught {found.caught.value:.3f}, wrongly turned away {found.turned_away.value:.3f}"
    )


def rows(judged: Sequence[Judged]) -> list[str]:
    """For each intent: how often right, and what it is taken for instead."""
    result = []
    for intent, some in by_intent(judged).items():
        wrong = Counter(one.said for one in some if not one.strict).most_common(4)
        instead = ", ".join(f"{name} {times}" for name, times in wrong)
        result.append(f"{intent:28}{len(some):5}  {rate(one.strict for one in some).value:.2f}  {instead}")
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure understanding on labelled messages.")
    parser.add_argument("messages", type=Path, help="JSON lines with text, intent and alt")
    parser.add_argument("--errors", action="store_true", help="also show the misread messages of half A")
    options = parser.parse_args(arguments)
    messages = read_lines(options.messages)
    reader = Reader.trained(Path())
    judged = judge(reader.parse, messages)
    for name, some in (("all", judged), ("half A", judged[::2]), ("half B", judged[1::2])):
        print(f"{name:7}", told(figures(some)))
    print(*rows(judged), sep="\n")
    if options.errors:
        for one in judged[::2]:
            if not one.lenient:
                print(f"{one.intent} read as {one.said} ({one.confidence:.2f}): {one.message.text}")


if __name__ == "__main__":
    main()
