"""Goods without a parcel: R-VG-FAIL, R-VG-DONE, R-VG-RENEW, R-VG-MINOR."""

from dataclasses import replace
from datetime import timedelta

from aftersales.policy.case import Case, Ruling
from aftersales.policy.names import Alternative, Outcome, Remedy, Rule, VirtualKind, VirtualState
from aftersales.policy.refund import ZERO

APPROVE, REVIEW = Outcome.APPROVE, Outcome.REVIEW


def virtual(case: Case) -> Ruling:
    """The rule that fits what the delivery record says; a minor's purchase always goes to people."""
    goods = [piece.line.traits.virtual for piece in case.pieces if piece.line.traits.virtual is not None]
    if case.claim.minor:
        return _offers(case, Rule.VG_MINOR, REVIEW, Remedy.REFUND_ONLY)
    renewing = case.facts.circumstances.renewal or case.facts.remedy is Remedy.CANCEL
    if renewing and any(item.kind is VirtualKind.MEMBERSHIP for item in goods):
        return _renewal(case)
    states = {item.state for item in goods}
    if states & {VirtualState.FAILED, VirtualState.INVALID}:
        return _offers(case, Rule.VG_FAIL, APPROVE, Remedy.REISSUE, Remedy.REFUND_ONLY)
    if VirtualState.NOT_DELIVERED in states:
        return _not_arrived(case)
    if case.has_fault and not case.claim.buyer_mistake:
        return _offers(case, Rule.VG_FAIL, REVIEW, Remedy.REISSUE, Remedy.REFUND_ONLY)
    told = all(piece.line.traits.told for piece in case.pieces)
    if told and states == {VirtualState.REDEEMED}:
        return Ruling(
            rule=Rule.VG_DONE,
            options=(case.refuse(Remedy.REFUND_ONLY),),
            alternatives=(Alternative.GOODWILL_REVIEW, Alternative.HUMAN),
        )
    return _offers(case, Rule.VG_DONE, REVIEW, Remedy.REFUND_ONLY)


def _not_arrived(case: Case) -> Ruling:
    due = case.order.paid_at + timedelta(minutes=case.figures.virtual.arrival_minutes)
    if case.now > due:
        return _offers(case, Rule.VG_FAIL, APPROVE, Remedy.REISSUE, Remedy.REFUND_ONLY)
    return Ruling(
        rule=Rule.VG_FAIL,
        outcome=Outcome.REJECT,
        alternatives=(Alternative.WAIT_UNTIL, Alternative.HUMAN),
        words={"until": due},
    )


def _renewal(case: Case) -> Ruling:
    """Future charges end at once; whether the last one comes back is for people to see."""
    end = replace(case.offer(Rule.VG_RENEW, Remedy.CANCEL), refund_amount=ZERO)
    return Ruling(
        rule=Rule.VG_RENEW, options=(end, case.offer(Rule.VG_RENEW, Remedy.REFUND_ONLY, Outcome.REVIEW))
    )


def _offers(case: Case, rule: Rule, outcome: Outcome, *remedies: Remedy) -> Ruling:
    options = tuple(case.offer(rule, remedy, outcome) for remedy in remedies)
    again = Remedy.REISSUE if Remedy.REISSUE in remedies else Remedy.REFUND_ONLY
    instead = {
        Remedy.RETURN_REFUND: Remedy.REFUND_ONLY,
        Remedy.CANCEL: Remedy.REFUND_ONLY,
        Remedy.RESHIP: again,
        Remedy.EXCHANGE: again,
    }
    return Ruling(rule=rule, options=options, instead=instead)
