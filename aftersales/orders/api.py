"""An order as the desk reads it, and uploading a shop's orders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Depends, File, UploadFile

from aftersales.errors import AppError, NotFound
from aftersales.orders.model import Order, OrderGateway
from aftersales.orders.table import OrderImport
from aftersales.people.masks import mask_address, mask_name, mask_phone
from aftersales.people.model import Agent, Permission, require, ticket_scope

MOST_BYTES = 10_000_000


class TooLarge(AppError):
    status = 413
    code = "too_large"


def router(orders: OrderGateway, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api/orders", tags=["orders"])

    @routes.get("/{order_id}")
    async def get(order_id: str, agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        """What was bought and how it stands; whom it went to only as a hint. 404 for another merchant's."""
        scope = ticket_scope(agent)
        order = await orders.find(order_id)
        if order is None or scope not in (None, order.merchant_id):
            raise NotFound("没有找到这个订单。", field="order_id")
        return _to_json(order)

    return routes


def _to_json(order: Order) -> dict[str, Any]:
    moments = ("paid_at", "promised_at", "shipped_at", "signed_at")
    return {
        "order_id": order.order_id,
        "status": order.status,
        "merchant_id": order.merchant_id,
        "receiver": {
            "name": mask_name(order.owner_name),
            "phone": mask_phone(order.phone),
            "address": mask_address(order.address),
        },
        **{name: moment and moment.isoformat() for name in moments for moment in [getattr(order, name)]},
        "paid_total": f"{order.paid_total:.2f}",
        "lines": [
            {
                "line_id": line.line_id,
                "name": line.name,
                "spec": line.spec,
                "category": line.category,
                "quantity": line.quantity,
                "paid": f"{line.paid:.2f}",
                "virtual": line.traits.virtual is not None,
            }
            for line in order.lines
        ],
    }


def import_router(orders: OrderImport, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api/orders", tags=["orders"])

    @routes.post("/import")
    async def import_table(file: UploadFile = File(), agent: Agent = Depends(agent_of)) -> dict[str, int]:
        """CSV (UTF-8 or GBK) or Excel; a merchant's are his own. 422 `bad_table` names every bad row."""
        require(agent, Permission.IMPORT_ORDERS)
        data = await file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise TooLarge("文件超过 10 MB，请分成几个文件。", field="file")
        return asdict(await orders.run(data, ticket_scope(agent)))

    return routes
