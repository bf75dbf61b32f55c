"""The figures of the policy, as `policy/*.yml` holds them: validated on loading, unchangeable afterwards."""

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from aftersales.policy.names import (
    Alternative,
    Cause,
    Evidence,
    FreightPayer,
    NoReason,
    Outcome,
    Remedy,
    Rule,
    SignedBy,
    SlaClock,
)

Count = Annotated[int, Field(ge=0, strict=True)]
Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Yuan = Annotated[Decimal, Field(ge=0, decimal_places=2)]
Text = Annotated[str, Field(min_length=1, strict=True)]


def require_all(words: type[StrEnum], given: Collection[str]) -> None:
    """Raises `ValueError` naming the members of `words` that are not `given`."""
    if absent := set(words) - set(given):
        raise ValueError(f"missing: {', '.join(sorted(absent))}")


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Receipt(Section):
    counts: tuple[SignedBy, ...]


class NoReasonReturn(Section):
    days: Count
    seller_pays_freight: bool


class Returns(Section):
    """Where goods are sent back to, and what the shopper is asked to mind when sending them."""

    name: Text
    phone: Text
    address: Text
    note: Text


class Exchange(Section):
    seller_pays_freight: bool


class Quality(Section):
    refund_days: Count
    exchange_days: Count
    burden_of_proof_months: Count
    repairs_before_exchange: Count
    days_in_repair_before_exchange: Count


class Damage(Section):
    hours: Count
    goods_photos: Count
    parcel_photos: Count
    price_reduction_percent: Percent


class Missing(Section):
    hours: Count
    photos: Count


class Perishable(Section):
    photos: Count


class WrongItem(Section):
    days: Count
    photos: Count


class Delay(Section):
    no_movement_hours: Count


class VirtualGoods(Section):
    arrival_minutes: Count


class Compensation(Section):
    price_protection_days: Count
    damage_percent: Percent
    severity_percent: Percent
    delay_percent_per_day: Percent
    delay_percent_cap: Percent


class Multiple(Section):
    times: Count
    at_least: Yuan


class Fraud(Section):
    fake: Multiple
    unsafe_food: Multiple


class Risk(Section):
    amount: Yuan
    approved_claims: Count


class Refund(Section):
    method: Literal["share", "recalculate"]
    days_after_goods_back: Count


class Retention(Section):
    """How long data stay: talks and photos after closing, trade data (locked and masked) after completion."""

    talk_days: Count
    trade_years: Count


class ReturnFreight(Section):
    """`cap`: yuan per parcel, paid back against receipt; beyond it a supervisor decides."""

    cap: Yuan


class Waiting(Section):
    """Days after which the shopper is reminded of what is missing, and the application is closed."""

    remind_days: Count
    close_days: Count

    @model_validator(mode="after")
    def _reminded_first(self) -> Self:
        if self.remind_days >= self.close_days:
            raise ValueError("close_days must be more than remind_days")
        return self


class Settled(Section):
    close_days: Count


class Dispute(Section):
    technical_rules: tuple[Rule, ...]


class Span(Section):
    """A length of time in exactly one unit."""

    seconds: Count | None = None
    minutes: Count | None = None
    hours: Count | None = None
    service_hours: Count | None = None
    days: Count | None = None
    working_days: Count | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("needs exactly one unit")
        return self

    def elapsed(self) -> timedelta | None:
        """The plain length of a span of seconds, minutes or hours; None for units that need a calendar."""
        if {"seconds", "minutes", "hours"} & self.model_fields_set:
            return timedelta(seconds=self.seconds or 0, minutes=self.minutes or 0, hours=self.hours or 0)
        return None


class ServiceLevel(Section):
    """`targets` are those of special cases, such as a chat or a simple repair."""

    target: Span
    limit: Span
    targets: dict[str, Span] = Field(default_factory=dict)


class RunningClocks(Section):
    """The clocks that run from the opening of a case with all these rules, this outcome and such a remedy."""

    clocks: tuple[SlaClock, ...]
    rules: tuple[Rule, ...] = ()
    outcome: Outcome | None = None
    remedies: tuple[Remedy, ...] | None = None


class Figures(Section):
    """Every figure that a merchant may override."""

    receipt: Receipt
    returns: Returns
    no_reason: NoReasonReturn
    exchange: Exchange
    quality: Quality
    damage: Damage
    missing: Missing
    perishable: Perishable
    wrong_item: WrongItem
    delay: Delay
    virtual: VirtualGoods
    compensation: Compensation
    fraud: Fraud
    risk: Risk
    refund: Refund
    dispute: Dispute
    retention: Retention
    return_freight: ReturnFreight
    waiting: Waiting
    settled: Settled
    freight: dict[Rule, FreightPayer]
    sla: dict[SlaClock, ServiceLevel]
    running_at_opening: tuple[RunningClocks, ...]

    @model_validator(mode="after")
    def _every_clock(self) -> Self:
        require_all(SlaClock, self.sla)
        return self


class PolicyFile(Figures):
    """The whole of policy.yml: the figures, their version, and what single merchants have otherwise.

    `effective_from` is the first day in Shanghai on which the version is in force.
    """

    version: Text
    effective_from: date
    merchants: dict[str, dict[str, Any]]


class CategoryTraits(Section):
    """What goods of a category say about themselves where their line does not."""

    name: str
    no_reason: NoReason
    warranty_months: Count = 0
    main_part_warranty_months: Count | None = None
    minimum_warranty_months: Count = 0
    claim_hours: Count | None = None
    returnable: bool = True
    durable: bool = False
    oversize: bool = False


class DayOverride(Section):
    date: date
    working: bool
    why: str


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Hours = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$")]
ServiceHours = dict[Weekday, tuple[Hours, ...]]


class CalendarSettings(Section):
    """`service_hours`: spans "HH:MM-HH:MM" per weekday, worked only if the day is a working day."""

    official_through: date
    overrides: tuple[DayOverride, ...]
    rest_day_extension: bool
    service_hours: ServiceHours


class MerchantCalendar(Section):
    """What a merchant has otherwise; None: as the shop."""

    rest_day_extension: bool | None = None
    service_hours: ServiceHours | None = None


class CalendarFile(CalendarSettings):
    """The whole of calendar.yml."""

    merchants: dict[str, MerchantCalendar]


class Clause(Section):
    """A rule in words. `plain`, `say` and `say_of` are templates over the figures, such as {no_reason.days}.

    `say_of` is what is said of a single remedy where `say` would not fit it.
    """

    title: str
    plain: str
    source: str
    legal_floor: bool = False
    article: str | None = None
    say: dict[Outcome, str] = Field(default_factory=dict)
    say_of: dict[Remedy, dict[Outcome, str]] = Field(default_factory=dict)


class FreightWords(Section):
    """What is said of freight when goods go back, go both ways, or stay."""

    back: str
    both_ways: str
    nothing_back: str


class Phrases(Section):
    """Sentences that do not belong to one rule."""

    request: str
    next_news: str
    money: str
    evidence: str
    others: str
    alternatives: str
    once_back: str
    stock_unknown: str
    out_of_stock: str
    provisional: str
    supervisor: str
    tech_support: str


class Wording(Section):
    """The words that every explanation shares."""

    checked: str
    sources: dict[str, str]
    outcomes: dict[Outcome, str]
    payers: dict[FreightPayer, str]
    facts: dict[str, str]
    remedies: dict[Remedy, str]
    alternatives: dict[Alternative, str]
    evidence: dict[Evidence, str]
    freight: dict[FreightPayer, FreightWords]
    clocks: dict[SlaClock, str]
    causes: dict[Cause, str]
    phrases: Phrases

    @model_validator(mode="after")
    def _every_word(self) -> Self:
        for words, of in (
            (self.outcomes, Outcome),
            (self.payers, FreightPayer),
            (self.remedies, Remedy),
            (self.alternatives, Alternative),
            (self.evidence, Evidence),
            (self.freight, FreightPayer),
            (self.clocks, SlaClock),
            (self.causes, Cause),
        ):
            require_all(of, words)
        return self
