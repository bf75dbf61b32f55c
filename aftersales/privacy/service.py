"""Who asks for her data is known first; then it is shown, handed out, corrected, or its deletion begun."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import IO, Any
from uuid import uuid4

from anyio import to_thread
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.conversations import repository as conversations
from aftersales.conversations.tables import ConsentRow, ConversationRow
from aftersales.database import Database
from aftersales.errors import InvalidInput
from aftersales.orders.model import Order
from aftersales.people.model import Agent, Permission, require
from aftersales.people.proof import OwnershipProof
from aftersales.people.tokens import TokenExpired, TokenInvalid, read_token, sign_token
from aftersales.photos.store import PhotoStore
from aftersales.policy.calendar import WorkCalendar
from aftersales.privacy import holdings, repository
from aftersales.privacy.deletion import Deletion
from aftersales.privacy.document import Document, document
from aftersales.privacy.export import Package, packed
from aftersales.privacy.model import IdentityNeeded, Kind, LinkGone, Proof, Request, State, Subject, Terms
from aftersales.privacy.ownership import OrdersOf
from aftersales.privacy.tickets import PrivacyTickets

LINK = "privacy-export"
FOR_CALLERS = (Kind.SHOW, Kind.DELETE, Kind.WITHDRAW_CONSENT)
_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)

Act = Callable[[AsyncSession], Awaitable[dict[str, Any]]]
"""What is done in the transaction that stores the request; gives the result's numbers."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose data, how that was proved, and where the answer goes."""

    subject: Subject
    proof: Proof
    conversation_id: str | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a deletion would take, keep and wait for."""

    conversations: int
    messages: int
    photos: int
    locked: int
    running: tuple[str, ...]
    """Numbers of the tickets that have to end first."""


class PrivacyService:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        secret: str,
        orders_of: OrdersOf,
        proof: OwnershipProof[Order],
        store: PhotoStore,
        tickets: PrivacyTickets,
        deletion: Deletion,
        calendar: WorkCalendar,
        terms: Terms,
    ) -> None:
        self._db = db
        self._clock = clock
        self._secret = secret
        self._orders_of = orders_of
        self._proof = proof
        self._store = store
        self._tickets = tickets
        self._deletion = deletion
        self._calendar = calendar
        self._terms = terms

    @property
    def link_minutes(self) -> int:
        """How long a download link works."""
        return self._terms.link_minutes

    async def asker(self, conversation_id: str) -> Asker:
        """Raises IdentityNeeded for a visitor who proved no order, NotFound."""
        async with self._db.read() as session:
            row = await conversations.get(session, conversation_id)
        if row.shopper_id is not None:
            return Asker(holdings.subject_of(row), Proof.IDENTITY, row.id)
        if not row.proven_orders:
            raise IdentityNeeded
        return Asker(holdings.subject_of(row), Proof.ORDER, row.id)

    async def show(self, conversation_id: str, key: str) -> Document:
        """What is held of her. `key` (a message id) makes a repeated turn the same request."""
        asker = await self.asker(conversation_id)
        await self._at_once(asker, Kind.SHOW, key)
        return (await self._package(asker)).document

    async def export(self, conversation_id: str, key: str) -> str:
        """The token of a link that works once, for some minutes: `GET /api/privacy/exports/<token>`."""
        request = await self._at_once(await self.asker(conversation_id), Kind.EXPORT, key)
        expires = self._clock.now() + timedelta(minutes=self._terms.link_minutes)
        return sign_token(self._secret, {"sub": request.id}, expires, LINK)

    async def download(self, token: str) -> IO[bytes]:
        """The ZIP behind a link. Raises LinkGone."""
        try:
            request_id = read_token(self._secret, token, self._clock, LINK)["sub"]
        except (TokenInvalid, TokenExpired):
            raise LinkGone from None
        async with self._db.write() as session:
            request = await repository.get(session, request_id)
            if request is None or not await repository.take_download(session, request_id, self._clock.now()):
                raise LinkGone
        asker = Asker(Subject.read(request.subject), request.proof, request.conversation_id)
        return await to_thread.run_sync(packed, await self._package(asker))

    async def correct(
        self, conversation_id: str, key: str, *, name: str | None = None, phone: str | None = None
    ) -> Request:
        """Name and phone as kept in her conversations; an order's are the shop's. Raises InvalidInput."""
        values = _checked(name, phone)
        asker = await self.asker(conversation_id)

        async def act(session: AsyncSession) -> dict[str, Any]:
            scope = await holdings.scope_of(session, asker.subject, ())
            hers = ConversationRow.id.in_(scope.conversation_ids)
            await session.execute(update(ConversationRow).where(hers).values(**values))
            return {"conversations": len(scope.conversation_ids)}

        return await self._at_once(asker, Kind.CORRECT, key, act)

    async def withdraw_consent(self, conversation_id: str, key: str) -> Request:
        """From now on as if she had declined; what was done before stays lawful (个保法 15)."""
        return await self._withdraw(await self.asker(conversation_id), key)

    async def outlook(self, conversation_id: str) -> Outlook:
        """For the summary that she confirms before a deletion."""
        asker = await self.asker(conversation_id)
        order_ids = [order.order_id for order in await self._orders_of(asker.subject)]
        async with self._db.read() as session:
            scope = await holdings.scope_of(session, asker.subject, order_ids)
            held = await holdings.held(session, scope)
            running = await holdings.running_tickets(session, scope)
        locked = sum(ticket.order_id is not None for ticket in held.tickets)
        return Outlook(len(held.conversations), held.messages, len(held.photos), locked, tuple(running))

    async def delete(self, conversation_id: str, key: str) -> Request:
        """Begin the deletion that she confirmed; asked again while it runs, the same one.

        It is carried out right after the running turn. With a running ticket it is `held`, its numbers in
        `result["held_by"]`, and carried out once they have ended; withdrawing its own ticket calls it off.
        """
        return await self._delete(await self.asker(conversation_id), key)

    async def for_caller(
        self, agent: Agent, kind: Kind, order_id: str, phone_tail: str, *, called_back: bool, key: str
    ) -> tuple[Request, Document | None]:
        """A colleague asks for somebody on the phone, whom the order and its phone tail prove.

        Only a call back to the order's own number opens everything that is the buyer's. The document is
        masked. Raises what `OwnershipProof.prove` raises, InvalidInput.
        """
        require(agent, Permission.CONVERSE)
        if kind not in FOR_CALLERS:
            raise InvalidInput("电话里不能办理，请顾客登录商城页面后自助办理。", field="kind")
        order = await self._proof.prove(f"desk:{agent.id}", order_id, phone_tail)
        if called_back:
            asker = Asker(Subject("shopper", order.owner_id), Proof.CALL_BACK, None)
        else:
            asker = Asker(Subject("order", order.order_id), Proof.ORDER, None)
        if kind is Kind.DELETE:
            return await self._delete(asker, key), None
        if kind is Kind.WITHDRAW_CONSENT:
            return await self._withdraw(asker, key), None
        request = await self._at_once(asker, kind, key)
        return request, (await self._package(asker)).document

    async def requests(self, agent: Agent, state: State | None, limit: int) -> list[Request]:
        require(agent, Permission.CONVERSE)
        async with self._db.read() as session:
            return await repository.listing(session, state, limit)

    async def work(self) -> bool:
        """The worker's chore: carry one unfinished request on; False when none can go on now."""
        async with self._db.read() as session:
            due = await repository.due(session, self._clock.now())
        for request in due:
            if await self._carry_on(request):
                return True
        return False

    async def _carry_on(self, request: Request) -> bool:
        if request.kind is Kind.DELETE:
            return await self._deletion.carry_on(request)
        await self._finish(request)
        return True

    async def _delete(self, asker: Asker, key: str) -> Request:
        order_ids = [order.order_id for order in await self._orders_of(asker.subject)]

        async def act(session: AsyncSession) -> dict[str, Any]:
            scope = await holdings.scope_of(session, asker.subject, order_ids)
            running = await holdings.running_tickets(session, scope)
            return {"held_by": running} if running else {}

        return await self._begin(asker, Kind.DELETE, key, act)

    async def _withdraw(self, asker: Asker, key: str) -> Request:
        async def act(session: AsyncSession) -> dict[str, Any]:
            scope = await holdings.scope_of(session, asker.subject, ())
            given = await session.scalars(select(ConsentRow).where(ConsentRow.subject.in_(scope.subjects)))
            rows = given.all()
            for row in rows:
                row.granted, row.at = False, self._clock.now()
            return {"consents": len(rows)}

        return await self._at_once(asker, Kind.WITHDRAW_CONSENT, key, act)

    async def _at_once(self, asker: Asker, kind: Kind, key: str, act: Act | None = None) -> Request:
        request = await self._begin(asker, kind, key, act)
        return request if request.state is State.DONE else await self._finish(request)

    async def _begin(self, asker: Asker, kind: Kind, key: str, act: Act | None) -> Request:
        """The request of this key, stored with what is done for it in one transaction, and its ticket."""
        async with self._db.write() as session:
            known = await repository.by_key(session, key)
            if known is None and kind is Kind.DELETE:
                known = await repository.unfinished(session, asker.subject, kind)
            request = known or await self._stored(session, asker, kind, key, act)
        if request.ticket_id is not None:
            return request
        ticket = await self._tickets.open(request)
        async with self._db.write() as session:
            return await repository.change(session, request.id, ticket_id=ticket.id)

    async def _stored(
        self, session: AsyncSession, asker: Asker, kind: Kind, key: str, act: Act | None
    ) -> Request:
        now = self._clock.now()
        result = await act(session) if act else {}
        request = Request(
            id=uuid4().hex,
            kind=kind,
            subject=str(asker.subject),
            proof=asker.proof,
            conversation_id=asker.conversation_id,
            ticket_id=None,
            state=State.HELD if "held_by" in result else State.RUNNING,
            requested_at=now,
            due_at=self._calendar.add_working_days(now, self._terms.answer_working_days),
            done_at=None,
            result=result,
        )
        await repository.add(session, request, key)
        return request

    async def _finish(self, request: Request) -> Request:
        await self._tickets.finish(request)
        async with self._db.write() as session:
            return await repository.change(session, request.id, state=State.DONE, done_at=self._clock.now())

    async def _package(self, asker: Asker) -> Package:
        orders = await self._orders_of(asker.subject)
        order_ids = [order.order_id for order in orders]
        async with self._db.read() as session:
            scope = await holdings.scope_of(session, asker.subject, order_ids)
            held = await holdings.held(session, scope)
            messages = {row.id: await holdings.messages_in(session, row.id) for row in held.conversations}
        masked = asker.proof is not Proof.IDENTITY
        return Package(
            document=document(held, orders, self._clock.now(), masked=masked),
            messages=messages,
            tickets=held.tickets,
            photos={photo: self._store.path(photo) for photo in held.photos},
        )


def _checked(name: str | None, phone: str | None) -> dict[str, str]:
    """Raises InvalidInput naming the field."""
    values = {}
    if name is not None:
        if not 1 <= len(name.strip()) <= 64:
            raise InvalidInput("姓名须为 1–64 个字。", field="name")
        values["shopper_name"] = name.strip()
    if phone is not None:
        if not _MOBILE.fullmatch(phone.strip()):
            raise InvalidInput("请填写 11 位手机号。", field="phone")
        values["shopper_phone"] = phone.strip()
    if not values:
        raise InvalidInput("请说明要更正姓名还是手机号。")
    return values
