"""The smallest changes that would have made a claim pass: each a single fact, found by deciding again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_DOWN
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.policy.case import Case
from aftersales.policy.model import Facts, Flip
from aftersales.policy.names import Cause, NoReason, Proof
from aftersales.policy.policy import Policy
from aftersales.policy.wire import CENT, wire

ONE_SECOND = timedelta(seconds=1)


def find_flips(case: Case, approves: Callable[[Facts, Policy], bool]) -> tuple[Flip, ...]:
    """Facts of `case` which, changed alone, are approved; of moments only the nearest."""
    now = min(
        (moment for moment in _moments(case) if approves(replace(case.facts, now=moment), case.policy)),
        key=lambda moment: abs(moment - case.now),
        default=None,
    )
    moment = () if now is None else (Flip(fact="now", needed=now.astimezone(SHANGHAI).isoformat()),)
    changes = (*_claim_changes(case), *_line_changes(case))
    return moment + tuple(flip for flip, facts in changes if approves(facts, case.policy))


def _moments(case: Case) -> Iterator[datetime]:
    """Moments on the passing side of every border in time that a rule may have; none before the signature."""
    figures, order = case.figures, case.order
    yield case.calendar.window_end(order.paid_at, figures.compensation.price_protection_days) - ONE_SECOND
    yield order.paid_at + timedelta(minutes=figures.virtual.arrival_minutes) + ONE_SECOND
    if order.promised_at is not None:
        yield order.promised_at + ONE_SECOND
    if case.stuck_from is not None:
        yield case.stuck_from
    if case.received_at is None:
        return
    for days in (
        figures.no_reason.days,
        figures.quality.refund_days,
        figures.quality.exchange_days,
        figures.wrong_item.days,
    ):
        yield case.calendar.window_end(case.received_at, days) - ONE_SECOND
    for hours in (figures.damage.hours, figures.missing.hours, case.claim_hours):
        if hours is not None:
            yield case.received_at + timedelta(hours=hours)
    for months, paused in (
        (figures.quality.burden_of_proof_months, 0),
        (case.warranty_months, case.claim.days_in_repair),
    ):
        yield case.calendar.months_end(case.received_at, months, paused) - ONE_SECOND


def _claim_changes(case: Case) -> Iterator[tuple[Flip, Facts]]:
    claim, figures = case.claim, case.figures
    changes: dict[str, Any] = {
        "fault": True,
        "complete": True,
        "cause": Cause.NONE,
        "open_ticket": False,
        "proof": Proof.ORDER,
        "repairs": figures.quality.repairs_before_exchange,
        "unrepairable": True,
    }
    below_paid = case.goods_value / sum(piece.quantity for piece in case.pieces) - CENT
    if claim.current_price is not None and below_paid >= 0:
        changes["current_price"] = below_paid.quantize(CENT, ROUND_DOWN)
    for fact, needed in changes.items():
        changed = replace(claim, **{fact: needed})
        yield Flip(fact=f"claim.{fact}", needed=wire(needed)), replace(case.facts, claim=changed)
    photos = {"goods": figures.damage.goods_photos, "parcel": figures.damage.parcel_photos}
    for kind, needed in photos.items():
        changed = replace(claim, photos=replace(claim.photos, **{kind: needed}))
        yield Flip(fact=f"claim.photos.{kind}", needed=needed), replace(case.facts, claim=changed)


def _line_changes(case: Case) -> Iterator[tuple[Flip, Facts]]:
    for piece in case.pieces:
        traits = piece.line.traits
        changes: dict[str, Any] = {
            "no_reason": NoReason.YES,
            "confirmed": False,
            "told": False,
            "in_production": False,
            "stock": piece.quantity,
        }
        for fact, needed in changes.items():
            line = replace(piece.line, traits=replace(traits, **{fact: needed}))
            lines = tuple(line if other is piece.line else other for other in case.order.lines)
            facts = replace(case.facts, order=replace(case.order, lines=lines))
            yield Flip(fact=f"order.lines.{line.line_id}.traits.{fact}", needed=wire(needed)), facts
