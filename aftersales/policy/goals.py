"""What the shop measures itself by (POLICY 4), as `policy/goals.yml` holds it."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from aftersales.policy.figures import Count, Section, Span, Text


class Goal(Section):
    """`at_least` or `at_most` in `unit`; without either the measure is only reported."""

    name: Text
    counted: Text
    unit: Literal["percent", "minutes"]
    at_least: Count | None = None
    at_most: Count | None = None
    source: Text | None = None

    @model_validator(mode="after")
    def _one_goal_with_its_source(self) -> Self:
        if self.at_least is not None and self.at_most is not None:
            raise ValueError("at_least and at_most exclude each other")
        figure = self.figure
        if figure is not None and self.unit == "percent" and figure > 100:
            raise ValueError("a share is at most 100 percent")
        if (figure is None) != (self.source is None):
            raise ValueError("a goal and its source belong together")
        return self

    @property
    def figure(self) -> int | None:
        return self.at_most if self.at_least is None else self.at_least


class TimedGoal(Goal):
    """Reached by a case that took no longer than `within`."""

    within: Span


class RatedGoal(Goal):
    """Reached by a rating of `stars` or more."""

    stars: Annotated[int, Field(ge=1, le=5, strict=True)]


class Goals(Section):
    """The whole of goals.yml."""

    first_reply: TimedGoal
    money: TimedGoal
    repair: TimedGoal
    handling: Goal
    satisfaction: RatedGoal
    bot_resolved: Goal
    reopened: Goal
