"""A headless Chromium against both programs, the shop put back before each story."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from scripts.devtool.layout import WEB
from scripts.devtool.tools import find_node, find_uv
from tests.e2e.pages import PATIENCE_MS
from tests.support.shop import WEDNESDAY, reset
from tests.support.stack import Stack

QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
"""Chromium, left to itself, looks for updates."""


@pytest.fixture
def shop(stack: Stack) -> str:
    assert (WEB / "dist" / "demo" / "index.html").exists(), "the web apps are not built: `make test` does it"
    reset(stack.url, WEDNESDAY)
    return stack.url


@pytest.fixture(scope="session")
def node() -> str:
    """The Node that the web apps are built with; Playwright's package brings none everywhere."""
    return str(find_node(find_uv()) / "node")


@pytest_asyncio.fixture
async def browser(node: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Browser]:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk")
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", node)
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        await running.close()
