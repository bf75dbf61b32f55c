"""What the desk sees of clocks, and the one extension it may give."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.clocks import repository
from aftersales.clocks.model import CaseClock, ClockEvent, ClockName, ClockState, prolonged
from aftersales.clocks.repository import ClockFilter
from aftersales.clocks.service import Clocks
from aftersales.database import Database
from aftersales.errors import AppError, InvalidInput, NotFound
from aftersales.notices.service import Notices
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets import repository as ticket_repository
from aftersales.tickets.model import Ticket

EXTENDABLE = frozenset({SlaClock.REPAIR})
"""Only a repair may take longer than its limit (S3 5.2(2)); refunds have a legal one."""


class NotExtendable(AppError):
    status = 409
    code = "not_extendable"


class DeskClocks:
    def __init__(self, db: Database, clock: Clock, policy: Policy, clocks: Clocks, notices: Notices) -> None:
        self._db = db
        self._clock = clock
        self._policy = policy
        self._clocks = clocks
        self._notices = notices

    def now(self) -> datetime:
        return self._clock.now()

    async def of_ticket(self, ticket_id: str, merchant_id: str | None = None) -> dict[str, Any]:
        """`{items, events}`. Raises NotFound, also for another merchant's ticket."""
        async with self._db.read() as session:
            await _ticket(session, ticket_id, merchant_id)
            clocks = await repository.of_ticket(session, ticket_id)
            events = await repository.events(session, ticket_id)
        return {
            "items": [clock.to_json() for clock in clocks],
            "events": [
                {
                    "clock": name,
                    "event": row.event,
                    "at": row.at.isoformat(),
                    "who": row.who,
                    "why": row.why,
                }
                for name, row in events
            ],
        }

    async def board(self, wanted: ClockFilter) -> list[dict[str, Any]]:
        """What runs, the soonest target first."""
        async with self._db.read() as session:
            found = await repository.find(session, wanted)
        return [clock.to_json() | {"number": number} for clock, number in found]

    async def extend(
        self,
        ticket_id: str,
        name: ClockName,
        until: datetime | int,
        why: str,
        who: str,
        merchant_id: str | None,
    ) -> dict[str, Any]:
        """More time, once, before the due time; she is told why. `until`: a moment, or working days more.

        Raises NotFound, InvalidInput, NotExtendable.
        """
        if not why.strip():
            raise InvalidInput("请填写延期原因。", field="why")
        now = self._clock.now()
        async with self._db.write() as session:
            ticket = await _ticket(session, ticket_id, merchant_id)
            open_clocks = await repository.of_ticket(session, ticket_id, only_open=True)
            clock = next((clock for clock in open_clocks if clock.clock is name), None)
            if clock is None:
                raise NotFound("这张工单没有正在计时的这项时效。", field="clock")
            _check_extendable(clock, now)
            longer = prolonged(clock, self._until(clock, until, ticket), now)
            await repository.store(session, longer)
            await repository.add_event(session, clock, ClockEvent.EXTENDED, now, who, why.strip())
            await self._notices.tell_extended(session, ticket, longer, why.strip())
            await self._clocks.tell_desk(session, ticket, longer, ClockEvent.EXTENDED)
        return longer.to_json()

    def _until(self, clock: CaseClock, until: datetime | int, ticket: Ticket) -> datetime:
        if isinstance(until, int):
            calendar = self._policy.for_merchant(ticket.merchant_id).calendar
            return calendar.add_working_days(clock.limit, until)
        if until <= clock.limit:
            raise InvalidInput("新的时间要晚于原来的最晚时间。", field="until")
        return until


def _check_extendable(clock: CaseClock, now: datetime) -> None:
    if clock.clock not in EXTENDABLE:
        raise NotExtendable("这项时效不能延期。")
    if clock.extended:
        raise NotExtendable("已经延期过一次，不能再延。")
    if clock.state is ClockState.BREACHED or now >= clock.limit:
        raise NotExtendable("已经过了最晚时间，不能再延期。")


async def _ticket(session: AsyncSession, ticket_id: str, merchant_id: str | None) -> Ticket:
    ticket = await ticket_repository.get(session, ticket_id)
    if ticket is None or merchant_id not in (None, ticket.merchant_id):
        raise NotFound("没有找到这张工单。")
    return ticket
