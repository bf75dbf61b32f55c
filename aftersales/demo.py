"""The demo shop's own routes: who the visitor is, and putting everything back. Exists in demo mode only."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import socketio
from fastapi import APIRouter, Response
from pydantic import AwareDatetime, BaseModel
from sqlalchemy import delete

from aftersales.clock import Clock, ShiftedClock
from aftersales.database import Base, Database
from aftersales.errors import NotFound
from aftersales.orders.demo import DemoShop
from aftersales.orders.demo_data import demo_shoppers
from aftersales.people.demo import load_demo_agents
from aftersales.people.identity import ShopperIdentity, sign_identity
from aftersales.photos.service import PhotoService
from aftersales.settings import Settings

IDENTITY_HOURS = 12
_KEPT = {"agents", "alembic_version"}


class ResetIn(BaseModel):
    now: AwareDatetime | None = None


async def load_if_empty(db: Database, orders: DemoShop) -> None:
    """Load shop and agents on the first start; a restart keeps what is there."""
    async with db.write() as session:
        await orders.load_if_empty(session)
        await load_demo_agents(session)


async def reset(db: Database, orders: DemoShop, photos: PhotoService, now: datetime) -> None:
    """The demo as it was loaded, dated to `now`: no conversation, ticket, consent, try or photo is left."""
    await photos.forget_all()
    async with db.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            if table.name not in _KEPT:
                await session.execute(delete(table))
        await load_demo_agents(session)
        await orders.reset(session, now)


def router(
    db: Database,
    orders: DemoShop,
    photos: PhotoService,
    clock: Clock,
    settings: Settings,
    sio: socketio.AsyncServer,
    widget_namespace: str,
) -> APIRouter:
    routes = APIRouter(prefix="/demo", tags=["demo"])

    @routes.get("/identity")
    async def identity(sub: str) -> dict[str, str]:
        """What a real shop's page would get from its own server."""
        known = demo_shoppers().get(sub)
        if known is None:
            raise NotFound("演示商店里没有这位顾客。", field="sub")
        shopper = ShopperIdentity(known.id, known.name, known.phone)
        expires = clock.now() + timedelta(hours=IDENTITY_HOURS)
        return {"identity": sign_identity(settings.identity_secret.get_secret_value(), shopper, expires)}

    @routes.post("/reset", status_code=204)
    async def put_back(body: ResetIn | None = None) -> Response:
        now: Any = body.now if body else None
        if isinstance(clock, ShiftedClock):
            clock.shift_to(now)
        await reset(db, orders, photos, clock.now())
        for sid, _ in list(sio.manager.get_participants(widget_namespace, None)):
            await sio.disconnect(sid, namespace=widget_namespace)
        return Response(status_code=204)

    return routes
