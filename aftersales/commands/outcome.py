"""What became of a command goes back to its ticket: completed, noted, or handed to people."""

from __future__ import annotations

import logging
from typing import Any

from aftersales.commands import repository
from aftersales.commands.model import STEP_OF_KIND, CommandStatus, StoredCommand
from aftersales.database import Database
from aftersales.errors import AppError, InvalidInput, NotFound, Stale
from aftersales.orders.command import CommandKind, Executed
from aftersales.tickets.model import SYSTEM, Level, Ticket, TicketStatus
from aftersales.tickets.money import REFUNDS_PIECES
from aftersales.tickets.records import RecordKind
from aftersales.tickets.service import TicketService

log = logging.getLogger(__name__)

NAMES = {
    CommandKind.REFUND: "退款",
    CommandKind.PAY: "补偿打款",
    CommandKind.FREIGHT: "退垫付运费",
    CommandKind.RESHIP: "补发",
    CommandKind.EXCHANGE: "换货发出",
    CommandKind.REISSUE: "虚拟商品补发",
    CommandKind.PICK_UP: "上门取件预约",
    CommandKind.STOCK: "退货入库",
    CommandKind.CANCEL: "取消订单",
    CommandKind.INTERCEPT: "拦截快递",
    CommandKind.MODIFY: "修改订单",
    CommandKind.URGE_COURIER: "催促快递",
}


class CommandOutcomes:
    """`settle` is a chore of the worker. Repeating it after a crash changes nothing twice."""

    def __init__(self, db: Database, tickets: TicketService) -> None:
        self._db = db
        self._tickets = tickets

    async def settle(self) -> bool:
        async with self._db.read() as session:
            stored = await repository.unsettled(session)
        if stored is None:
            return False
        try:
            await self._tell(stored)
        except Stale:
            return True  # somebody moved the ticket just now: look at it again
        except AppError:
            log.exception("%s %s: the ticket cannot take the result", stored.command.kind, stored.ticket_id)
        async with self._db.write() as session:
            await repository.change(session, stored.command.id, [stored.status], settled=True)
        return True

    async def _tell(self, stored: StoredCommand) -> None:
        try:
            ticket = await self._tickets.get(stored.ticket_id)
        except NotFound:
            return
        if stored.status is CommandStatus.FAILED:
            await self._hand_over(stored, ticket)
        elif stored.result is not None:
            await self._go_on(stored, ticket, stored.result)

    async def _go_on(self, stored: StoredCommand, ticket: Ticket, done: Executed) -> None:
        why = _told(stored, done)
        if STEP_OF_KIND.get(stored.command.kind) is not ticket.status:
            await self._note(stored, ticket, why)
            return
        details = _details(stored, ticket, done)
        try:
            await self._complete(ticket, why, details)
        except InvalidInput as refused:
            # A shop's odd tracking number must not keep a ticket open: the words name it all the same.
            log.warning("%s: %s", ticket.number, refused.message)
            await self._complete(ticket, why, None)

    async def _complete(self, ticket: Ticket, why: str, details: dict[str, Any] | None) -> None:
        await self._tickets.transition(
            ticket.id, TicketStatus.COMPLETED, why, ticket.version, SYSTEM, details=details
        )

    async def _hand_over(self, stored: StoredCommand, ticket: Ticket) -> None:
        why = f"{NAMES[stored.command.kind]}没有办成：{stored.problem}。请人工处理后登记流水号。"
        await self._note(stored, ticket, why)
        if ticket.level is Level.AGENT and ticket.status.open:
            now = await self._tickets.get(ticket.id)
            await self._tickets.escalate(ticket.id, Level.SUPERVISOR, why, now.version, SYSTEM)

    async def _note(self, stored: StoredCommand, ticket: Ticket, text: str) -> None:
        key = f"command:{stored.command.id}:{stored.status}:{stored.attempts}"
        await self._tickets.record(ticket.id, RecordKind.NOTE, {"text": text}, SYSTEM, key=key)


def _told(stored: StoredCommand, done: Executed) -> str:
    by_hand = "（人工办理）" if stored.done_by else ""
    parcel = f"，{done.carrier or '快递'}单号 {done.tracking_number}" if done.tracking_number else ""
    return f"{NAMES[stored.command.kind]}已办理{by_hand}，流水号 {done.reference}{parcel}"


def _details(stored: StoredCommand, ticket: Ticket, done: Executed) -> dict[str, Any] | None:
    """The record that the ticket's last step has, as far as the shop told it."""
    match stored.command.kind:
        case CommandKind.RESHIP | CommandKind.EXCHANGE:
            return {
                "carrier": done.carrier or "",
                "tracking_number": done.tracking_number,
                "spec": stored.command.spec or "",
            }
        case CommandKind.REFUND | CommandKind.PAY:
            paid = True
        case _:
            paid = ticket.remedy in REFUNDS_PIECES
    amount = done.amount if done.amount is not None else stored.command.amount
    if not paid or amount is None:
        return None
    return {"amount": amount, "reference": done.reference, "channel": done.channel or ""}
