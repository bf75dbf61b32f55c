"""The first whole way in a real browser: on a desk and on a phone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from tests.e2e.pages import CONSOLE, DESKTOP, MOBILE, Chat, Console, page_of

pytestmark = pytest.mark.e2e
BROKEN = "昨天收到的玻璃花瓶碎了怎么办呀"

# The assistant does not always say the same words.
THIS_ORDER = "请选择要处理的订单"
GOODS = re.compile("破损处的照片|能看清破损")
PARCEL = re.compile("外包装或(快递)?面单")
REMEDIES = re.compile("处理方式里选一种|您看哪种合适")
CHECK = re.compile("请核对一下|您看看对不对")


@pytest_asyncio.fixture(params=["desktop", "mobile"])
async def chat(browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """林晓's browser, with the chat open; nothing may fail in its console."""
    page = await page_of(browser, DESKTOP if request.param == "desktop" else MOBILE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield Chat(page, str(request.param))
    assert errors == []
    await page.context.close()


async def test_a_broken_vase_becomes_a_ticket(shop: str, chat: Chat) -> None:
    await chat.open(shop)
    await chat.shot("greeting")
    await chat.tap("同意")
    await chat.say(BROKEN)
    await chat.sees(THIS_ORDER)
    await chat.shot("orders")
    await chat.tap(re.compile("玻璃花瓶"))
    await chat.sees(GOODS)
    await chat.shot("asked-for-the-goods")

    uploading, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow_network(route: Route) -> None:
        uploading.set()
        await may_go_on.wait()
        await route.continue_()

    await chat.page.route("**/api/widget/photos", slow_network)
    await chat.attach([1])
    await uploading.wait()
    await expect(chat.frame.get_by_role("progressbar")).to_be_visible()
    await chat.shot("uploading")
    may_go_on.set()
    await expect(chat.uploaded).to_have_count(1)
    await chat.shot("preview")
    await chat.send()
    await chat.sees(PARCEL)
    await chat.shot("asked-for-the-parcel")

    await chat.say("运费谁出")
    await chat.sees("运费由商家承担")
    await chat.sees(PARCEL)
    await chat.shot("freight-in-between")

    await chat.attach([2])
    await expect(chat.uploaded).to_have_count(1)
    await chat.send()
    await chat.sees(REMEDIES)
    await chat.shot("remedies")
    await chat.tap(re.compile("^补发"))
    await chat.sees(CHECK)
    await chat.shot("summary")
    await chat.say("还是退款吧")
    await chat.sees("改为「仅退款」")
    await chat.shot("corrected")
    await chat.say("确认")
    await chat.sees(re.compile(r"AS\d{10}"))
    await chat.sees(re.compile(r"3月1\d日 \d\d:\d\d"))
    await chat.shot("ticket")

    await chat.page.reload()
    await chat.page.get_by_role("button", name=re.compile("联系售后客服|收起客服窗口")).first.wait_for()
    if not await chat.box.is_visible():
        await chat.page.get_by_role("button", name=re.compile("联系售后客服")).click()
    await chat.sees(re.compile(r"AS\d{10}"))
    await chat.shot("after-reload")


async def test_what_is_refused_is_said_with_ways_on(shop: str, chat: Chat) -> None:
    await chat.open(shop)
    await chat.tap("同意")
    await chat.say("空气炸锅不想要了，退货")
    await chat.tap(re.compile("空气炸锅"))
    await chat.sees("商品有质量问题")
    await chat.shot("refused")
    offers = chat.frame.locator(".choices")
    before = await offers.count()
    await chat.say("ψωξ")  # no model knows any of it
    await expect(offers).to_have_count(before + 1)
    await expect(offers.last).to_contain_text("转人工")
    await chat.shot("not-understood")


async def test_people_take_over_and_give_back(shop: str, browser: Browser) -> None:
    chat = Chat(await page_of(browser, DESKTOP), "handover-shopper")
    console = Console(await page_of(browser, CONSOLE), "handover-desk")

    await console.sign_in(shop, "lan")
    await console.sees("排队")
    await console.shot("empty-desk")

    await chat.open(shop)
    await chat.tap("同意")
    await chat.say(BROKEN)
    await chat.tap(re.compile("玻璃花瓶"))
    await chat.sees(GOODS)
    await chat.attach([3])
    await expect(chat.uploaded).to_have_count(1)
    await chat.send()
    await chat.sees(PARCEL)
    await chat.say("转人工")
    await chat.sees(re.compile("排队|转接"))
    await chat.shot("queued")

    row = console.page.get_by_role("link", name=re.compile("林"))
    await expect(row).to_be_visible()
    await row.click()
    await console.sees(BROKEN)
    await console.shot("case")
    await console.tap(re.compile("^接 ?入$"))
    await chat.sees(re.compile("已接入"))
    await console.reply("您好，我是客服，您的花瓶我来看看。")
    await chat.sees("您好，我是客服，您的花瓶我来看看。")
    await chat.shot("agent-answers")
    await chat.say("好的，谢谢")
    await console.sees("好的，谢谢")
    await console.shot("conversation")

    await console.tap("交还机器人")
    await console.page.get_by_role("dialog").get_by_role("button", name=re.compile("^交 ?还$")).click()
    await chat.sees("我接着帮您办")
    await chat.sees(PARCEL)
    await chat.shot("given-back")
    await console.shot("after-giving-back")
