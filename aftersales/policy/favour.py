"""Which way each figure must move to be better for the shopper: a merchant may promise more, never less."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from aftersales.policy.figures import Figures, Section, ServiceLevel, Span
from aftersales.policy.names import FreightPayer


class Way(NamedTuple):
    """`allows(own, shops)`: whether a merchant may set `own` where the shop has `shops`."""

    allows: Callable[[Any, Any], bool]
    needed: str


def _no_slower(own: ServiceLevel, shops: ServiceLevel) -> bool:
    targets = all(
        case in own.targets and _no_longer(own.targets[case], span) for case, span in shops.targets.items()
    )
    return targets and _no_longer(own.target, shops.target) and _no_longer(own.limit, shops.limit)


def _no_longer(own: Span, shops: Span) -> bool:
    """Spans that need a calendar compare only in the same unit."""
    lengths = own.elapsed(), shops.elapsed()
    if lengths[0] is not None and lengths[1] is not None:
        return lengths[0] <= lengths[1]
    unit = next(iter(shops.model_fields_set))
    return own.model_fields_set == {unit} and bool(getattr(own, unit) <= getattr(shops, unit))


MORE = Way(lambda own, shops: own >= shops, "at least {}")
LESS = Way(lambda own, shops: own <= shops, "at most {}")
ANY = Way(lambda own, shops: True, "")
SHOPS = Way(lambda own, shops: own == shops, "as the shop has it")
FEWER = Way(lambda own, shops: set(own) <= set(shops), "only {}")
EACH_MORE = Way(lambda own, shops: own.times >= shops.times and own.at_least >= shops.at_least, "at least {}")
SHARE = Way(lambda own, shops: own in (shops, "share"), "share")
SELLER = Way(lambda own, shops: own in (shops, FreightPayer.SELLER), "seller")
FASTER = Way(_no_slower, "no slower than {}")

WAYS: Mapping[str, Way] = {
    "receipt.counts": FEWER,
    "returns": ANY,
    "no_reason.days": MORE,
    "no_reason.seller_pays_freight": MORE,
    "exchange.seller_pays_freight": MORE,
    "quality.refund_days": MORE,
    "quality.exchange_days": MORE,
    "quality.burden_of_proof_months": MORE,
    "quality.repairs_before_exchange": LESS,
    "quality.days_in_repair_before_exchange": LESS,
    "damage.hours": MORE,
    "damage.goods_photos": LESS,
    "damage.parcel_photos": LESS,
    "damage.price_reduction_percent": MORE,
    "missing.hours": MORE,
    "missing.photos": LESS,
    "perishable.photos": LESS,
    "wrong_item.days": MORE,
    "wrong_item.photos": LESS,
    "delay.no_movement_hours": LESS,
    "virtual.arrival_minutes": LESS,
    "compensation.price_protection_days": MORE,
    "compensation.damage_percent": MORE,
    "compensation.severity_percent": MORE,
    "compensation.delay_percent_per_day": MORE,
    "compensation.delay_percent_cap": MORE,
    "fraud.fake": EACH_MORE,
    "fraud.unsafe_food": EACH_MORE,
    "risk.amount": MORE,
    "risk.approved_claims": MORE,
    "refund.method": SHARE,
    "refund.days_after_goods_back": LESS,
    "dispute.technical_rules": SHOPS,
    "retention": SHOPS,
    "return_freight.cap": MORE,
    "waiting.remind_days": ANY,
    "waiting.close_days": MORE,
    "settled.close_days": MORE,
    "freight": SELLER,
    "sla": FASTER,
    "running_at_opening": SHOPS,
}
"""By section, or by figure of a section; `freight` and `sla` hold for each of their entries."""


def shortfalls(own: Figures, shops: Figures) -> Iterator[tuple[tuple[str, ...], str]]:
    """The figures that are worse for the shopper than the shop's: where they stand, and what is needed."""
    for path, way in WAYS.items():
        section, *figure = path.split(".")
        pairs = _pairs(getattr(own, section), getattr(shops, section), figure)
        for where, value, shops_value in pairs:
            if not way.allows(value, shops_value):
                yield (section, *where), way.needed.format(_text(shops_value))


def _pairs(own: Any, shops: Any, figure: list[str]) -> Iterator[tuple[list[str], Any, Any]]:
    if figure:
        yield figure, getattr(own, figure[0]), getattr(shops, figure[0])
    elif isinstance(shops, Mapping):
        for key, value in shops.items():
            yield [key], own[key], value
    else:
        yield [], own, shops


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Section):
        return str(value.model_dump(mode="json", exclude_defaults=True))
    return str(value)
