"""Due work: what must happen although nobody asks. Rows say what and when; this only looks after them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from aftersales.database import Database

log = logging.getLogger(__name__)

Chore = Callable[[], Awaitable[bool]]
"""One small piece of due work, repeatable after a crash; False when nothing is due."""

MOST_AT_ONCE = 100
"""Pieces of one chore before the others get their turn."""
GATHER_S = 0.1
"""After a commit, the others of its turn are waited for: some twenty, and each look asks the database."""


class Worker:
    """Runs the chores one after the other; woken by a commit, and by itself every `poll_s` seconds.

    It looks `gather_s` after the commit that woke it.
    """

    def __init__(
        self, db: Database, chores: Mapping[str, Chore], poll_s: float = 1.0, gather_s: float = GATHER_S
    ) -> None:
        self._chores = chores
        self._poll_s = poll_s
        self._gather_s = gather_s
        self._wake = asyncio.Event()
        db.on_commit(self._wake.set)

    async def run(self) -> None:
        """Work for ever; a chore that fails is tried again at the next look and holds up no other."""
        while True:
            self._wake.clear()
            more = [await self._work(name, chore) for name, chore in self._chores.items()]
            if any(more):
                continue
            # Not `wait_for`: before Python 3.12 it swallows a cancellation that meets the wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._wake.wait()
                    await asyncio.sleep(self._gather_s)

    async def _work(self, name: str, chore: Chore) -> bool:
        try:
            for _ in range(MOST_AT_ONCE):
                if not await chore():
                    return False
        except Exception:
            log.exception("%s: failed, will be tried again", name)
            return False
        return True
