"""Due commands go to the shop, again and again until it did them or refused them for good."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from aftersales.clock import Clock
from aftersales.commands import repository
from aftersales.commands.model import CommandStatus, StoredCommand, pause
from aftersales.database import Database
from aftersales.orders.command import Accepted, ByHand, CommandRefused, Executed, GatewayUnavailable
from aftersales.orders.model import OrderGateway

log = logging.getLogger(__name__)

AT_ONCE = 8
LEASE = timedelta(minutes=2)
"""A command whose sender died is sent again after this, under the same key."""


class CommandSender:
    """`send_due` is a chore of the worker."""

    def __init__(self, db: Database, clock: Clock, shop: OrderGateway) -> None:
        self._db = db
        self._clock = clock
        self._shop = shop

    async def send_due(self) -> bool:
        async with self._db.read() as session:
            if not await repository.any_due(session, self._clock.now()):
                return False
        async with self._db.write() as session:
            now = self._clock.now()
            due = await repository.claim_due(session, now, now + LEASE, AT_ONCE)
        await asyncio.gather(*(self._send(stored) for stored in due))
        return bool(due)

    async def _send(self, stored: StoredCommand) -> None:
        command = stored.command
        try:
            answer = await self._shop.execute(command)
        except CommandRefused as refused:
            log.warning("%s %s: refused by the shop", command.kind, command.ticket_number)
            await self._ended(stored, status=CommandStatus.FAILED, problem=refused.message)
            return
        except GatewayUnavailable as unavailable:
            log.warning("%s %s: %s", command.kind, command.ticket_number, unavailable.cause)
            await self._again(stored, unavailable.retry_after_s, unavailable.cause)
            return
        match answer:
            case Executed():
                await self._ended(stored, status=CommandStatus.DONE, result=answer)
            case ByHand():
                await self._change(stored, status=CommandStatus.BY_HAND)
            case Accepted(retry_after_s):
                await self._again(stored, retry_after_s, None)

    async def _again(self, stored: StoredCommand, not_before_s: float | None, problem: str | None) -> None:
        wait = max(pause(stored.attempts), timedelta(seconds=not_before_s or 0))
        await self._change(stored, due_at=self._clock.now() + wait, problem=problem)

    async def _ended(self, stored: StoredCommand, **values: object) -> None:
        await self._change(stored, finished_at=self._clock.now(), **({"problem": None} | values))

    async def _change(self, stored: StoredCommand, **values: object) -> None:
        command = stored.command
        async with self._db.write() as session:
            changed = await repository.change(session, command.id, [CommandStatus.PENDING], **values)
        if not changed and values.get("status") is CommandStatus.DONE:
            log.error("%s %s: done by the shop and by hand", command.kind, command.ticket_number)
