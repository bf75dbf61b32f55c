"""One supervised program: started in a process group of its own, its output prefixed and kept."""

from __future__ import annotations

import contextlib
import http.client
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .guard import signal_group
from .steps import TAIL, say

LOG_LIMIT_BYTES = 10_000_000
CHECK_EVERY_S = 0.3
CHECK_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Spec:
    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    port: int
    ready_path: str
    """Answers 200 as soon as the program can do its work."""
    headers: Mapping[str, str] = field(default_factory=dict)


class RestartPolicy:
    """A program that dies comes back after a growing pause; not so at the third death within a minute."""

    def __init__(self, limit: int = 3, window_s: float = 60.0, first_pause_s: float = 0.5) -> None:
        self.limit = limit
        self.window_s = window_s
        self.first_pause_s = first_pause_s
        self.deaths: deque[float] = deque()

    def died(self, now: float) -> float | None:
        """Seconds until the restart, or None to give up. `now` is a monotonic time in seconds."""
        self.deaths.append(now)
        while now - self.deaths[0] > self.window_s:
            self.deaths.popleft()
        if len(self.deaths) >= self.limit:
            return None
        return float(self.first_pause_s * 4 ** (len(self.deaths) - 1))


class Program:
    """Calls `report(event, self)` from its threads with "ready" and "died"."""

    def __init__(self, spec: Spec, log_dir: Path, report: Callable[[str, Program], None]) -> None:
        self.spec = spec
        self.report = report
        self.tail: deque[str] = deque(maxlen=TAIL)
        self.restarts = RestartPolicy()
        self.ready = False
        self.started_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self.log = log_dir / f"{spec.name}.log"
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))

    def start(self) -> int:
        """Returns the process group."""
        self.ready = False
        self.started_at = time.monotonic()
        process = subprocess.Popen(
            self.spec.command,
            env=dict(self.spec.env),
            cwd=self.spec.cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.process = process
        threading.Thread(target=self._copy_output, args=[process], daemon=True).start()
        threading.Thread(target=self._report_death, args=[process], daemon=True).start()
        threading.Thread(target=self._report_ready, args=[process], daemon=True).start()
        return process.pid

    def stop(self, grace_s: float) -> None:
        """Ends the whole group: asked first, after `grace_s` not asked."""
        if self.process is None:
            return
        if signal_group(self.process.pid, signal.SIGTERM):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(grace_s)
            signal_group(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _copy_output(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        with self.log.open("ab") as log:
            for raw in process.stdout:
                log.write(raw)
                log.flush()
                line = raw.decode(errors="replace").rstrip()
                self.tail.append(line)
                say(f"{self.spec.name:>8} | {line}")

    def _report_death(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        self.report("died", self)

    def _report_ready(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            if self._answers():
                self.ready = True
                self.report("ready", self)
                return
            time.sleep(CHECK_EVERY_S)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.spec.port, timeout=CHECK_TIMEOUT_S)
        try:
            connection.request("GET", self.spec.ready_path, headers=dict(self.spec.headers))
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
