"""One `make run` per data folder."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path
from typing import IO

from .steps import Refusal


class RunLock:
    """A kernel lock, held by the run and by its guard: it is free when the last of their programs has ended,
    however they ended, and never stale. The file only tells who holds it."""

    def __init__(self, file: IO[str], path: Path) -> None:
        self.file = file
        self.path = path

    @classmethod
    def acquire(cls, path: Path, patience_s: float = 10.0) -> RunLock:
        """Waits `patience_s` for the guard of a killed run; raises Refusal when a run is alive."""
        path.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + patience_s
        while True:
            file = path.open("a+")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                owner = _owner(file)
                file.close()
                if (owner and _alive(owner)) or time.monotonic() > deadline:
                    raise Refusal(
                        f"`make run` is already running here (process {owner or 'unknown'}): stop it first."
                    ) from None
                time.sleep(0.1)
                continue
            if _same_file(file, path):
                file.truncate(0)
                file.write(f"{os.getpid()}\n")
                file.flush()
                return cls(file, path)
            file.close()

    def release(self) -> None:
        self.path.unlink(missing_ok=True)
        self.file.close()


def _owner(file: IO[str]) -> int | None:
    file.seek(0)
    text = file.read().strip()
    return int(text) if text.isdigit() else None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _same_file(file: IO[str], path: Path) -> bool:
    """Whether the locked file is still the one on disk; its last holder may have removed it meanwhile."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
