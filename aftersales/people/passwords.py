"""Passwords: argon2id, off the event loop, equally slow whether or not there is a hash to compare with."""

from __future__ import annotations

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Each hash takes 64 MiB: a burst of logins must not take the machine's memory."""


class Passwords:
    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher
        self._limiter = CapacityLimiter(AT_ONCE)
        self._decoy: str | None = None

    async def hash(self, password: str) -> str:
        return await to_thread.run_sync(self._hasher.hash, password, limiter=self._limiter)

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """Without a hash the same work is done on a decoy, and the answer is no."""
        if self._decoy is None:
            self._decoy = await self.hash("decoy")
        matches = await to_thread.run_sync(
            self._matches, password_hash or self._decoy, password, limiter=self._limiter
        )
        return matches and password_hash is not None

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError, UnicodeEncodeError):
            return False
