from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aftersales.clock import SHANGHAI
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.model import Decision
from aftersales.policy.policy import Policy

POLICY_FOLDER = Path(__file__).parents[3] / "policy"
NOW = datetime(2026, 11, 23, 12, tzinfo=SHANGHAI)  # a Monday

Body = dict[str, Any]
Decide = Callable[..., Decision]


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(POLICY_FOLDER)


def line(category: str, paid: str, quantity: int = 1, line_id: str = "L1", **traits: Any) -> Body:
    return {
        "line_id": line_id,
        "category": category,
        "quantity": quantity,
        "list_price": paid if quantity == 1 else "89.00",
        "paid": paid,
        "traits": traits,
    }


def body(
    request: str, *lines: Body, status: str = "signed", freight: str = "0.00", now: datetime = NOW, **more: Any
) -> Body:
    """A simulator body; `more` holds fields of the order, except `claim`, `shopper` and `remedy`."""
    lines = lines or (line("clothes", "299.00"),)
    paid = sum(round(float(part["paid"]) * 100) for part in lines) + round(float(freight) * 100)
    outside = {key: more.pop(key) for key in ("claim", "shopper", "remedy") if key in more}
    order = {
        "paid_total": f"{paid / 100:.2f}",
        "freight": freight,
        "status": status,
        "paid_at": (now - timedelta(days=1500)).isoformat(),
        "lines": list(lines),
    }
    times = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in more.items()}
    return deepcopy({"now": now.isoformat(), "request": request, "order": order | times, **outside})


def signed(days: int, now: datetime = NOW) -> datetime:
    """The demo shop's 'signed N days ago': that day at 10:00."""
    return (now - timedelta(days=days)).replace(hour=10, minute=0, second=0)


@pytest.fixture(scope="session")
def decision(policy: Policy) -> Decide:
    def decided(*args: Any, **kwargs: Any) -> Decision:
        return decide(parse_facts(body(*args, **kwargs)), policy)

    return decided
