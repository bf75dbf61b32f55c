"""Every request about one's data is a ticket too, so that the desk sees it and answers for it."""

from __future__ import annotations

from aftersales.errors import Stale
from aftersales.privacy.model import Kind, Request
from aftersales.tickets.model import Actor, NewTicket, Role, Ticket, TicketStatus, TicketType
from aftersales.tickets.service import TicketService

EXECUTOR = Actor("bot", frozenset({Role.BOT, Role.SYSTEM}))

DESCRIPTIONS = {
    Kind.SHOW: "顾客要求查看个人信息",
    Kind.EXPORT: "顾客要求导出个人信息",
    Kind.CORRECT: "顾客要求更正个人信息",
    Kind.DELETE: "顾客要求删除个人信息",
    Kind.WITHDRAW_CONSENT: "顾客撤回个人信息授权",
}
_TO_THE_END = {
    TicketStatus.SUBMITTED: (TicketStatus.UNDER_REVIEW, "身份已核实"),
    TicketStatus.UNDER_REVIEW: (TicketStatus.APPROVED, "可以办理"),
    TicketStatus.APPROVED: (TicketStatus.EXECUTING, "开始办理"),
    TicketStatus.EXECUTING: (TicketStatus.COMPLETED, "已办结"),
}


class PrivacyTickets:
    def __init__(self, tickets: TicketService) -> None:
        self._tickets = tickets

    async def open(self, request: Request) -> Ticket:
        """The request's ticket, under review; asked again, the same one."""
        new = NewTicket(
            business_key=f"privacy:{request.id}",
            order_id=None,
            items=(),
            reason=None,
            remedy=None,
            conversation_id=request.conversation_id,
            description=DESCRIPTIONS[request.kind],
            type=TicketType.PRIVACY,
        )
        ticket = await self._tickets.open(new, EXECUTOR)
        return await self._step(ticket) if ticket.status is TicketStatus.SUBMITTED else ticket

    async def finish(self, request: Request) -> None:
        """Take it to its end from wherever a crash left it."""
        ticket = await self.open(request)
        while ticket.status in _TO_THE_END:
            ticket = await self._step(ticket)

    async def called_off(self, request: Request) -> bool:
        """Whether she withdrew the request, or the desk refused it."""
        ticket = await self.open(request)
        return not ticket.status.open and ticket.status is not TicketStatus.COMPLETED

    async def _step(self, ticket: Ticket) -> Ticket:
        to, why = _TO_THE_END[ticket.status]
        try:
            return await self._tickets.transition(ticket.id, to, why, ticket.version, EXECUTOR)
        except Stale:  # the worker and the one who asks may both be at it
            return await self._tickets.get(ticket.id)
