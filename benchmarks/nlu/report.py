"""The measurements as a page and a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.nlu.measure import ENDS, Measured

_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 640, 260, 56, 34
_COLOURS = ("#2f7d5b", "#7fb79c", "#b4543a")


class Row(NamedTuple):
    """``target`` is the most that ours, trained on all data, may take; None where none is set."""

    title: str
    value: Callable[[Measured], float]
    form: str
    target: float | None = None


ROWS = (
    Row("training, wall time (s)", lambda one: one.training.wall_s, ".1f", 30),
    Row("training, processor time (s)", lambda one: one.training.cpu_s, ".1f"),
    Row("training, peak memory (MB)", lambda one: one.training.peak_mb, ".0f"),
    Row("start to first answer (s)", lambda one: one.start_s, ".1f", 3),
    Row("memory at rest (MB)", lambda one: one.idle_mb, ".0f", 300),
    Row("parse in process, p50 (ms)", lambda one: one.parse.p50, ".2f", 1),
    Row("parse in process, p95 (ms)", lambda one: one.parse.p95, ".2f", 3),
    Row("parse in process, processor time (ms)", lambda one: one.parse_cpu_ms, ".2f"),
    Row("parse over HTTP, p50 (ms)", lambda one: one.parse_http.p50, ".2f"),
    Row("parse over HTTP, p95 (ms)", lambda one: one.parse_http.p95, ".2f"),
    Row("turn with one action, p50 (ms)", lambda one: one.turn.p50, ".1f", 6),
    Row("turn with one action, p95 (ms)", lambda one: one.turn.p95, ".1f"),
    Row("turn, processor time of the server (ms)", lambda one: one.turn_cpu_ms, ".1f"),
    Row(f"turn, median of the first {ENDS} (ms)", lambda one: one.early, ".1f"),
    Row(f"turn, median of the last {ENDS} (ms)", lambda one: one.late, ".1f"),
    Row("intent right (%)", lambda one: 100 * one.accuracy, ".1f"),
    Row("right one among the first three (%)", lambda one: 100 * one.top_three, ".1f"),
    Row("expected calibration error", lambda one: one.calibration, ".3f", 0.05),
)


def page(ours: Measured, ours_on_share: Measured, peer: Measured, notes: Sequence[str]) -> str:
    """Markdown; ``notes`` say what was run, where and how."""
    columns = (ours, ours_on_share, peer)
    lines = ["# Understanding: speed, size, accuracy", "", *(f"{note}  " for note in notes), ""]
    lines += [
        "| | target | "
        + " | ".join(f"{one.name}, {one.messages:,} messages" for one in columns)
        + " | ratio |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [_line(row, columns) for row in ROWS]
    lines += ["", "The ratio is between the two that learnt the same messages.", ""]
    missed = [row for row in ROWS if row.target is not None and row.value(ours) > row.target]
    lines += ["## Over target", ""]
    lines += [
        f"- {row.title}: {row.value(ours):{row.form}}, not {row.target:g}" for row in missed if row.target
    ] or ["- nothing"]
    lines += ["", "## A long conversation", "", f"![Milliseconds of {len(peer.turns)} turns](turns.svg)", ""]
    lines += [
        f"- {one.name}, {one.messages:,} messages: load {one.load[0]:.1f} before, {one.load[1]:.1f} after"
        for one in columns
    ]
    return "\n".join(lines) + "\n"


def picture(columns: Sequence[Measured]) -> str:
    """SVG: the medians of ten turns each, along the conversation."""
    curves = [[_median(one.turns[at : at + 10]) for at in range(0, len(one.turns), 10)] for one in columns]
    top, last = 1.05 * max(map(max, curves)), max(map(len, curves)) - 1
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12"><title>Milliseconds of a turn</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    ]
    for value in (0, top / 2, top):
        down = _down(value, top)
        parts.append(f'<path d="M{_LEFT} {down}H{_WIDTH - 10}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{down + 4}" text-anchor="end">{value:.0f} ms</text>')
    for number, (one, curve) in enumerate(zip(columns, curves, strict=True)):
        colour = _COLOURS[number]
        points = " ".join(
            f"{_LEFT + (_WIDTH - _LEFT - 10) * at / max(last, 1):.1f},{_down(value, top)}"
            for at, value in enumerate(curve)
        )
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        told = f"{one.name}, {one.messages:,} messages"
        parts.append(f'<text x="{_LEFT + 10}" y="{24 + 16 * number}" fill="{colour}">{told}</text>')
    parts.append(f'<text x="{_WIDTH - 10}" y="{_HEIGHT - 8}" text-anchor="end">turn {10 * (last + 1)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(row: Row, columns: Sequence[Measured]) -> str:
    target = "" if row.target is None else f"≤ {row.target:g}"
    told = " | ".join(f"{row.value(one):{row.form}}" for one in columns)
    ratio = row.value(columns[2]) / (row.value(columns[1]) or 1)
    return f"| {row.title} | {target} | {told} | {ratio:.1f} |"


def _median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def _down(value: float, top: float) -> float:
    return round(_HEIGHT - _BOTTOM - (_HEIGHT - _BOTTOM - 12) * value / top, 1)
