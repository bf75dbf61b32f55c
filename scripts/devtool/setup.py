"""Brings the checkout up to date: environments, web apps, model. What is current is not touched."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from .builds import WEB_PACKAGES, ensure_model, ensure_web, ensure_web_packages, web_lock
from .environments import RASA, SERVICE
from .layout import TOOLS, data_dir, learnt_dir
from .steps import say
from .tools import find_uv

WEB_SIZE = "90 MB"


def set_up_environments(dev: bool) -> str:
    """Both Python environments; returns uv."""
    with _one_at_a_time():
        return _environments(dev)


def set_up_tools() -> str:
    """All that checks need: both environments and the web packages, nothing built. Returns uv."""
    with _one_at_a_time():
        uv = _environments(dev=True)
        ensure_web_packages(uv)
        return uv


def set_up(dev: bool) -> str:
    """Everything; returns uv."""
    with _one_at_a_time():
        _announce(dev)
        uv = _environments(dev)
        ensure_web(uv)
        ensure_model(learnt_dir(data_dir()))
        return uv


def _environments(dev: bool) -> str:
    uv = find_uv()
    SERVICE.ensure(uv, dev)
    RASA.ensure(uv, dev)
    return uv


def _announce(dev: bool) -> None:
    missing = [f"{each.title} ({each.size})" for each in (SERVICE, RASA) if not each.current(dev)]
    if WEB_PACKAGES.read() != web_lock():
        missing.append(f"packages of the web apps ({WEB_SIZE})")
    if missing:
        say(f"To be downloaded, from the usual package registries, at most: {', '.join(missing)}.")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is running in this checkout; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
