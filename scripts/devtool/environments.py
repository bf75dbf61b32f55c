"""The Python environments, two to run and one to measure against, each from its lock with hashes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .layout import REQUIREMENTS, ROOT
from .steps import Stamp, fingerprint, quietly, step
from .tools import find_python


@dataclass(frozen=True)
class Environment:
    title: str
    folder: Path
    versions: tuple[str, ...]
    lock: Path
    dev_lock: Path
    """The same packages and those of the tests; also good for running."""
    size: str

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.folder / "lock.stamp")

    def current(self, dev: bool) -> bool:
        good = [self.dev_lock] if dev else [self.lock, self.dev_lock]
        made_from = self.stamp.read()
        return self.python.exists() and any(made_from == fingerprint(ROOT, [lock]) for lock in good)

    def ensure(self, uv: str, dev: bool) -> None:
        if self.current(dev):
            return
        lock = self.dev_lock if dev else self.lock
        if not self.python.exists():
            base = find_python(uv, *self.versions)
            quietly(
                [uv, "venv", "--quiet", "--clear", "--no-project", "--python", base, str(self.folder)],
                otherwise=f"The environment {self.folder.name} could not be made; see the lines above.",
            )
        with step(self.title):
            quietly(
                [
                    uv,
                    "pip",
                    "sync",
                    "--quiet",
                    "--require-hashes",
                    "--compile-bytecode",
                    "--python",
                    str(self.python),
                    str(lock),
                ],
                otherwise=f"The packages of {lock.name} could not be installed; check the network.",
            )
        self.stamp.write(fingerprint(ROOT, [lock]))


SERVICE = Environment(
    title="Python packages of the service",
    folder=ROOT / ".venv",
    versions=("3.11", "3.12", "3.13"),
    lock=REQUIREMENTS / "service.txt",
    dev_lock=REQUIREMENTS / "dev.txt",
    size="130 MB",
)
RASA = Environment(
    title="Python packages of Rasa",
    folder=ROOT / ".venv-rasa",
    versions=("3.10",),
    lock=REQUIREMENTS / "rasa.txt",
    dev_lock=REQUIREMENTS / "rasa-dev.txt",
    size="220 MB",
)
PEER = Environment(
    title="Python packages of Rasa as it comes, to measure against",
    folder=ROOT / ".venv-peer",
    versions=("3.10",),
    lock=REQUIREMENTS / "peer.txt",
    dev_lock=REQUIREMENTS / "peer.txt",
    size="900 MB",
)

LOCKS = (
    ("uv", "3.9"),
    ("node", "3.9"),
    ("service", "3.11"),
    ("dev", "3.11"),
    ("rasa", "3.10"),
    ("rasa-encoder", "3.10"),
    ("rasa-dev", "3.10"),
    ("peer", "3.10"),
)


def lock_all(uv: str, upgrade: bool) -> None:
    """Writes every lock anew from its `.in` file; versions stay unless `upgrade`."""
    for name, python in LOCKS:
        overrides = ["--overrides", "rasa-overrides.in"] if name.startswith("rasa") else []
        with step(f"{name}.txt"):
            quietly(
                [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-emit-index-url",
                 "--no-emit-find-links", "--custom-compile-command", "python3 scripts/dev.py lock",
                 "--python-version", python, *overrides, *(["--upgrade"] if upgrade else []),
                 f"{name}.in", "--output-file", f"{name}.txt"],
                cwd=REQUIREMENTS,
                otherwise=f"{name}.in has no solution; see the lines above.",
            )  # fmt: skip
