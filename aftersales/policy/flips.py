"""The smallest changes that would have made a claim pass: each a single fact, found by deciding again.

A fact is named by its path in the body of the simulator, such as `order.lines.0.traits.confirmed`.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_DOWN
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.policy.case import Case, Piece
from aftersales.policy.model import Facts, Flip, Photos, Traits
from aftersales.policy.names import Cause, NoReason, Proof, Request, VirtualState
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
    changes = (*_claim_changes(case), *_order_changes(case), *_shopper_changes(case))
    return moment + tuple(flip for flip, facts in changes if approves(facts, case.policy))


def _moments(case: Case) -> Iterator[datetime]:
    """Moments on the passing side of every border in time, at which the order was already as it is."""
    order = case.order
    events = (order.paid_at, order.shipped_at, order.last_movement_at, order.signed_at)
    latest = max(event for event in events if event is not None)
    return (moment for moment in _borders(case) if moment >= latest)


def _borders(case: Case) -> Iterator[datetime]:
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
        yield case.calendar.months_end(case.warranty_from or case.received_at, months, paused) - ONE_SECOND


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
    yield from _photo_changes(case)


def _photo_changes(case: Case) -> Iterator[tuple[Flip, Facts]]:
    """More photos of one kind; of both where a damaged parcel came without any."""
    shown = case.claim.photos
    needed = Photos(
        goods=max(shown.goods, case.figures.damage.goods_photos),
        parcel=max(shown.parcel, case.figures.damage.parcel_photos),
    )
    changes: dict[str, tuple[Any, Photos]] = {
        "claim.photos.goods": (needed.goods, replace(shown, goods=needed.goods)),
        "claim.photos.parcel": (needed.parcel, replace(shown, parcel=needed.parcel)),
    }
    if case.facts.request is Request.DAMAGED and shown == Photos():
        changes = {"claim.photos": (wire(needed), needed)}
    for fact, (value, photos) in changes.items():
        yield Flip(fact=fact, needed=value), replace(case.facts, claim=replace(case.claim, photos=photos))


def _order_changes(case: Case) -> Iterator[tuple[Flip, Facts]]:
    order = case.order
    by_seller = replace(order, carrier_by_shopper=False)
    yield Flip(fact="order.carrier_by_shopper", needed=False), replace(case.facts, order=by_seller)
    for piece in case.pieces:
        index = order.lines.index(piece.line)
        for fact, needed, traits in _trait_changes(piece):
            line = replace(piece.line, traits=traits)
            lines = (*order.lines[:index], line, *order.lines[index + 1 :])
            changed = replace(case.facts, order=replace(order, lines=lines))
            yield Flip(fact=f"order.lines.{index}.traits.{fact}", needed=wire(needed)), changed


def _trait_changes(piece: Piece) -> Iterator[tuple[str, Any, Traits]]:
    traits = piece.line.traits
    changes: dict[str, Any] = {
        "no_reason": NoReason.YES,
        "confirmed": False,
        "told": False,
        "in_production": False,
        "stock": piece.quantity,
    }
    for fact, needed in changes.items():
        yield fact, needed, replace(traits, **{fact: needed})
    if traits.virtual is not None:
        failed = replace(traits.virtual, state=VirtualState.FAILED)
        yield "virtual.state", failed.state, replace(traits, virtual=failed)


def _shopper_changes(case: Case) -> Iterator[tuple[Flip, Facts]]:
    """What would spare the claim the look of people (R-RISK)."""
    changes: dict[str, Any] = {
        "approved_claims_90d": case.figures.risk.approved_claims,
        "photo_reused": False,
    }
    for fact, needed in changes.items():
        shopper = replace(case.facts.shopper, **{fact: needed})
        yield Flip(fact=f"shopper.{fact}", needed=needed), replace(case.facts, shopper=shopper)
