"""Ports, addresses and secrets of this installation."""

from __future__ import annotations

import os
import secrets
import socket
from pathlib import Path

from .steps import Refusal

SECRETS = ("AFTERSALES_SECRET", "AFTERSALES_RASA_SECRET", "AFTERSALES_ACTIONS_SECRET")


def port(name: str, default: int) -> int:
    text = os.environ.get(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Refusal(f"{name} is {text!r}: give a port number from 1 to 65535.")
    return int(text)


def require_free(name: str, number: int) -> None:
    """Raises Refusal when something listens there already."""
    with socket.socket() as probe:
        probe.settimeout(1)
        try:
            if probe.connect_ex(("127.0.0.1", number)) != 0:
                return
        except OSError:
            return
    raise Refusal(
        f"Port {number} is in use by another program: stop it, or choose another port with "
        f"`{name}={number + 1000} make run`."
    )


def load_secrets(folder: Path) -> dict[str, str]:
    """The demo's own secrets, made at the first run and kept, readable by their owner alone. In production
    and where set, the environment's count."""
    given = {name: os.environ[name] for name in SECRETS if os.environ.get(name)}
    if os.environ.get("AFTERSALES_ENV", "demo") == "production":
        return given
    file = folder / "secrets.env"
    kept = dict(line.split("=", 1) for line in file.read_text().splitlines()) if file.exists() else {}
    missing = [name for name in SECRETS if name not in kept]
    if missing:
        kept.update((name, secrets.token_urlsafe(32)) for name in missing)
        folder.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
            handle.writelines(f"{name}={value}\n" for name, value in kept.items())
        new.replace(file)
    return {**kept, **given}
