"""The service as people meet it: real sockets, a migrated database, a clock that stands still."""

from __future__ import annotations

import functools
import os
import shutil
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from aftersales import app
from aftersales.cli import migrate
from aftersales.clock import FixedClock
from aftersales.policy.loader import load_policy
from aftersales.settings import ROOT, Settings
from tests.support.fake_rasa import FakeRasa
from tests.support.postgres import NoServer, Postgres, server
from tests.support.service import NOW, Service, running, settings_in


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Reading the policy and the certificates takes longer than everything else in starting a service."""
    policy = load_policy(ROOT / "policy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "load_policy", lambda _folder: policy)
        patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `migrate` leaves it, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    migrate(Settings(data_dir=folder))
    return folder / "aftersales.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Continuous integration has one; elsewhere its tests may be skipped."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(server())
        except NoServer as absent:
            if os.environ.get("CI"):
                raise
            pytest.skip(str(absent))
        yield started


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """As `migrated`, on PostgreSQL: the URL of a database to be copied."""
    url = postgres.create()
    migrate(Settings(data_dir=tmp_path_factory.mktemp("postgres"), database_url=url))
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Iterator[str]:
    """A migrated database of the test's own, once on each kind that a shop may run."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{shutil.copy(migrated, tmp_path / 'test.db')}"
        return
    template = request.getfixturevalue("migrated_postgres")
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.create(template)
    yield url
    postgres.drop(url)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    stand_in = FakeRasa()
    await stand_in.start()
    yield stand_in
    await stand_in.stop()


@pytest.fixture
def settings(tmp_path: Path, migrated: Path, rasa: FakeRasa) -> Settings:
    return settings_in(tmp_path, migrated, rasa)


@pytest.fixture
async def service(settings: Settings, clock: FixedClock) -> AsyncIterator[Service]:
    async with running(Service(settings, clock)) as started:
        yield started
