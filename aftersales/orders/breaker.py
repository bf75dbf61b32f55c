"""A circuit breaker: who is down is left alone for a while, and whoever asks is told so at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from aftersales.clock import Clock


class CircuitBreaker:
    """Closed: everything passes. After `failures` in a row it opens for `rest`; then a single try decides."""

    def __init__(self, clock: Clock, failures: int = 5, rest: timedelta = timedelta(seconds=15)) -> None:
        self._clock = clock
        self._most = failures
        self._rest = rest
        self._in_a_row = 0
        self._open_until: datetime | None = None

    def refuses_for(self) -> timedelta | None:
        """How long nobody should ask; None lets this caller through, who then reports what happened."""
        now = self._clock.now()
        if self._open_until is None:
            return None
        if now < self._open_until:
            return self._open_until - now
        self._open_until = now + self._rest  # this caller is the single try
        return None

    def succeeded(self) -> None:
        self._in_a_row = 0
        self._open_until = None

    def failed(self) -> None:
        self._in_a_row += 1
        if self._in_a_row >= self._most:
            self._open_until = self._clock.now() + self._rest
