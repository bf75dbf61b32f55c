"""The figures of the policy in words, for sentences that are the same whatever unit a shop chooses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby

from aftersales.dialogue.cards import FREIGHT_NAMES
from aftersales.dialogue.texts import say
from aftersales.policy.calendar import WorkCalendar
from aftersales.policy.figures import Span
from aftersales.policy.names import FreightPayer, NoReason, Rule
from aftersales.policy.policy import Policy

_UNITS = {
    "seconds": "秒",
    "minutes": "分钟",
    "hours": "小时",
    "service_hours": "个工作时",
    "days": "天",
    "working_days": "个工作日",
}
_WORKING_WEEKDAYS = 5


def policy_words(policy: Policy) -> Mapping[str, str]:
    """What a template may name besides the figures.

    `target <clock>`, `limit <clock>`: a service level; `months <category>` (with ` main` for main parts) and
    `hours <category>`: warranty and time to claim; `payer <rule>`: who pays freight; `service_hours`,
    `excluded_by_law`, `privacy_use`, `retention`.
    """
    words = {
        "service_hours": service_hours(policy.calendar),
        "excluded_by_law": "、".join(
            traits.name
            for traits in policy.categories.values()
            if traits.no_reason is NoReason.EXCLUDED_BY_LAW
        ),
        "privacy_use": say("consent_item_1"),
        "retention": say("consent_item_2"),
    }
    for clock, level in policy.figures.sla.items():
        words[f"target {clock}"], words[f"limit {clock}"] = span(level.target), span(level.limit)
    for category, traits in policy.categories.items():
        months = max(traits.warranty_months, traits.minimum_warranty_months)
        words[f"months {category}"] = str(months)
        words[f"months {category} main"] = str(max(traits.main_part_warranty_months or 0, months))
        words[f"hours {category}"] = str(traits.claim_hours or "")
    for rule in Rule:
        words[f"payer {rule}"] = FREIGHT_NAMES[freight_payer(policy, rule)]
    return words


def freight_payer(policy: Policy, rule: Rule) -> FreightPayer:
    """Who pays under `rule`, the shop's own promises included."""
    figures = policy.figures
    promised = {Rule.NR: figures.no_reason.seller_pays_freight, Rule.EX: figures.exchange.seller_pays_freight}
    if promised.get(rule):
        return FreightPayer.SELLER
    return figures.freight.get(rule, FreightPayer.NONE)


def span(length: Span) -> str:
    """「3 个工作日」"""
    unit = next(iter(length.model_fields_set))
    return f"{getattr(length, unit)} {_UNITS[unit]}"


def service_hours(calendar: WorkCalendar) -> str:
    """「工作日 09:00–21:00」; weekdays that differ are told apart."""
    by_weekday = [_hours_on(weekday, calendar) for weekday in range(_WORKING_WEEKDAYS)]
    if len(set(by_weekday)) == 1:
        return f"工作日 {by_weekday[0]}"
    groups = [
        (hours, list(days)) for hours, days in groupby(range(_WORKING_WEEKDAYS), by_weekday.__getitem__)
    ]
    return "，".join(f"{_weekdays(days)} {hours}" for hours, days in groups if hours)


def _hours_on(weekday: int, calendar: WorkCalendar) -> str:
    """The hours on that weekday, read off its last working day in the official calendar."""
    day = calendar.official_through
    while day.weekday() != weekday or not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return "、".join(f"{begin:%H:%M}–{end:%H:%M}" for begin, end in calendar.service_spans(day))


def _weekdays(days: list[int]) -> str:
    names = [f"周{'一二三四五六日'[day]}" for day in (days[0], days[-1])]
    return names[0] if len(days) == 1 else "至".join(names)
