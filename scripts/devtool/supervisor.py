"""Starts the programs, waits until they are ready, brings back what dies and stops everything together."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from .guard import Guard
from .programs import Program, Spec
from .runlock import RunLock
from .steps import say

GRACE_S = 4.0  # for each program; all of them and the guard must be gone within ten seconds
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_S = 15.0


class Supervisor:
    """Starts the programs in the given order and stops them in the reverse: nobody loses a server in use."""

    def __init__(self, specs: Sequence[Spec], log_dir: Path, lock: RunLock) -> None:
        log_dir.mkdir(parents=True, exist_ok=True)
        self.events: SimpleQueue[tuple[str, Program | None]] = SimpleQueue()  # safe inside a signal handler
        self.programs = [
            Program(spec, log_dir, lambda event, who: self.events.put((event, who))) for spec in specs
        ]
        self.lock = lock
        self.due: dict[Program, float] = {}
        self.announced = False

    def run(self, on_ready: Callable[[], None]) -> int:
        """Blocks until a signal (returns 0) or until a program keeps dying (returns 1)."""
        for number in SIGNALS:
            signal.signal(number, self._stop_requested)
        self.guard = Guard(self.lock.file)
        began = time.monotonic()
        try:
            for program in self.programs:
                self._start(program)
            return self._supervise(began, on_ready)
        finally:
            for program in reversed(self.programs):
                program.stop(GRACE_S)
            self.guard.dismiss()

    def _stop_requested(self, number: int, frame: Any) -> None:
        self.events.put(("stop", None))

    def _start(self, program: Program) -> None:
        self.guard.watch(program.start())

    def _supervise(self, began: float, on_ready: Callable[[], None]) -> int:
        while True:
            try:
                event, program = self.events.get(timeout=self._until_next())
            except Empty:
                self._restart_due()
                continue
            if program is None:
                say("stopping …")
                return 0
            if event == "ready":
                say(f"  ✓ {program.spec.name} ready: {time.monotonic() - program.started_at:.1f} s")
                if not self.announced and all(each.ready for each in self.programs):
                    self.announced = True
                    say(f"  ✓ everything ready: {time.monotonic() - began:.1f} s")
                    on_ready()
            elif not self._comes_back(program):
                return 1

    def _comes_back(self, program: Program) -> bool:
        program.stop(0)  # whatever it left behind in its group
        if program.process:
            self.guard.forget(program.process.pid)
        name, now = program.spec.name, time.monotonic()
        code = program.process.returncode if program.process else None
        pause = program.restarts.died(now)
        if pause is None:
            say(f"{name} died {program.restarts.limit} times within a minute (exit code {code}):")
            say("\n".join(f"    {line}" for line in program.tail))
            say(f"Everything is stopped; the whole log is {program.log}.")
            return False
        say(f"{name} died (exit code {code}); restarting in {pause:g} s")
        self.due[program] = now + pause
        return True

    def _restart_due(self) -> None:
        now = time.monotonic()
        for program in [each for each, at in self.due.items() if at <= now]:
            del self.due[program]
            self._start(program)
        waiting = [p for p in self.programs if not p.ready and now - p.started_at > PATIENCE_S]
        for program in waiting:
            say(f"  … still waiting for {program.spec.name} ({now - program.started_at:.0f} s)")

    def _until_next(self) -> float:
        now = time.monotonic()
        return min([max(0.0, at - now) for at in self.due.values()], default=PATIENCE_S)
