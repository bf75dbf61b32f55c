"""What tickets pay, and that together they never pay more than was paid (POLICY 3, refund). Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from aftersales.errors import AppError
from aftersales.policy.names import Remedy
from aftersales.policy.refund import ZERO, to_cent
from aftersales.tickets.lifecycle import MONEY_OUT
from aftersales.tickets.model import Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import RecordKind

REFUNDS_PIECES = frozenset({Remedy.RETURN_REFUND, Remedy.REFUND_ONLY, Remedy.CANCEL, Remedy.INTERCEPT})
PAYS = REFUNDS_PIECES | {Remedy.PRICE_REDUCTION, Remedy.PRICE_DIFFERENCE, Remedy.COMPENSATE}

_REFUSED = frozenset({S.REJECTED, S.WITHDRAWN, S.INSPECTION_FAILED, S.SENDING_BACK})


class PaysTooMuch(AppError):
    """Pieces would be refunded twice, or more than was paid."""

    status = 409
    code = "pays_too_much"


class AmountUnknown(AppError):
    status = 409
    code = "amount_unknown"


def proposed(decision: Mapping[str, Any] | None, remedy: Remedy | None) -> Decimal | None:
    """What a stored decision pays for this remedy, in yuan; None if it pays nothing or is not in it."""
    if decision is None or remedy not in PAYS:
        return None
    amounts = {option["id"]: option.get("refund_amount") for option in decision["remedies"]}
    amount = amounts.get(remedy)
    return None if amount is None else Decimal(amount)


def pays(ticket: Ticket) -> bool:
    """Whether it paid, or runs towards paying."""
    if ticket.been(S.REFUNDING, S.COMPENSATING):
        return True
    if ticket.remedy not in PAYS:
        return False
    return ticket.been(S.EXECUTING) or (ticket.status.open and ticket.status not in _REFUSED)


def refunds_pieces(ticket: Ticket) -> bool:
    """Whether its pieces count as refunded; compensation leaves them with her."""
    kept = ticket.been(S.COMPENSATING) or ticket.remedy not in REFUNDS_PIECES
    return pays(ticket) and (ticket.been(S.REFUNDING) or not kept)


def refunded_quantities(tickets: Iterable[Ticket]) -> dict[tuple[str, str], int]:
    """Pieces refunded or about to be, by order and line."""
    pieces: Counter[tuple[str, str]] = Counter()
    for ticket in tickets:
        if ticket.order_id is not None and refunds_pieces(ticket):
            for item in ticket.items:
                pieces[ticket.order_id, item.line_id] += item.quantity
    return dict(pieces)


def refunded_amount(tickets: Iterable[Ticket]) -> Decimal:
    """Yuan paid or about to be."""
    return sum((ticket.amount or ZERO for ticket in tickets if pays(ticket)), ZERO)


def concerned(before: Ticket | None, after: Ticket) -> bool:
    """Whether the change touches what is paid: opened, approved, another remedy or sum, money leaves."""
    if before is None or (before.remedy, before.amount) != (after.remedy, after.amount):
        return True
    return before.status is not after.status and after.status in (S.APPROVED, *MONEY_OUT)


def settled(ticket: Ticket, others: Collection[Ticket]) -> Ticket:
    """The ticket with a sum that is known once money leaves, and that the order can bear.

    `others` are the other tickets of the order. Raises AmountUnknown, PaysTooMuch.
    """
    ticket = _with_amount(ticket, others)
    _check_payment(ticket, others)
    return ticket


def _with_amount(ticket: Ticket, others: Collection[Ticket]) -> Ticket:
    """In a money step without a decision, it is her share of the lines."""
    entered = ticket.status in (S.REFUNDING, S.COMPENSATING) or ticket.remedy in REFUNDS_PIECES
    if ticket.amount is not None or ticket.status not in MONEY_OUT or not entered:
        return ticket
    if ticket.paid is None or ticket.status is S.COMPENSATING:
        raise AmountUnknown("请先确定要付给顾客的金额。", field="amount")
    return replace(ticket, amount=_share(ticket, others))


def _share(ticket: Ticket, others: Collection[Ticket]) -> Decimal:
    """A difference of two cumulated values, so that pieces returned one by one give exactly what was paid."""
    earlier, share = refunded_quantities(others), ZERO
    for item in ticket.items:
        line = ticket.paid and ticket.paid.line(item.line_id)
        if line and ticket.order_id is not None:
            before = earlier.get((ticket.order_id, item.line_id), 0)
            share += to_cent(line.amount * (before + item.quantity) / line.quantity)
            share -= to_cent(line.amount * before / line.quantity)
    return share


def refunded(ticket: Ticket) -> Ticket:
    """The ticket whose latest record is a refund: what was paid is now its amount, never more than was set.

    Raises PaysTooMuch.
    """
    amount = Decimal(ticket.records[-1].data["amount"])
    if ticket.amount is not None and amount > ticket.amount:
        raise PaysTooMuch("实付金额不能超过工单确定的金额。", field="amount")
    return replace(ticket, amount=amount)


def check_reimbursement(ticket: Ticket, cap: Decimal | None) -> None:
    """Raises PaysTooMuch when she gets back more freight than her receipts show, or than `cap` per parcel.

    None is no cap: whoever decides may go beyond it.
    """
    laid_out, returned = (
        [Decimal(record.data["amount"]) for record in ticket.records if record.kind is kind]
        for kind in (RecordKind.RECEIPT, RecordKind.REIMBURSEMENT)
    )
    if sum(returned, ZERO) > sum(laid_out, ZERO):
        raise PaysTooMuch("报销的运费不能超过顾客提供的凭证金额。", field="data.amount")
    if cap is not None and sum(returned, ZERO) > sum((min(amount, cap) for amount in laid_out), ZERO):
        raise PaysTooMuch(f"每个包裹的运费最多报销 {cap} 元，超出的需要主管决定。", field="data.amount")


def _check_payment(ticket: Ticket, others: Collection[Ticket]) -> None:
    """Whatever lines one looks at, the tickets on them alone pay no more than these lines and the freight."""
    paid = ticket.paid
    if paid is None or not pays(ticket):
        return
    if refunds_pieces(ticket):
        _check_pieces(ticket, others)
    paying = [other for other in others if pays(other)]
    within = [
        (lines, [other for other in paying if _lines(other) <= lines]) for lines in _looked_at(ticket, paying)
    ]
    too_much = any(
        refunded_amount([ticket, *inside])
        > sum((line.amount for line in paid.lines if line.line_id in lines), paid.freight)
        for lines, inside in within
    )
    if too_much or refunded_amount([ticket, *paying]) > paid.total:
        raise PaysTooMuch("退款和补偿合计不能超过顾客实付的金额。", field="amount")


def _check_pieces(ticket: Ticket, others: Collection[Ticket]) -> None:
    earlier = refunded_quantities(others)
    for item in ticket.items:
        line = ticket.paid and ticket.paid.line(item.line_id)
        before = earlier.get((ticket.order_id or "", item.line_id), 0)
        if line and before + item.quantity > line.quantity:
            raise PaysTooMuch("这件商品已经退款或正在退款，不能重复退。", field="items")


def _looked_at(ticket: Ticket, paying: Collection[Ticket]) -> list[set[str]]:
    """The ticket's own lines, these with those of each other ticket, and all that hang together with them."""
    own = _lines(ticket)
    if not own:
        return []
    together = set(own)
    while touching := [one for one in map(_lines, paying) if one & together and not one <= together]:
        together.update(*touching)
    return [own, *(own | _lines(other) for other in paying), together]


def _lines(ticket: Ticket) -> set[str]:
    return {item.line_id for item in ticket.items}
