"""Applications that an agent takes down for a caller: decided by the rules, carried on by people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from aftersales.clock import Clock
from aftersales.errors import AppError, Forbidden
from aftersales.orders.model import Order, OrderGateway
from aftersales.policy.decide import decide
from aftersales.policy.model import Decision
from aftersales.policy.names import Outcome
from aftersales.policy.policy import Policy
from aftersales.tickets.caller import caller_facts
from aftersales.tickets.lifecycle import CHIEFS
from aftersales.tickets.model import Actor, Level, NewTicket, Ticket
from aftersales.tickets.records import RecordKind
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.service import TicketService

RISK_WINDOW = timedelta(days=90)
MOST_TICKETS = 500
"""Of one order; more than any has."""


class RefusedByPolicy(AppError):
    """The rules refuse it; the message says why, by which rule, and what else is possible."""

    status = 422
    code = "refused_by_policy"


class Applications:
    def __init__(self, tickets: TicketService, orders: OrderGateway, policy: Policy, clock: Clock) -> None:
        self._tickets = tickets
        self._orders = orders
        self._policy = policy
        self._clock = clock

    async def open(
        self,
        new: NewTicket,
        order: Order,
        said: Mapping[str, Any],
        actor: Actor,
        *,
        favour: str | None = None,
        linked_to: str | None = None,
    ) -> Ticket:
        """The submitted ticket with the policy's decision on it; what follows is for people to do.

        `said` are facts of the claim as the simulator names them. `favour` is a supervisor's reason to take
        up what the rules refuse. Raises RefusedByPolicy, InvalidInput, Forbidden for anybody else's favour,
        and what `TicketService.open` and `open_linked` raise.
        """
        decision = await self._decision(new, order, said)
        refused = decision is not None and decision.outcome is Outcome.REJECT
        if decision is not None:
            if refused:
                self._check_favour(decision, favour, actor)
                new = replace(new, level=Level.SUPERVISOR)
            new = replace(new, decision=decision.to_json(), remedy=new.remedy or decision.remedy)
        if linked_to is None:
            ticket = await self._tickets.open(new, actor)
        else:
            ticket = await self._tickets.open_linked(linked_to, new, actor)
        if refused and favour:
            note = {"text": f"规则不支持，主管特批：{favour}"}
            ticket = await self._tickets.record(ticket.id, RecordKind.NOTE, note, actor, key="favour")
        return ticket

    async def _decision(self, new: NewTicket, order: Order, said: Mapping[str, Any]) -> Decision | None:
        wanted = TicketFilter(order_ids=(order.order_id,), limit=MOST_TICKETS)
        earlier, _ = await self._tickets.list(wanted)
        # Sent twice, the application must not stand in its own way.
        others = [ticket for ticket in earlier if ticket.business_key != new.business_key]
        now = self._clock.now()
        hers = [own.order_id for own in await self._orders.orders_of(order.owner_id)]
        approved = await self._tickets.approved_claims(hers or [order.order_id], now - RISK_WINDOW)
        facts = caller_facts(new, order, said, others, approved, now)
        return None if facts is None else decide(facts, self._policy)

    def _check_favour(self, decision: Decision, favour: str | None, actor: Actor) -> None:
        if favour is None:
            raise RefusedByPolicy(self._refusal(decision), field="reason")
        if not CHIEFS & actor.roles:
            raise Forbidden("规则不支持的申请，只有主管可以特批。")

    def _refusal(self, decision: Decision) -> str:
        words = self._policy.wording.alternatives
        ways = "；".join(words[way].rstrip("。") for way in decision.alternatives)
        reason = f"{decision.explanation}（{'、'.join(decision.rules)}）"
        return f"{reason}还可以：{ways}。" if ways else reason
