"""How good a decision is for the shopper: what two versions of the policy are compared by."""

from decimal import Decimal

from aftersales.policy.model import Decision
from aftersales.policy.names import FreightPayer, Outcome

RANK = {Outcome.REJECT: 0, Outcome.REVIEW: 1, Outcome.APPROVE: 2}


def standing(decision: Decision) -> tuple[int, int, Decimal, bool]:
    """Greater is better: the outcome, then her choice of remedies, then the money, then who pays freight."""
    choice = sum(option.outcome is Outcome.APPROVE for option in decision.remedies)
    pays_herself = decision.freight_payer is FreightPayer.SHOPPER
    return RANK[decision.outcome], choice, decision.refund_amount, not pays_herself
