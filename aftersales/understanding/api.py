"""Understanding for agents and the label page: one text in, what the assistant makes of it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from aftersales.clock import Clock
from aftersales.conversations.rasa import RasaClient, RasaFailed, RasaUnavailable
from aftersales.errors import AppError, InvalidInput
from aftersales.people.model import Agent

INTERNAL = ("unclear",)
"""What only the dialogue reads; the contract does not name it."""


class Expects(StrEnum):
    """What a question waits for (contract, `expects`)."""

    CONSENT = "consent"
    ORDER_ID = "order_id"
    PHONE_TAIL = "phone_tail"
    ITEMS = "items"
    QUANTITY = "quantity"
    PHOTO_GOODS = "photo_goods"
    PHOTO_PARCEL = "photo_parcel"
    REMEDY = "remedy"
    REASON = "reason"
    CAUSE = "cause"
    DESCRIPTION = "description"
    COMPLETE = "complete"
    SPEC = "spec"
    REPAIRS = "repairs"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    DATE = "date"
    ACCOUNT = "account"
    AMOUNT = "amount"
    FEE = "fee"
    WAYBILL = "waybill"
    CONFIRM = "confirm"
    CLARIFY = "clarify"
    ANYTHING_ELSE = "anything_else"
    RATING = "rating"


class ParseIn(BaseModel):
    """`now` dates 「昨天」, `expects` is the question that the text answers (contract, `expects`)."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=2000)
    now: AwareDatetime | None = None
    expects: Expects | None = None


class NotUnderstoodNow(AppError):
    status = 503
    code = "unavailable"


def router(rasa: RasaClient, clock: Clock, agent_of: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`agent_of` is the dependency that gives the signed-in agent or answers 401."""
    routes = APIRouter(prefix="/api/nlu", tags=["understanding"])

    @routes.post("/parse")
    async def parse(body: ParseIn, _agent: Agent = Depends(agent_of)) -> dict[str, Any]:
        """`{intent, ranking, topic?, entities, needs, wants_human, sentiment, urgency, out_of_scope}`."""
        if not body.text.strip():
            raise InvalidInput("请填写要理解的文字。", field="text")
        metadata = {"now": (body.now or clock.now()).isoformat(), "expects": body.expects}
        try:
            understood = await rasa.parse(body.text, metadata, second_opinion=True)
        except (RasaUnavailable, RasaFailed) as error:
            raise NotUnderstoodNow("语义理解暂时不可用，请稍后再试。") from error
        return {key: value for key, value in understood.items() if key not in INTERNAL}

    return routes
