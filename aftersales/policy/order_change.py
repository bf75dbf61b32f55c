"""Orders under way: R-CANCEL, R-MODIFY."""

from aftersales.policy.case import Case, Ruling
from aftersales.policy.names import FreightPayer, OrderStatus, Outcome, Remedy, Rule


def cancel(case: Case) -> Ruling:
    """R-CANCEL: everything back before shipping; afterwards the parcel is stopped and paid back on return."""
    if case.order.status is OrderStatus.PAID:
        made = any(piece.line.traits.in_production for piece in case.pieces)
        outcome = Outcome.REVIEW if made else Outcome.APPROVE
        payer = FreightPayer.NONE
        option = case.offer(Rule.CANCEL, Remedy.CANCEL, outcome, payer=payer, with_freight=True)
        once_back = ""
    else:
        payer = FreightPayer.SELLER if case.late else case.payer(Rule.CANCEL)
        option = case.offer(Rule.CANCEL, Remedy.INTERCEPT, payer=payer, with_freight=case.late)
        once_back = case.policy.wording.phrases.once_back
    meant = (Remedy.CANCEL, Remedy.INTERCEPT, Remedy.REFUND_ONLY, Remedy.RETURN_REFUND)
    return Ruling(
        rule=Rule.CANCEL,
        options=(option,),
        instead=dict.fromkeys(meant, option.id),
        words={"once_back": once_back},
    )


def modify(case: Case) -> Ruling:
    """R-MODIFY: free before shipping; afterwards people ask the courier and tell the fee first."""
    shipped = case.order.status is not OrderStatus.PAID
    outcome = Outcome.REVIEW if shipped else Outcome.APPROVE
    payer = case.payer(Rule.MODIFY) if shipped else FreightPayer.NONE
    option = case.offer(Rule.MODIFY, Remedy.MODIFY, outcome, payer=payer)
    return Ruling(rule=Rule.MODIFY, options=(option,))
