"""What is made from the sources: the web apps and the assistant's model."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from .environments import RASA
from .layout import MODELS, ROOT, WEB
from .steps import Stamp, clean_environment, fingerprint, quietly, step
from .tools import find_node

WEB_PACKAGES = Stamp(WEB / "node_modules" / ".lock.stamp")
WEB_BUILD = Stamp(WEB / "dist" / ".sources.stamp")
NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}

MODEL_SOURCES = (
    "config.yml", "domain.yml", "domain", "data", "assistant",
    "aftersales/text.py", "aftersales/traditional.txt", "requirements/rasa.txt",
)  # fmt: skip


def web_lock() -> str:
    return fingerprint(WEB, [WEB / "package-lock.json"])


def web_sources() -> str:
    return fingerprint(WEB, [path for path in WEB.iterdir() if path.name not in NOT_SOURCES])


def npm(uv: str) -> tuple[list[str], dict[str, str]]:
    """The command and environment that run npm scripts of `web/`."""
    node = find_node(uv)
    path = os.pathsep.join([str(node), os.environ.get("PATH", "")])
    return [str(node / "npm")], clean_environment(PATH=path, CI=os.environ.get("CI", ""))


def ensure_web_packages(uv: str) -> None:
    if WEB_PACKAGES.read() == web_lock():
        return
    command, env = npm(uv)
    with step("packages of the web apps"):
        quietly(
            [*command, "ci", "--no-audit", "--no-fund"],
            cwd=WEB,
            env=env,
            otherwise="The web packages could not be installed: check the network and run this again.",
        )
    WEB_PACKAGES.write(web_lock())


def ensure_web(uv: str) -> None:
    ensure_web_packages(uv)
    sources = web_sources()
    if WEB_BUILD.read() == sources:
        return
    command, env = npm(uv)
    with step("web apps"):
        quietly(
            [*command, "run", "build"],
            cwd=WEB,
            env=env,
            otherwise="The web build failed; see the lines above.",
        )
    WEB_BUILD.write(sources)


def model_path(learnt: Path) -> Path:
    """Named by what it is made from: a stale or missing model cannot be taken for the current one.

    `learnt` is the folder of what the shop's own talks taught; a model with that in it lies there, too.
    """
    labels = _labels(learnt)
    own = [labels.read_text(encoding="utf-8")] if labels.exists() else []
    made_from = fingerprint(ROOT, [ROOT / name for name in MODEL_SOURCES], *own)
    return (learnt if own else MODELS) / f"aftersales-{made_from[:16]}.tar.gz"


def running_model(learnt: Path) -> Path:
    """A link to the model in use. Rasa is started with it, so that a restart takes up a newer one."""
    return learnt / "running.tar.gz"


def ensure_model(learnt: Path) -> Path:
    """The current model, trained if need be. Older ones are deleted; a second caller waits for the first."""
    for folder in (MODELS, learnt):
        folder.mkdir(parents=True, exist_ok=True)
    with (MODELS / "training.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        model = _trained(model_path(learnt), _labels(learnt))
        _point(running_model(learnt), model)
        return model


def _trained(model: Path, labels: Path) -> Path:
    if not model.exists():
        unfinished = model.parent / "unfinished"
        own = [str(labels)] if labels.exists() else []
        with step("assistant's model"):
            quietly(
                [str(RASA.python), "-m", "assistant", "train", "--out", str(unfinished),
                 "--fixed-model-name", model.name, "--data", "data", *own],
                cwd=ROOT,
                env=rasa_environment(),
                otherwise="The assistant could not be trained; see the lines above.",
            )  # fmt: skip
        (unfinished / model.name).replace(model)
        shutil.rmtree(unfinished)
    for old in model.parent.glob("aftersales-*.tar.gz"):
        if old != model:
            old.unlink()
    return model


def _labels(learnt: Path) -> Path:
    return learnt / "nlu.yml"


def _point(link: Path, model: Path) -> None:
    new = link.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.symlink_to(model)
    new.replace(link)


def rasa_environment(**extra: str) -> dict[str, str]:
    return clean_environment(RASA_TELEMETRY_ENABLED="false", **extra)
