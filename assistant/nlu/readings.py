"""Readings of a message: ``{name, confidence}``, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def put_first(readings: Iterable[Mapping[str, Any]], name: str, confidence: float) -> list[dict[str, Any]]:
    """``name`` first with ``confidence``; the others share the rest as they did before."""
    others = [reading for reading in readings if reading["name"] != name]
    total = sum(reading["confidence"] for reading in others) or 1.0
    rest = [{**reading, "confidence": reading["confidence"] * (1 - confidence) / total} for reading in others]
    return [{"name": name, "confidence": confidence}, *rest]
