"""The parts of `make` that need neither network nor a program to run."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from scripts.devtool import builds
from scripts.devtool.checks import Result, closing
from scripts.devtool.environments import Environment
from scripts.devtool.programs import RestartPolicy
from scripts.devtool.runlock import RunLock
from scripts.devtool.settings import SECRETS, load_secrets, port, require_free
from scripts.devtool.steps import Refusal, Stamp, attended, fingerprint
from scripts.devtool.tools import link_npm, version
from scripts.devtool.upkeep import copy_database


class TestFingerprint:
    def test_changes_with_content_and_with_name(self, tmp_path: Path) -> None:
        file = tmp_path / "a.yml"
        file.write_text("one")
        first = fingerprint(tmp_path, [file])
        file.write_text("two")
        second = fingerprint(tmp_path, [file])
        renamed = file.rename(tmp_path / "b.yml")
        third = fingerprint(tmp_path, [renamed])
        assert len({first, second, third}) == 3

    def test_sees_a_new_file_deep_in_a_folder_but_no_cache(self, tmp_path: Path) -> None:
        folder = tmp_path / "data" / "nlu"
        folder.mkdir(parents=True)
        before = fingerprint(tmp_path, [tmp_path / "data"])
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "x.pyc").write_text("x")
        assert fingerprint(tmp_path, [tmp_path / "data"]) == before
        (folder / "more.yml").write_text("x")
        assert fingerprint(tmp_path, [tmp_path / "data"]) != before

    def test_does_not_depend_on_where_the_checkout_is(self, tmp_path: Path) -> None:
        for name in ("here", "there"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "a").write_text("same")
        here, there = tmp_path / "here", tmp_path / "there"
        assert fingerprint(here, [here / "a"]) == fingerprint(there, [there / "a"])

    def test_takes_a_missing_path_for_nothing(self, tmp_path: Path) -> None:
        assert fingerprint(tmp_path, [tmp_path / "gone"]) == fingerprint(tmp_path, [])


class TestEnvironment:
    @pytest.fixture
    def environment(self, tmp_path: Path) -> Environment:
        lock, dev_lock = Path(__file__), Path(__file__).parents[2] / "pyproject.toml"
        made = Environment("packages", tmp_path / "env", ("3.11",), lock, dev_lock, "1 MB")
        made.python.parent.mkdir(parents=True)
        made.python.touch()
        return made

    def _installed_from(self, environment: Environment, lock: Path) -> None:
        environment.stamp.write(fingerprint(Path(__file__).parents[2], [lock]))

    def test_without_a_stamp_is_not_current(self, environment: Environment) -> None:
        assert not environment.current(dev=False)

    def test_with_the_packages_of_the_tests_is_good_for_running_too(self, environment: Environment) -> None:
        self._installed_from(environment, environment.dev_lock)
        assert environment.current(dev=True)
        assert environment.current(dev=False)

    def test_without_them_is_not_good_for_testing(self, environment: Environment) -> None:
        self._installed_from(environment, environment.lock)
        assert environment.current(dev=False)
        assert not environment.current(dev=True)

    def test_whose_interpreter_is_gone_is_not_current(self, environment: Environment) -> None:
        self._installed_from(environment, environment.lock)
        environment.python.unlink()
        assert not environment.current(dev=False)


def test_a_missing_stamp_reads_as_none(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "deep" / "stamp")
    assert stamp.read() is None
    stamp.write("abc")
    assert stamp.read() == "abc"


class TestRestartPolicy:
    def test_pauses_grow(self) -> None:
        policy = RestartPolicy()
        assert [policy.died(0.0), policy.died(10.0)] == [0.5, 2.0]

    def test_gives_up_at_the_third_death_within_a_minute(self) -> None:
        policy = RestartPolicy()
        assert [policy.died(at) for at in (0.0, 30.0, 60.0)][-1] is None

    def test_forgets_deaths_older_than_a_minute(self) -> None:
        policy = RestartPolicy()
        assert [policy.died(at) for at in (0.0, 30.0, 60.5, 200.0)] == [0.5, 2.0, 2.0, 0.5]


class TestRunLock:
    def test_refuses_a_second_run_and_names_the_first(self, tmp_path: Path) -> None:
        lock = RunLock.acquire(tmp_path / "run.lock")
        with pytest.raises(Refusal, match=f"already running here .process {os.getpid()}."):
            RunLock.acquire(tmp_path / "run.lock")
        lock.release()

    def test_is_free_again_and_leaves_no_file(self, tmp_path: Path) -> None:
        path = tmp_path / "run.lock"
        RunLock.acquire(path).release()
        assert not path.exists()
        RunLock.acquire(path).release()

    def test_left_behind_by_a_killed_run_is_taken_over(self, tmp_path: Path) -> None:
        path = tmp_path / "run.lock"
        path.write_text("999999999\n")
        lock = RunLock.acquire(path)
        assert path.read_text() == f"{os.getpid()}\n"
        lock.release()

    def test_waits_no_longer_than_its_patience_for_a_dead_runs_guard(self, tmp_path: Path) -> None:
        path = tmp_path / "run.lock"
        lock = RunLock.acquire(path)
        path.write_text("999999999\n")
        with pytest.raises(Refusal, match="already running"):
            RunLock.acquire(path, patience_s=0)
        lock.release()


class TestPorts:
    def test_in_use_says_what_to_do(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            taken = server.getsockname()[1]
            with pytest.raises(Refusal, match=rf"Port {taken} is in use .* `AFTERSALES_PORT=\d+ make run`"):
                require_free("AFTERSALES_PORT", taken)

    def test_free_is_accepted(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            number = server.getsockname()[1]
        require_free("AFTERSALES_PORT", number)

    def test_comes_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("AFTERSALES_PORT", raising=False)
        assert port("AFTERSALES_PORT", 8000) == 8000
        monkeypatch.setenv("AFTERSALES_PORT", "9001")
        assert port("AFTERSALES_PORT", 8000) == 9001

    @pytest.mark.parametrize("text", ["http", "0", "65536", "-1", ""])
    def test_that_is_none_is_refused(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AFTERSALES_PORT", text)
        with pytest.raises(Refusal, match="1 to 65535"):
            port("AFTERSALES_PORT", 8000)


class TestSecrets:
    @pytest.fixture(autouse=True)
    def _nothing_given(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("AFTERSALES_ENV", *SECRETS):
            monkeypatch.delenv(name, raising=False)

    def test_are_made_once_for_their_owner_alone(self, tmp_path: Path) -> None:
        made = load_secrets(tmp_path)
        assert set(made) == set(SECRETS)
        assert len(set(made.values())) == len(SECRETS)
        assert load_secrets(tmp_path) == made
        assert (tmp_path / "secrets.env").stat().st_mode & 0o777 == 0o600

    def test_of_the_environment_count(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AFTERSALES_SECRET", "mine")
        assert load_secrets(tmp_path)["AFTERSALES_SECRET"] == "mine"

    def test_are_never_invented_in_production(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AFTERSALES_ENV", "production")
        assert load_secrets(tmp_path) == {}
        assert not (tmp_path / "secrets.env").exists()


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [("v20.19.4", (20, 19, 4)), ("uv 0.9.1 (abc 2025-01-01)", (0, 9, 1)), ("no", ()), (None, ())],
)
def test_version_of_a_programs_answer(answer: str | None, numbers: tuple[int, ...]) -> None:
    assert version(answer) == numbers


def test_attended_gives_the_exit_code() -> None:
    assert attended([sys.executable, "-c", "raise SystemExit(7)"]) == 7


class TestGuard:
    """The guard as its own process, as a killed supervisor leaves it: with a closed pipe."""

    def _guard_after(self, lines: str) -> subprocess.Popen[str]:
        script = Path(__file__).parents[2] / "scripts" / "devtool" / "guard.py"
        guard = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, text=True)
        assert guard.stdin
        guard.stdin.write(lines)
        guard.stdin.close()
        return guard

    def _sleeper(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", "import signal; signal.pause()"], start_new_session=True
        )

    def test_ends_what_it_watches(self) -> None:
        sleeper = self._sleeper()
        guard = self._guard_after(f"+{sleeper.pid}\n")
        assert sleeper.wait(10) < 0
        assert guard.wait(10) == 0

    def test_leaves_what_has_been_reported_gone(self) -> None:
        sleeper = self._sleeper()
        assert self._guard_after(f"+{sleeper.pid}\n-{sleeper.pid}\n").wait(10) == 0
        assert sleeper.poll() is None
        sleeper.kill()
        sleeper.wait()


class TestReport:
    def test_counts_what_pytest_and_vitest_write(self, tmp_path: Path) -> None:
        report = tmp_path / "junit.xml"
        report.write_text(
            "<testsuites><testsuite><testcase classname='a' name='good'/>"
            "<testcase classname='a' name='bad'><failure/></testcase>"
            "<testcase classname='a' name='broken'><error/></testcase>"
            "<testcase classname='a' name='left'><skipped message='no Chromium'/></testcase>"
            "</testsuite></testsuites>"
        )
        assert Result.read(report) == Result(passed=1, failed=2, skips=["a.left: no Chromium"])

    def test_that_is_missing_is_a_failure(self, tmp_path: Path) -> None:
        assert Result.read(tmp_path / "junit.xml").failed == 1

    def test_closing_line_reads_like_pytests(self) -> None:
        line = closing([Result(3, 0, []), Result(1, 1, ["x"])], ["web"], 2.5)
        assert " 1 failed, 4 passed, 1 skipped in 2.50s (not good: web) " in line


def test_backup_holds_what_was_committed(tmp_path: Path) -> None:
    live = sqlite3.connect(tmp_path / "live.db")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE ticket (number TEXT)")
    live.execute("INSERT INTO ticket VALUES ('AS0000000001')")
    live.commit()
    live.execute("INSERT INTO ticket VALUES ('not committed')")
    copy_database(tmp_path / "live.db", tmp_path / "copy.db")
    live.close()
    copy = sqlite3.connect(tmp_path / "copy.db")
    assert copy.execute("SELECT number FROM ticket").fetchall() == [("AS0000000001",)]
    copy.close()


def test_the_npm_of_an_unpacked_wheel_finds_its_library(tmp_path: Path) -> None:
    """Without Node the set-up takes it from a wheel, whose `npm` is a copy that cannot run."""
    scripts = tmp_path / "lib" / "node_modules" / "npm" / "bin"
    scripts.mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    for name in ("npm", "npx"):
        (scripts / f"{name}-cli.js").write_text(f"the real {name}")
        (tmp_path / "bin" / name).write_text("a copy")
    for _ in range(2):
        link_npm(tmp_path / "bin")
    assert (tmp_path / "bin" / "npm").read_text() == "the real npm"
    assert (tmp_path / "bin" / "npx").read_text() == "the real npx"


def test_two_who_need_a_model_train_it_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builds, "MODELS", tmp_path)
    first_inside, both_done = Event(), Event()
    inside: list[int] = []

    def trained(model: Path, _labels: Path) -> Path:
        inside.append(1)
        if len(inside) == 1:
            first_inside.set()
            assert not both_done.wait(0.1), "the second did not wait"
        else:
            both_done.set()
        return model

    monkeypatch.setattr(builds, "_trained", trained)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(builds.ensure_model, tmp_path / "learnt")
        assert first_inside.wait(5)
        other = pool.submit(builds.ensure_model, tmp_path / "learnt")
        assert one.result(5) == other.result(5)


class TestTheModel:
    def test_with_the_shops_own_labels_is_another_and_lies_with_them(self, tmp_path: Path) -> None:
        before = builds.model_path(tmp_path)
        (tmp_path / "nlu.yml").write_text("nlu: []")
        labelled = builds.model_path(tmp_path)
        assert before.parent == builds.MODELS
        assert labelled.parent == tmp_path
        assert labelled.name != before.name

    def test_is_named_by_the_labels_not_by_where_they_lie(self, tmp_path: Path) -> None:
        here, there = tmp_path / "here", tmp_path / "there"
        for folder in (here, there):
            folder.mkdir()
            (folder / "nlu.yml").write_text("nlu: []")
        assert builds.model_path(here).name == builds.model_path(there).name

    def test_in_use_is_the_newest(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(builds, "MODELS", tmp_path)
        monkeypatch.setattr(builds, "_trained", lambda model, _labels: model)
        learnt = tmp_path / "learnt"
        for labels in ("nlu: []", "nlu: [1]"):
            builds.ensure_model(learnt)
            (learnt / "nlu.yml").write_text(labels)
            assert builds.ensure_model(learnt) == builds.running_model(learnt).readlink()
