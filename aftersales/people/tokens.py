"""Signed tokens (JWT HS256), each good for one audience and judged by the program's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import jwt

from aftersales.clock import Clock

ALGORITHM = "HS256"


class TokenInvalid(Exception):
    """Not ours, tampered with, for another audience, or malformed."""


class TokenExpired(Exception):
    pass


def sign_token(secret: str, claims: dict[str, Any], expires_at: datetime, audience: str | None = None) -> str:
    payload = {**claims, "exp": int(expires_at.timestamp())}
    if audience is not None:
        payload["aud"] = audience
    return jwt.encode(payload, secret, algorithm=ALGORITHM)


def read_token(secret: str, token: str, clock: Clock, audience: str | None = None) -> dict[str, Any]:
    """The claims, with `sub` a non-empty text. Without `audience` a token that names one is refused.

    Raises TokenInvalid or TokenExpired.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            secret,
            algorithms=[ALGORITHM],
            audience=audience,
            # PyJWT compares with the system's time; the demo and the tests have their own.
            options={
                "require": ["sub", "exp"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except (jwt.PyJWTError, ValueError) as error:  # ValueError: text that is not even UTF-8
        raise TokenInvalid(str(error)) from error
    expires = claims["exp"]
    if not claims["sub"] or isinstance(expires, bool) or not isinstance(expires, int | float):
        raise TokenInvalid("malformed claims")
    if not expires > clock.now().timestamp():
        raise TokenExpired
    return claims
