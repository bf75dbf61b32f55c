"""Faults of the goods: R-Q7, R-Q15, R-W, R-W-X, R-W-OUT, R-Q-LATE, R-PERISH."""

from dataclasses import replace

from aftersales.policy.case import Case, Ruling
from aftersales.policy.names import Alternative, Cause, Evidence, Outcome, Remedy, Rule

APPROVE, REVIEW = Outcome.APPROVE, Outcome.REVIEW


def quality(case: Case) -> Ruling:
    """The rule of the window that the fault falls into; exclusions of the warranty come first."""
    if case.stays_with_shopper:
        return _perishable(case)
    ruling = _by_window(case)
    if case.claim.fault is False:
        return replace(_reviewed(ruling), evidence=(Evidence.FAULT_DESCRIPTION,))
    shown = case.has_fault or case.claim.photos.goods > 0
    if shown or ruling.verdict is Outcome.REJECT:
        return ruling
    return replace(ruling, evidence=(Evidence.GOODS_PHOTO, Evidence.FAULT_DESCRIPTION))


def _by_window(case: Case) -> Ruling:
    figures = case.figures.quality
    early = case.within_days(figures.exchange_days)
    if not early and case.warranty_months > 0 and not case.in_warranty:
        return _paid_repair_only(case, Rule.W_OUT)
    if case.claim.cause not in (Cause.NONE, Cause.UNKNOWN):
        return _own_cause(case)
    if case.within_days(figures.refund_days):
        return _offers(case, Rule.Q7, Remedy.RETURN_REFUND, Remedy.EXCHANGE, Remedy.REPAIR)
    if early:
        return _within_exchange_days(case)
    if case.in_warranty:
        return _in_warranty(case)
    remedies = (Remedy.EXCHANGE, Remedy.REPAIR, Remedy.RETURN_REFUND)
    return _reviewed(_offers(case, Rule.Q_LATE, *remedies))


def _offers(case: Case, rule: Rule, *remedies: Remedy) -> Ruling:
    """Approved `remedies`, without exchange when out of stock and without repair of the unrepairable."""
    instead = {Remedy.PAID_REPAIR: Remedy.REPAIR}
    if not case.in_stock:
        instead[Remedy.EXCHANGE] = Remedy.RETURN_REFUND
    if case.claim.unrepairable:
        instead |= dict.fromkeys((Remedy.REPAIR, Remedy.PAID_REPAIR), Remedy.RETURN_REFUND)
    options = tuple(case.offer(rule, remedy) for remedy in remedies if remedy not in instead)
    return Ruling(rule=rule, options=options, instead=instead)


def _within_exchange_days(case: Case) -> Ruling:
    ruling = _offers(case, Rule.Q15, Remedy.EXCHANGE, Remedy.REPAIR)
    outcome = REVIEW if case.in_stock else APPROVE
    refund = case.offer(Rule.Q15, Remedy.RETURN_REFUND, outcome)
    return replace(ruling, options=(*ruling.options, refund))


def _in_warranty(case: Case) -> Ruling:
    """Repair first; a new piece when repair has failed, the money back when no such piece is left."""
    figures, claim = case.figures.quality, case.claim
    failed = (
        claim.unrepairable
        or claim.repairs >= figures.repairs_before_exchange
        or claim.days_in_repair > figures.days_in_repair_before_exchange
    )
    if not failed:
        ruling = _offers(case, Rule.W, Remedy.REPAIR)
        wishes = tuple(case.offer(Rule.W, wish, REVIEW) for wish in (Remedy.EXCHANGE, Remedy.RETURN_REFUND))
        return replace(ruling, options=(*ruling.options, *wishes))
    ruling = _offers(case, Rule.W, Remedy.EXCHANGE, Remedy.REPAIR)
    refund = case.offer(Rule.W, Remedy.RETURN_REFUND, REVIEW if case.in_stock else APPROVE)
    options = (*ruling.options, refund) if case.in_stock else (refund, *ruling.options)
    return replace(ruling, options=options)


def _own_cause(case: Case) -> Ruling:
    """R-W-X: of durable goods the shop proves the cause at first: nothing is refused unseen (⚖ 消法 23)."""
    durable = any(piece.category.durable for piece in case.pieces)
    if not (durable and case.within_months(case.figures.quality.burden_of_proof_months)):
        return _paid_repair_only(case, Rule.W_X)
    return Ruling(
        rule=Rule.W_X,
        options=(case.offer(Rule.W_X, Remedy.REPAIR),),
        instead={Remedy.PAID_REPAIR: Remedy.REPAIR},
        words=_named_cause(case),
    )


def _paid_repair_only(case: Case, rule: Rule) -> Ruling:
    """Free repair refused; paid repair offered instead, unless nothing can be repaired."""
    payer = case.payer(rule)
    refused = case.refuse(Remedy.REPAIR, payer)
    if case.claim.unrepairable:
        return Ruling(
            rule=rule,
            options=(refused,),
            alternatives=(Alternative.GOODWILL_REVIEW,),
            words=_named_cause(case),
        )
    return Ruling(
        rule=rule,
        options=(refused, case.offer(rule, Remedy.PAID_REPAIR, payer=payer)),
        alternatives=(Alternative.PAID_REPAIR, Alternative.GOODWILL_REVIEW),
        words=_named_cause(case),
    )


def _named_cause(case: Case) -> dict[str, str]:
    return {"cause": case.policy.wording.causes[case.claim.cause]}


def _perishable(case: Case) -> Ruling:
    """R-PERISH: the affected share back or sent again, at once if shown in time; nothing travels back."""
    photos = case.missing_photos(case.figures.perishable.photos)
    hours = case.claim_hours
    in_time = case.within_hours(hours) if hours else case.within_days(case.figures.quality.exchange_days)
    foreign = case.claim.cause in (Cause.NONE, Cause.UNKNOWN)
    outcome = APPROVE if in_time and not photos and foreign and case.claim.fault is not False else REVIEW
    remedies = (Remedy.REFUND_ONLY, Remedy.RESHIP) if case.in_stock else (Remedy.REFUND_ONLY,)
    return Ruling(
        rule=Rule.PERISH,
        options=tuple(case.offer(Rule.PERISH, remedy, outcome) for remedy in remedies),
        evidence=photos,
        instead={Remedy.RETURN_REFUND: Remedy.REFUND_ONLY, Remedy.EXCHANGE: Remedy.RESHIP},
    )


def _reviewed(ruling: Ruling) -> Ruling:
    options = tuple(
        replace(option, outcome=REVIEW) if option.outcome is APPROVE else option for option in ruling.options
    )
    return replace(ruling, options=options)
