"""Let every simulated shopper talk to the running programs and write a report a person can read.

.venv/bin/python -m benchmarks.dialogues [--only PART] [--report FILE]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.dialogue.shopper import scenarios
from tests.dialogue.verdict import Result, play
from tests.support.stack import Stack

SIDE_BY_SIDE = 2
"""Programs that play at once, one for each core of a small machine."""
REPORT = Path(__file__).parent / "REPORT.md"


def report(results: list[Result]) -> str:
    good = [result for result in results if not result[2]]
    turns = [talked.turns for _, talked, _ in good] or [0]
    lines = [
        "# Simulated shoppers",
        "",
        f"{len(good)} of {len(results)} ended as written by hand "
        f"({len(good) / len(results):.1%}); median {median(turns):g} of her turns, at most {max(turns)}.",
        "",
        "| surprise | scenarios | right | median turns |",
        "|---|--:|--:|--:|",
    ]
    for surprise in dict.fromkeys(scenario.surprise for scenario, *_ in results):
        those = [result for result in results if result[0].surprise == surprise]
        right = [talked.turns for _, talked, found in those if not found]
        lines.append(f"| {surprise} | {len(those)} | {len(right)} | {median(right or [0]):g} |")
    where = Counter(
        (talked.heard[-1].expects or "nothing asked", found[0]) for _, talked, found in results if found
    )
    lines += ["", "## Where they broke", ""]
    lines += [f"- {count} × at `{asked}`: {found}" for (asked, found), count in where.most_common()] or [
        "- nowhere"
    ]
    for scenario, talked, found in results:
        if found:
            lines += ["", f"### {scenario.name}", "", *(f"- {one}" for one in found), "", "```"]
            lines += [talked.transcript, "```"]
    return "\n".join(lines) + "\n"


def _show_progress(total: int) -> Callable[[int], None]:
    return lambda count: print(f"\r{count}/{total}", end="", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="scenarios whose name contains this")
    parser.add_argument("--report", type=Path, default=REPORT)
    chosen = parser.parse_args()
    wanted = [scenario for scenario in scenarios() if chosen.only in scenario.name]
    with ExitStack() as programs:
        folders = [Path(programs.enter_context(tempfile.TemporaryDirectory())) for _ in range(SIDE_BY_SIDE)]
        urls = [programs.enter_context(Stack(folder)).url for folder in folders]
        results = asyncio.run(play(urls, wanted, _show_progress(len(wanted))))
    print(file=sys.stderr)
    chosen.report.write_text(report(results), encoding="utf-8")
    print(f"{sum(not found for *_, found in results)} of {len(results)} right; {chosen.report}")


if __name__ == "__main__":
    main()
