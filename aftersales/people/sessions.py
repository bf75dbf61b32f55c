"""The widget's session: a signed token that opens one conversation and no other."""

from __future__ import annotations

from datetime import timedelta

from aftersales.clock import Clock
from aftersales.errors import Unauthorised
from aftersales.people.tokens import TokenExpired, TokenInvalid, read_token, sign_token

AUDIENCE = "widget"


class SessionInvalid(Unauthorised):
    """Forged, expired, or a token of another kind."""

    code = "session_invalid"


class Sessions:
    def __init__(self, secret: str, clock: Clock, days: int) -> None:
        self._secret = secret
        self._clock = clock
        self._lifetime = timedelta(days=days)

    def issue(self, conversation_id: str) -> str:
        return sign_token(
            self._secret, {"sub": conversation_id}, self._clock.now() + self._lifetime, AUDIENCE
        )

    def read(self, token: str) -> str:
        """The conversation's id. Raises SessionInvalid."""
        try:
            claims = read_token(self._secret, token, self._clock, AUDIENCE)
        except (TokenInvalid, TokenExpired):
            raise SessionInvalid("会话已失效，请刷新页面后重试。") from None
        conversation_id: str = claims["sub"]
        return conversation_id
