"""`make test` and `make lint`."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from .builds import npm, rasa_environment
from .environments import RASA, SERVICE
from .layout import ARTIFACTS, ROOT, WEB
from .setup import set_up, set_up_tools
from .steps import Refusal, attended, clean_environment, say

SUITES = ("assistant", "web", "service")
SIDE_BY_SIDE = ("--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile")
"""Most tests of the service wait for something; each process has programs, shop and databases of its own."""


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    cwd: Path
    env: dict[str, str]

    def run(self) -> int:
        say(f"\n── {self.name}")
        start = time.monotonic()
        code = attended(self.command, cwd=self.cwd, env=self.env)
        say(f"   {'✓' if code == 0 else '✗'} {self.name}: {time.monotonic() - start:.1f} s")
        return code


@dataclass(frozen=True)
class Result:
    """Counts from a JUnit report, the one format that pytest and vitest share."""

    passed: int
    failed: int
    skips: list[str]

    @classmethod
    def read(cls, report: Path) -> Result:
        """A suite that wrote no report counts as one failure."""
        if not report.exists():
            return cls(0, 1, [])
        cases = list(ElementTree.parse(report).iter("testcase"))
        failed = sum(
            1 for case in cases if case.find("failure") is not None or case.find("error") is not None
        )
        skips = [
            f"{case.get('classname')}.{case.get('name')}: {skipped.get('message') or 'no reason given'}"
            for case in cases
            for skipped in case.findall("skipped")
        ]
        return cls(len(cases) - failed - len(skips), failed, skips)


def test(names: Sequence[str]) -> int:
    """Runs the named suites, by default all; where CI is set, a skipped test is a failure."""
    unknown = set(names) - set(SUITES)
    if unknown:
        raise Refusal(f"There is no suite {', '.join(sorted(unknown))}; there are {', '.join(SUITES)}.")
    uv = set_up(dev=True)
    ARTIFACTS.mkdir(exist_ok=True)
    suites = [each for each in _suites(uv) if not names or each.name in names]
    start = time.monotonic()
    results = {}
    bad = []
    for suite in suites:
        report = _report(suite.name)
        report.unlink(missing_ok=True)
        code = suite.run()
        results[suite.name] = result = Result.read(report)
        if code or result.failed or (result.skips and _in_ci()):
            bad.append(suite.name)
    say()
    for name, result in results.items():
        say(f"{name:<10} {result.passed} passed, {result.failed} failed, {len(result.skips)} skipped")
        for skip in result.skips:
            say(f"    skipped {skip}")
    say(closing(list(results.values()), bad, time.monotonic() - start))
    return 1 if bad else 0


def closing(results: Sequence[Result], bad: Sequence[str], seconds: float) -> str:
    """The last line, in pytest's form."""
    counts = {
        "failed": sum(result.failed for result in results),
        "passed": sum(result.passed for result in results),
        "skipped": sum(len(result.skips) for result in results),
    }
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "no tests ran"
    why = f" (not good: {', '.join(bad)})" if bad else ""
    return f" {told} in {seconds:.2f}s{why} ".center(80, "=")


def lint() -> int:
    """Every check runs, whatever the one before it found."""
    uv = set_up_tools()
    bad = [check.name for check in _lints(uv) if check.run()]
    say(f"\nlint: {'clean' if not bad else 'not clean: ' + ', '.join(bad)}")
    return 1 if bad else 0


def _in_ci() -> bool:
    return os.environ.get("CI", "") not in ("", "0", "false")


def _report(name: str) -> Path:
    return ARTIFACTS / f"junit-{name}.xml"


def _suites(uv: str) -> list[Check]:
    command, web_env = npm(uv)
    reporters = ["--reporter=default", "--reporter=junit", f"--outputFile.junit={_report('web')}"]
    return [
        Check("assistant", [*_pytest(RASA.python, "assistant"), "tests/assistant"], ROOT, rasa_environment()),
        Check("web", [*command, "test", "--", *reporters], WEB, web_env),
        Check(
            "service",
            [*_pytest(SERVICE.python, "service"), *SIDE_BY_SIDE, "tests"],
            ROOT,
            clean_environment(),
        ),
    ]


def _pytest(python: Path, name: str) -> list[str]:
    return [str(python), "-m", "pytest", f"--junitxml={_report(name)}"]


def _lints(uv: str) -> list[Check]:
    command, web_env = npm(uv)
    env = clean_environment()

    def python(name: str, *arguments: str) -> Check:
        return Check(name, [str(SERVICE.python), "-m", *arguments], ROOT, env)

    return [
        python("ruff check", "ruff", "check", "."),
        python("ruff format", "ruff", "format", "--check", "."),
        python("mypy, service", "mypy", "aftersales", "actions"),
        python("mypy, assistant", "mypy", "--python-version", "3.10", "assistant"),
        python("training data", "scripts.nlu_lint"),
        Check(
            "rasa data validate", [str(RASA.python), "-m", "assistant", "validate"], ROOT, rasa_environment()
        ),
        Check("eslint", [*command, "run", "--silent", "lint"], WEB, web_env),
        Check("tsc", [*command, "run", "--silent", "typecheck"], WEB, web_env),
    ]
