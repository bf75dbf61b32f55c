"""How often somebody outside may be asked, and when to stop for a while."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping

Clock = Callable[[], float]
"""Seconds that never run backwards."""


class Budget:
    """``limits``: seconds → how many calls within any stretch of that length. Counts in this process only."""

    def __init__(self, limits: Mapping[float, int], clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._calls = {span: deque[float](maxlen=most) for span, most in limits.items()}

    def take(self) -> bool:
        """Whether one more call is within the limits; if so, it counts."""
        now = self._clock()
        if not all(_has_room(calls, now - span) for span, calls in self._calls.items()):
            return False
        for calls in self._calls.values():
            calls.append(now)
        return True


class Breaker:
    """Opens at the given number of failures in a row, and lets one call try again after ``rest_s``."""

    def __init__(self, failures: int, rest_s: float, clock: Clock = time.monotonic) -> None:
        self._limit = failures
        self._rest_s = rest_s
        self._clock = clock
        self._failures = 0
        self._closed_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether nobody is to be asked now."""
        return self._failures >= self._limit and self._clock() < self._closed_at

    def failed(self) -> None:
        self._failures += 1
        self._closed_at = self._clock() + self._rest_s

    def succeeded(self) -> None:
        self._failures = 0


def _has_room(calls: deque[float], since: float) -> bool:
    return len(calls) < (calls.maxlen or 0) or (bool(calls) and calls[0] <= since)
