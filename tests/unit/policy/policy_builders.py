"""Simulator bodies for the tests of the policy, as short as the sentences they prove."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.policy.model import Decision

NOW = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)  # a Monday
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
BOTH_PHOTOS = {"photos": {"goods": 1, "parcel": 1}}

Body = dict[str, Any]
Decide = Callable[..., Decision]


def line(
    category: str = "clothes",
    paid: str = "299.00",
    quantity: int = 1,
    line_id: str = "L1",
    list_price: str | None = None,
    **traits: Any,
) -> Body:
    return {
        "line_id": line_id,
        "category": category,
        "quantity": quantity,
        "list_price": list_price or paid,
        "paid": paid,
        "traits": traits,
    }


def virtual(state: str, kind: str = "code", **traits: Any) -> Body:
    return line("virtual", "100.00", virtual={"kind": kind, "state": state}, **traits)


def body(
    request: str,
    *lines: Body,
    status: str = "signed",
    freight: str = "0.00",
    now: datetime = NOW,
    **more: Any,
) -> Body:
    """A simulator body; `more` are fields of the order, except `claim`, `shopper` and `remedy`."""
    lines = lines or (line(),)
    outside = {key: more.pop(key) for key in ("claim", "shopper", "remedy") if key in more}
    order = {
        "paid_total": str(sum((Decimal(part["paid"]) for part in lines), Decimal(freight))),
        "freight": freight,
        "status": status,
        "paid_at": now - timedelta(days=1500),
        "lines": list(lines),
        **more,
    }
    if status == "signed" and "signed_at" not in more:
        order["signed_at"] = now - 2 * HOUR
    texts = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in order.items()}
    return deepcopy({"now": now.isoformat(), "request": request, "order": texts, **outside})


def signed(days: int, now: datetime = NOW) -> datetime:
    """The demo shop's 'signed N days ago': that day at 10:00."""
    return (now - timedelta(days=days)).replace(hour=10, minute=0, second=0)


def outcomes(decision: Decision) -> dict[str, str]:
    """The offered remedies in their order, with their outcomes."""
    return {option.id.value: option.outcome.value for option in decision.remedies}


def edit(folder: Path, file: str, pattern: str, new: str) -> int:
    """Replace the first match of `pattern` in a policy file; the line (from 1) on which it stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    assert found, pattern
    path.write_text(text[: found.start()] + new + text[found.end() :], encoding="utf-8")
    return text[: found.start()].count("\n") + 1
