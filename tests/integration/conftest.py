"""The service as people meet it: real sockets, a migrated database, a clock that stands still."""

from __future__ import annotations

import functools
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from aftersales import app
from aftersales.cli import migrate
from aftersales.clock import FixedClock
from aftersales.policy.loader import load_policy
from aftersales.settings import ROOT, Settings
from tests.support.fake_rasa import FakeRasa
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
