"""Due deliveries go out, signed; what is not received is sent again for a day."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import AppError
from aftersales.webhooks import repository
from aftersales.webhooks.address import Addresses
from aftersales.webhooks.model import DeliveryStatus, Event, pause
from aftersales.webhooks.signing import secret_of, signed_headers
from aftersales.webhooks.tables import WebhookDeliveryRow

log = logging.getLogger(__name__)

ENDPOINTS_AT_ONCE = 20
LEASE = timedelta(minutes=1)
TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class _Due:
    id: int
    attempts: int
    endpoint_id: str
    url: str
    event: Event


class WebhookSender:
    """`send_due` is a chore: one delivery of each endpoint, so that a dead one delays itself only."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        addresses: Addresses,
        service_secret: str,
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._db = db
        self._clock = clock
        self._addresses = addresses
        self._secret = service_secret
        self._client = httpx.AsyncClient(timeout=timeout_s, follow_redirects=False, trust_env=False)

    async def send_due(self) -> bool:
        async with self._db.read() as session:
            if not await repository.any_due(session, self._clock.now()):
                return False
        async with self._db.write() as session:
            now = self._clock.now()
            claimed = await repository.claim_due(session, now, now + LEASE, ENDPOINTS_AT_ONCE)
            due = [_Due(d.id, d.attempts, e.id, e.url, d.document) for d, e in claimed]
        await asyncio.gather(*(self._deliver(one) for one in due))
        return bool(due)

    async def close(self) -> None:
        await self._client.aclose()

    async def _deliver(self, due: _Due) -> None:
        try:
            status, problem = await self._post(due), None
            if not 200 <= status < 300:
                problem = f"answered {status}"
        except AppError as refused:
            status, problem = None, refused.message
        except httpx.HTTPError as error:
            status, problem = None, type(error).__name__
        await self._note(due, status, problem)

    async def _post(self, due: _Due) -> int:
        """The answer's status; nobody reads its body."""
        target = await self._addresses.resolve(due.url)
        body = json.dumps(due.event, ensure_ascii=False, separators=(",", ":")).encode()
        headers = signed_headers(
            secret_of(self._secret, due.endpoint_id), due.event["id"], self._clock.now(), body
        )
        headers |= {"Host": target.host, "Content-Type": "application/json", "User-Agent": "aftersales"}
        async with self._client.stream(
            "POST", target.url, content=body, headers=headers, extensions={"sni_hostname": target.name}
        ) as answer:
            return answer.status_code

    async def _note(self, due: _Due, status: int | None, problem: str | None) -> None:
        now = self._clock.now()
        changes: dict[str, Any] = {"http_status": status, "problem": problem}
        if problem is None:
            changes |= {"status": DeliveryStatus.DELIVERED, "delivered_at": now}
        elif (wait := pause(due.attempts)) is not None:
            changes |= {"due_at": now + wait}
        else:
            log.warning("webhook %s: given up after %d tries", due.endpoint_id, due.attempts)
            changes |= {"status": DeliveryStatus.FAILED}
        async with self._db.write() as session:
            row = await session.get(WebhookDeliveryRow, due.id)
            if row is not None:
                for name, value in changes.items():
                    setattr(row, name, value)
