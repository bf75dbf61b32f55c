"""A day at the desk as its report shows it, to supervisors and to the merchant."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from aftersales.clock import FixedClock
from aftersales.settings import Settings
from tests.support.service import Service, running

TODAY = {"from": "2026-11-18", "to": "2026-11-18"}
VASE, COOKER = "202600010010", "202600010007"
MINUTE = timedelta(minutes=1)
AGENT = "11111111-1111-4111-8111-11111111111{}"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """The demo shop, which pays at once."""
    return settings.model_copy(update={"demo_command_delay_s": 0})


@pytest.fixture
async def on_either(settings: Settings, database_url: str, clock: FixedClock) -> AsyncIterator[Service]:
    """The service on each kind of database."""
    there = settings.model_copy(update={"database_url": database_url})
    async with running(Service(there, clock)) as started:
        yield started


async def read(service: Service, as_agent: str = "zhou", **query: str) -> dict[str, Any]:
    signed = {"Authorization": f"Bearer {service.token(as_agent)}"}  # `agent` is a filter here
    answer = await service.http.get("/api/reports", params=TODAY | query, headers=signed)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def shown(figures: list[dict[str, Any]]) -> dict[str, tuple[float | None, int]]:
    """(value, samples) of every figure that is known."""
    known = {figure["id"]: (figure["value"], figure["denominator"]) for figure in figures}
    return {name: figure for name, figure in known.items() if figure[1]}


async def apply(service: Service, order: str, reason: str, remedy: str) -> dict[str, Any]:
    """By telephone."""
    body = {
        "order_id": order,
        "items": [{"line_id": f"{order}-1", "quantity": 1}],
        "reason": reason,
        "remedy": remedy,
        "description": "来电反映",
    }
    answer = await service.post("lan", "/api/tickets", body)
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def pay(service: Service, ticket: dict[str, Any]) -> None:
    """The supervisor has it refunded, and the shop does it."""
    path = f"/api/tickets/{ticket['id']}"
    for to in ("under_review", "approved", "refunding"):
        step = {"to": to, "why": "照片核实", "version": ticket["version"]}
        ticket = (await service.post("zhou", f"{path}/transitions", step)).json()
    committed = asyncio.Event()
    service.program.db.on_commit(committed.set)
    async with asyncio.timeout(60):
        while (await service.get("zhou", path)).json()["status"] != "completed":
            await committed.wait()
            committed.clear()


async def talk(service: Service, clock: FixedClock) -> None:
    """Lan holds it for five minutes, mei answers from the queue and holds it for seven; four stars."""
    async with service.widget() as shopper:
        await shopper.say("在吗")
        chat = shopper.conversation
        await service.act("lan", chat, "claim")
        clock.advance(2 * MINUTE)
        await service.act("lan", chat, "messages", id=AGENT.format(1), text="您好，这件事我请同事来看。")
        clock.advance(3 * MINUTE)
        await service.act("lan", chat, "transfer", to="repair")
        clock.advance(4 * MINUTE)
        await service.act("mei", chat, "claim")
        await service.act("mei", chat, "messages", id=AGENT.format(2), text="您好，我来处理。")
        clock.advance(7 * MINUTE)
        await service.act("mei", chat, "resolve", code="solved")
        assert (await shopper.call("rate", {"score": 4}))["ok"]


async def day(service: Service, clock: FixedClock) -> None:
    await pay(service, await apply(service, VASE, "damaged", "refund_only"))
    await apply(service, COOKER, "quality", "exchange")
    await talk(service, clock)
    async with service.widget() as shopper:
        await shopper.say("七天无理由怎么退")
    clock.advance(30 * MINUTE)


async def test_a_day_in_figures(on_either: Service, clock: FixedClock) -> None:
    service = on_either
    await day(service, clock)
    report = await read(service)
    assert shown(report["figures"]) == {
        "first_reply": (100.0, 1),
        "money": (100.0, 1),
        "handling": (6.0, 2),
        "satisfaction": (100.0, 1),
        "bot_resolved": (50.0, 2),
        "reopened": (0.0, 1),
    }
    reached = {figure["id"]: figure["reached"] for figure in report["figures"]}
    assert (reached["money"], reached["repair"], reached["bot_resolved"]) == (True, None, None)
    assert report["reasons"] == [
        {"reason": "damaged", "name": "运输破损", "count": 1, "share": 50.0},
        {"reason": "quality", "name": "质量问题", "count": 1, "share": 50.0},
    ]
    assert shown((await read(service, **{"from": "2026-11-17", "to": "2026-11-17"}))["figures"]) == {}


async def test_groups_and_filters(on_either: Service, clock: FixedClock) -> None:
    service = on_either
    await day(service, clock)

    async def groups(by: str, **query: str) -> dict[str, dict[str, tuple[float | None, int]]]:
        report = await read(service, by=by, **query)
        return {group["name"]: shown(group["figures"]) for group in report["groups"]}

    by_agent = await groups("agent")
    assert by_agent["小兰"]["handling"] == (5.0, 1)
    assert by_agent["机器人或未分配"]["bot_resolved"] == (50.0, 2)
    assert by_agent["小梅"] == {"first_reply": (100.0, 1), "handling": (7.0, 1), "satisfaction": (100.0, 1)}
    by_category = await groups("category")
    assert by_category["家居用品"] == {"money": (100.0, 1), "reopened": (0.0, 1)}
    assert by_category["没有具体商品"]["handling"] == (6.0, 2)
    by_channel = await groups("channel")
    assert set(by_channel) == {"网页", "代客登记"}
    assert await groups("day") == {"11月18日": shown((await read(service))["figures"])}
    assert set(await groups("merchant", agent="mei")) == {"没有关联工单"}
    assert shown((await read(service, category="home"))["figures"]) == by_category["家居用品"]
    assert shown((await read(service, channel="widget"))["figures"]) == by_channel["网页"]
    assert (await read(service, merchant="shen"))["reasons"][0]["reason"] == "quality"


async def test_a_merchant_sees_what_concerns_his_goods(service: Service, clock: FixedClock) -> None:
    await day(service, clock)
    report = await read(service, "shen")
    assert [(one["reason"], one["count"]) for one in report["reasons"]] == [("quality", 1)]
    assert shown(report["figures"]) == {}
    assert report["filters"]["merchant"] == "shen"
    assert await read(service, "shen", merchant="shen") == report
    other = await service.get("shen", "/api/reports", **TODAY, merchant="somebody-else")
    assert (other.status_code, other.json()["error"]["code"]) == (404, "not_found")


async def test_agents_see_no_reports(service: Service) -> None:
    for agent in ("lan", "mei"):
        answer = await service.get(agent, "/api/reports", **TODAY)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
    assert (await service.http.get("/api/reports", params=TODAY)).status_code == 401
    for agent in ("zhou", "root", "shen"):
        assert (await service.get(agent, "/api/reports", **TODAY)).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "18.11.2026"}, "from"),
        ({"to": "2026-11-31"}, "to"),
        ({"to": "2026-11-17"}, "to"),
        ({"from": "2025-11-17"}, "to"),
        ({"by": "weather"}, "by"),
        ({"category": "dragons"}, "category"),
        ({"format": "xlsx"}, "format"),
    ],
)
async def test_what_cannot_be_read_is_named(service: Service, query: dict[str, str], field: str) -> None:
    answer = await service.get("zhou", "/api/reports", **TODAY | query)
    assert answer.status_code == 422
    assert answer.json()["error"]["field"].startswith(field)


async def test_the_same_for_excel(service: Service, clock: FixedClock) -> None:
    await day(service, clock)
    answer: httpx.Response = await service.get("zhou", "/api/reports", **TODAY, by="agent", format="csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="aftersales-report-2026-11-18-2026-11-18.csv"' in answer.headers["content-disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert ["小梅", "平均处理时长", "", "7.0", "分钟", "", "1", "≤ 15", "达标"] in rows
    assert ["2026-11-18 至 2026-11-18", "退换货原因", "运输破损", "50.0", "%", "1", "2", "", ""] in rows
