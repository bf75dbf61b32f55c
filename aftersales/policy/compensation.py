"""Money beyond the goods' own price: R-COMP."""

from decimal import Decimal

from aftersales.clock import SHANGHAI
from aftersales.policy.case import Case, Ruling
from aftersales.policy.model import RemedyOption
from aftersales.policy.names import Alternative, Evidence, FreightPayer, Outcome, Remedy, Rule
from aftersales.policy.refund import ZERO, percent_of, to_cent


def compensation(case: Case) -> Ruling:
    """Price protection by the present price; everything else is a proposal for people to decide."""
    if case.claim.current_price is not None:
        return _price_protection(case, case.claim.current_price)
    if case.facts.remedy is Remedy.PRICE_DIFFERENCE:
        option = _option(Remedy.PRICE_DIFFERENCE, Outcome.REVIEW, ZERO)
        return Ruling(rule=Rule.COMP, options=(option,), evidence=(Evidence.SCREENSHOT,))
    option = _option(Remedy.COMPENSATE, Outcome.REVIEW, _proposal(case))
    return Ruling(rule=Rule.COMP, options=(option,))


def _price_protection(case: Case, current_price: Decimal) -> Ruling:
    now_worth = sum((current_price * piece.quantity for piece in case.pieces), ZERO)
    difference = to_cent(case.goods_value - now_worth)
    if difference <= 0:
        return Ruling(
            rule=Rule.COMP,
            options=(case.refuse(Remedy.PRICE_DIFFERENCE),),
            alternatives=(Alternative.GOODWILL_REVIEW, Alternative.HUMAN),
        )
    days = case.figures.compensation.price_protection_days
    in_time = case.now < case.calendar.window_end(case.order.paid_at, days)
    outcome = Outcome.APPROVE if in_time else Outcome.REVIEW
    return Ruling(rule=Rule.COMP, options=(_option(Remedy.PRICE_DIFFERENCE, outcome, difference),))


def _proposal(case: Case) -> Decimal:
    """What agents are proposed to pay: by the severity of damage, else by the days of delay, in yuan."""
    figures, severity = case.figures.compensation, case.claim.severity
    if severity is not None:
        by_severity = figures.severity_percent * Decimal(str(severity))
        return percent_of(case.goods_value, figures.damage_percent + by_severity)
    percent = figures.delay_percent_per_day * _days_late(case)
    return percent_of(case.goods_value, min(percent, figures.delay_percent_cap))


def _days_late(case: Case) -> int:
    promised, end = case.order.promised_at, case.order.signed_at or case.now
    if promised is None:
        return 0
    return max(0, (end.astimezone(SHANGHAI).date() - promised.astimezone(SHANGHAI).date()).days)


def _option(remedy: Remedy, outcome: Outcome, amount: Decimal) -> RemedyOption:
    return RemedyOption(id=remedy, outcome=outcome, freight_payer=FreightPayer.NONE, refund_amount=amount)
