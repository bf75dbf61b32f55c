"""From a case to the facts the policy decides on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from aftersales.dialogue import cards
from aftersales.dialogue.alarm import FRAUD, SAFETY_OF_FOOD, UNSAFE_FOOD, Alarm
from aftersales.dialogue.requests import Matter
from aftersales.orders.model import Order, OrderLine
from aftersales.orders.stock import facts_wanting
from aftersales.policy.model import Circumstances, Claim, ClaimedLine, Decision, Facts, Photos
from aftersales.policy.names import (
    Category,
    Cause,
    OrderStatus,
    Outcome,
    Proof,
    Remedy,
    Request,
    Rule,
    SignedBy,
)
from aftersales.text import normalise
from aftersales.tickets.earlier import replaced_at
from aftersales.tickets.model import Photo

if TYPE_CHECKING:
    from aftersales.dialogue.case import Case

BEYOND_USE = ("碎", "烂", "裂", "断", "漏", "化了", "压扁", "压坏", "腐", "坏了", "破")
"""Words of a defect that leave nothing to send back (R-DMG: refund without return)."""
UNLISTED = "unlisted"
"""In the place of an order number: goods that none of her orders shows."""
_PHOTOS = (("photo_goods", "goods"), ("photo_parcel", "parcel"), ("proof", "proof"))
_HER_OWN = {Cause.HUMAN, Cause.LIQUID, Cause.UNAUTHORISED_REPAIR}
_SURELY_USED = timedelta(days=15)
"""Damage in transit is seen sooner; without a word of damage it is a fault in use."""
_VISIBLE = re.compile(r"碎|裂|破|压|扁|摔|磕|凹|漏|湿|断|变形|划|包装|箱|运输|快递|路上|收到(?:时|就)|到手")
_LATE = re.compile(
    r"[没未不](?:有)?(?:见)?(?:到|送|来|收到|动|发)|迟|太?晚|太?慢|拖|等(?:了|不)|卡(?:在|住)|[0-9一二两三四五六七八九十几]+(?:多|来)?天"
)
_SPOILT = re.compile(r"烂|霉|臭|馊|酸|变质|坏|腐|化了|发黑|异味|不新鲜")
_KNOCKED = re.compile(r"压|摔|挤|磕|碰|裂|漏|箱|包装|运输|快递|路上|扁")
_AFTER_RECEIPT = {
    Request.NO_REASON_RETURN,
    Request.QUALITY,
    Request.REPAIR,
    Request.EXCHANGE,
    Request.DAMAGED,
    Request.WRONG_ITEM,
    Request.MISSING_ITEM,
}
_BEFORE_RECEIPT = {Request.CANCEL, Request.MODIFY}
_SAME_WISH = {
    Request.CANCEL: (Request.NO_REASON_RETURN,),
    Request.NO_REASON_RETURN: (Request.CANCEL,),
    Request.EXCHANGE: (Request.MODIFY,),
}


def fits_status(request: Request | Matter, order: Order) -> bool:
    """Whether this kind of request can be about an order in this state at all."""
    if request == Request.VIRTUAL:
        return any(line.traits.virtual is not None for line in order.lines)
    if request == Request.DELAY:  # what never travels does not get stuck
        return any(line.traits.virtual is None for line in order.lines)
    if request in _AFTER_RECEIPT:
        return order.status == OrderStatus.SIGNED
    if request in _BEFORE_RECEIPT:
        return not order.received
    return True


def counterpart(request: Request | Matter, order: Order) -> Request | None:
    """What the same wish is called for an order in this state, when `request` cannot be about it.

    「不要了」 is a return once the goods are there, a cancellation before (docs/intents.md), a virtual claim
    for what never travels.
    """
    if fits_status(request, order):
        return None
    same = _SAME_WISH.get(request, ()) if isinstance(request, Request) else ()
    possible = (Request.VIRTUAL, *same)
    return next((other for other in possible if fits_status(other, order)), None)


def is_no_damage(case: Case) -> bool:
    """A fault that was taken for damage in transit: fresh goods gone bad (R-PERISH), goods that broke down
    long after the parcel came, or broke by her own doing."""
    order = case.order
    if case.request != Request.DAMAGED or order is None:
        return False
    if case.told.get("cause") in _HER_OWN:
        return True
    said = fault_words(case)
    later = order.signed_at is not None and case.now - order.signed_at > _SURELY_USED
    return _spoilt(case, said) or (later and bool(said) and not _VISIBLE.search(said))


def is_late_parcel(case: Case) -> bool:
    """「还没到，不要了」 of a parcel that is late by the rules: more is due to her than calling it off
    (R-LATE)."""
    giving_up = case.request in (Request.CANCEL, Request.NO_REASON_RETURN)
    if case.order is None or case.received or not giving_up:
        return False
    if not _LATE.search(normalise(str(case.get("order_words") or "")).text):
        return False
    decision = case.having({"request": Request.DELAY.value, "remedy": None}).decision
    return decision is not None and decision.outcome is Outcome.APPROVE


def is_not_waited_for(case: Case) -> bool:
    """「不等了，取消吧」 of a parcel that is not late yet: it can be called off (R-CANCEL)."""
    order = case.order
    gives_up = case.get("remedy") in (Remedy.CANCEL, Remedy.REFUND_ONLY, Remedy.RETURN_REFUND)
    if case.request != Request.DELAY or order is None or case.received or not gives_up:
        return False
    return case.decision is not None and case.decision.outcome is Outcome.REJECT


def keeps_badly(case: Case) -> bool:
    """Whether the goods are claimed for within hours (R-PERISH)."""
    categories = case.policy.categories
    return all(line.traits.claim_hours or categories[line.category].claim_hours for line, _ in case.claimed)


def _spoilt(case: Case, said: str) -> bool:
    return keeps_badly(case) and bool(_SPOILT.search(said)) and not _KNOCKED.search(said)


def fault_words(case: Case) -> str:
    return str(case.get("description") or case.get("order_words") or case.get("defect") or "")


def facts_of(case: Case) -> Facts | None:
    """The facts as far as they are known; None while there is no order that the request can be about."""
    order, request = case.order, case.request
    if order is None or isinstance(request, Matter) or not fits_status(request, order):
        return None
    remedy = case.get("remedy")
    return Facts(
        now=case.now,
        request=request,
        remedy=Remedy(remedy) if remedy else None,
        order=facts_wanting(order, case.get("spec")),
        claim=_claim(case, order),
        shopper=case.shopper_facts,
        circumstances=Circumstances(
            renewal=bool(case.told.get("renewal")),
            replaced_at=replaced_at(
                case.replaced, order.order_id, [line.line_id for line, _ in case.claimed]
            ),
        ),
    )


def _claim(case: Case, order: Order) -> Claim:
    told = case.told
    price = case.get("amount")
    return Claim(
        lines=tuple(ClaimedLine(line_id=line.line_id, quantity=n) for line, n in case.claimed),
        photos=Photos(goods=len(case.get("photo_goods") or ()), parcel=len(case.get("photo_parcel") or ())),
        complete=case.get("complete"),
        fault=_fault(case),
        cause=Cause(case.get("cause") or Cause.UNKNOWN),
        received=order.received and case.request != Request.DELAY,
        repairs=int(case.get("repairs") or 0),
        days_in_repair=int(told.get("days_in_repair") or 0),
        unrepairable=bool(told.get("unrepairable")),
        minor=bool(told.get("minor")),
        severity=told.get("severity"),
        current_price=Decimal(str(price)) if price else None,
        proof=Proof.NONE if order.order_id == UNLISTED else Proof.ORDER,
        quantity_refunded=sum(
            case.refunded.get((order.order_id, line.line_id), 0) for line, _ in case.claimed
        ),
        open_ticket=case.duplicate,
    )


def _fault(case: Case) -> bool | str | None:
    """What is wrong, as far as it was said; of virtual goods only what the record can prove counts."""
    if case.request == Request.DAMAGED:
        said = f"{case.get('defect') or ''}{case.get('description') or case.get('order_words') or ''}"
        return "broken" if any(word in said for word in BEYOND_USE) else True
    if case.request == Request.VIRTUAL:
        return bool(case.told.get("virtual_fault")) or None
    return case.get("description") or None


def disputed(decision: Decision) -> Facts:
    """The same facts with the refusal itself in question (R-DISPUTE)."""
    claim = replace(decision.facts.claim, disputed_rule=decision.rules[0])
    return replace(decision.facts, request=Request.DISPUTE, remedy=None, claim=claim)


def change_of(case: Case) -> dict[str, str]:
    """What she wants otherwise than in the order, as a `change` record holds it; of a change only."""
    if case.request != Request.MODIFY:
        return {}
    names = {"address": "address", "phone": "phone", "name": "name", "date": "deliver_on"}
    return {name: str(case.get(slot)) for slot, name in names.items() if case.get(slot)}


def description_of(case: Case) -> str:
    """Her own words for those who work on the ticket, with the data that she gave for it.

    What `change_of` tells has fields of its own.
    """
    said = str(case.get("description") or case.get("order_words") or "")
    details = () if case.request == Request.MODIFY else cards.details(case)
    data = [f"{label}：{value}" for label, value in details]
    return "；".join(filter(None, (said, *data)))


def photos_of(case: Case) -> tuple[Photo, ...]:
    """The pictures of this request, as a ticket holds them."""
    return tuple(Photo(photo, kind) for slot, kind in _PHOTOS for photo in case.get(slot) or ())


def alarm_facts(ringing: Alarm, order: Order | None, now: datetime) -> Facts:
    """What is known when danger or fraud is named, with or without an order (R-SAFETY, R-FRAUD)."""
    order = order or unlisted_order(None, now)
    possible = (Request.QUALITY, Request.VIRTUAL, Request.DELAY)
    return Facts(
        now=now,
        request=next(request for request in possible if fits_status(request, order)),
        order=order.facts,
        claim=Claim(
            lines=tuple(ClaimedLine(line_id=line.line_id, quantity=line.quantity) for line in order.lines),
            counterfeit=ringing is FRAUD,
            received=order.received,
            proof=Proof.NONE if order.order_id == UNLISTED else Proof.ORDER,
        ),
        circumstances=Circumstances(
            danger=ringing.rule is Rule.SAFETY, unsafe_food=ringing in (UNSAFE_FOOD, SAFETY_OF_FOOD)
        ),
    )


def unlisted_order(product: str | None, now: datetime) -> Order:
    """Stands for a purchase that no order of hers shows; the policy asks for its proof (R-POP)."""
    line = OrderLine(
        line_id=f"{UNLISTED}-1",
        sku=UNLISTED,
        name=product or "商品",
        spec="",
        category=Category.OTHER,
        quantity=1,
        list_price=Decimal(0),
        paid=Decimal(0),
    )
    return Order(
        order_id=UNLISTED,
        owner_id="",
        owner_name="",
        phone="",
        address="",
        merchant_id=None,
        status=OrderStatus.SIGNED,
        paid_at=now,
        promised_at=None,
        shipped_at=None,
        last_movement_at=None,
        signed_at=now,
        signed_by=SignedBy.UNKNOWN,
        carrier=None,
        tracking_number=None,
        freight=Decimal(0),
        lines=(line,),
    )
