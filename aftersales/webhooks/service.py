"""Endpoints and their delivery log, and the listener that stores what they will be told."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import AppError, NotFound
from aftersales.tickets.model import Ticket
from aftersales.webhooks import repository
from aftersales.webhooks.address import Addresses
from aftersales.webhooks.model import DeliveryStatus, EventType, events_of
from aftersales.webhooks.signing import secret_of
from aftersales.webhooks.tables import WebhookDeliveryRow, WebhookEndpointRow


class EndpointDisabled(AppError):
    status = 409
    code = "endpoint_disabled"


class WebhookService:
    def __init__(self, db: Database, clock: Clock, addresses: Addresses, service_secret: str) -> None:
        self._db = db
        self._clock = clock
        self._addresses = addresses
        self._secret = service_secret

    async def on_step(self, session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        """A `StepListener`: what happened waits for every endpoint that wants to know."""
        listening = await repository.listening(session, after.merchant_id)
        if not listening:
            return
        now = self._clock.now()
        for event in events_of(before, after):
            for endpoint in listening:
                if event["type"] in endpoint.events:
                    repository.add_delivery(session, endpoint.id, event, now)

    async def add(
        self, url: str, events: list[EventType], merchant_id: str | None, who: str
    ) -> tuple[WebhookEndpointRow, str]:
        """The endpoint and its secret, which is shown this once. Raises AddressRefused."""
        await self._addresses.resolve(url)
        row = WebhookEndpointRow(
            id=uuid4().hex,
            url=url,
            events=[str(event) for event in events],
            merchant_id=merchant_id,
            active=True,
            created_at=self._clock.now(),
            created_by=who,
        )
        async with self._db.write() as session:
            session.add(row)
        return row, secret_of(self._secret, row.id)

    async def endpoints(self) -> list[WebhookEndpointRow]:
        async with self._db.read() as session:
            return await repository.endpoints(session)

    async def disable(self, endpoint_id: str) -> WebhookEndpointRow:
        """It learns of nothing more, also not of what waits for it. Raises NotFound."""
        async with self._db.write() as session:
            row = await _endpoint(session, endpoint_id)
            row.active = False
            return row

    async def deliveries(
        self, endpoint_id: str, status: DeliveryStatus | None, limit: int, offset: int
    ) -> tuple[list[WebhookDeliveryRow], int]:
        """A page of its log, newest first, and the number of all. Raises NotFound."""
        async with self._db.read() as session:
            await _endpoint(session, endpoint_id)
            return await repository.deliveries(session, endpoint_id, status, limit, offset)

    async def redeliver(self, endpoint_id: str, delivery_id: int) -> WebhookDeliveryRow:
        """Once more, now, under the same event id. Raises NotFound, EndpointDisabled."""
        async with self._db.write() as session:
            endpoint = await _endpoint(session, endpoint_id)
            if not endpoint.active:
                raise EndpointDisabled("这个接收地址已停用。")
            row = await session.get(WebhookDeliveryRow, delivery_id)
            if row is None or row.endpoint_id != endpoint_id:
                raise NotFound("没有找到这条投递记录。")
            row.status = DeliveryStatus.PENDING
            row.attempts = 0
            row.due_at = self._clock.now()
            return row


async def _endpoint(session: AsyncSession, endpoint_id: str) -> WebhookEndpointRow:
    row = await session.get(WebhookEndpointRow, endpoint_id)
    if row is None:
        raise NotFound("没有找到这个接收地址。")
    return row
