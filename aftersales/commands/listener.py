"""What the shop has to do is stored in the transaction of the ticket's own step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.commands import repository
from aftersales.commands.model import STEP_OF_KIND, CommandStatus, StoredCommand, commands_of
from aftersales.errors import AppError
from aftersales.orders.command import Command
from aftersales.policy.names import Category
from aftersales.tickets.model import Ticket

NO_AMOUNT = "工单上没有金额，请人工核对后处理"


class CommandUnderWay(AppError):
    """The shop may just be doing it: going on by hand could pay or send twice."""

    status = 409
    code = "command_under_way"


class CommandListener:
    """A `StepListener`. `delay`: how long a command rests before it is sent (the demo's, to be watched)."""

    def __init__(self, clock: Clock, oversize: Collection[Category], delay: timedelta) -> None:
        self._clock = clock
        self._oversize = oversize
        self._delay = delay

    async def __call__(self, session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        """Raises CommandUnderWay when the ticket would go on while the shop may be at work for it."""
        if before is not None and before.status is not after.status:
            await self._leave(session, before)
        for command in commands_of(before, after, self._oversize):
            await repository.add(session, self._stored(command, after))

    async def _leave(self, session: AsyncSession, before: Ticket) -> None:
        """The step is over: what it asked of the shop and is not sent yet is not sent any more."""
        for stored in await repository.open_of_ticket(session, before.id):
            if STEP_OF_KIND.get(stored.command.kind) is not before.status:
                continue
            if stored.status is CommandStatus.PENDING and stored.attempts:
                raise CommandUnderWay(
                    "商店系统正在执行这一步，请等待结果；如已人工办理，请在待办里登记流水号。"
                )
            await repository.change(
                session, stored.command.id, [stored.status], status=CommandStatus.WITHDRAWN, settled=True
            )

    def _stored(self, command: Command, ticket: Ticket) -> StoredCommand:
        now = self._clock.now()
        unpayable = command.pays and command.amount is None
        return StoredCommand(
            command=command,
            status=CommandStatus.FAILED if unpayable else CommandStatus.PENDING,
            ticket_id=ticket.id,
            merchant_id=ticket.merchant_id,
            attempts=0,
            due_at=now + self._delay,
            settled=False,
            created_at=now,
            problem=NO_AMOUNT if unpayable else None,
        )
