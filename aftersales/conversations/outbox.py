"""What others must learn is stored with the change itself and told afterwards, in order.

A row is deleted once it was told; a crash in between tells it again, and receivers ignore what they know.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.conversations.tables import OutboxRow
from aftersales.database import Database

log = logging.getLogger(__name__)

Tell = Callable[[str, str | None, dict[str, Any]], Awaitable[None]]
"""(topic, conversation_id, payload)"""


class Outbox:
    def __init__(self, db: Database, clock: Clock, poll_s: float = 1.0) -> None:
        self._db = db
        self._clock = clock
        self._poll_s = poll_s
        self._wake = asyncio.Event()
        db.on_commit(self._wake.set)

    async def add(
        self, session: AsyncSession, topic: str, conversation_id: str | None, payload: dict[str, Any]
    ) -> None:
        """Store a fact to be told, in the caller's transaction."""
        row = OutboxRow(
            topic=topic, conversation_id=conversation_id, payload=payload, created_at=self._clock.now()
        )
        session.add(row)

    async def run(self, tell: Tell) -> None:
        """Tell for ever. A commit wakes it at once; the poll is for rows of another process."""
        while True:
            self._wake.clear()
            try:
                if await self._tell_batch(tell):
                    continue
            except Exception:
                log.exception("outbox: telling failed, will be tried again")
                await asyncio.sleep(self._poll_s)
            # Not `wait_for`: before Python 3.12 it swallows a cancellation that meets the wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(self._poll_s):
                    await self._wake.wait()

    async def _tell_batch(self, tell: Tell, size: int = 200) -> bool:
        async with self._db.read() as session:
            rows = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id).limit(size)))
        if not rows:
            return False
        for row in rows:
            await tell(row.topic, row.conversation_id, row.payload)
        async with self._db.write() as session:
            await session.execute(delete(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows])))
        return True
