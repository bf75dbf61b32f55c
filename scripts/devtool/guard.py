"""Ends the programs of a run whose supervisor was killed.

Runs in a session of its own and reads `+<group>` and `-<group>` lines; when the pipe closes, the supervisor
is gone and every process group still named is ended. Works on Linux and macOS, and for children's children.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

GRACE_S = 3.0


class Guard:
    """The supervisor's side."""

    def __init__(self, inherited: IO[str]) -> None:
        """`inherited` stays open in the guard: the run lock is held until the guard has done its work."""
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            pass_fds=[inherited.fileno()],
            start_new_session=True,
            text=True,
        )

    def watch(self, group: int) -> None:
        self._tell(f"+{group}")

    def forget(self, group: int) -> None:
        self._tell(f"-{group}")

    def dismiss(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()

    def _tell(self, line: str) -> None:
        if self.process.stdin:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()


def signal_group(group: int, number: int) -> bool:
    """Whether the group still had a process to signal."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # macOS denies a group of zombies
        return False
    return True


def main() -> None:
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line[0] == "+":
            groups.add(group)
        else:
            groups.discard(group)
    left = {group for group in groups if signal_group(group, signal.SIGTERM)}
    deadline = time.monotonic() + GRACE_S
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = {group for group in left if signal_group(group, 0)}
    for group in left:
        signal_group(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
