"""Each test has the demo shop as loaded, at a fixed moment, and a conversation of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.dialogue.client import Shopper
from tests.support.desk import Desk
from tests.support.shop import WEDNESDAY, reset
from tests.support.stack import Stack


@pytest.fixture
def shop(stack: Stack) -> str:
    """The address of the program, its shop put back and dated to WEDNESDAY."""
    reset(stack.url, WEDNESDAY)
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
