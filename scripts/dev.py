#!/usr/bin/env python3
"""Everything `make` does. Needs Python 3.9 or later and nothing else; fetches the rest itself."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

if sys.version_info < (3, 9):  # noqa: UP036, a sentence is better than a traceback
    sys.exit("This needs Python 3.9 or later: run it with a newer python3.")

from devtool import checks, run, upkeep
from devtool.environments import lock_all
from devtool.steps import Refusal
from devtool.tools import find_uv


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="set up what is not current, start everything, stop it on Ctrl-C")
    suites = commands.add_parser("test", help="set up and run every test")
    suites.add_argument("suite", nargs="*", metavar="suite", help=f"only these of {', '.join(checks.SUITES)}")
    train = commands.add_parser("train", help="train the assistant if its model is not current")
    train.add_argument("--learnt", type=Path, metavar="FOLDER", help="with the labels in this folder")
    commands.add_parser("lint", help="style, types and training data")
    commands.add_parser("clean", help="remove everything that can be made again, not your data")
    commands.add_parser("bench", help="write the reports under benchmarks/ again")
    report = commands.add_parser("nlu-report", help="measure understanding, and write a page about it")
    report.add_argument("--labelled", type=Path, metavar="FILE", help="also on labelled messages of your own")
    commands.add_parser("chaos", help="kill programs in mid-turn and count messages")
    commands.add_parser("backup", help="copy database and photos while the service runs")
    locks = commands.add_parser("lock", help="resolve requirements/*.in anew")
    locks.add_argument("--upgrade", action="store_true", help="take the newest versions")
    chosen = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)

    if chosen.command == "run":
        return run.run()
    if chosen.command == "test":
        return checks.test(chosen.suite)
    if chosen.command == "lint":
        return checks.lint()
    if chosen.command == "train":
        return upkeep.train(chosen.learnt)
    if chosen.command == "nlu-report":
        return upkeep.nlu_report(chosen.labelled)
    if chosen.command == "lock":
        lock_all(find_uv(), chosen.upgrade)
        return 0
    return int(getattr(upkeep, chosen.command)())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit("stopped")
