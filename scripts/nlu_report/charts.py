"""Pictures as inline SVG: their colours are the page's, light or dark, and their text is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 460, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 24, 14, 44
_CELL, _NAMES, _HEAD, _LEAN = 17, 168, 150, 76


class Axis(NamedTuple):
    """What it counts, from where to where; ``percent`` says that 0.1 is written 10 %."""

    label: str
    ticks: Sequence[float]
    percent: bool = False

    def written(self, value: float) -> str:
        return f"{value:.0%}".replace("%", " %") if self.percent else f"{value:,.0f}".replace(",", " ")

    def place(self, value: float, start: float, end: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return round(start + (end - start) * (value - low) / (high - low), 1)


class Series(NamedTuple):
    """``points`` joined by a line; ``look`` is a class of the page's style."""

    name: str
    points: Sequence[tuple[float, float]]
    look: str = "first"
    dots: bool = False


class Spot(NamedTuple):
    """One point that is pointed out."""

    x: float
    y: float
    name: str


def chart(x: Axis, y: Axis, series: Sequence[Series], spots: Sequence[Spot] = (), title: str = "") -> Markup:
    """A chart of lines; values beyond the axes are cut off."""
    parts = [*_grid(x, y)]
    for one in series:
        places = [_place(x, y, *point) for point in one.points if x.ticks[0] <= point[0] <= x.ticks[-1]]
        path = " ".join(f"{across},{down}" for across, down in places)
        parts.append(f'<polyline class="line {one.look}" points="{path}"/>')
        if one.dots:
            parts += [f'<circle class="dot {one.look}" cx="{a}" cy="{d}" r="3.5"/>' for a, d in places]
    for spot in spots:
        across, down = _place(x, y, spot.x, spot.y)
        anchor = "end" if across > _WIDTH * 0.6 else "start"
        shift = -9 if anchor == "end" else 9
        parts.append(
            f'<circle class="spot" cx="{across}" cy="{down}" r="5.5"/>'
            f'<text class="told" x="{across + shift}" y="{down + 18}" text-anchor="{anchor}">'
            f"{escape(spot.name)}</text>"
        )
    return _svg(_WIDTH, _HEIGHT, parts, title)


def matrix(names: Sequence[str], counts: Mapping[tuple[str, str], int], title: str) -> Markup:
    """Rows are what messages are, columns what they are read as; the shade is the share of the row."""
    parts = []
    for row, name in enumerate(names):
        total = sum(counts.get((name, other), 0) for other in names)
        down, across = _HEAD + row * _CELL, _NAMES + row * _CELL
        turned = f"translate({across + 12} {_HEAD - 8}) rotate(-60)"
        parts.append(f'<text class="name" x="{_NAMES - 8}" y="{down + 12}" text-anchor="end">{name}</text>')
        parts.append(f'<text class="name" transform="{turned}">{name}</text>')
        for column, other in enumerate(names):
            count = counts.get((name, other), 0)
            told = f"{name} read as {other}: {count} of {total}"
            look = "right" if row == column else "wrong"
            parts.append(_cell(_NAMES + column * _CELL, down, count, total, look, told))
    # The names of the columns lean out to the right.
    width, height = _NAMES + len(names) * _CELL + _LEAN, _HEAD + len(names) * _CELL + 4
    return _svg(width, height, parts, title, fixed=True)


def _cell(across: float, down: float, count: int, total: int, look: str, told: str) -> str:
    at = f'x="{across + 1}" y="{down + 1}" width="{_CELL - 2}" height="{_CELL - 2}" rx="3"'
    if not count:
        return f'<rect class="empty" {at}/>'
    shade = 0.12 + 0.88 * count / total
    number = f'x="{across + _CELL / 2}" y="{down + 12}" text-anchor="middle"'
    return (
        f'<g><title>{told}</title><rect class="{look}" {at} fill-opacity="{shade:.2f}"/>'
        f'<text class="count{" strong" if shade > 0.55 else ""}" {number}>{count}</text></g>'
    )


def _place(x: Axis, y: Axis, across: float, down: float) -> tuple[float, float]:
    return x.place(across, _LEFT, _WIDTH - _RIGHT), y.place(down, _HEIGHT - _BOTTOM, _TOP)


def _grid(x: Axis, y: Axis) -> list[str]:
    bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
    parts = []
    for tick in y.ticks:
        down = y.place(tick, bottom, _TOP)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{right}" y1="{down}" y2="{down}"/>')
        parts.append(
            f'<text class="tick" x="{_LEFT - 7}" y="{down + 4}" text-anchor="end">{y.written(tick)}</text>'
        )
    for tick in x.ticks:
        across = x.place(tick, _LEFT, right)
        parts.append(
            f'<text class="tick" x="{across}" y="{bottom + 17}" text-anchor="middle">{x.written(tick)}</text>'
        )
    parts.append(
        f'<text class="label" x="{right}" y="{_HEIGHT - 8}" text-anchor="end">{escape(x.label)}</text>'
    )
    parts.append(f'<text class="label" x="{_LEFT + 6}" y="{_TOP + 12}">{escape(y.label)}</text>')
    return parts


def _svg(width: float, height: float, parts: Sequence[str], title: str, fixed: bool = False) -> Markup:
    size = f' width="{width}" height="{height}"' if fixed else ""
    body = "".join(parts)
    return Markup(
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width} {height}"{size}>{body}</svg>'
    )
