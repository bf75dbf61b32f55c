"""One claim seen through the policy: what the rules ask about it, and how they answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from aftersales.clock import SHANGHAI
from aftersales.policy.figures import CategoryTraits, Figures
from aftersales.policy.model import Facts, Line, RemedyOption
from aftersales.policy.names import (
    Alternative,
    Evidence,
    FreightPayer,
    NoReason,
    OrderStatus,
    Outcome,
    Remedy,
    Rule,
)
from aftersales.policy.policy import Policy
from aftersales.policy.refund import ZERO, percent_of, share

GOODS_MONEY_BACK = {Remedy.RETURN_REFUND, Remedy.REFUND_ONLY, Remedy.CANCEL, Remedy.INTERCEPT}


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What one rule says. `options` are in order of preference and may be empty where only people decide.

    `instead` maps a remedy that makes no sense here to the one offered in its place; `words` fill the clause.
    """

    rule: Rule
    options: tuple[RemedyOption, ...] = ()
    outcome: Outcome | None = None
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    also: tuple[Rule, ...] = ()
    instead: Mapping[Remedy, Remedy] = field(default_factory=dict)
    words: Mapping[str, str | datetime] = field(default_factory=dict)

    @property
    def verdict(self) -> Outcome:
        """The outcome for a remedy that the rule does not offer by itself."""
        if self.outcome is not None:
            return self.outcome
        refused = bool(self.options) and self.options[0].outcome is Outcome.REJECT
        return Outcome.REJECT if refused else Outcome.REVIEW


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A ruling applied to the remedy asked for; `held` are the remedies that R-RISK leaves to people."""

    ruling: Ruling
    options: tuple[RemedyOption, ...]
    chosen: RemedyOption | None
    held: frozenset[Remedy]

    @property
    def outcome(self) -> Outcome:
        return self.ruling.verdict if self.chosen is None else self.chosen.outcome

    @property
    def remedy(self) -> Remedy | None:
        return None if self.chosen is None else self.chosen.id

    @property
    def rules(self) -> tuple[Rule, ...]:
        named = (self.ruling.rule, *self.ruling.also)
        if self.remedy in self.held:
            return (Rule.RISK, *named)
        return (*named, Rule.RISK) if self.held else named

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The ways left; a refusal can always be disputed."""
        if self.outcome is Outcome.REJECT:
            return (*self.ruling.alternatives, Alternative.DISPUTE)
        return self.ruling.alternatives if self.outcome is Outcome.REVIEW else ()


@dataclass(frozen=True, kw_only=True)
class Piece:
    """The claimed part of an order line."""

    line: Line
    quantity: int
    category: CategoryTraits

    @property
    def no_reason(self) -> NoReason:
        return self.line.traits.no_reason or self.category.no_reason

    @property
    def returnable(self) -> bool:
        own = self.line.traits.returnable
        return self.category.returnable if own is None else own

    @property
    def claim_hours(self) -> int | None:
        own = self.line.traits.claim_hours
        return (self.category.claim_hours if own is None else own) or None

    @property
    def in_stock(self) -> bool:
        stock = self.line.traits.stock
        return stock is None or stock >= self.quantity

    def warranty_months(self, main_part: bool) -> int:
        """Declared months, never under the category's minimum; main parts may have their own term."""
        own = self.line.traits.warranty_months
        months = self.category.warranty_months if own is None else own
        if main_part and self.category.main_part_warranty_months is not None:
            months = max(months, self.category.main_part_warranty_months)
        return max(months, self.category.minimum_warranty_months)


class Case:
    """Facts and policy together."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        self.facts = facts
        self.order = facts.order
        self.claim = facts.claim
        self.now = facts.now
        self.policy = policy
        self.calendar = policy.calendar

    @property
    def figures(self) -> Figures:
        return self.policy.figures

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        lines = {line.line_id: line for line in self.order.lines}
        return tuple(
            Piece(
                line=lines[claimed.line_id],
                quantity=claimed.quantity,
                category=self.policy.categories[lines[claimed.line_id].category],
            )
            for claimed in self.claim.lines
        )

    # --- time ------------------------------------------------------------------------------------------

    @property
    def received_at(self) -> datetime | None:
        """The shopper's own receipt; None while the parcel lies in other hands (R-DAY)."""
        return self.order.signed_at if self.order.signed_by in self.figures.receipt.counts else None

    @property
    def days_since_receipt(self) -> int:
        if self.received_at is None:
            return 0
        return (self.now.astimezone(SHANGHAI).date() - self.received_at.astimezone(SHANGHAI).date()).days

    def days_end(self, days: int) -> datetime | None:
        """24:00 of the last of `days` natural days after receipt; None: they have not begun."""
        return None if self.received_at is None else self.calendar.window_end(self.received_at, days)

    def within_days(self, days: int) -> bool:
        end = self.days_end(days)
        return end is None or self.now < end

    def within_hours(self, hours: int) -> bool:
        """Up to and including `hours` after receipt."""
        return self.received_at is None or self.now - self.received_at <= timedelta(hours=hours)

    @property
    def warranty_from(self) -> datetime | None:
        """Her receipt of the goods, or of the new piece she got for them: an exchange restarts it (⚖)."""
        return self.facts.circumstances.replaced_at or self.received_at

    def within_months(self, months: int, paused_days: int = 0) -> bool:
        if self.warranty_from is None:
            return True
        return self.now < self.calendar.months_end(self.warranty_from, months, paused_days)

    # --- goods ------------------------------------------------------------------------------------------

    @property
    def warranty_months(self) -> int:
        """The shortest declared warranty of the claimed pieces, in months; 0 is none."""
        return min(piece.warranty_months(self.claim.main_part) for piece in self.pieces)

    @property
    def in_warranty(self) -> bool:
        months = self.warranty_months
        return months > 0 and self.within_months(months, self.claim.days_in_repair)

    @property
    def claim_hours(self) -> int | None:
        return min((piece.claim_hours for piece in self.pieces if piece.claim_hours), default=None)

    @property
    def stays_with_shopper(self) -> bool:
        """Goods that spoil or cannot travel back: nothing is returned (R-PERISH)."""
        return all(piece.claim_hours or not piece.returnable for piece in self.pieces)

    @property
    def in_stock(self) -> bool:
        """Whether the same goods can be sent again, as far as the shop tells."""
        return all(piece.in_stock for piece in self.pieces)

    @property
    def has_fault(self) -> bool:
        return bool(self.claim.fault)

    @property
    def whole_order(self) -> bool:
        """Whether nothing that was paid for stays with the shopper after this claim."""
        claimed = {piece.line.line_id: piece.quantity + self.claim.quantity_refunded for piece in self.pieces}
        return all(claimed.get(line.line_id, 0) >= line.quantity for line in self.order.lines if line.paid)

    # --- delivery ------------------------------------------------------------------------------------------

    @property
    def stuck_from(self) -> datetime | None:
        """The moment at which a parcel under way counts as stuck; None while nothing was handed over."""
        moved = self.order.last_movement_at or self.order.shipped_at
        if self.order.status is not OrderStatus.SHIPPED or moved is None:
            return None
        return moved + timedelta(hours=self.figures.delay.no_movement_hours)

    @property
    def late(self) -> bool:
        promised = self.order.promised_at
        overdue = promised is not None and self.now > promised
        return overdue or (self.stuck_from is not None and self.now >= self.stuck_from)

    # --- money ------------------------------------------------------------------------------------------

    @cached_property
    def goods_value(self) -> Decimal:
        """What was paid for the claimed pieces, in yuan."""
        method = self.figures.refund.method
        earlier = self.claim.quantity_refunded
        return sum((share(piece.line, piece.quantity, earlier, method) for piece in self.pieces), ZERO)

    def payer(self, rule: Rule) -> FreightPayer:
        return self.figures.freight.get(rule, FreightPayer.NONE)

    def offer(
        self,
        rule: Rule,
        remedy: Remedy,
        outcome: Outcome = Outcome.APPROVE,
        *,
        payer: FreightPayer | None = None,
        with_freight: bool | None = None,
    ) -> RemedyOption:
        """`remedy` with who pays freight and what she gets back; by default as the freight table has it.

        Outbound freight comes back with the whole order, if the seller is at fault or `with_freight` says so.
        """
        payer = self.payer(rule) if payer is None else payer
        at_fault = self.payer(rule) is FreightPayer.SELLER if with_freight is None else with_freight
        amount = ZERO
        if remedy in GOODS_MONEY_BACK:
            amount = self.goods_value + (self.order.freight if at_fault and self.whole_order else ZERO)
        elif remedy is Remedy.PRICE_REDUCTION:
            amount = percent_of(self.goods_value, self.figures.damage.price_reduction_percent)
        return RemedyOption(id=remedy, outcome=outcome, freight_payer=payer, refund_amount=amount)

    def refuse(self, remedy: Remedy, payer: FreightPayer = FreightPayer.NONE) -> RemedyOption:
        return RemedyOption(id=remedy, outcome=Outcome.REJECT, freight_payer=payer, refund_amount=ZERO)

    def missing_photos(self, goods: int, parcel: int = 0) -> tuple[Evidence, ...]:
        """The kinds of photos of which the claim shows fewer than needed."""
        shown = self.claim.photos
        short = ((Evidence.GOODS_PHOTO, shown.goods < goods), (Evidence.PARCEL_PHOTO, shown.parcel < parcel))
        return tuple(kind for kind, absent in short if absent)
