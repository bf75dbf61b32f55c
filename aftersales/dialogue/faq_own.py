"""The same question answered from her own request or order: its days, its freight, its money. Pure.

Every answer is None where her case or order says nothing about the question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from aftersales.clock import SHANGHAI
from aftersales.dialogue.cards import FREIGHT_NAMES, minute, yuan
from aftersales.dialogue.case import Case
from aftersales.dialogue.facts import fits_status
from aftersales.dialogue.faq_catalogue import OwnAnswer, catalogue
from aftersales.dialogue.faq_words import policy_words
from aftersales.dialogue.texts import say
from aftersales.orders.model import Order, OrderLine
from aftersales.orders.ranking import Said, rank_orders
from aftersales.policy.case import Case as PolicyCase
from aftersales.policy.decide import decide
from aftersales.policy.model import Claim, ClaimedLine, Decision, Facts
from aftersales.policy.names import Evidence, OrderStatus, Outcome, Remedy, Request, Rule, SlaClock
from aftersales.policy.policy import Policy
from aftersales.policy.refund import share
from aftersales.text import normalise

Lines = Sequence[tuple[OrderLine, int]]
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class OwnOrder:
    """Pieces of one order of hers at a moment, under the policy of its shop."""

    order: Order
    lines: Lines
    policy: Policy
    now: datetime

    def facts(self, request: Request) -> Facts:
        claimed = tuple(ClaimedLine(line_id=line.line_id, quantity=n) for line, n in self.lines)
        claim = Claim(lines=claimed, complete=True, received=self.order.received)
        return Facts(now=self.now, request=request, order=self.order.facts, claim=claim)

    def decided(self, request: Request) -> Decision | None:
        return decide(self.facts(request), self.policy) if fits_status(request, self.order) else None

    @cached_property
    def view(self) -> PolicyCase:
        return PolicyCase(self.facts(Request.NO_REASON_RETURN), self.policy)

    @property
    def goods(self) -> str:
        return "、".join(line.name for line, _ in self.lines)

    @property
    def travels(self) -> bool:
        """Whether these are goods that are signed for; virtual ones have rules of their own."""
        return all(line.traits.virtual is None for line, _ in self.lines)

    @property
    def waiting(self) -> str | None:
        """What to say while no window has begun: not signed, or not by her; None for goods in her hands."""
        if self.order.status is not OrderStatus.SIGNED:
            return self.say("not_signed")
        return self.say("not_in_hand") if self.view.received_at is None else None

    def say(self, key: str, **words: str) -> str:
        return _say(self.policy, key, goods=self.goods, **words)


@dataclass(frozen=True)
class Asked:
    """Who asks what: the general `policy`, the request under way, the one order that her words fit."""

    policy: Policy
    case: Case | None = None
    own: OwnOrder | None = None
    now: datetime | None = None

    @property
    def decision(self) -> Decision | None:
        """Of the request under way, unless it was refused: then the rule is what helps her."""
        decision = self.case.decision if self.case is not None else None
        return None if decision is None or decision.outcome is Outcome.REJECT else decision


def own_order(
    text: str, policy: Policy, case: Case | None, orders: Sequence[Order], now: datetime | None
) -> OwnOrder | None:
    """The order of the request under way, else the only one of `orders` that has the goods she names."""
    if case is not None and case.order is not None:
        shop = policy.for_merchant(case.order.merchant_id)
        return OwnOrder(case.order, case.claimed, shop, case.now)
    if now is None:
        return None
    ranking = rank_orders(orders, Said(normalise(text).text), now)
    order = ranking.certain
    if order is None or ranking.asked_product is None:
        return None
    lines = [(line, line.quantity) for line in order.lines if line.line_id in ranking.lines[order.order_id]]
    return OwnOrder(order, lines, policy.for_merchant(order.merchant_id), now)


def own_answer(kind: OwnAnswer, asked: Asked) -> str | None:
    """Her own answer of this `kind`, if there is one."""
    return _ANSWERS[kind](asked)


def from_case(kind: OwnAnswer, asked: Asked) -> bool:
    """Whether a decision under way answers alone, without the general rule beside it."""
    return kind in _FROM_DECISION and asked.decision is not None


# --- the request under way -------------------------------------------------------------------------------


def _freight(asked: Asked) -> str | None:
    if asked.decision is not None and asked.case is not None:
        payer = asked.decision.freight_payer
        key = "freight_none" if payer == "none" else "freight_own"
        return say(key, payer=FREIGHT_NAMES[payer], request=asked.case.spec.name)
    own = asked.own
    decision = own.decided(Request.NO_REASON_RETURN) if own else None
    if own is None or decision is None or decision.outcome is not Outcome.APPROVE:
        return None
    return own.say(
        "freight",
        payer=FREIGHT_NAMES[decision.freight_payer],
        quality_payer=FREIGHT_NAMES[own.policy.figures.freight[Rule.Q7]],
    )


_AFTER_THE_PARCEL = {
    Remedy.RETURN_REFUND: "after_return",
    Remedy.EXCHANGE: "after_exchange",
    Remedy.REPAIR: "after_repair",
}
"""No clock runs before the goods are back."""


def how_long(asked: Asked) -> str | None:
    """How long the request under way takes, by its clocks; None before anything is decided."""
    decision = asked.decision
    if decision is None:
        return None
    due = {deadline.clock: deadline for deadline in decision.deadlines}
    if refund := due.get(SlaClock.REFUND):
        return say("refund_own", target=minute(refund.target), limit=minute(refund.limit))
    if review := due.get(SlaClock.REVIEW):
        return _say(asked.policy, "review", target=minute(review.target), limit=minute(review.limit))
    if decision.remedy in _AFTER_THE_PARCEL:
        return _say(asked.policy, _AFTER_THE_PARCEL[decision.remedy])
    told = (
        asked.policy.wording.clocks[one.clock].format(target=minute(one.target), limit=minute(one.limit))
        for one in decision.deadlines
    )
    return "".join(told) or None


def _amount(asked: Asked) -> str | None:
    decision = asked.decision
    if decision is None or asked.case is None or not decision.refund_amount:
        return None
    return _say(asked.policy, "amount", request=asked.case.spec.name, amount=yuan(decision.refund_amount))


def _photos(asked: Asked) -> str | None:
    case, decision = asked.case, asked.decision
    if case is None or decision is None:
        return None
    kinds = [
        asked.policy.wording.evidence[kind]
        for kind in (Evidence.GOODS_PHOTO, Evidence.PARCEL_PHOTO, Evidence.SCREENSHOT)
        if kind in decision.evidence
    ]
    if kinds:
        return _say(asked.policy, "photos_needed", request=case.spec.name, kinds="、".join(kinds))
    key = "photos_enough" if "photo_goods" in case.spec.slots else "photos_none"
    return _say(asked.policy, key, request=case.spec.name)


# --- an order of hers ------------------------------------------------------------------------------------


def _returnable(asked: Asked) -> str | None:
    return _in_window(asked.own, Request.NO_REASON_RETURN, "return")


def _exchangeable(asked: Asked) -> str | None:
    return _in_window(asked.own, Request.EXCHANGE, "exchange")


def _in_window(own: OwnOrder | None, request: Request, key: str) -> str | None:
    """Whether goods without a fault may still go back, by the rule that decides it."""
    if own is None or not own.travels:
        return None
    decision = own.decided(request)
    if decision is None:
        return own.waiting
    if decision.rules[0] is Rule.NR_X:
        return own.say("return_excluded" if decision.outcome is Outcome.REJECT else "return_doubt")
    end = own.view.days_end(own.policy.figures.no_reason.days)
    if end is None:
        return own.waiting
    if decision.outcome is Outcome.REJECT:
        return own.say(f"{key}_over", signed=_signed(own), end=_last_day(end))
    day = own.view.days_since_receipt
    count = _say(own.policy, "nth_day" if day else "first_day", day=str(day))
    payer = FREIGHT_NAMES[decision.freight_payer]
    return own.say(f"{key}_open", signed=_signed(own), end=_last_day(end), count=count, payer=payer)


def _quality(asked: Asked) -> str | None:
    own = asked.own
    if own is None or not own.travels or own.view.stays_with_shopper:
        return None
    if own.waiting:
        return own.waiting
    figures = own.policy.figures.quality
    refund_end, exchange_end = (
        own.view.days_end(figures.refund_days),
        own.view.days_end(figures.exchange_days),
    )
    if refund_end is None or exchange_end is None or own.now >= exchange_end:
        return _warranty(asked)
    key = "quality_refund" if own.now < refund_end else "quality_exchange"
    return own.say(key, refund_end=_last_day(refund_end), exchange_end=_last_day(exchange_end))


def _warranty(asked: Asked) -> str | None:
    own = asked.own
    if own is None or not own.travels or own.view.stays_with_shopper:
        return None
    received, months = own.view.received_at, own.view.warranty_months
    if own.waiting or received is None:
        return own.waiting
    if not months:
        return own.say("warranty_none")
    end = _last_day(own.policy.calendar.months_end(received, months), year=True)
    return own.say("warranty_open" if own.view.in_warranty else "warranty_over", months=str(months), end=end)


def _damage(asked: Asked) -> str | None:
    own = asked.own
    if own is None or own.view.received_at is None:
        return None
    hours = own.policy.figures.damage.hours
    end = minute(own.view.received_at + timedelta(hours=hours))
    key = "damage_open" if own.view.within_hours(hours) else "damage_over"
    return own.say(key, signed=_signed(own), end=end)


def _price(asked: Asked) -> str | None:
    own = asked.own
    if own is None:
        return None
    days = own.policy.figures.compensation.price_protection_days
    end = own.policy.calendar.window_end(own.order.paid_at, days)
    key = "price_open" if own.now < end else "price_over"
    return own.say(key, paid=_date(own.order.paid_at), end=_last_day(end))


def _gifts(asked: Asked) -> str | None:
    if asked.own is None:
        return None
    gifts = [
        f"「{line.name}」（标价 {yuan(line.list_price)}）" for line in asked.own.order.lines if line.gift
    ]
    return asked.own.say("gifts", gifts="、".join(gifts)) if gifts else None


def _pieces(asked: Asked) -> str | None:
    own = asked.own
    if own is None:
        return None
    line = next((line for line, _ in own.lines if line.quantity > 1), None)
    if line is None:
        return None
    fact = next(fact for fact in own.order.facts.lines if fact.line_id == line.line_id)
    one = share(fact, 1, 0, own.policy.figures.refund.method)
    return own.say("pieces", count=str(line.quantity), paid=yuan(line.paid), one=yuan(one))


def _refusal(asked: Asked) -> str | None:
    if asked.own is None or not asked.own.travels:
        return None
    return asked.own.say(f"refusal_{asked.own.order.status}")


def _service(asked: Asked) -> str | None:
    """Whether people are there now, else when they come."""
    if asked.now is None:
        return None
    calendar = asked.policy.calendar
    if calendar.in_service(asked.now):
        return _say(asked.policy, "service_open")
    opens = calendar.add_service_hours(asked.now, SECOND) - SECOND
    return _say(asked.policy, "service_closed", opens=minute(opens))


_ANSWERS: Mapping[OwnAnswer, Callable[[Asked], str | None]] = {
    OwnAnswer.FREIGHT: _freight,
    OwnAnswer.REFUND_TIME: how_long,
    OwnAnswer.AMOUNT: _amount,
    OwnAnswer.PHOTOS: _photos,
    OwnAnswer.RETURNABLE: _returnable,
    OwnAnswer.EXCHANGEABLE: _exchangeable,
    OwnAnswer.QUALITY: _quality,
    OwnAnswer.WARRANTY: _warranty,
    OwnAnswer.DAMAGE: _damage,
    OwnAnswer.PRICE: _price,
    OwnAnswer.GIFTS: _gifts,
    OwnAnswer.PIECES: _pieces,
    OwnAnswer.REFUSAL: _refusal,
    OwnAnswer.SERVICE: _service,
}
_FROM_DECISION = {OwnAnswer.FREIGHT, OwnAnswer.REFUND_TIME, OwnAnswer.AMOUNT, OwnAnswer.PHOTOS}


def _say(policy: Policy, key: str, **words: str) -> str:
    return policy.fill(catalogue().own[key], {**policy_words(policy), **words})


def _signed(own: OwnOrder) -> str:
    return _date(own.order.signed_at) if own.order.signed_at else ""


def _date(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f" {local.month}月{local.day}日"


def _last_day(end: datetime, *, year: bool = False) -> str:
    """The day that ends at `end`, which is its 24:00."""
    local = (end - SECOND).astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日" if year else f"{local.month}月{local.day}日"
