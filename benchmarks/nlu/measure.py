"""What a system costs and how well it reads, measured from outside but for the parse."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.nlu.system import Api, Command, System
from scripts.devtool.guard import signal_group
from scripts.devtool.layout import ROOT
from scripts.nlu_report.judging import calibration_error, judge
from scripts.nlu_report.messages import Labelled
from tests.assistant.action_server import ActionServer, says
from tests.support.stack import free_ports

GREETING, ANSWER = "你好", "您好"
ASK_AGAIN_S, READY_WITHIN_S, SETTLE_S, STOP_S = 0.02, 300.0, 3.0, 20.0
ENDS = 50
"""Turns at either end of the conversation that are compared."""


class Spread(NamedTuple):
    """Milliseconds: the median, and what one in twenty exceeds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, took: Sequence[float]) -> Spread:
        return cls(median(took), quantiles(took, n=20)[-1])


class Training(NamedTuple):
    """``cpu_s`` is that of all cores; ``peak_mb`` that of the biggest process."""

    wall_s: float
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True)
class Measured:
    """All about one system trained on ``messages``; ``load`` is the machine's at the begin and the end."""

    name: str
    messages: int
    training: Training
    accuracy: float
    top_three: float
    calibration: float
    parse: Spread
    parse_cpu_ms: float
    parse_http: Spread
    start_s: float
    idle_mb: float
    turns: Sequence[float]
    turn_cpu_ms: float
    load: tuple[float, float]

    @property
    def turn(self) -> Spread:
        return Spread.of(self.turns)

    @property
    def early(self) -> float:
        return median(self.turns[:ENDS])

    @property
    def late(self) -> float:
        return median(self.turns[-ENDS:])


@dataclass(frozen=True)
class Extent:
    """How often things are repeated; of trainings and starts the median counts."""

    trainings: int
    starts: int
    passes: int
    turns: int


def measure(system: System, data: Path, count: int, test: Sequence[Labelled], extent: Extent) -> Measured:
    """Train on ``data`` (``count`` messages), then measure the model on ``test`` and its server.

    Raises CalledProcessError where a program fails and TimeoutError where a server does not get ready.
    """
    folder = data.parent / f"{data.name} {system.name}"
    folder.mkdir()
    before = os.getloadavg()[0]
    trainings = [_timed(system.train(data, folder), folder / "train.log") for _ in range(extent.trainings)]
    reading = _inside(system, folder, test, extent.passes)
    with ActionServer() as actions:
        actions.answer = lambda call: says({"text": ANSWER})(call)  # type: ignore[method-assign]
        starts = []
        for last in range(extent.starts)[::-1]:
            with _running(system, folder, actions.url) as server:
                starts.append(server.start_s)
                if not last:
                    idle = server.idle_mb()
                    parse_http = Spread.of([_took(server.api, system, one.text) for one in test])
                    used = server.cpu_s()
                    turns = _talk(system, server.api, extent.turns)
                    turn_cpu_ms = (server.cpu_s() - used) * 1000 / extent.turns
    return Measured(
        name=system.name,
        messages=count,
        training=Training(*(median(values) for values in zip(*trainings, strict=True))),
        accuracy=reading.accuracy,
        top_three=reading.top_three,
        calibration=reading.calibration,
        parse=reading.parse,
        parse_cpu_ms=reading.cpu_ms,
        parse_http=parse_http,
        start_s=median(starts),
        idle_mb=idle,
        turns=turns,
        turn_cpu_ms=turn_cpu_ms,
        load=(before, os.getloadavg()[0]),
    )


def _timed(command: Command, log: Path) -> Training:
    start = time.monotonic()
    with log.open("wb") as out:
        process = _start(command, out.fileno())
        _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        print(log.read_text(errors="replace")[-2000:])
        raise subprocess.CalledProcessError(process.returncode, command.arguments)
    return Training(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _start(command: Command, output: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command.arguments,
        cwd=command.cwd,
        env=dict(command.env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


class Reading(NamedTuple):
    """What a model made of the messages, and how long it took for one."""

    accuracy: float
    top_three: float
    calibration: float
    parse: Spread
    cpu_ms: float


def _inside(system: System, folder: Path, test: Sequence[Labelled], passes: int) -> Reading:
    texts, out = folder / "texts.json", folder / "read.json"
    texts.write_text(json.dumps([one.text for one in test]), encoding="utf-8")
    files = [str(folder / "model.tar.gz"), str(texts), str(out)]
    arguments = [str(system.python), "-m", "benchmarks.nlu.inside", *files, "--passes", str(passes)]
    before = ["--before", system.before] if system.before else []
    env = system.serve(folder, 0, "").env
    _timed(Command([*arguments, *before], env, ROOT), folder / "inside.log")
    found = json.loads(out.read_text(encoding="utf-8"))
    rankings = dict(zip((one.text for one in test), found["rankings"], strict=True))
    judged = judge(lambda text: {"ranking": rankings[text], "out_of_scope": False}, test)
    return Reading(
        sum(one.strict for one in judged) / len(judged),
        sum(one.in_top_three for one in judged) / len(judged),
        calibration_error(judged),
        Spread.of([ms for took in found["ms"] for ms in took]),
        found["cpu_ms"],
    )


class Server(NamedTuple):
    """A running program; ``start_s`` is from its start to its first answer."""

    group: int
    api: Api
    start_s: float

    def idle_mb(self) -> float:
        """What it holds of memory, shared pages by their share, once it has come to rest."""
        time.sleep(SETTLE_S)
        return sum(_pss_kb(process) for process in _members(self.group)) / 1024

    def cpu_s(self) -> float:
        """Processor time used so far."""
        return sum(_ticks(process) for process in _members(self.group)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _running(system: System, folder: Path, actions: str) -> Iterator[Server]:
    (port,) = free_ports(1)
    start = time.monotonic()
    with (folder / "run.log").open("wb") as out:
        process = _start(system.serve(folder, port, actions), out.fileno())
    try:
        api = Api(port, system.headers)
        while not _answers(api, system):
            if process.poll() is not None or time.monotonic() - start > READY_WITHIN_S:
                raise TimeoutError((folder / "run.log").read_text(errors="replace")[-2000:])
            time.sleep(ASK_AGAIN_S)
        yield Server(process.pid, api, time.monotonic() - start)
    finally:
        signal_group(process.pid, signal.SIGTERM)
        try:
            process.wait(STOP_S)
        finally:
            signal_group(process.pid, signal.SIGKILL)


def _answers(api: Api, system: System) -> bool:
    try:
        return bool(api.post(system.parsing, {"text": GREETING}))
    except (OSError, HTTPException, AssertionError):
        return False


def _took(api: Api, system: System, text: str) -> float:
    start = time.perf_counter()
    api.post(system.parsing, {"text": text})
    return (time.perf_counter() - start) * 1000


def _talk(system: System, api: Api, turns: int) -> list[float]:
    conversation, took = system.conversation(api), []
    for _ in range(turns):
        start = time.perf_counter()
        said = conversation.say(GREETING)
        took.append((time.perf_counter() - start) * 1000)
        if said != [ANSWER]:
            raise RuntimeError(f"{system.name} said {said}")
    return took


def _members(group: int) -> list[Path]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # After the name in brackets: state, parent, process group.
            if int((process / "stat").read_text().rpartition(")")[2].split()[2]) == group:
                found.append(process)
        except OSError:  # it has just ended
            continue
    return found


def _ticks(process: Path) -> int:
    # After the name in brackets, from the state on: user and system time are the 12th and 13th.
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _pss_kb(process: Path) -> int:
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
