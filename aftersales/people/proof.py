"""Who may see an order: its signed-in owner, or whoever proves it by number and phone tail (POLICY 7)."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

from aftersales.clock import Clock
from aftersales.database import Database
from aftersales.errors import AppError, InvalidInput
from aftersales.people.identity import ShopperIdentity
from aftersales.people.tries import Limit, Tries

TRIES_PER_SENDER = 5
TRIES_PER_ORDER = 20
WINDOW = timedelta(hours=1)


class OwnedOrder(Protocol):
    """What must be known of an order to say whose it is; `phone` is the full number."""

    @property
    def order_id(self) -> str: ...
    @property
    def owner_id(self) -> str: ...
    @property
    def phone(self) -> str: ...


OrderT = TypeVar("OrderT", bound=OwnedOrder)
OrderT_co = TypeVar("OrderT_co", bound=OwnedOrder, covariant=True)


class FindsOrders(Protocol[OrderT_co]):
    async def find(self, order_id: str) -> OrderT_co | None: ...


class NotFoundOrNotYours(AppError):
    """One answer for 'no such order' and 'not yours': asking teaches nothing about others' orders."""

    status = 404
    code = "not_found_or_not_yours"

    def __init__(self) -> None:
        super().__init__("没有找到与订单号和手机号后四位相符的订单，请核对后再试。")


class OwnershipProof(Generic[OrderT]):
    def __init__(self, db: Database, gateway: FindsOrders[OrderT], clock: Clock) -> None:
        self._gateway = gateway
        self._tries = Tries(db, clock)

    async def prove(self, sender: str, order_id: str, phone_tail: str) -> OrderT:
        """The order, if the last four digits of its phone are `phone_tail`. `sender` is the conversation.

        A wrong guess costs the sender and the order one try, whether the order exists or not; a right one is
        given back. Raises InvalidInput (not four digits; costs nothing), NotFoundOrNotYours or TooManyTries.
        """
        tail = unicodedata.normalize("NFKC", phone_tail).strip()
        if not re.fullmatch("[0-9]{4}", tail):
            raise InvalidInput("请输入手机号的后四位数字。", field="phone_tail")
        order = await self._gateway.find(order_id)
        spent = await self._tries.spend(
            Limit(f"proof:sender:{sender}", TRIES_PER_SENDER, WINDOW),
            Limit(f"proof:order:{order_id}", TRIES_PER_ORDER, WINDOW),
        )
        expected = order.phone[-4:] if order is not None else "----"
        matches = hmac.compare_digest(expected.encode(), tail.encode())
        if order is None or not matches:
            raise NotFoundOrNotYours
        await self._tries.give_back(spent)
        return order


def access_order(
    order: OrderT | None, identity: ShopperIdentity | None, proved: Collection[str] = ()
) -> OrderT:
    """The order, for a shopper who may see it; `proved` holds the ids of orders proved in this conversation.

    Raises NotFoundOrNotYours.
    """
    if order is None:
        raise NotFoundOrNotYours
    if identity is not None and identity.shopper_id == order.owner_id:
        return order
    if order.order_id in proved:
        return order
    raise NotFoundOrNotYours
