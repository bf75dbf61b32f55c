"""Both programs as `make run` starts them: real processes on free ports, with a data folder of their own."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import httpx

from scripts.devtool import run
from scripts.devtool.builds import ensure_model
from scripts.devtool.guard import Guard, signal_group
from scripts.devtool.layout import learnt_dir
from scripts.devtool.programs import Spec
from scripts.devtool.runlock import RunLock

START_S = 240.0
STOP_S = 60.0
FRAGMENT_WAIT_S = 0.2
RASA_TIMEOUT_S = 60.0
"""A machine that stands still for a while fails no test."""


class Process:
    """One program in a process group of its own, its output in `<name>.log`."""

    def __init__(self, spec: Spec, folder: Path, guard: Guard) -> None:
        self.spec = spec
        self.log = folder / f"{spec.name}.log"
        self._guard = guard
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.spec.command,
                env=dict(self.spec.env),
                cwd=self.spec.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._guard.watch(self._running.pid)

    def signal(self, number: int) -> None:
        """To the whole group, as a supervisor or the kernel would."""
        assert self._running, f"{self.spec.name} was not started"
        signal_group(self._running.pid, number)

    def gone(self, within_s: float = STOP_S) -> int:
        """The exit code, once the program has ended. Raises TimeoutExpired."""
        assert self._running, f"{self.spec.name} was not started"
        code = self._running.wait(within_s)
        self._guard.forget(self._running.pid)
        return code

    def wait_until_ready(self) -> None:
        """Raises AssertionError with the end of the log if the program ends or stays silent."""
        assert self._running, f"{self.spec.name} was not started"
        deadline = time.monotonic() + START_S
        address = f"http://127.0.0.1:{self.spec.port}{self.spec.ready_path}"
        with httpx.Client(trust_env=False, headers=dict(self.spec.headers), timeout=60) as http:
            while not _answers(http, address):
                ended, late = self._running.poll() is not None, time.monotonic() > deadline
                assert not ended, f"{self.spec.name} ended:\n{self.tail()}"
                assert not late, f"{self.spec.name} is not ready after {START_S:.0f} s:\n{self.tail()}"
                time.sleep(0.1)

    def tail(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Stack:
    """Rasa and the service; `settings` win over the usual ones. A guard ends what a killed run leaves."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        ensure_model(learnt_dir(folder))
        self.folder = folder
        self.port, self.rasa_port = free_ports(2)
        self.settings = {
            **run.program_settings(folder, self.port, self.rasa_port),
            "AFTERSALES_FRAGMENT_WAIT_S": str(FRAGMENT_WAIT_S),
            "AFTERSALES_RASA_TIMEOUT_S": str(RASA_TIMEOUT_S),
            **(settings or {}),
        }

    def __enter__(self) -> Stack:
        self._lock = RunLock.acquire(self.folder / "run.lock")
        self._guard = Guard(self._lock.file)
        self.rasa = Process(run.rasa(self.settings, self.rasa_port), self.folder, self._guard)
        self.service = Process(run.service(self.settings, self.port), self.folder, self._guard)
        try:
            run.migrate(self.settings)
            for process in (self.rasa, self.service):
                process.start()
            for process in (self.rasa, self.service):
                process.wait_until_ready()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for process in (self.service, self.rasa):
                process.signal(15)
                process.gone()
        finally:
            self._release()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _release(self) -> None:
        self._guard.dismiss()
        self._lock.release()


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def _answers(http: httpx.Client, address: str) -> bool:
    try:
        return http.get(address).status_code == 200
    except httpx.HTTPError:
        return False
