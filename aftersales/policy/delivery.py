"""Parcels that do not come: R-LATE."""

from aftersales.policy.case import Case, Ruling
from aftersales.policy.names import Alternative, OrderStatus, Outcome, Remedy, Rule

SAME = {Remedy.RETURN_REFUND: Remedy.REFUND_ONLY, Remedy.CANCEL: Remedy.REFUND_ONLY}


def delay(case: Case) -> Ruling:
    """R-LATE: late parcels at once, signed but unseen ones with the courier; not late is information."""
    if case.order.status is OrderStatus.SIGNED:
        return _offers(case, Outcome.REVIEW, Remedy.RESHIP, Remedy.REFUND_ONLY)
    if not case.late:
        due = [moment for moment in (case.order.promised_at, case.stuck_from) if moment is not None]
        return Ruling(
            rule=Rule.LATE,
            outcome=Outcome.REJECT,
            alternatives=(Alternative.WAIT_UNTIL, Alternative.HUMAN),
            words={"until": min(due)} if due else {},
        )
    outcome = Outcome.REVIEW if case.order.carrier_by_shopper else Outcome.APPROVE
    if case.order.status is OrderStatus.SHIPPED and case.in_stock:
        return _offers(case, outcome, Remedy.URGE_COURIER, Remedy.RESHIP, Remedy.REFUND_ONLY)
    return _offers(case, outcome, Remedy.URGE_COURIER, Remedy.REFUND_ONLY)


def _offers(case: Case, outcome: Outcome, *remedies: Remedy) -> Ruling:
    options = tuple(case.offer(Rule.LATE, remedy, outcome) for remedy in remedies)
    return Ruling(rule=Rule.LATE, options=options, instead=SAME)
