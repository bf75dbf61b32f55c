"""Measures everything and writes the page. ``make nlu-report``, or in Rasa's environment:
``python -m scripts.nlu_report [--labelled FILE]``.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from assistant import without_tensorflow

without_tensorflow.install()

from aftersales.learning.examples import Example, read  # noqa: E402
from assistant.reader import Reader  # noqa: E402
from scripts.nlu_examples import read_training  # noqa: E402
from scripts.nlu_likeness import share_nearly_repeated, similar_pairs  # noqa: E402
from scripts.nlu_lint import CONTROL_INTENTS, NEARLY_REPEATED  # noqa: E402
from scripts.nlu_report.coverage import coverage  # noqa: E402
from scripts.nlu_report.entities import compare, read_annotated  # noqa: E402
from scripts.nlu_report.judging import figures, judge  # noqa: E402
from scripts.nlu_report.learning import Point, Say, cross_validated, labels_of, shares_of  # noqa: E402
from scripts.nlu_report.messages import halves, read_lines, read_written  # noqa: E402
from scripts.nlu_report.page import Measured, Report, write  # noqa: E402
from scripts.nlu_report.robustness import by_length, robustness  # noqa: E402

_DATA, _CONFIG = Path("data"), Path("config.yml")
_WRITTEN = Path("tests/data/nlu_test.yml")
_ANNOTATED = Path("tests/data/entities_test.yml")


def measured(training: Sequence[Example], labelled: Path | None, say: Say) -> Report:
    """Everything the page tells, some ten trainings; with labelled messages also what those show."""
    say(f"learning from {len(training)} messages")
    reader = Reader.trained_on(training, _CONFIG)
    say("reading the written test set")
    written = judge(reader.parse, read_written(_WRITTEN))
    sets = [
        Measured(
            "Written test set",
            "Messages written apart from the training data, in other voices: every intent, every topic. "
            "Each has one right reading only.",
            written,
        )
    ]
    own = read_lines(labelled) if labelled else []
    if labelled:
        say(f"reading {labelled.name}")
        judged = judge(reader.parse, own)
        a, b = halves(judged)
        note = "Labelled messages of real shoppers. Half A may be tuned on, half B only reports."
        sets.append(Measured(labelled.stem, note, judged, {"half A": a, "half B": b}))
    say("finding entities")
    annotated = read_annotated(_ANNOTATED)
    scores, misses = compare(lambda text, **state: reader.parse(text, **state)["entities"], annotated)
    say("typing the messages as others would")
    changes = robustness(reader.parse, written, CONTROL_INTENTS)
    say("looking for messages that nearly repeat another")
    examples = read_training(_DATA)
    alike = list(similar_pairs(examples, examples, NEARLY_REPEATED))
    unseen = [[one.message for one in each.judged] for each in sets]
    learning = list(shares_of(training, _CONFIG, unseen, say))
    return Report(
        training_messages=len(training),
        nearly_repeated=share_nearly_repeated(alike, len(examples)),
        measured=sets,
        entities=scores,
        entity_messages=len(annotated),
        misses=misses,
        robustness=changes,
        lengths=by_length(written),
        learning=[*learning, Point(len(training), [each.figures for each in sets])],
        cross_validated=figures(cross_validated(training, _CONFIG, say)),
        coverage=coverage(training, own) if own else None,
        labels=list(labels_of(training, _CONFIG, own, reader, say)) if own else (),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Measure understanding and write a page about it.")
    parser.add_argument("--labelled", type=Path, metavar="FILE", help="JSON lines with text, intent and alt")
    parser.add_argument("--out", type=Path, default=Path("artifacts/nlu-report.html"))
    options = parser.parse_args(arguments)
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {what}", flush=True)

    report = measured(read(_DATA), options.labelled, say)
    write(report, options.out)
    for each in report.measured:
        for name, row in each.rows.items():
            say(
                f"{each.name}, {name}: strict {row.strict.value:.3f}, lenient {row.lenient.value:.3f}, "
                f"top three {row.top_three.value:.3f}, calibration error {row.calibration:.3f}, "
                f"out of scope caught {row.caught.value:.3f}, wrongly turned away {row.turned_away.value:.3f}"
            )
    say(f"written: {options.out}")


if __name__ == "__main__":
    main()
