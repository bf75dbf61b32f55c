"""Reads the policy folder; whatever is wrong in it is told with file and line, and the article of a floor."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from aftersales.policy.calendar import WorkCalendar
from aftersales.policy.figures import (
    CalendarSettings,
    CategoryTraits,
    Clause,
    Figures,
    PolicyFile,
    Wording,
    require_all,
)
from aftersales.policy.floors import breaches, category_breaches
from aftersales.policy.names import Category, Rule
from aftersales.policy.policy import Policy
from aftersales.policy.source import Source

T = TypeVar("T")
RULING_WORDS = (
    "remedy",
    "window_end",
    "warranty_months",
    "until",
    "category",
    "cause",
    "desk",
    "stock",
    "once_back",
)


def load_policy(folder: Path) -> Policy:
    """The policy in `folder`. Raises `PolicyError` naming file, line and reason."""
    main = Source.read(folder / "policy.yml")
    file = _validated(PolicyFile, main, main.data)
    _check_floors(file, main, ())
    wording = Source.read(folder / "wording.yml")
    return Policy(
        version=file.version,
        figures=file,
        merchants={merchant: _of_merchant(main, merchant) for merchant in file.merchants},
        categories=_categories(Source.read(folder / "categories.yml")),
        clauses=_clauses(Source.read(folder / "clauses.yml"), file),
        wording=_validated(Wording, wording, wording.data),
        calendar=_calendar(Source.read(folder / "calendar.yml")),
    )


def _of_merchant(main: Source, merchant: str) -> Figures:
    where = ("merchants", merchant)
    general = {key: value for key, value in main.data.items() if key in Figures.model_fields}
    figures = _validated(Figures, main, _merged(general, main.data["merchants"][merchant]), where)
    _check_floors(figures, main, where)
    return figures


def _check_floors(figures: Figures, source: Source, where: tuple[str, ...]) -> None:
    for floor in breaches(figures):
        raise source.error((*where, *floor.path), floor.reason)


def _categories(source: Source) -> Mapping[Category, CategoryTraits]:
    categories = _validated(dict[Category, CategoryTraits], source, source.data)
    _complete(Category, categories, source)
    for floor in category_breaches(categories):
        raise source.error(floor.path, floor.reason)
    return categories


def _clauses(source: Source, figures: Figures) -> Mapping[Rule, Clause]:
    """The clauses of all rules; every template is tried, so that none fails before a shopper."""
    clauses = _validated(dict[Rule, Clause], source, source.data)
    _complete(Rule, clauses, source)
    words = vars(figures) | dict.fromkeys(RULING_WORDS, "")
    for rule, clause in clauses.items():
        templates = {("plain",): clause.plain} | {("say", key): text for key, text in clause.say.items()}
        for where, template in templates.items():
            try:
                template.format_map(words)
            except (KeyError, AttributeError, ValueError, IndexError) as error:
                raise source.error((rule, *where), f"no such figure: {error}") from error
    return clauses


def _calendar(source: Source) -> WorkCalendar:
    settings = _validated(CalendarSettings, source, source.data)
    try:
        return WorkCalendar(settings)
    except ValueError as error:
        raise source.error(("service_hours",), str(error)) from error


def _complete(words: type[Category] | type[Rule], given: Mapping[Any, Any], source: Source) -> None:
    try:
        require_all(words, given)
    except ValueError as error:
        raise source.error((), str(error)) from error


def _validated(kind: type[T], source: Source, data: object, where: tuple[str, ...] = ()) -> T:
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        # A mistyped key is both unknown and missing; the unknown one is the one to be mended.
        first = min(error.errors(), key=lambda problem: problem["type"] != "extra_forbidden")
        raise source.error((*where, *first["loc"]), first["msg"]) from error


def _merged(general: Any, own: Any) -> Any:
    if isinstance(general, dict) and isinstance(own, dict):
        return general | {key: _merged(general.get(key), value) for key, value in own.items()}
    return own
