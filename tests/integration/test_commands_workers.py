"""Two programs on one PostgreSQL: every command to the shop is taken by one of them, and neither waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from aftersales.clock import FixedClock
from aftersales.commands import repository
from aftersales.commands.listener import CommandListener
from aftersales.database import Database
from aftersales.policy.names import Remedy
from aftersales.tickets.model import TicketStatus
from aftersales.tickets.service import TicketService
from tests.support.walking import SUPERVISOR, new

ORDERS = 5


@pytest.fixture
async def programs(database_url: str) -> AsyncIterator[tuple[Database, Database]]:
    both = Database(database_url), Database(database_url)
    yield both
    for db in both:
        await db.close()


async def untold(*_: Any) -> None:
    return None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_what_one_program_is_taking_the_other_passes_by(
    programs: tuple[Database, Database], clock: FixedClock
) -> None:
    """SQLite has one program, and one writer in it."""
    first, second = programs
    tickets = TicketService(first, clock, untold, [CommandListener(clock, (), timedelta(0))])
    for number in range(ORDERS):
        application = new(Remedy.REFUND_ONLY, business_key=f"key {number}", order_id=f"order {number}")
        ticket = await tickets.open(application)
        ticket = await tickets.set_amount(ticket.id, Decimal("9.90"), "核实", None, SUPERVISOR)
        for to in (TicketStatus.UNDER_REVIEW, TicketStatus.APPROVED, TicketStatus.REFUNDING):
            ticket = await tickets.transition(ticket.id, to, "核实", ticket.version, SUPERVISOR)

    now = clock.now()
    until = now + timedelta(minutes=2)
    async with asyncio.timeout(60), first.write() as one, second.write() as other:
        taken = await repository.claim_due(one, now, until, 3)
        rest = await repository.claim_due(other, now, until, ORDERS)
    ids = [stored.command.id for stored in (*taken, *rest)]
    assert (len(taken), len(rest), len(set(ids))) == (3, ORDERS - 3, ORDERS)
    async with second.read() as session:
        assert not await repository.any_due(session, now)
