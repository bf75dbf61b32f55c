"""Guessing is limited: so many tries per key in a rolling window, counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from aftersales.clock import SHANGHAI, Clock
from aftersales.database import Database
from aftersales.errors import AppError
from aftersales.people import repository


class TooManyTries(AppError):
    """`retry_at` (aware) is when the next try will be taken."""

    status = 429
    code = "too_many_tries"

    def __init__(self, retry_at: datetime) -> None:
        # A minute is added because the message shows no seconds.
        shown = (retry_at + timedelta(minutes=1)).astimezone(SHANGHAI)
        super().__init__(f"尝试次数过多，请在 {shown:%H:%M} 之后再试。")
        self.retry_at = retry_at


@dataclass(frozen=True)
class Limit:
    """At most `tries` by `who` (any text, stored as a hash only) within `window`."""

    who: str
    tries: int
    window: timedelta

    @property
    def key(self) -> str:
        return sha256(self.who.encode(errors="surrogatepass")).hexdigest()


class Tries:
    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def spend(self, *limits: Limit) -> list[int]:
        """Take one try from each limit, committed before the caller looks at any secret; gives their ids.

        Raises TooManyTries, and then takes none. Spending first makes parallel guesses count like any others.
        """
        now = self._clock.now()
        async with self._db.write() as session:
            await repository.delete_expired_tries(session, now)
            for limit in limits:
                running = await repository.expiries(session, limit.key, now)
                if len(running) >= limit.tries:
                    raise TooManyTries(running[-limit.tries])
            return [await repository.add_try(session, limit.key, now + limit.window) for limit in limits]

    async def give_back(self, ids: list[int]) -> None:
        """The guess was right: it does not count, those before it still do."""
        async with self._db.write() as session:
            await repository.delete_tries(session, ids)

    async def forget_all(self) -> None:
        """The demo's reset."""
        async with self._db.write() as session:
            await repository.delete_all_tries(session)
