"""What was committed is told, also when the program dies in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy import delete

from aftersales.clock import FixedClock
from aftersales.conversations.outbox import Outbox, Tell
from aftersales.conversations.tables import OutboxRow
from aftersales.database import Database


class Told(list[int]):
    """Remembers what it was told, and wakes who waits for it."""

    def __init__(self, *, fails_at: int | None = None) -> None:
        super().__init__()
        self._fails_at = fails_at
        self._news = asyncio.Condition()

    async def tell(self, _topic: str, _conversation_id: str | None, payload: dict[str, Any]) -> None:
        async with self._news:
            self.append(payload["n"])
            self._news.notify_all()
        if payload["n"] == self._fails_at:
            self._fails_at = None
            raise ConnectionError

    async def until(self, number: int) -> None:
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: number in self)


@asynccontextmanager
async def telling(outbox: Outbox, tell: Tell) -> AsyncIterator[None]:
    task = asyncio.create_task(outbox.run(tell))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def add(db: Database, outbox: Outbox, *numbers: int) -> None:
    async with db.write() as session:
        for number in numbers:
            await outbox.add(session, "message", "c1", {"n": number})


async def test_a_commit_is_told_at_once_and_in_order(db: Database, clock: FixedClock) -> None:
    outbox, told = Outbox(db, clock, poll_s=60), Told()
    async with telling(outbox, told.tell):
        for number in range(5):
            await add(db, outbox, number, number + 10)
        await told.until(14)
    assert told == [0, 10, 1, 11, 2, 12, 3, 13, 4, 14]


async def test_what_was_rolled_back_is_never_told(db: Database, clock: FixedClock) -> None:
    outbox, told = Outbox(db, clock, poll_s=60), Told()
    async with telling(outbox, told.tell):
        with suppress(ZeroDivisionError):
            async with db.write() as session:
                await outbox.add(session, "message", "c1", {"n": 1})
                raise ZeroDivisionError
        await add(db, outbox, 2)
        await told.until(2)
    assert told == [2]


async def test_a_crash_between_commit_and_telling_loses_nothing(db: Database, clock: FixedClock) -> None:
    await add(db, Outbox(db, clock), 1, 2)
    told = Told()
    async with telling(Outbox(db, clock), told.tell):
        await told.until(2)
    assert told == [1, 2]


async def test_a_failure_while_telling_tells_again_from_the_first_untold_on(
    db: Database, clock: FixedClock
) -> None:
    outbox, told = Outbox(db, clock, poll_s=0.01), Told(fails_at=2)
    await add(db, outbox, 1, 2, 3)
    async with telling(outbox, told.tell):
        await told.until(3)
    assert list(dict.fromkeys(told)) == [1, 2, 3]


async def test_what_was_told_is_forgotten(db: Database, clock: FixedClock) -> None:
    outbox, told = Outbox(db, clock, poll_s=60), Told()
    async with telling(outbox, told.tell):
        await add(db, outbox, 1)
        await told.until(1)
        await add(db, outbox, 2)
        await told.until(2)
    again = Told()
    async with telling(Outbox(db, clock), again.tell):
        await add(db, outbox, 3)
        await again.until(3)
    assert 1 not in again


async def test_what_is_written_after_all_was_deleted_is_told_too(db: Database, clock: FixedClock) -> None:
    """The demo is reset while a batch is being told: no id comes back to fall with that batch."""
    outbox, told = Outbox(db, clock), Told()

    async def reset_then_tell(topic: str, conversation_id: str | None, payload: dict[str, Any]) -> None:
        if payload["n"] == 1:
            async with db.write() as session:
                await session.execute(delete(OutboxRow))
            await add(db, outbox, 2)
        await told.tell(topic, conversation_id, payload)

    await add(db, outbox, 1)
    async with telling(outbox, reset_then_tell):
        await told.until(2)
