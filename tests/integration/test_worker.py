"""The worker does all that is due, and one chore in trouble holds up no other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from aftersales.database import Database
from aftersales.worker import Worker

NEVER = 3600.0


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'due.db'}")
    yield made
    await made.close()


class Pieces:
    """A chore with so many pieces of due work."""

    def __init__(self, due: int) -> None:
        self.due = due
        self.looked = asyncio.Event()

    async def __call__(self) -> bool:
        if not self.due:
            self.looked.set()
            return False
        self.due -= 1
        return True


async def _failing() -> bool:
    raise RuntimeError("the shop is down")


async def _stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_everything_due_is_done_although_another_chore_fails(db: Database) -> None:
    pieces = Pieces(250)
    running = asyncio.create_task(Worker(db, {"failing": _failing, "pieces": pieces}, NEVER).run())
    await asyncio.wait_for(pieces.looked.wait(), 60)
    assert pieces.due == 0
    await _stopped(running)


async def test_a_commit_wakes_it(db: Database) -> None:
    pieces = Pieces(0)
    running = asyncio.create_task(Worker(db, {"pieces": pieces}, NEVER).run())
    await asyncio.wait_for(pieces.looked.wait(), 60)
    pieces.looked.clear()
    pieces.due = 1
    async with db.write():
        pass
    await asyncio.wait_for(pieces.looked.wait(), 60)
    assert pieces.due == 0
    await _stopped(running)


async def test_a_commit_in_the_moment_of_stopping_does_not_keep_it_alive(db: Database) -> None:
    pieces = Pieces(0)
    running = asyncio.create_task(Worker(db, {"pieces": pieces}, NEVER).run())
    await asyncio.wait_for(pieces.looked.wait(), 60)
    async with db.write():
        pass
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=60)
    running.cancel()
    assert done == {running}
