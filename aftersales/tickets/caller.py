"""From what an agent took down for a caller to the facts that the policy decides on. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from aftersales.errors import InvalidInput
from aftersales.orders.model import Order
from aftersales.orders.stock import facts_wanting
from aftersales.policy.facts_json import ON_RECEIVED_GOODS
from aftersales.policy.model import Circumstances, Claim, ClaimedLine, Facts, ShopperFacts
from aftersales.policy.names import OrderStatus, Reason, Remedy, Request
from aftersales.tickets.earlier import replaced_at, replaced_lines
from aftersales.tickets.model import NewTicket, Ticket
from aftersales.tickets.money import refunded_quantities

_OF_REASON = {
    Reason.QUALITY: Request.QUALITY,
    Reason.DAMAGED: Request.DAMAGED,
    Reason.WRONG_ITEM: Request.WRONG_ITEM,
    Reason.NOT_AS_DESCRIBED: Request.WRONG_ITEM,
    Reason.MISSING: Request.MISSING_ITEM,
    Reason.LATE: Request.DELAY,
}
_OF_REMEDY = {
    Remedy.CANCEL: Request.CANCEL,
    Remedy.INTERCEPT: Request.CANCEL,
    Remedy.MODIFY: Request.MODIFY,
    Remedy.REISSUE: Request.VIRTUAL,
    Remedy.URGE_COURIER: Request.DELAY,
    Remedy.COMPENSATE: Request.COMPENSATION,
    Remedy.PRICE_DIFFERENCE: Request.COMPENSATION,
    Remedy.PRICE_REDUCTION: Request.COMPENSATION,
    Remedy.EXCHANGE: Request.EXCHANGE,
    Remedy.REPAIR: Request.REPAIR,
    Remedy.PAID_REPAIR: Request.REPAIR,
    Remedy.RETURN_REFUND: Request.NO_REASON_RETURN,
}
_REPAIRS = frozenset({Remedy.REPAIR, Remedy.PAID_REPAIR})
_CLAIM = TypeAdapter(Claim)


def request_of(new: NewTicket, order: Order) -> Request | None:
    """The policy's request (POLICY 0) that reason and remedy come to; None when no rule decides on it."""
    if new.request is not None:
        return new.request
    if all(line.traits.virtual is not None for line in order.lines if _claimed(new, line.line_id)):
        return Request.VIRTUAL
    if new.reason is Reason.QUALITY and new.remedy in _REPAIRS:
        return Request.REPAIR
    if new.reason in _OF_REASON:
        return _OF_REASON[new.reason]
    if new.reason is Reason.NO_REASON and new.remedy is None:
        return Request.NO_REASON_RETURN
    return None if new.remedy is None else _OF_REMEDY.get(new.remedy)


def caller_facts(
    new: NewTicket,
    order: Order,
    said: Mapping[str, Any],
    earlier: Sequence[Ticket],
    approved_claims_90d: int,
    now: datetime,
) -> Facts | None:
    """The facts of the application, or None when no rule decides on it.

    `said` are fields of the simulator's claim as the agent typed them; `earlier` the order's other tickets.
    Raises InvalidInput for a request that cannot be about an order in this state.
    """
    request = request_of(new, order)
    if request is None:
        return None
    _check_state(request, order)
    line_ids = [item.line_id for item in new.items]
    refunded = refunded_quantities(earlier)
    known = {
        "lines": [ClaimedLine(line_id=item.line_id, quantity=item.quantity) for item in new.items],
        "received": order.received and request is not Request.DELAY,
        "fault": True if request is Request.DAMAGED else _fault(request, new),
    }
    claim = _CLAIM.validate_python(known | dict(said))
    return Facts(
        now=now,
        request=request,
        remedy=new.remedy,
        order=facts_wanting(order, new.spec),
        claim=replace(
            claim, quantity_refunded=sum(refunded.get((order.order_id, line), 0) for line in line_ids)
        ),
        shopper=ShopperFacts(approved_claims_90d=approved_claims_90d),
        circumstances=Circumstances(
            replaced_at=replaced_at(replaced_lines(earlier), order.order_id, line_ids)
        ),
    )


def _claimed(new: NewTicket, line_id: str) -> bool:
    return any(item.line_id == line_id for item in new.items)


def _fault(request: Request, new: NewTicket) -> str | None:
    return new.description if request in (Request.QUALITY, Request.REPAIR) else None


def _check_state(request: Request, order: Order) -> None:
    signed = order.status is OrderStatus.SIGNED
    if request in ON_RECEIVED_GOODS and not signed:
        raise InvalidInput("订单还没有签收，没收到货请登记物流异常或取消订单。", field="reason")
    if request in (Request.CANCEL, Request.MODIFY) and order.received:
        raise InvalidInput("订单已经签收，不能再取消或修改。", field="remedy")
