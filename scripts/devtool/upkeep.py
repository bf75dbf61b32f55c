"""`make train`, `backup`, `bench`, `nlu-report`, `chaos`, `clean`."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path

from .builds import ensure_model, rasa_environment
from .environments import RASA, SERVICE
from .layout import ARTIFACTS, MODELS, ROOT, TOOLS, WEB, data_dir, learnt_dir
from .runlock import RunLock
from .setup import set_up, set_up_environments
from .steps import Refusal, attended, say

MADE = (
    ROOT / ".venv", ROOT / ".venv-rasa", ROOT / ".venv-peer", WEB / "node_modules", WEB / "dist", MODELS,
    TOOLS, ARTIFACTS, ROOT / ".rasa", ROOT / ".mypy_cache", ROOT / ".ruff_cache", ROOT / ".pytest_cache",
    ROOT / ".hypothesis",
)  # fmt: skip


def train(learnt: Path | None = None) -> int:
    """With the labels in the folder `learnt`; by default with those of this installation."""
    set_up_environments(dev=False)
    say(f"The model is {ensure_model(learnt or learnt_dir(data_dir()))}.")
    return 0


def backup() -> int:
    """A consistent copy of the database, taken while the service runs, of the photos and of what was learnt.
    The database comes first: a photo is stored before the row that names it, so every row of the copy has its
    picture."""
    if os.environ.get("AFTERSALES_DATABASE_URL"):
        raise Refusal(
            "AFTERSALES_DATABASE_URL is set: back that database up with its own tool, such as pg_dump."
        )
    data = data_dir()
    database = data / "aftersales.db"
    if not database.exists():
        raise Refusal(f"There is no database in {data}: nothing to back up.")
    now = datetime.now(timezone.utc)
    target = data / "backups" / now.strftime("%Y%m%dT%H%M%SZ")
    unfinished = target.with_suffix(".unfinished")
    unfinished.mkdir(parents=True)
    copy_database(database, unfinished / database.name)
    if (data / "photos").exists():
        shutil.copytree(data / "photos", unfinished / "photos")
    labels = learnt_dir(data) / "nlu.yml"
    if labels.exists():
        (unfinished / "learnt").mkdir()
        shutil.copy(labels, unfinished / "learnt")
    unfinished.rename(target)
    say(f"Backed up to {target}. To restore, stop the program and copy everything back to {data}.")
    return 0


def copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup; raises Refusal if the copy is not sound."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if verdict != "ok":
        raise Refusal(f"The copy is not sound ({verdict}); the database itself may be damaged.")


def bench() -> int:
    """The reports under benchmarks/, written again; more than an hour, most of it the peer's training."""
    set_up(dev=True)
    return _python("benchmarks.dialogues") or _python("benchmarks.nlu")


def nlu_report(labelled: Path | None) -> int:
    """The page about understanding, with `labelled` messages also about those. It takes some minutes."""
    if labelled is not None and not labelled.is_file():
        raise Refusal(f"There is no file {labelled}.")
    set_up_environments(dev=False)
    own = ["--labelled", str(labelled.resolve())] if labelled else []
    command = [str(RASA.python), "-W", "ignore", "-m", "scripts.nlu_report", *own]
    return attended(command, cwd=ROOT, env=rasa_environment())


def chaos() -> int:
    if not list((ROOT / "tests" / "chaos").glob("test_*.py")):
        say("There are no chaos tests yet.")
        return 0
    set_up(dev=True)
    return _python("pytest", "-o", "addopts=-ra", "tests/chaos")


def clean() -> int:
    """Removes what can be made again; the data in var/ stays."""
    lock = RunLock.acquire(data_dir() / "run.lock")
    try:
        for path in filter(Path.exists, MADE):
            shutil.rmtree(path)
            say(f"removed {path.relative_to(ROOT)}")
    finally:
        lock.release()
    return 0


def _python(*arguments: str) -> int:
    return attended([str(SERVICE.python), "-m", *arguments], cwd=ROOT)
