"""A supervisor reads what came of a conversation, and takes the table along."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.dialogue.client import Shopper
from tests.e2e.pages import CONSOLE, Console, page_of
from tests.support.desk import Desk

pytestmark = pytest.mark.e2e


def lines(path: Path) -> list[str]:
    return path.read_text("utf-8-sig").splitlines()


async def test_a_conversation_becomes_figures(shop: str, browser: Browser) -> None:
    async with Shopper(shop) as shopper, Desk(shop, "lan") as lan:
        await shopper.say("转人工")
        await lan.claim(shopper.conversation_id)
        await lan.say(shopper.conversation_id, "您好，我来看一下。")
        await lan.give_back(shopper.conversation_id)

    console = Console(await page_of(browser, CONSOLE), "reports")
    await console.sign_in(shop, "zhou")
    await console.go("报表")
    reply = console.page.get_by_role("listitem").filter(has_text="首次回复")
    for text in ("100.0%", "✓ 达标", "目标 ≥ 95% · 样本 1"):
        await expect(reply.get_by_text(text)).to_be_visible()
    await expect(console.page.get_by_role("img", name="首次回复走势，数字见下表")).to_be_visible()
    await console.shot("a-week")

    await console.page.get_by_text("按客服").click()
    await console.page.get_by_text("今天").click()
    row = console.page.get_by_role("row", name=re.compile("小兰"))
    await expect(row.get_by_text("100.0%")).to_be_visible()
    await console.shot("by-agent")
    await console.page.reload()
    await expect(row).to_be_visible()

    async with console.page.expect_download() as taken:
        await console.tap("导出 CSV")
    table = await taken.value
    assert table.suggested_filename == "售后报表-2026-03-11-2026-03-11.csv"
    assert "小兰,首次回复,24 小时内,100.0,%,1,1,≥ 95,达标" in lines(await table.path())
    await console.page.context.close()
