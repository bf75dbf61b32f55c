"""What single merchants have otherwise: figures and hours of their own, merged into those of the shop."""

from collections.abc import Mapping
from typing import Any

from aftersales.policy.calendar import WorkCalendar
from aftersales.policy.favour import shortfalls
from aftersales.policy.figures import CalendarFile, CalendarSettings, Figures, PolicyFile, Span
from aftersales.policy.floors import breaches
from aftersales.policy.source import Source


def check_floors(figures: Figures, source: Source, where: tuple[str, ...] = ()) -> None:
    """Raises `PolicyError` for a figure below its legal floor, naming the article."""
    for floor in breaches(figures):
        raise source.error((*where, *floor.path), floor.reason)


def merchant_figures(source: Source, file: PolicyFile) -> Mapping[str, Figures]:
    """The figures of every merchant that has own ones in policy.yml.

    Raises `PolicyError` for a figure below its legal floor, or worse for the shopper than the shop's.
    """
    return {merchant: _figures_of(source, file, merchant) for merchant in file.merchants}


def _figures_of(source: Source, file: PolicyFile, merchant: str) -> Figures:
    where = ("merchants", merchant)
    general = {key: value for key, value in source.data.items() if key in Figures.model_fields}
    own = source.validated(Figures, _merged(general, source.data["merchants"][merchant]), where)
    check_floors(own, source, where)
    for path, needed in shortfalls(own, file):
        raise source.error((*where, *path), f"worse for the shopper than the shop's own: must be {needed}")
    return own


def merchant_calendars(source: Source, file: CalendarFile) -> Mapping[str, WorkCalendar]:
    """The calendars of the merchants with hours of their own in calendar.yml.

    Raises `PolicyError` for hours that nobody can work, and where windows end earlier than the shop's.
    """
    return {merchant: _calendar_of(source, file, merchant) for merchant in file.merchants}


def _calendar_of(source: Source, file: CalendarFile, merchant: str) -> WorkCalendar:
    where = ("merchants", merchant)
    own = file.merchants[merchant]
    if file.rest_day_extension and own.rest_day_extension is False:
        raise source.error(
            (*where, "rest_day_extension"), "worse for the shopper than the shop's own: must be true"
        )
    settings = {
        "rest_day_extension": file.rest_day_extension or own.rest_day_extension or False,
        "service_hours": file.service_hours | (own.service_hours or {}),
    }
    return work_calendar(file.model_copy(update=settings), source, where)


def work_calendar(settings: CalendarSettings, source: Source, where: tuple[str, ...] = ()) -> WorkCalendar:
    """Raises `PolicyError` for hours that nobody can work."""
    try:
        return WorkCalendar(settings)
    except ValueError as error:
        raise source.error((*where, "service_hours"), str(error)) from error


def _merged(general: Any, own: Any) -> Any:
    """`own` over `general`, except that a span of time is one value, whatever its unit."""
    mappings = isinstance(general, dict) and isinstance(own, dict)
    if mappings and not set(general) <= set(Span.model_fields):
        return general | {key: _merged(general.get(key), value) for key, value in own.items()}
    return own
