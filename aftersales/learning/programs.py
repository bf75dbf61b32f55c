"""What runs in Rasa's environment, as programs of their own: comparing two models, and training one."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from aftersales.learning.model import TrainingFailed
from aftersales.learning.verdict import Comparison
from aftersales.settings import ROOT

NOT_OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
TOLD = 600
"""Characters from the end of a failed program's output."""


class Programs(Protocol):
    async def compare(self, running: Path, candidate: Path, held_out: Path) -> Comparison:
        """The labels of two models, and those that neither learnt, as Rasa's files. Raises TrainingFailed."""

    async def train(self, learnt: Path) -> Path:
        """The model with the labels in `learnt/nlu.yml`, made there unless it is current, and all else in
        place to start it. Raises TrainingFailed."""


@dataclass(frozen=True)
class RasaPrograms:
    python: Path
    """Rasa's own."""
    training_dir: Path

    async def compare(self, running: Path, candidate: Path, held_out: Path) -> Comparison:
        out = candidate.with_name("comparison.json")
        files = {"running": running, "candidate": candidate, "held-out": held_out, "out": out}
        where = [part for name, path in files.items() for part in (f"--{name}", str(path))]
        data = ["--data", str(self.training_dir), "--config", str(ROOT / "config.yml")]
        await _run(str(self.python), "-m", "assistant", "compare", *data, *where)
        return Comparison.from_json(json.loads(out.read_text(encoding="utf-8")))

    async def train(self, learnt: Path) -> Path:
        await _run(sys.executable, str(ROOT / "scripts" / "dev.py"), "train", "--learnt", str(learnt))
        return (learnt / "running.tar.gz").resolve(strict=True)


async def _run(*command: str) -> None:
    """Raises TrainingFailed with the end of what it said."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    try:
        program = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env={**kept, "PYTHONUTF8": "1"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        raise TrainingFailed(f"训练程序无法启动：{error}") from error
    said, _ = await program.communicate()
    if program.returncode:
        raise TrainingFailed(
            f"训练没有完成，正在使用的模型没有变动：\n{said.decode(errors='replace')[-TOLD:]}"
        )
