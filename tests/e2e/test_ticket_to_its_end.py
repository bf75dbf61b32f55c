"""A ticket's whole life between the shopper's phone and the agents' console."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.pages import CONSOLE, MOBILE, Chat, Console, page_of

pytestmark = pytest.mark.e2e

NUMBER = re.compile(r"AS\d{10}")


def errors_of(page: Page) -> list[str]:
    """Fills up with whatever fails in the page."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    return errors


async def hand_in_the_hoodie(chat: Chat, shop: str) -> None:
    await chat.open(shop)
    await chat.tap("同意")
    await chat.say("连帽卫衣不想要了，想退货")
    await chat.tap(re.compile("连帽卫衣"))
    await chat.sees("完好吗")
    await chat.tap("完好")
    await chat.sees("请核对申请信息")
    await chat.say("确认")
    await chat.sees(NUMBER)


async def test_a_return_is_inspected_refunded_and_rated(shop: str, browser: Browser) -> None:
    chat = Chat(await page_of(browser, MOBILE), "life-shopper")
    console = Console(await page_of(browser, CONSOLE), "life-desk")
    errors = errors_of(console.page)
    await hand_in_the_hoodie(chat, shop)

    await console.sign_in(shop, "lan")
    await console.go("工单")
    await console.page.get_by_role("link", name=NUMBER).click()
    await console.sees("连帽卫衣 黑色 L ×1")
    await console.sees(re.compile("等顾客寄回"))
    await console.shot("awaiting-return")

    await console.step("收到退货", 快递公司="顺丰", 运单号="SF1234567890")
    await chat.sees(re.compile("您寄回的商品我们收到了"))
    await console.step("开始验货")
    await console.step("验货通过，退款")
    await chat.sees(re.compile("正在办理退款 ¥299.00"))
    await console.step("退款已完成", 流水号="R20260311001")
    await console.sees("退款中 → 已完成")
    await console.shot("completed")

    await chat.sees(re.compile("流水号 R20260311001"))
    await chat.shot("completed")
    await chat.frame.locator(".star").last.click()
    await chat.shot("five-stars")
    await chat.tap("提交评价")
    await chat.sees("感谢您的评价")

    await console.page.get_by_role("link", name="查看会话").click()
    await expect(console.page.get_by_role("img", name="5 分")).to_be_visible()
    await console.shot("rated")
    assert errors == []


async def test_two_hands_on_one_ticket_lose_nothing(shop: str, browser: Browser) -> None:
    chat = Chat(await page_of(browser, MOBILE), "stale-shopper")
    await hand_in_the_hoodie(chat, shop)
    lan = Console(await page_of(browser, CONSOLE), "stale-lan")
    zhou = Console(await page_of(browser, CONSOLE), "stale-zhou")
    for console, user in ((lan, "lan"), (zhou, "zhou")):
        await console.sign_in(shop, user)
        await console.go("工单")
        await console.page.get_by_role("link", name=NUMBER).click()

    await lan.tap("升级")
    await lan.page.get_by_role("dialog").get_by_label("原因").fill("顾客很着急")
    await zhou.tap("指派给我")
    await expect(zhou.page.get_by_role("button", name="不再负责")).to_be_visible()
    await lan.page.get_by_role("dialog").get_by_label("交给").click()
    await lan.page.get_by_title("技术支持").click()
    await lan.page.get_by_role("dialog").get_by_role("button", name=re.compile("^确 ?认$")).click()
    await lan.sees(re.compile("工单刚刚有更新"))
    await lan.shot("told")
    await expect(lan.page.get_by_role("dialog").get_by_label("原因")).to_have_value("顾客很着急")
    await lan.page.get_by_role("dialog").get_by_role("button", name=re.compile("^确 ?认$")).click()
    await zhou.sees("技术支持处理")
    await zhou.shot("raised")


async def test_a_merchant_is_shown_own_tickets_only(shop: str, browser: Browser) -> None:
    chat = Chat(await page_of(browser, MOBILE), "merchant-shopper")
    await hand_in_the_hoodie(chat, shop)
    console = Console(await page_of(browser, CONSOLE), "merchant")
    errors = errors_of(console.page)
    await console.sign_in(shop, "shen")
    await console.sees("没有符合条件的工单")
    await expect(console.page.get_by_role("link", name="会话", exact=True)).to_have_count(0)
    assert errors == []


async def test_a_supervisor_tries_the_policy(shop: str, browser: Browser) -> None:
    console = Console(await page_of(browser, CONSOLE), "simulator")
    await console.sign_in(shop, "zhou")
    await console.go("规则模拟")
    await console.tap("看看规则怎么定")
    await console.sees(re.compile("签收后48小时内"))
    await console.shot("vase")
    await console.page.get_by_label("商品照片", exact=True).fill("")
    await console.page.get_by_label("外包装照片").fill("")
    await console.tap("看看规则怎么定")
    await console.sees(re.compile("外包装照片 1 张"))
    await console.shot("what-was-missing")
    await console.page.get_by_label("这一行实付").fill("一百")
    await console.tap("看看规则怎么定")
    field = console.page.locator(".ant-form-item", has=console.page.get_by_label("这一行实付"))
    await expect(field.locator(".ant-form-item-explain-error")).to_be_visible()
    await console.shot("refused")
