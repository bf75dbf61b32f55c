"""One message takes up again what her own clock closed, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from aftersales.dialogue.resting_talk import gone_on, resumption
from aftersales.orders.demo_data import demo_orders
from aftersales.policy.policy import Policy
from aftersales.tickets.model import HistoryEntry, Item, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.resting import Sent
from tests.support.walking import open_at

from .conftest import NOW, heard

ORDERS = demo_orders(NOW)
HOODIE, VASE = "202600010001", "202600010010"


def closed(origin: S, order_id: str, number: str, who: str = "system", days: int = 1) -> Ticket:
    ticket = open_at(NOW - timedelta(days=days + 8))
    entry = HistoryEntry(NOW - timedelta(days=days), who, origin, S.CLOSED, "七天没有等到")
    return replace(
        ticket,
        number=number,
        status=S.CLOSED,
        order_id=order_id,
        items=(Item(f"{order_id}-1", 1),),
        history=(*ticket.history, entry),
    )


UNSENT = closed(S.AWAITING_RETURN, HOODIE, "AS0000000001")
MISSING = closed(S.INFO_NEEDED, VASE, "AS0000000002", days=2)


def meant(text: str, *tickets: Ticket, **parts: Any) -> str | None:
    found = resumption(heard(text, **parts), tickets or (UNSENT, MISSING), ORDERS, NOW)
    return found.ticket.number if found else None


@pytest.mark.parametrize(
    ("text", "parts", "number"),
    [
        ("", {"photos": ("p1",)}, MISSING.number),
        ("已经寄回去了", {}, UNSENT.number),
        ("单号发你", {"entities": {"tracking_number": "SF1234567890123"}}, UNSENT.number),
        ("东西找到了", {}, UNSENT.number),
        ("花瓶的照片拍好了", {"entities": {"product": "花瓶"}}, MISSING.number),
        ("", {"entities": {"ticket_id": "AS0000000002"}}, MISSING.number),
        ("你们几点上班", {}, None),
        ("好的", {}, None),
    ],
)
def test_what_she_sends_says_which_one(text: str, parts: dict[str, Any], number: str | None) -> None:
    assert meant(text, **parts) == number


def test_what_she_or_an_agent_ended_stays_ended() -> None:
    assert meant("接着办", closed(S.INFO_NEEDED, VASE, "AS0000000003", who="lan")) is None
    assert meant("接着办", closed(S.COMPLETED, VASE, "AS0000000004")) is None


def test_after_thirty_days_it_is_too_late() -> None:
    old = closed(S.INFO_NEEDED, VASE, "AS0000000005", days=31)
    found = resumption(heard("接着办"), [old], ORDERS, NOW)
    assert found is not None
    assert found.late


def test_where_to_send_is_said_again(policy: Policy) -> None:
    waiting = replace(UNSENT, status=S.AWAITING_RETURN)
    assert policy.figures.returns.address in gone_on(waiting, Sent("接着办"), ORDERS, policy, "")["text"]
    asked = gone_on(waiting, Sent("已经寄回去了"), ORDERS, policy, "")
    assert asked["expects"] == "waybill"
