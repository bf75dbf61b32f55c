"""Whatever date or sum the assistant tells, the ledger knows: real talks held against it, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.dialogue.client import Shopper
from tests.support.desk import Desk
from tests.support.shop import WEDNESDAY

SHANGHAI = ZoneInfo("Asia/Shanghai")
HISTORY = {"order", "order_list", "progress"}
"""Cards that repeat what was bought and what was done."""
NAMED = re.compile(r"「[^」]*」")
DAY = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]")
YUAN = re.compile(r"¥\s*([0-9]+(?:\.[0-9]+)?)|([0-9]+(?:\.[0-9]+)?)\s*元")


@dataclass
class Figures:
    days: set[date] = field(default_factory=set)
    sums: set[Decimal] = field(default_factory=set)

    def lacking(self, ledger: Figures) -> list[str]:
        """What is told here and stands nowhere in the ledger."""
        days = [f"{day:%m-%d}" for day in sorted(self.days - ledger.days)]
        return days + [f"{amount} yuan" for amount in sorted(self.sums - ledger.sums)]


def told(messages: list[dict[str, Any]]) -> Figures:
    """Every day to come and every sum in what the assistant showed."""
    found = Figures()
    for message in messages:
        for words in shown(message) if message["from"] in ("bot", "system") else ():
            plain = NAMED.sub(" ", words)
            for month, day in DAY.findall(plain):
                named = date(WEDNESDAY.year, int(month), int(day))
                if named > WEDNESDAY.date():
                    found.days.add(named)
            found.sums |= {Decimal(one or other) for one, other in YUAN.findall(plain)}
    found.sums.discard(Decimal(0))
    return found


def shown(message: dict[str, Any]) -> Iterator[str]:
    yield message.get("text") or ""
    yield from (choice["title"] for choice in message.get("choices", ()))
    card = message.get("card") or {}
    if card.get("kind") not in HISTORY:
        yield from words_in({key: value for key, value in card.items() if key not in ("items", "order")})


def words_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            money = key == "refund_amount" and isinstance(item, str)
            yield from [f"¥{item}"] if money else words_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from words_in(item)


def kept(rows: list[dict[str, Any]]) -> Figures:
    due = [datetime.fromisoformat(row["due_at"]).astimezone(SHANGHAI).date() for row in rows if row["due_at"]]
    return Figures(set(due), {Decimal(row["amount"]) for row in rows if row["amount"]})


TALKS: dict[str, list[str | int]] = {
    "a broken vase": ["花瓶收到就碎了", "/order:202600010010", 2, "/remedy:reship", "/yes"],
    "a partial return": ["衬衫想退2件，不想要了", "/order:202600010006", "/yes", "/yes"],
    "a refusal pleaded with": ["空气炸锅不想要了，退货", "/order:202600010003", "就差一天，通融一下吧"],
    "a late parcel": ["积木一直没到", "/order:202600010012", "/remedy:refund_only", "/yes"],
    "a failed recharge": ["话费充值没到账", "/order:202600010015", "/remedy:refund_only", "/yes"],
    "a coat not wanted": ["羽绒服还没发货，我要取消订单", "/order:202600010013", "/yes"],
    "questions about the rules": ["退货的运费谁出，能报销多少", "退款多久到账", "七天无理由怎么算"],
}
"""Texts, taps (after a stroke) and numbers of photos, as far as each is asked."""


@pytest.mark.parametrize("talk", TALKS.values(), ids=TALKS)
async def test_no_date_and_no_sum_is_told_that_the_ledger_does_not_hold(
    shop: str, lin: Shopper, talk: list[str | int]
) -> None:
    for line in talk:
        if isinstance(line, int):
            await lin.send_photos(line)
        elif not line.startswith("/"):
            await lin.say(line)
        elif lin.offer(line[1:]):
            await lin.tap(line[1:])
    async with Desk(shop, "zhou") as supervisor:
        rows = await supervisor.promises(lin.conversation_id)
    assert told(lin.read).lacking(kept(rows)) == []


async def test_the_talks_tell_dates_and_sums(shop: str, lin: Shopper) -> None:
    """Else there was nothing to hold against the ledger; and a row less is noticed."""
    for line in ("花瓶收到就碎了", "/order:202600010010"):
        await (lin.tap(line[1:]) if line.startswith("/") else lin.say(line))
    await lin.send_photos(2)
    await lin.tap("remedy:return_refund" if lin.offer("remedy:return_refund") else "remedy:refund_only")
    await lin.tap("yes")
    said = told(lin.read)
    assert said.days
    assert Decimal("189.00") in said.sums
    async with Desk(shop, "zhou") as supervisor:
        rows = await supervisor.promises(lin.conversation_id)
    assert said.lacking(kept(rows)) == []
    without = [row for row in rows if row["amount"] != "189.00"]
    assert said.lacking(kept(without)) == ["189.00 yuan"]
