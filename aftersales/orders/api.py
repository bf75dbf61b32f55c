"""Uploading a shop's orders."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict

from fastapi import APIRouter, Depends, File, UploadFile

from aftersales.errors import AppError
from aftersales.orders.table import OrderImport
from aftersales.people.model import Agent, Permission, require, ticket_scope

MOST_BYTES = 10_000_000


class TooLarge(AppError):
    status = 413
    code = "too_large"


def router(orders: OrderImport, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
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
