"""The loaded policy: figures, categories, clauses and calendar under one version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from aftersales.clock import SHANGHAI
from aftersales.policy.calendar import WorkCalendar
from aftersales.policy.figures import CategoryTraits, Clause, Figures, Wording
from aftersales.policy.goals import Goals
from aftersales.policy.names import Category, Rule


@dataclass(frozen=True, kw_only=True)
class Policy:
    version: str
    effective_from: date
    figures: Figures
    merchants: Mapping[str, Figures]
    merchant_calendars: Mapping[str, WorkCalendar]
    categories: Mapping[Category, CategoryTraits]
    clauses: Mapping[Rule, Clause]
    wording: Wording
    calendar: WorkCalendar
    goals: Goals
    earlier: tuple["Policy", ...] = ()
    """The versions that were in force before, latest first."""

    def on(self, moment: datetime) -> "Policy":
        """The version in force at `moment` (aware); this one where none is known."""
        day = moment.astimezone(SHANGHAI).date()
        return next((known for known in (self, *self.earlier) if known.effective_from <= day), self)

    def for_merchant(self, merchant_id: str | None) -> "Policy":
        """The policy with the merchant's own figures and hours, where it has any."""
        merchant = merchant_id or ""
        return replace(
            self,
            figures=self.merchants.get(merchant, self.figures),
            calendar=self.merchant_calendars.get(merchant, self.calendar),
        )

    def behind(self, version: str, merchant_id: str | None) -> "Policy":
        """The version that a decision names, with the merchant's figures; this one where it is not kept."""
        versions = {known.version: known for known in self.earlier}
        return versions.get(version, self).for_merchant(merchant_id)

    def fill(self, template: str, words: Mapping[str, str] | None = None) -> str:
        """`template` with its figures, such as {no_reason.days}, and with `words` of the case."""
        return template.format_map(vars(self.figures) | dict(words or {}))

    def in_full(self, source: str) -> str:
        """A source with the title of its document: 「S0 4(1)」 → 「《…》 4(1)」."""
        for code, title in self.wording.sources.items():
            source = source.replace(code, title)
        return source

    def clause_text(self, rule: Rule) -> str:
        """The clause behind `rule` as a shopper may read it: title, words, source, what was not checked."""
        clause = self.clauses[rule]
        words = self.fill(clause.plain)
        source = self.in_full(clause.source)
        article = f"；法律依据：{clause.article}" if clause.article else ""
        return f"【{clause.title}】{words}（来源：{source}{article}。{self.wording.checked}）"
