"""`make run`: set up, migrate, start both programs and look after them."""

from __future__ import annotations

import os
from pathlib import Path

from .builds import rasa_environment, running_model
from .environments import RASA, SERVICE
from .layout import ROOT, data_dir, learnt_dir
from .programs import Spec
from .runlock import RunLock
from .settings import load_secrets, port, require_free
from .setup import set_up
from .steps import clean_environment, quietly, say
from .supervisor import Supervisor

PAGES = (("shop with the chat", "/demo/"), ("agents' console", "/console/"), ("API", "/docs"))


def run() -> int:
    """Exit code: 0 after a stop that was asked for, 1 when a program kept dying."""
    service_port = port("AFTERSALES_PORT", 8000)
    rasa_port = port("AFTERSALES_RASA_PORT", 5005)
    lock = RunLock.acquire(data_dir() / "run.lock")
    try:
        require_free("AFTERSALES_PORT", service_port)
        require_free("AFTERSALES_RASA_PORT", rasa_port)
        set_up(dev=False)
        settings = program_settings(data_dir(), service_port, rasa_port)
        migrate(settings)
        supervisor = Supervisor(
            [rasa(settings, rasa_port), service(settings, service_port)], data_dir() / "log", lock
        )
        return supervisor.run(on_ready=lambda: _print_addresses(service_port))
    finally:
        lock.release()


def program_settings(folder: Path, service_port: int, rasa_port: int) -> dict[str, str]:
    """The environment that makes both programs find each other, `folder` and their secrets."""
    return {
        "AFTERSALES_DATA_DIR": str(folder),
        "AFTERSALES_PORT": str(service_port),
        "AFTERSALES_RASA_PORT": str(rasa_port),
        "AFTERSALES_RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "AFTERSALES_ACTIONS_URL": f"http://127.0.0.1:{service_port}/internal/actions",
        **load_secrets(folder),
    }


def migrate(settings: dict[str, str]) -> None:
    quietly(
        [str(SERVICE.python), "-m", "aftersales", "migrate"],
        cwd=ROOT,
        env=clean_environment(**settings),
        otherwise="The database could not be brought up to date; see the lines above.",
    )


def rasa(settings: dict[str, str], number: int) -> Spec:
    command = [
        str(RASA.python),
        "-m",
        "assistant",
        "run",
        "--port",
        str(number),
        "--model",
        str(running_model(learnt_dir(Path(settings["AFTERSALES_DATA_DIR"])))),
    ]
    return Spec(
        name="rasa",
        command=command,
        env=rasa_environment(**settings),
        cwd=ROOT,
        port=number,
        ready_path="/webhooks/aftersales/ready",
        headers={"Authorization": f"Bearer {settings.get('AFTERSALES_RASA_SECRET', '')}"},
    )


def service(settings: dict[str, str], number: int) -> Spec:
    return Spec(
        name="service",
        command=[str(SERVICE.python), "-m", "aftersales", "serve"],
        env=clean_environment(**settings),
        cwd=ROOT,
        port=number,
        ready_path="/readyz",
    )


def _print_addresses(number: int) -> None:
    host = os.environ.get("AFTERSALES_HOST", "127.0.0.1")
    say()
    for title, path in PAGES:
        say(f"  {title + ':':<20} http://{host}:{number}{path}")
    say("\n  Ctrl-C stops everything.\n")
