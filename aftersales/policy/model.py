"""The facts that the policy decides on, and the decision that it gives."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from aftersales.policy.names import (
    Alternative,
    Category,
    Cause,
    Evidence,
    FreightPayer,
    NoReason,
    OrderStatus,
    Outcome,
    Proof,
    Remedy,
    Request,
    Rule,
    SignedBy,
    SlaClock,
    VirtualKind,
    VirtualState,
)
from aftersales.policy.wire import wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Virtual:
    kind: VirtualKind
    state: VirtualState


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a line says about itself; `None`: as its category says, and of `stock`: the shop does not tell."""

    no_reason: NoReason | None = None
    confirmed: bool = False
    told: bool = False
    warranty_months: int | None = None
    claim_hours: int | None = None
    returnable: bool | None = None
    freight_insurance: bool = False
    stock: int | None = None
    in_production: bool = False
    virtual: Virtual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`list_price` is per piece, `paid` for the whole line, both in yuan."""

    line_id: str
    category: Category
    quantity: int
    list_price: Decimal
    paid: Decimal
    traits: Traits = field(default_factory=Traits)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """`paid_total` is the sum of the lines' `paid` and of `freight`; every moment is timezone-aware."""

    paid_total: Decimal
    freight: Decimal
    status: OrderStatus
    paid_at: datetime
    lines: tuple[Line, ...]
    merchant_id: str | None = None
    carrier_by_shopper: bool = False
    promised_at: datetime | None = None
    shipped_at: datetime | None = None
    last_movement_at: datetime | None = None
    signed_at: datetime | None = None
    signed_by: SignedBy = SignedBy.SHOPPER


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedLine:
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Photos:
    goods: int = 0
    parcel: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the shopper said and showed.

    `fault`: whether there is one, or its description; "broken" means that nothing usable could travel back.
    `severity`: 0 to 1. `open_ticket`: the same line already has an application (or its number).
    """

    lines: tuple[ClaimedLine, ...]
    photos: Photos = field(default_factory=Photos)
    complete: bool | None = None
    fault: bool | str | None = None
    cause: Cause = Cause.UNKNOWN
    received: bool = True
    counterfeit: bool = False
    main_part: bool = False
    repairs: int = 0
    days_in_repair: int = 0
    unrepairable: bool = False
    buyer_mistake: bool = False
    minor: bool = False
    severity: float | None = None
    current_price: Decimal | None = None
    proof: Proof = Proof.ORDER
    quantity_refunded: int = 0
    open_ticket: bool | str | None = None
    disputed_rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopperFacts:
    approved_claims_90d: int = 0
    photo_reused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a talk or an earlier ticket may tell beyond the body of the simulator.

    `danger`: fire, smoke, injury, poisoning, allergy. `tech_support`: how-to, fault finding, remote help or a
    visit, not settled by knowledge. `renewal`: it is about a charge that renewed itself. `replaced_at`: when
    she got a new piece for the claimed one (aware).
    """

    danger: bool = False
    unsafe_food: bool = False
    tech_support: bool = False
    renewal: bool = False
    replaced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a decision may depend on besides the policy.

    Mirrors the body of the policy simulator; `circumstances` are not part of it, and of a document only
    where something is known.
    """

    now: datetime
    request: Request
    order: OrderFacts
    claim: Claim
    remedy: Remedy | None = None
    shopper: ShopperFacts = field(default_factory=ShopperFacts)
    circumstances: Circumstances = field(default_factory=Circumstances)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyOption:
    id: Remedy
    outcome: Outcome
    freight_payer: FreightPayer
    refund_amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`provisional`: a moment lies beyond the official working-day calendar and may still move."""

    clock: SlaClock
    target: datetime
    limit: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One fact, named by its path in the body of the simulator: had it been as `needed`, the claim passed."""

    fact: str
    needed: str | int | bool | dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the policy says to a claim: `rules` deciding one first, `remedies` in order of preference.

    `outcome`, `freight_payer` and `refund_amount` are those of `remedy`: the one asked for, else the first.
    """

    outcome: Outcome
    rules: tuple[Rule, ...]
    remedy: Remedy | None
    remedies: tuple[RemedyOption, ...]
    freight_payer: FreightPayer
    refund_amount: Decimal
    evidence: tuple[Evidence, ...]
    deadlines: tuple[Deadline, ...]
    alternatives: tuple[Alternative, ...]
    explanation: str
    facts: Facts
    flips: tuple[Flip, ...]
    policy_version: str

    def to_json(self) -> dict[str, Any]:
        """The decision as the wire contract has it: amounts as "0.00", moments in ISO 8601 with zone."""
        document = wire(self)
        for deadline in document["deadlines"]:
            del deadline["provisional"]
        if self.facts.circumstances == Circumstances():
            del document["facts"]["circumstances"]
        return dict(document)
