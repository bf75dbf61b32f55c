"""Each test has the demo shop as loaded, at a fixed moment, and a conversation of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.dialogue.client import Shopper
from tests.support.desk import Desk
from tests.support.stack import Stack

WEDNESDAY = datetime(2026, 3, 11, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working afternoon; 「今天」 signed means 13:00."""


@pytest.fixture
def shop(stack: Stack) -> str:
    """The address of the program, its shop put back and dated to WEDNESDAY."""
    body = {"now": WEDNESDAY.isoformat()}
    httpx.post(f"{stack.url}/demo/reset", json=body, trust_env=False, timeout=30).raise_for_status()
    return stack.url


@pytest.fixture
async def lin(shop: str) -> AsyncIterator[Shopper]:
    """林晓, recognised by the shop's signature; she has agreed to the use of her data."""
    async with Shopper(shop) as shopper:
        yield shopper


@pytest.fixture
async def visitor(shop: str) -> AsyncIterator[Shopper]:
    """Somebody the shop does not know; she has agreed too."""
    async with Shopper(shop, sub=None) as shopper:
        yield shopper


@pytest.fixture
async def lan(shop: str) -> AsyncIterator[Desk]:
    """An agent of the demo desk."""
    async with Desk(shop, "lan") as agent:
        yield agent
