"""A PostgreSQL for the tests that run on it too: a named one, or a throw-away cluster of this machine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.engine import URL, make_url

NAMED = "AFTERSALES_TEST_PG_URL"
BINARIES = Path("/usr/lib/postgresql")
"""Where Debian keeps a server, a folder per version."""
UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root."""


class NoServer(Exception):
    """There is neither a named server nor one installed."""


class Postgres:
    """A server in which databases are made and dropped; `url` is one it came with, as its maintainer."""

    def __init__(self, url: URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")

    def create(self, template: str = "template1") -> str:
        """The URL of a new database that is like `template` (the name of another, or its URL)."""
        name = f"aftersales_test_{uuid4().hex}"
        self._run(f'CREATE DATABASE {name} TEMPLATE "{_name(template)}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        conninfo = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def server() -> Iterator[Postgres]:
    """Raises NoServer."""
    if named := os.environ.get(NAMED):
        yield Postgres(make_url(named))
        return
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:  # a socket's path must be short
        yield from _cluster(Path(folder))


def _cluster(folder: Path) -> Iterator[Postgres]:
    binaries = _binaries()
    user = UNPRIVILEGED if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)

    def run(program: str, *words: str) -> None:
        command = [str(binaries / program), "-D", str(folder / "data"), *words]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)

    run("initdb", "--username=test", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    # On a socket in its own folder alone: no port to be found, nobody else to come in.
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        query = {"host": str(folder)}
        yield Postgres(URL.create("postgresql", username="test", database="postgres", query=query))
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def _binaries() -> Path:
    """Of the newest installed version. Raises NoServer."""
    found = [path.parent for path in BINARIES.glob("*/bin/initdb")]
    if not found or not _has_user():
        raise NoServer(f"needs PostgreSQL: {NAMED}, or Debian's package postgresql")
    return max(found, key=lambda folder: float(folder.parent.name))


def _has_user() -> bool:
    try:
        pwd.getpwnam(UNPRIVILEGED)
    except KeyError:
        return False
    return True


def _name(database: str) -> str:
    return make_url(database).database or "" if "://" in database else database
