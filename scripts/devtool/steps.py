"""Steps of the set-up: skipped when current, timed when not, quiet unless they fail."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from .guard import signal_group
from .layout import TOOLS

TAIL = 20
INTERRUPT_GRACE_S = 6.0
NOT_OURS = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX")


class Refusal(Exception):
    """Ends the command; its message is one sentence that tells the person what to do."""


def say(text: str = "") -> None:
    with suppress(OSError):  # the terminal is gone
        print(text, flush=True)


def fingerprint(root: Path, paths: Iterable[Path], *extra: str) -> str:
    """Hash of names (relative to `root`) and contents of files and folders; caches do not count."""
    digest = hashlib.sha256()
    for text in extra:
        digest.update(text.encode() + b"\0")
    for file in sorted(_files(paths)):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_file():
            yield path
        for folder, inner, names in os.walk(path):
            inner[:] = [name for name in inner if name != "__pycache__"]
            yield from (Path(folder, name) for name in names)


class Stamp:
    """The fingerprint something was made from. Lies inside what it vouches for, so that both go together."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> str | None:
        try:
            return self.path.read_text().strip()
        except OSError:
            return None

    def write(self, value: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(value + "\n")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Prints the title, then how long its body took."""
    say(f"  … {title}")
    start = time.monotonic()
    yield
    say(f"  ✓ {title}: {time.monotonic() - start:.1f} s")


def clean_environment(**extra: str) -> dict[str, str]:
    """The caller's environment without what would bend another Python."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **extra}


def answers(command: Sequence[str]) -> str | None:
    """What a program prints, or None if it does not run."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=60, env=clean_environment(), check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def attended(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    output: IO[bytes] | None = None,
) -> int:
    """Exit code of a program that, with all it started, does not outlive an interruption of this one."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=env or clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
    )
    try:
        return process.wait()
    except BaseException:
        signal_group(process.pid, signal.SIGINT)  # pytest tears its fixtures down
        with suppress(subprocess.TimeoutExpired):
            process.wait(INTERRUPT_GRACE_S)
        signal_group(process.pid, signal.SIGKILL)
        raise


def quietly(
    command: Sequence[str], *, otherwise: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> None:
    """Runs a program with its output in a log; when it fails, shows the end of it and raises `otherwise`."""
    log = TOOLS / "log" / f"{Path(command[0]).name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        code = attended(command, cwd=cwd, env=env, output=file)
    if code:
        say("\n".join(log.read_text(errors="replace").splitlines()[-TAIL:]))
        raise Refusal(otherwise)
