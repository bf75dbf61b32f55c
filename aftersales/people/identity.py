"""The shopper's identity as the shop's page signs it: JWT HS256 `{sub, name?, phone?, exp}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aftersales.clock import Clock
from aftersales.errors import Unauthorised
from aftersales.people.tokens import TokenExpired, TokenInvalid, read_token, sign_token

LONGEST = {"sub": 64, "name": 64, "phone": 20}


class IdentityInvalid(Unauthorised):
    code = "identity_invalid"


class IdentityExpired(Unauthorised):
    code = "identity_expired"


@dataclass(frozen=True)
class ShopperIdentity:
    shopper_id: str
    name: str | None = None
    phone: str | None = None


class Identities:
    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def read(self, token: str) -> ShopperIdentity:
        """Raises IdentityInvalid or IdentityExpired."""
        try:
            claims = read_token(self._secret, token, self._clock)
        except TokenExpired:
            raise IdentityExpired("登录信息已过期，请在商城页面重新登录。") from None
        except TokenInvalid:
            raise IdentityInvalid("登录信息无效。") from None
        if not all(_fits(claims.get(name), length) for name, length in LONGEST.items()):
            raise IdentityInvalid("登录信息无效。")
        return ShopperIdentity(claims["sub"], claims.get("name"), claims.get("phone"))


def sign_identity(secret: str, shopper: ShopperIdentity, expires_at: datetime) -> str:
    """What the shop's page does; here for the demo shop."""
    claims = {"sub": shopper.shopper_id, "name": shopper.name, "phone": shopper.phone}
    return sign_token(secret, claims, expires_at)


def _fits(value: Any, length: int) -> bool:
    return value is None or (isinstance(value, str) and len(value) <= length)
