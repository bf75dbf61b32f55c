"""The to-do list of what no machine does, and second tries, for the desk."""

from __future__ import annotations

from collections.abc import Collection

from aftersales.clock import Clock
from aftersales.commands import repository
from aftersales.commands.model import CommandStatus, StoredCommand
from aftersales.commands.repository import CommandFilter
from aftersales.database import Database
from aftersales.errors import AppError, NotFound
from aftersales.orders.command import Executed

_OPEN = (CommandStatus.BY_HAND, CommandStatus.FAILED, CommandStatus.PENDING)


class CommandEnded(AppError):
    status = 409
    code = "command_ended"


class CommandService:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def list(self, wanted: CommandFilter) -> tuple[list[StoredCommand], int]:
        """A page, oldest first, and the number of all that fit."""
        async with self._db.read() as session:
            return await repository.find(session, wanted)

    async def held_by(self, agent_id: str, ticket_ids: Collection[str]) -> set[str]:
        """Those of the tickets that the agent holds: their addresses are shown in full."""
        async with self._db.read() as session:
            holders = await repository.holders(session, ticket_ids)
        return {ticket for ticket, holder in holders.items() if holder == agent_id}

    async def done_by_hand(
        self, command_id: str, result: Executed, who: str, merchant_id: str | None
    ) -> StoredCommand:
        """Somebody did it outside; the same reference told twice is told once.

        Raises NotFound (also for another merchant's), CommandEnded.
        """
        async with self._db.write() as session:
            stored = _visible(await repository.get(session, command_id), merchant_id)
            if stored.status is CommandStatus.DONE and stored.result == result:
                return stored
            changed = await repository.change(
                session,
                command_id,
                _OPEN,
                status=CommandStatus.DONE,
                result=result,
                done_by=who,
                problem=None,
                settled=False,
                finished_at=self._clock.now(),
            )
            if not changed:
                raise CommandEnded("这一项已经办结，请刷新后查看。")
        return await self._get(command_id)

    async def retry(self, command_id: str, merchant_id: str | None) -> StoredCommand:
        """Send a failed one again, now. Raises NotFound, CommandEnded when it did not fail."""
        async with self._db.write() as session:
            stored = _visible(await repository.get(session, command_id), merchant_id)
            if stored.command.pays and stored.command.amount is None:
                raise CommandEnded("这一项没有金额，无法自动办理，请人工办理后登记流水号。")
            changed = await repository.change(
                session,
                command_id,
                [CommandStatus.FAILED],
                status=CommandStatus.PENDING,
                due_at=self._clock.now(),
                settled=False,
                finished_at=None,
            )
            if not changed:
                raise CommandEnded("只有没有办成的才能重试，请刷新后查看。")
        return await self._get(command_id)

    async def _get(self, command_id: str) -> StoredCommand:
        async with self._db.read() as session:
            return _visible(await repository.get(session, command_id), None)


def _visible(stored: StoredCommand | None, merchant_id: str | None) -> StoredCommand:
    if stored is None or merchant_id not in (None, stored.merchant_id):
        raise NotFound("没有找到这一项。")
    return stored
