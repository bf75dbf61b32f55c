"""What the law leaves no shop to choose (⚖ in POLICY): in the program, so that no setting can lower it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aftersales.policy.figures import CategoryTraits, Figures
from aftersales.policy.names import Category, FreightPayer, NoReason, Rule, SignedBy

SELLER_PAYS = {
    Rule.Q7: "消法 24",
    Rule.Q15: "消法 24",
    Rule.W: "三包",
    Rule.Q_LATE: "消法 24",
    Rule.PERISH: "消法 24",
    Rule.DMG: "电商法 20",
    Rule.WRONG: "消法 24",
}
EXCLUDED_BY_LAW = {Category.CUSTOM, Category.FRESH, Category.MEDIA, Category.VIRTUAL}
OWN_RECEIPT = {SignedBy.SHOPPER, SignedBy.NAMED}

NECESSARY_FREIGHT = 20
"""Yuan, an own figure: the law has the seller bear a return's necessary costs, and a parcel costs no less."""


@dataclass(frozen=True)
class Floor:
    """A setting (dotted path), what the law wants of it, and the article."""

    setting: str
    holds: Callable[[Any], bool]
    needed: str
    article: str

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.setting.split("."))

    @property
    def reason(self) -> str:
        return f"below the legal floor: must be {self.needed} (⚖ {self.article})"


def at_least(setting: str, minimum: int, article: str) -> Floor:
    return Floor(setting, lambda value: value >= minimum, f"at least {minimum}", article)


def at_most(setting: str, maximum: int, article: str) -> Floor:
    return Floor(setting, lambda value: value <= maximum, f"at most {maximum}", article)


FLOORS = (
    at_least("no_reason.days", 7, "消法 25"),
    at_least("quality.refund_days", 7, "消法 24"),
    at_least("quality.exchange_days", 15, "三包"),
    at_least("quality.burden_of_proof_months", 6, "消法 23(3)"),
    at_most("quality.repairs_before_exchange", 2, "三包"),
    at_least("fraud.fake.times", 3, "消法 55"),
    at_least("fraud.fake.at_least", 500, "消法 55"),
    at_least("fraud.unsafe_food.times", 10, "食安法 148"),
    at_least("fraud.unsafe_food.at_least", 1000, "食安法 148"),
    at_most("refund.days_after_goods_back", 7, "消法 25"),
    at_least("retention.trade_years", 3, "电商法 31"),
    at_least("return_freight.cap", NECESSARY_FREIGHT, "消法 24"),
    Floor("receipt.counts", lambda hands: set(hands) <= OWN_RECEIPT, "only shopper, named", "暂行办法 10"),
    *(
        Floor(f"freight.{rule}", lambda payer: payer is FreightPayer.SELLER, "seller", article)
        for rule, article in SELLER_PAYS.items()
    ),
)
CATEGORY_FLOORS = (
    *(
        at_least(f"{category}.{setting}", 12, "三包")
        for category in (Category.PHONE, Category.COMPUTER, Category.LARGE_APPLIANCE)
        for setting in ("warranty_months", "minimum_warranty_months")
    ),
    *(
        Floor(f"{category}.durable", bool, "true", "消法 23(3)")
        for category in (Category.COMPUTER, Category.LARGE_APPLIANCE)
    ),
)


def breaches(figures: Figures) -> Iterator[Floor]:
    """The floors that `figures` fall below."""
    return (floor for floor in FLOORS if not floor.holds(_value(figures, floor.path)))


def category_breaches(categories: Mapping[Category, CategoryTraits]) -> Iterator[Floor]:
    """The floors that the category table falls below, exclusions that the law does not know among them."""
    yield from (floor for floor in CATEGORY_FLOORS if not floor.holds(_value(categories, floor.path)))
    for category, traits in categories.items():
        if traits.no_reason is NoReason.EXCLUDED_BY_LAW and category not in EXCLUDED_BY_LAW:
            yield Floor(f"{category}.no_reason", bool, "yes or excluded_if_confirmed", "消法 25")


def _value(settings: object, path: tuple[str, ...]) -> Any:
    value: Any = settings
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else getattr(value, step)
    return value
