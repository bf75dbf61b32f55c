"""Train, start and ask this assistant and Rasa's default Chinese pipeline, in one run, and write a report.

.venv/bin/python -m benchmarks.nlu [--quick] [--share SHARE] [--epochs N] [--report FILE]
"""

from __future__ import annotations

import argparse
import os
import platform
import timeit
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.nlu.measure import Extent, measure
from benchmarks.nlu.ours import Ours
from benchmarks.nlu.peer import Peer
from benchmarks.nlu.report import page, picture
from benchmarks.nlu.sample import sample
from scripts.devtool.environments import PEER, RASA
from scripts.devtool.layout import ROOT
from scripts.devtool.tools import find_uv
from scripts.nlu_report.messages import read_written

TEST = ROOT / "tests" / "data" / "nlu_test.yml"
REPORT = Path(__file__).parent / "REPORT.md"
THOROUGH = Extent(trainings=3, starts=5, passes=5, turns=500)
ONCE = Extent(trainings=1, starts=3, passes=5, turns=500)
QUICK = Extent(trainings=1, starts=1, passes=1, turns=100)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a look in some minutes, in place of figures")
    parser.add_argument("--share", type=float, help="of the messages both learn (default 0.05)")
    parser.add_argument("--epochs", type=int, help="of each of Rasa's networks (default 100)")
    parser.add_argument("--report", type=Path, help=f"where to write (default {REPORT.relative_to(ROOT)})")
    chosen = parser.parse_args()
    share = chosen.share or (0.02 if chosen.quick else 0.05)
    epochs = chosen.epochs or (5 if chosen.quick else 100)
    report = chosen.report or (ROOT / "artifacts" / "nlu.md" if chosen.quick else REPORT)
    thorough, once = (QUICK, QUICK) if chosen.quick else (THOROUGH, ONCE)

    uv = find_uv()
    RASA.ensure(uv, dev=False)
    PEER.ensure(uv, dev=False)
    test = read_written(TEST)
    with TemporaryDirectory() as folder:
        whole, part = Path(folder) / "whole", Path(folder) / "part"
        all_messages, some = sample(1, whole), sample(share, part)
        ours = measure(Ours(), whole, all_messages, test, thorough)
        ours_on_share = measure(Ours(), part, some, test, once)
        peer = measure(Peer(epochs), part, some, test, once)
    notes = [
        f"A million additions in Python took {_speed_ms():.0f} ms on this machine (30 to 40 on a fast one).",
        f"Both in one run on {os.cpu_count()} cores ({platform.machine()}), no GPU; Rasa 3.6.21, "
        f"its networks with {epochs} epochs each.",
        f"Rasa's default learns {share:.0%} of each label's messages: with all of them it would train for "
        "hours. Ours is measured on that share and on all.",
        f"Accuracy on the {len(test)} written messages of tests/data, none of which is trained. Parses: "
        f"those, {thorough.passes} times. Turns: one conversation, trackers in memory, one call each "
        "to an action server that answers at once.",
        f"Medians of {thorough.trainings} trainings and {thorough.starts} starts of ours on all data, of "
        f"{once.trainings} and {once.starts} of the others.",
    ]
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(page(ours, ours_on_share, peer, notes), encoding="utf-8")
    report.with_name("turns.svg").write_text(picture((ours, ours_on_share, peer)), encoding="utf-8")
    print(report.read_text(encoding="utf-8"))


def _speed_ms() -> float:
    return min(timeit.repeat("for i in range(1_000_000): i + i", number=1, repeat=5)) * 1000


if __name__ == "__main__":
    main()
