"""Every query on webhooks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.webhooks.model import DeliveryStatus, Event
from aftersales.webhooks.tables import WebhookDeliveryRow, WebhookEndpointRow


async def endpoints(session: AsyncSession) -> list[WebhookEndpointRow]:
    rows = select(WebhookEndpointRow).order_by(WebhookEndpointRow.created_at, WebhookEndpointRow.id)
    return list(await session.scalars(rows))


async def listening(session: AsyncSession, merchant_id: str | None) -> list[WebhookEndpointRow]:
    """Active endpoints that may learn of this merchant's tickets."""
    whose = WebhookEndpointRow.merchant_id
    rows = select(WebhookEndpointRow).where(
        WebhookEndpointRow.active, or_(whose.is_(None), whose == merchant_id)
    )
    return list(await session.scalars(rows))


def add_delivery(session: AsyncSession, endpoint_id: str, event: Event, now: datetime) -> None:
    session.add(
        WebhookDeliveryRow(
            endpoint_id=endpoint_id,
            event_id=event["id"],
            type=event["type"],
            document=event,
            status=DeliveryStatus.PENDING,
            attempts=0,
            due_at=now,
            created_at=now,
        )
    )


async def any_due(session: AsyncSession, now: datetime) -> bool:
    """A look that takes no write lock."""
    return await session.scalar(_due(now).limit(1)) is not None


async def claim_due(
    session: AsyncSession, now: datetime, until: datetime, limit: int
) -> list[tuple[WebhookDeliveryRow, WebhookEndpointRow]]:
    """The oldest due delivery of each endpoint, counted as tried; nobody else gets them before `until`."""
    ids = list(await session.scalars(_due(now).limit(limit)))
    pairs = await session.execute(
        select(WebhookDeliveryRow, WebhookEndpointRow)
        .join(WebhookEndpointRow, WebhookEndpointRow.id == WebhookDeliveryRow.endpoint_id)
        .where(WebhookDeliveryRow.id.in_(ids))
        .with_for_update(of=WebhookDeliveryRow, skip_locked=True)
    )
    claimed = [(delivery, endpoint) for delivery, endpoint in pairs]
    for delivery, _ in claimed:
        delivery.attempts += 1
        delivery.due_at = until
    await session.flush()
    return claimed


async def deliveries(
    session: AsyncSession, endpoint_id: str, status: DeliveryStatus | None, limit: int, offset: int
) -> tuple[list[WebhookDeliveryRow], int]:
    """A page, newest first, and the number of all that fit."""
    rows = select(WebhookDeliveryRow).where(WebhookDeliveryRow.endpoint_id == endpoint_id)
    if status is not None:
        rows = rows.where(WebhookDeliveryRow.status == status)
    total = await session.scalar(select(func.count()).select_from(rows.subquery()))
    page = rows.order_by(WebhookDeliveryRow.id.desc()).limit(limit).offset(offset)
    return list(await session.scalars(page)), total or 0


def _due(now: datetime) -> Select[int | None]:
    return (
        select(func.min(WebhookDeliveryRow.id))
        .join(WebhookEndpointRow, WebhookEndpointRow.id == WebhookDeliveryRow.endpoint_id)
        .where(
            WebhookEndpointRow.active,
            WebhookDeliveryRow.status == DeliveryStatus.PENDING,
            WebhookDeliveryRow.due_at <= now,
        )
        .group_by(WebhookDeliveryRow.endpoint_id)
    )
