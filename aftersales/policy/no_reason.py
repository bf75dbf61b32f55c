"""Returns and exchanges without a fault: R-NR, R-NR-X, R-NR-LATE, R-EX."""

from dataclasses import replace
from decimal import Decimal

from aftersales.policy.case import Case, Ruling
from aftersales.policy.names import (
    Alternative,
    Evidence,
    FreightPayer,
    NoReason,
    Outcome,
    Remedy,
    Rule,
)
from aftersales.policy.refund import ZERO


def no_reason_return(case: Case) -> Ruling:
    """R-NR, unless a window or an exclusion stands in the way."""
    barrier = _barrier(case, Remedy.RETURN_REFUND)
    if barrier is not None:
        return barrier
    return _if_complete(case, Rule.NR, (Remedy.RETURN_REFUND,))


def exchange(case: Case) -> Ruling:
    """R-EX: the conditions of R-NR and the same model in stock; otherwise the money back."""
    barrier = _barrier(case, Remedy.EXCHANGE)
    if barrier is not None:
        return barrier
    phrases = case.policy.wording.phrases
    if not case.in_stock:
        ruling = _if_complete(case, Rule.EX, (Remedy.RETURN_REFUND,))
        instead = {Remedy.EXCHANGE: Remedy.RETURN_REFUND}
        return replace(ruling, instead=instead, words={"stock": phrases.out_of_stock})
    known = all(piece.line.traits.stock is not None for piece in case.pieces)
    ruling = _if_complete(case, Rule.EX, (Remedy.EXCHANGE, Remedy.RETURN_REFUND))
    return replace(ruling, words={"stock": "" if known else phrases.stock_unknown})


def _barrier(case: Case, remedy: Remedy) -> Ruling | None:
    excluded = [piece for piece in case.pieces if piece.no_reason is not NoReason.YES]
    confirmed = next((piece for piece in excluded if piece.line.traits.confirmed), None)
    if confirmed is not None:
        return Ruling(
            rule=Rule.NR_X,
            options=(case.refuse(remedy),),
            alternatives=(Alternative.QUALITY_CLAIM,),
            words={"category": confirmed.category.name},
        )
    if not case.within_days(case.figures.no_reason.days):
        warranty = (Alternative.WARRANTY_REPAIR,) if case.in_warranty else ()
        return Ruling(
            rule=Rule.NR_LATE,
            options=(case.refuse(remedy),),
            alternatives=(Alternative.QUALITY_CLAIM, *warranty, Alternative.GOODWILL_REVIEW),
        )
    by_law = next((piece for piece in excluded if piece.no_reason is NoReason.EXCLUDED_BY_LAW), None)
    if by_law is not None:
        payer = case.payer(Rule.NR)
        return Ruling(
            rule=Rule.NR_X,
            options=(case.offer(Rule.NR_X, remedy, Outcome.REVIEW, payer=payer),),
            words={"category": by_law.category.name},
        )
    return None


def _if_complete(case: Case, rule: Rule, remedies: tuple[Remedy, ...]) -> Ruling:
    incomplete = case.claim.complete is False
    outcome = Outcome.REVIEW if incomplete else Outcome.APPROVE
    options = tuple(
        case.offer(rule, remedy, outcome, payer=_payer(case, remedy), with_freight=False)
        for remedy in remedies
    )
    if incomplete:
        kept = _kept_gifts(case)
        options = tuple(
            replace(option, refund_amount=max(ZERO, option.refund_amount - kept)) for option in options
        )
        return Ruling(rule=rule, options=options, alternatives=(Alternative.REDUCED_REFUND,))
    unseen = case.claim.complete is None and case.claim.photos.goods == 0
    return Ruling(rule=rule, options=options, evidence=(Evidence.GOODS_PHOTO,) if unseen else ())


def _payer(case: Case, remedy: Remedy) -> FreightPayer:
    insured = all(piece.line.traits.freight_insurance for piece in case.pieces)
    if remedy is Remedy.EXCHANGE:
        promised = case.figures.exchange.seller_pays_freight
        return FreightPayer.SELLER if promised else case.payer(Rule.EX)
    promised = case.figures.no_reason.seller_pays_freight
    return FreightPayer.SELLER if promised or insured else case.payer(Rule.NR)


def _kept_gifts(case: Case) -> Decimal:
    """The marked price of the gifts of the order that do not come back with the claimed lines."""
    returned = {piece.line.line_id for piece in case.pieces}
    gifts = (line for line in case.order.lines if not line.paid and line.line_id not in returned)
    return sum((gift.list_price * gift.quantity for gift in gifts), ZERO)
