"""Time as a port: the program asks a clock, so that tests and the demo decide what 'now' is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """Runs at the speed of another clock from a chosen moment on (the demo's reset with `now`)."""

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._shift = timedelta(0)

    def now(self) -> datetime:
        return self._base.now() + self._shift

    def shift_to(self, moment: datetime | None) -> None:
        """Make `moment` (aware) the present; None returns to the base clock."""
        self._shift = timedelta(0) if moment is None else moment - self._base.now()


class FixedClock:
    """Stands still until told to move (tests)."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        return self._moment

    def advance(self, by: timedelta) -> None:
        self._moment += by
