"""The running assistant takes up a model that a training deployed."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from aftersales.clock import Clock
from aftersales.conversations.rasa import RasaClient, RasaFailed, RasaUnavailable
from aftersales.database import Database
from aftersales.learning import repository
from aftersales.learning.model import Outcome

log = logging.getLogger(__name__)

TRY_AGAIN = timedelta(minutes=1)


class Uptake:
    """A chore of the worker; asks again after a pause while Rasa is away or runs another model."""

    def __init__(self, db: Database, clock: Clock, rasa: RasaClient) -> None:
        self._db = db
        self._clock = clock
        self._rasa = rasa
        self._rests_until: datetime | None = None

    async def __call__(self) -> bool:
        now = self._clock.now()
        if self._rests_until is not None and now < self._rests_until <= now + TRY_AGAIN:
            return False
        async with self._db.read() as session:
            run = await repository.last_run(session, Outcome.DEPLOYED)
        if run is None or run.in_use_at is not None:
            return False
        try:
            taken = await self._rasa.reload()
        except (RasaUnavailable, RasaFailed) as error:
            log.info("the new model waits: %s", error)
            taken = None
        if taken != run.figures["model"]:
            self._rests_until = now + TRY_AGAIN
            return False
        async with self._db.write() as session:
            await repository.now_in_use(session, run.id, now)
        return True
