"""The report as one HTML page that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from assistant.understanding import OUT_OF_SCOPE_FROM
from scripts.nlu_report.charts import Axis, Series, Spot, chart, matrix
from scripts.nlu_report.coverage import Coverage
from scripts.nlu_report.entities import GOALS, Miss, Score
from scripts.nlu_report.judging import (
    Figures,
    Judged,
    best_threshold,
    by_intent,
    calibration,
    calibration_error,
    confusions,
    figures,
    threshold_curve,
    worst,
)
from scripts.nlu_report.learning import Point
from scripts.nlu_report.messages import OUT_OF_SCOPE
from scripts.nlu_report.rates import Rate, rate
from scripts.nlu_report.robustness import Robustness

_WORST = 14
_CONFUSED = 12
TURNED_AWAY_AT_MOST = 0.05
_SHARE = Axis("read right", (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), percent=True)


@dataclass
class Measured:
    """One set of messages and all that was found out with it."""

    name: str
    note: str
    judged: Sequence[Judged]
    parts: Mapping[str, Sequence[Judged]] = field(default_factory=dict)

    @property
    def figures(self) -> Figures:
        return figures(self.judged)

    @property
    def rows(self) -> dict[str, Figures]:
        return {name: figures(part) for name, part in {"all": self.judged, **self.parts}.items()}

    @property
    def has_alternatives(self) -> bool:
        return any(one.message.alternatives for one in self.judged)

    @property
    def intents(self) -> list[tuple[str, Rate]]:
        rates = {name: rate(one.strict for one in some) for name, some in by_intent(self.judged).items()}
        return sorted(rates.items(), key=lambda row: (-row[1].value, row[0]))

    @property
    def matrix(self) -> Markup:
        counts = confusions(self.judged)
        names = sorted({name for pair in counts for name in pair})
        return matrix(names, counts, f"Confusions on {self.name}")

    @property
    def confused(self) -> list[tuple[str, str, int, str]]:
        """(is, read as, times, a message) of the commonest confusions."""
        wrong = [one for one in self.judged if not one.lenient]
        result = []
        for (intent, said), times in confusions(wrong).most_common(_CONFUSED):
            example = next(one for one in wrong if (one.intent, one.said) == (intent, said))
            result.append((intent, said, times, example.message.text))
        return result

    @property
    def worst(self) -> list[Judged]:
        return worst(self.judged, _WORST)

    @property
    def calibration_error(self) -> float:
        return calibration_error(self.judged)

    @property
    def calibration(self) -> Markup:
        bins = calibration(self.judged)
        return chart(
            Axis("confidence", _SHARE.ticks, percent=True),
            _SHARE,
            [
                Series("honest", [(0, 0), (1, 1)], "ideal"),
                Series("lowest", [(each.confidence, each.right.low) for each in bins], "range"),
                Series("highest", [(each.confidence, each.right.high) for each in bins], "range"),
                Series(
                    "measured", [(each.confidence, each.right.value) for each in bins], "first", dots=True
                ),
            ],
            title=f"Calibration on {self.name}",
        )

    @property
    def out_of_scope(self) -> Markup:
        """What is caught for each share of shoppers wrongly turned away."""
        found = self.figures
        return chart(
            Axis("wrongly turned away", (0.0, 0.05, 0.1, 0.15, 0.2), percent=True),
            Axis("caught", (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), percent=True),
            [
                Series("goal", [(0.05, 0.0), (0.05, 0.9), (0.0, 0.9)], "ideal"),
                Series(
                    "curve",
                    [(0.0, 0.0), *((away, caught) for _, away, caught in threshold_curve(self.judged))],
                ),
            ],
            [Spot(found.turned_away.value, found.caught.value, f"in use: {OUT_OF_SCOPE_FROM:g}")],
            title=f"Out of scope on {self.name}",
        )

    @property
    def has_outside(self) -> bool:
        return any(one.intent == OUT_OF_SCOPE for one in self.judged)

    @property
    def threshold_of_the_other_half(self) -> tuple[float, Rate, Rate] | None:
        """The threshold that half A would choose, and what it catches and turns away on half B."""
        if len(self.parts) != 2:
            return None
        tuned, reported = self.parts.values()
        threshold = best_threshold(threshold_curve(tuned), TURNED_AWAY_AT_MOST)
        return (
            threshold,
            rate(one.outsideness >= threshold for one in reported if one.message.outside),
            rate(one.outsideness >= threshold for one in reported if one.message.surely_inside),
        )


@dataclass
class Report:
    """All that the page tells."""

    training_messages: int
    nearly_repeated: float
    measured: Sequence[Measured]
    entities: Mapping[str, Score]
    entity_messages: int
    misses: Sequence[Miss]
    robustness: Mapping[str, Robustness]
    lengths: Mapping[str, Rate]
    learning: Sequence[Point]
    cross_validated: Figures
    coverage: Coverage | None = None
    labels: Sequence[Point] = ()

    @property
    def learning_curve(self) -> Markup:
        last = self.learning[-1].messages
        names = [each.name for each in self.measured]
        return chart(
            Axis("training messages", [round(last * step / 4) for step in range(5)]),
            _SHARE,
            [
                Series(
                    name, [(p.messages, p.figures[i].strict.value) for p in self.learning], look, dots=True
                )
                for i, (name, look) in enumerate(zip(names, ("first", "second"), strict=False))
            ],
            title="Accuracy by the number of training messages",
        )

    @property
    def labels_curve(self) -> Markup:
        return chart(
            Axis("labels added", (0, 250, 500, 750, 1000)),
            Axis("share", (0.5, 0.6, 0.7, 0.8, 0.9, 1.0), percent=True),
            [
                Series(
                    name,
                    [(p.messages, getattr(p.figures[0], name).value) for p in self.labels],
                    look,
                    dots=True,
                )
                for name, look in (("strict", "first"), ("lenient", "second"), ("top_three", "third"))
            ],
            title="Accuracy by the number of labels added",
        )


def write(report: Report, path: Path) -> None:
    """The page, at ``path``."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda value: Markup("{:.1f}&nbsp;%").format(value * 100)
    path.parent.mkdir(parents=True, exist_ok=True)
    html = environment.get_template("page.html.j2").render(report=report, goals=GOALS)
    path.write_text(html, encoding="utf-8")
