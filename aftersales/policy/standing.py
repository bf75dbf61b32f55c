"""How good a decision is for the shopper: what two versions of the policy are compared by."""

from decimal import Decimal

from aftersales.policy.model import Decision
from aftersales.policy.names import FreightPayer, Outcome, Remedy

RANK = {Outcome.REJECT: 0, Outcome.REVIEW: 1, Outcome.APPROVE: 2}


def standing(decision: Decision) -> tuple[int, int, Decimal, bool]:
    """Greater is better: the outcome, then her choice of remedies, then the money, then who pays freight.

    A repair that she pays meets no claim: that it is agreed to is worth no more than a refusal.
    """
    agreed = [option.id for option in decision.remedies if option.outcome is Outcome.APPROVE]
    choice = sum(remedy is not Remedy.PAID_REPAIR for remedy in agreed)
    paid = decision.outcome is Outcome.APPROVE and decision.remedy is Remedy.PAID_REPAIR
    rank = RANK[Outcome.REJECT] if paid else RANK[decision.outcome]
    pays_herself = decision.freight_payer is FreightPayer.SHOPPER
    return rank, choice, decision.refund_amount, not pays_herself
