"""The running assistant takes a deployed model up by itself, also when it was away at the time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from aftersales.clock import FixedClock
from aftersales.learning import repository
from aftersales.learning.model import Outcome, Run
from aftersales.learning.uptake import Uptake
from tests.support.fake_rasa import FakeRasa
from tests.support.service import NOW, Service

FIGURES: dict[str, Any] = {"model": "aftersales-new.tar.gz", "doubted": []}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def uptake(service: Service) -> Uptake:
    """One beside the worker's own, which rests while the clock stands still."""
    return Uptake(service.program.db, service.clock, service.program.rasa)


async def finished(service: Service, outcome: Outcome) -> None:
    async with service.program.db.write() as session:
        await repository.add_run(session, Run(0, NOW, NOW, outcome, [], FIGURES))


async def in_use(service: Service) -> bool:
    last = (await service.get("zhou", "/api/learning")).json()["last_run"]
    return bool(last["in_use"])


async def test_it_is_asked_again_until_it_runs_the_new_model(
    service: Service, rasa: FakeRasa, clock: FixedClock, uptake: Uptake
) -> None:
    await rasa.stop()
    await finished(service, Outcome.DEPLOYED)
    assert not await uptake()
    await rasa.start()
    clock.advance(MINUTE)
    assert not await uptake()  # it was started with another model
    assert not await in_use(service)
    rasa.model = FIGURES["model"]
    assert not await uptake()  # rests
    clock.advance(MINUTE)
    await uptake()
    assert await in_use(service)


async def test_a_refused_model_is_never_taken_up(service: Service, rasa: FakeRasa, uptake: Uptake) -> None:
    rasa.model = FIGURES["model"]
    await finished(service, Outcome.REFUSED)
    assert not await uptake()
    assert not await in_use(service)
