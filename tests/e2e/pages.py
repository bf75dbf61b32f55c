"""The two pages people use: the shop with its chat, and the agents' console."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, FilePayload, FrameLocator, Locator, Page, expect

from scripts.devtool.layout import ARTIFACTS
from tests.support.photos import photo
from tests.support.shop import WEDNESDAY

SCREENSHOTS = ARTIFACTS / "screenshots"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
CONSOLE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
MOBILE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}

PATIENCE_MS = 90_000
"""More than a slow machine needs: waiting ends as soon as the thing is there."""


async def page_of(browser: Browser, screen: dict[str, Any]) -> Page:
    """A browser of one person in China, whose clock shows the shop's time."""
    context = await browser.new_context(
        **screen,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",  # a click on what still moves misses it on a busy machine
    )
    context.set_default_timeout(PATIENCE_MS)
    await context.clock.install(time=WEDNESDAY)
    return await context.new_page()


class Seen:
    """A page with numbered screenshots of every step."""

    def __init__(self, page: Page, story: str) -> None:
        self.page = page
        self._folder: Path = SCREENSHOTS / story
        self._count = 0

    async def shot(self, name: str) -> None:
        self._count += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=self._folder / f"{self._count:02}-{name}.png", animations="disabled")


class Chat(Seen):
    """The demo shop's page and the chat window in it."""

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title="售后客服对话窗口"]')

    async def open(self, url: str) -> None:
        await self.page.goto(f"{url}/demo/")
        await self.page.get_by_role("button", name=re.compile("联系售后客服")).click()
        await self.sees("智能助手")

    async def say(self, text: str) -> None:
        await self.box.fill(text)
        await self.box.press("Enter")
        await expect(self.own.last).to_contain_text(text)

    async def tap(self, name: str | re.Pattern[str]) -> None:
        exactly = isinstance(name, str)  # 「同意」 is also the end of 「暂不同意」
        await self.frame.get_by_role("button", name=name, exact=exactly, disabled=False).last.click()

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.frame.get_by_text(text).last).to_be_visible()

    async def attach(self, pictures: Sequence[int]) -> None:
        """Choose files as from the phone's gallery; they upload at once, and wait in the tray."""
        files: list[FilePayload] = [
            {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": photo(number, 960)}
            for number in pictures
        ]
        async with self.page.expect_file_chooser() as opened:
            await self.frame.get_by_role("button", name="添加照片").first.click()
        await (await opened.value).set_files(files)

    async def send(self) -> None:
        await self.frame.get_by_role("button", name="发送", exact=True).click()

    @property
    def box(self) -> Locator:
        return self.frame.get_by_role("textbox", name="输入消息")

    @property
    def own(self) -> Locator:
        return self.frame.locator(".row.own")

    @property
    def uploaded(self) -> Locator:
        return self.frame.get_by_role("img", name="已上传")


class Console(Seen):
    """The agents' page."""

    async def sign_in(self, url: str, user: str) -> None:
        await self.page.goto(f"{url}/console/")
        await self.page.get_by_label("账号").fill(user)
        await self.page.get_by_label("密码").fill("demo")
        await self.shot("sign-in")
        await self.page.get_by_role("button", name=re.compile("登 ?录")).click()

    async def sees(self, text: str | re.Pattern[str]) -> None:
        await expect(self.page.get_by_text(text).last).to_be_visible()

    async def tap(self, name: str | re.Pattern[str]) -> None:
        await self.page.get_by_role("button", name=name).click()

    async def reply(self, text: str) -> None:
        await self.page.get_by_role("textbox", name="回复内容").fill(text)
        await self.page.get_by_role("textbox", name="回复内容").press("Enter")

    async def go(self, room: str) -> None:
        """To another room of the console by its name."""
        await self.page.get_by_role("navigation", name="页面").get_by_role("link", name=room).click()

    async def step(self, name: str, **filled: str) -> None:
        """Move the open ticket one step: the button, the form by its labels, the confirmation."""
        await self.page.get_by_role("group", name="变更工单状态").get_by_role("button", name=name).click()
        dialog = self.page.get_by_role("dialog")
        for label, value in filled.items():
            await dialog.get_by_label(label).fill(value)
        await dialog.get_by_role("button", name=re.compile("^确 ?认$")).click()
        await expect(dialog).to_be_hidden()
