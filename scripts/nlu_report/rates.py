"""Shares with the interval that a sample of their size leaves open."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

_Z = 1.959964  # 95 %


class Rate(NamedTuple):
    """``value`` of ``count`` cases; the true share lies in ``low`` to ``high`` 95 times of 100 (Wilson)."""

    value: float
    low: float
    high: float
    count: int


def rate(hits: Iterable[bool]) -> Rate:
    """The share of hits; 0 in 0 to 1 where there are no cases."""
    cases = [bool(hit) for hit in hits]
    count = len(cases)
    if not count:
        return Rate(0.0, 0.0, 1.0, 0)
    share = sum(cases) / count
    spread = 1 + _Z**2 / count
    middle = (share + _Z**2 / (2 * count)) / spread
    reach = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2)) / spread
    return Rate(share, max(0.0, middle - reach), min(1.0, middle + reach), count)
