"""The same part of the training data for both."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import yaml

from scripts.devtool.layout import ROOT

LEAST_OF_A_LABEL = 2


def sample(share: float, folder: Path) -> int:
    """Writes ``share`` of each label's messages, the same ones each time, to ``folder``; their number.

    Annotated entities stay annotated; rules and stories come along whole.
    """
    shutil.copytree(ROOT / "data", folder)
    drawn, count = random.Random(0), 0
    for file in sorted(folder.rglob("*.yml")):
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for block in content.get("nlu", ()):
            lines = [line for line in block["examples"].splitlines() if line.startswith("- ")]
            if "intent" in block and share < 1:
                wanted = max(LEAST_OF_A_LABEL, round(share * len(lines)))
                lines = drawn.sample(lines, min(wanted, len(lines)))
                block["examples"] = "\n".join(lines) + "\n"
            count += len(lines) if "intent" in block else 0
        if share < 1:
            file.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    return count
