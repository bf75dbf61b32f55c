"""A supervisor labels what the assistant was unsure of, without touching the mouse."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, expect

from tests.dialogue.client import Shopper
from tests.e2e.pages import CONSOLE, Console, page_of

pytestmark = pytest.mark.e2e
SAID = ("蓝莓酱拧不开瓶盖咋整嘛", "乐高鹦鹉翅膀咔哒咔哒响", "淋浴屏滚轮卡榫缺了个豁")


async def test_three_messages_are_labelled_by_keyboard(shop: str, browser: Browser) -> None:
    for text in SAID:
        async with Shopper(shop) as shopper:
            await shopper.say(text)
    console = Console(await page_of(browser, CONSOLE), "learning")
    await console.sign_in(shop, "zhou")
    await console.go("教机器人")
    card = console.page.get_by_role("region", name="待标注的消息")
    message = card.locator("blockquote")
    await expect(message).to_have_text(re.compile("|".join(SAID)))
    first = await message.inner_text()
    await console.shot("first-message")

    await console.page.keyboard.press("1")
    await expect(message).not_to_have_text(first)
    await console.page.keyboard.press("u")
    await expect(message).to_have_text(first)
    await console.page.keyboard.press("/")
    await console.page.keyboard.type("使用")
    await console.shot("search")
    await console.page.keyboard.press("Enter")
    await expect(message).not_to_have_text(first)
    await console.page.keyboard.press("s")
    await console.sees("2/3")
    await console.page.keyboard.press("1")
    await console.sees("这一批标完了")
    await console.sees("再标 8 条就可以训练。")
    await console.shot("done")
    await console.page.context.close()
