"""What arrived is not what was sent: R-DMG, R-WRONG, R-MISS."""

from aftersales.policy.case import Case, Ruling
from aftersales.policy.names import Outcome, Remedy, Rule

BROKEN = "broken"


def damaged(case: Case) -> Ruling:
    """R-DMG: shown in time, her choice at once; else people look. Goods past use do not travel back."""
    figures = case.figures.damage
    photos = case.missing_photos(figures.goods_photos, figures.parcel_photos)
    sure = case.within_hours(figures.hours) and not photos and not case.order.carrier_by_shopper
    past_use = case.claim.fault == BROKEN or case.claim.severity == 1 or case.stays_with_shopper
    money_back = Remedy.REFUND_ONLY if past_use else Remedy.RETURN_REFUND
    again = (Remedy.RESHIP,) if case.in_stock else ()
    instead = {Remedy.EXCHANGE: Remedy.RESHIP} if again else {Remedy.EXCHANGE: money_back}
    if past_use:
        instead[Remedy.RETURN_REFUND] = Remedy.REFUND_ONLY
    outcome = Outcome.APPROVE if sure else Outcome.REVIEW
    return Ruling(
        rule=Rule.DMG,
        options=tuple(
            case.offer(Rule.DMG, remedy, outcome) for remedy in (*again, money_back, Remedy.PRICE_REDUCTION)
        ),
        evidence=photos,
        instead=instead,
    )


def wrong_item(case: Case) -> Ruling:
    """R-WRONG: the ordered item or the money back, whatever R-NR-X excludes; what cannot travel stays."""
    figures = case.figures.wrong_item
    photos = case.missing_photos(figures.photos)
    outcome = Outcome.APPROVE if case.within_days(figures.days) and not photos else Outcome.REVIEW
    travels = any(piece.returnable for piece in case.pieces)
    again, money_back = (
        (Remedy.EXCHANGE, Remedy.RETURN_REFUND) if travels else (Remedy.RESHIP, Remedy.REFUND_ONLY)
    )
    remedies = (again, money_back) if case.in_stock else (money_back,)
    instead = dict.fromkeys((Remedy.EXCHANGE, Remedy.RESHIP), remedies[0])
    if not travels:
        instead[Remedy.RETURN_REFUND] = money_back
    return Ruling(
        rule=Rule.WRONG,
        options=tuple(case.offer(Rule.WRONG, remedy, outcome) for remedy in remedies),
        evidence=photos,
        instead=instead,
    )


def missing_item(case: Case) -> Ruling:
    """R-MISS: what is missing is sent again, or its share comes back."""
    figures = case.figures.missing
    shown = case.claim.photos.goods + case.claim.photos.parcel >= figures.photos
    outcome = Outcome.APPROVE if case.within_hours(figures.hours) and shown else Outcome.REVIEW
    remedies = (Remedy.RESHIP, Remedy.REFUND_ONLY) if case.in_stock else (Remedy.REFUND_ONLY,)
    return Ruling(
        rule=Rule.MISS,
        options=tuple(case.offer(Rule.MISS, remedy, outcome) for remedy in remedies),
        evidence=() if shown else case.missing_photos(figures.photos),
        instead={Remedy.RETURN_REFUND: Remedy.REFUND_ONLY, Remedy.EXCHANGE: remedies[0]},
    )
