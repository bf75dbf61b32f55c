"""Identities signed by the shop, widget sessions, and that no token passes for another kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from aftersales.clock import FixedClock
from aftersales.people.identity import (
    Identities,
    IdentityExpired,
    IdentityInvalid,
    ShopperIdentity,
    sign_identity,
)
from aftersales.people.sessions import SessionInvalid, Sessions
from aftersales.people.tokens import sign_token

SECRET = "a-secret-of-the-tests-long-enough-for-hs256"
OTHER = "another-secret-of-the-tests-also-long-enough"
NOW = datetime(2019, 5, 6, 4, 0, tzinfo=UTC)
LIN = ShopperIdentity("lin", "林晓", "13800001234")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def identities(clock: FixedClock) -> Identities:
    return Identities(SECRET, clock)


@pytest.fixture
def sessions(clock: FixedClock) -> Sessions:
    return Sessions(SECRET, clock, days=180)


def claims(**changes: Any) -> dict[str, Any]:
    return {"sub": "lin", "exp": int(NOW.timestamp()) + 60, **changes}


def signed(payload: dict[str, Any], secret: str = SECRET, algorithm: str = "HS256") -> str:
    return jwt.encode(payload, secret, algorithm=algorithm)


def test_what_the_shop_signed_is_read_back(identities: Identities) -> None:
    assert identities.read(sign_identity(SECRET, LIN, NOW + timedelta(hours=1))) == LIN


def test_name_and_phone_may_be_missing(identities: Identities) -> None:
    assert identities.read(signed(claims())) == ShopperIdentity("lin")


def test_an_identity_expires_by_the_programs_clock(identities: Identities, clock: FixedClock) -> None:
    token = sign_identity(SECRET, LIN, NOW + timedelta(hours=1))
    clock.advance(timedelta(minutes=59, seconds=59))
    assert identities.read(token) == LIN
    clock.advance(timedelta(seconds=1))
    with pytest.raises(IdentityExpired) as refused:
        identities.read(token)
    assert (refused.value.status, refused.value.code) == (401, "identity_expired")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not.a.token",
        "\ud800",
        signed(claims(), OTHER),
        signed(claims(), SECRET * 2, "HS512"),
        signed(claims(), SECRET * 2, "HS384"),
        jwt.encode(claims(), "", algorithm="none"),
        signed({"sub": "lin"}),
        signed({"exp": claims()["exp"]}),
        signed(claims(sub="")),
        signed(claims(sub=7)),
        signed(claims(sub="x" * 65)),
        signed(claims(name={"first": "晓"})),
        signed(claims(phone="1" * 21)),
        signed(claims(exp="tomorrow")),
        signed(claims(exp=True)),
        signed(claims(aud="widget")),
    ],
)
def test_anything_else_is_no_identity(identities: Identities, token: str) -> None:
    with pytest.raises(IdentityInvalid) as refused:
        identities.read(token)
    assert (refused.value.status, refused.value.code) == (401, "identity_invalid")


def test_hs512_with_the_right_secret_is_still_refused() -> None:
    secret = SECRET * 2
    with pytest.raises(IdentityInvalid):
        Identities(secret, FixedClock(NOW)).read(signed(claims(), secret, "HS512"))


def test_a_changed_payload_is_no_identity(identities: Identities) -> None:
    head, _, signature = signed(claims()).split(".")
    _, payload, _ = signed(claims(sub="wang")).split(".")
    with pytest.raises(IdentityInvalid):
        identities.read(f"{head}.{payload}.{signature}")


def test_a_session_opens_its_own_conversation(sessions: Sessions) -> None:
    assert sessions.read(sessions.issue("c1")) == "c1"
    assert sessions.read(sessions.issue("c2")) == "c2"


def test_a_session_ends_after_its_days(sessions: Sessions, clock: FixedClock) -> None:
    token = sessions.issue("c1")
    clock.advance(timedelta(days=179))
    assert sessions.read(token) == "c1"
    clock.advance(timedelta(days=1))
    with pytest.raises(SessionInvalid) as refused:
        sessions.read(token)
    assert (refused.value.status, refused.value.code) == (401, "session_invalid")


def test_no_token_passes_for_another_kind(identities: Identities, sessions: Sessions) -> None:
    """Even where one secret serves all, as in the demo."""
    later = NOW + timedelta(hours=1)
    session = sessions.issue("lin")
    identity = sign_identity(SECRET, LIN, later)
    desk = sign_token(SECRET, {"sub": "lan"}, later, "desk")
    for token in (identity, desk):
        with pytest.raises(SessionInvalid):
            sessions.read(token)
    for token in (session, desk):
        with pytest.raises(IdentityInvalid):
            identities.read(token)
