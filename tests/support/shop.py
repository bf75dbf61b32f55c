"""The demo shop, put back as it was loaded."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import httpx

WEDNESDAY = datetime(2026, 3, 11, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working afternoon; what was signed today was signed at 13:00."""


def reset(url: str, now: datetime | None) -> None:
    """Orders, conversations, tickets, consents and tries, dated to `now` (None: to the real clock)."""
    body = {"now": now.isoformat()} if now else {}
    httpx.post(f"{url}/demo/reset", json=body, trust_env=False, timeout=60).raise_for_status()
