"""Reads the policy folder; whatever is wrong in it is told with file and line, and the article of a floor."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from aftersales.policy.figures import (
    CalendarFile,
    CategoryTraits,
    Clause,
    Figures,
    PolicyFile,
    Wording,
    require_all,
)
from aftersales.policy.floors import category_breaches
from aftersales.policy.goals import Goals
from aftersales.policy.merchants import check_floors, merchant_calendars, merchant_figures, work_calendar
from aftersales.policy.names import Category, Rule
from aftersales.policy.policy import Policy
from aftersales.policy.source import Source

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


VERSIONS = "versions"


def load_policy(folder: Path) -> Policy:
    """The policy in `folder`, with its earlier versions, each in a folder `versions/<version>`.

    Raises `PolicyError` naming file, line and reason.
    """
    policy = _load(folder, "")
    folders = sorted(path.name for path in (folder / VERSIONS).glob("*") if path.is_dir())
    earlier = [_earlier(folder, name, policy) for name in folders]
    earlier.sort(key=lambda version: version.effective_from, reverse=True)
    return replace(policy, earlier=tuple(earlier))


def _earlier(folder: Path, name: str, running: Policy) -> Policy:
    inside = f"{VERSIONS}/{name}/"
    policy = _load(folder, inside)
    source = Source.read(folder, f"{inside}policy.yml")
    if policy.version != name:
        raise source.error(("version",), f"must be {name}, as the folder is called")
    if policy.effective_from >= running.effective_from:
        raise source.error(
            ("effective_from",), f"must lie before {running.effective_from}, the running version's"
        )
    return policy


def _load(folder: Path, inside: str) -> Policy:
    """One version; `inside` is its place below the policy folder."""
    main = Source.read(folder, f"{inside}policy.yml")
    file = main.validated(PolicyFile, main.data)
    check_floors(file, main)
    wording = Source.read(folder, f"{inside}wording.yml")
    calendar = Source.read(folder, f"{inside}calendar.yml")
    calendar_file = calendar.validated(CalendarFile, calendar.data)
    goals = Source.read(folder, f"{inside}goals.yml")
    return Policy(
        version=file.version,
        effective_from=file.effective_from,
        figures=file,
        merchants=merchant_figures(main, file),
        merchant_calendars=merchant_calendars(calendar, calendar_file),
        categories=_categories(Source.read(folder, f"{inside}categories.yml")),
        clauses=_clauses(Source.read(folder, f"{inside}clauses.yml"), file),
        wording=wording.validated(Wording, wording.data),
        calendar=work_calendar(calendar_file, calendar),
        goals=goals.validated(Goals, goals.data),
    )


def _categories(source: Source) -> Mapping[Category, CategoryTraits]:
    categories = source.validated(dict[Category, CategoryTraits], source.data)
    _complete(Category, categories, source)
    for floor in category_breaches(categories):
        raise source.error(floor.path, floor.reason)
    return categories


def _clauses(source: Source, figures: Figures) -> Mapping[Rule, Clause]:
    """The clauses of all rules; every template is tried, so that none fails before a shopper."""
    clauses = source.validated(dict[Rule, Clause], source.data)
    _complete(Rule, clauses, source)
    words = vars(figures) | dict.fromkeys(RULING_WORDS, "")
    for rule, clause in clauses.items():
        templates: dict[tuple[str, ...], str]
        templates = {("plain",): clause.plain} | {("say", key): text for key, text in clause.say.items()}
        templates |= {
            ("say_of", remedy, key): text
            for remedy, said in clause.say_of.items()
            for key, text in said.items()
        }
        for where, template in templates.items():
            try:
                template.format_map(words)
            except (KeyError, AttributeError, ValueError, IndexError) as error:
                raise source.error((rule, *where), f"no such figure: {error}") from error
    return clauses


def _complete(words: type[Category] | type[Rule], given: Mapping[Any, Any], source: Source) -> None:
    try:
        require_all(words, given)
    except ValueError as error:
        raise source.error((), str(error)) from error
