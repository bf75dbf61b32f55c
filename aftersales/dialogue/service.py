"""What a dialogue needs of the product: who asks, her orders and tickets, proof, a new ticket."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.clocks.model import CaseClock
from aftersales.conversations import repository
from aftersales.conversations.inbox import consent_subject
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Sender
from aftersales.conversations.tables import ConsentRow
from aftersales.database import Database
from aftersales.dialogue import faq
from aftersales.dialogue.case import Case
from aftersales.dialogue.facts import alarm_facts, change_of, description_of, disputed, photos_of
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.matters import Concern
from aftersales.dialogue.texts import CONSENT_VERSION, Bubble
from aftersales.orders.model import Order, OrderGateway
from aftersales.people.proof import NotFoundOrNotYours, OwnershipProof
from aftersales.people.tries import TooManyTries
from aftersales.policy.decide import decide
from aftersales.policy.names import Rule, SlaClock
from aftersales.policy.policy import Policy
from aftersales.privacy.service import PrivacyService
from aftersales.tickets.earlier import replaced_lines
from aftersales.tickets.model import BOT, SHOPPER, Item, Level, NewTicket, Ticket, TicketStatus, TicketType
from aftersales.tickets.money import refunded_quantities
from aftersales.tickets.repository import TicketFilter
from aftersales.tickets.resting import rested_lines
from aftersales.tickets.service import TicketService

RISK_WINDOW = timedelta(days=90)
MOST_TICKETS = 500
"""Of one shopper; more than anybody has open at once."""

RunningClocks = Callable[[AsyncSession, str], Awaitable[Sequence[CaseClock]]]
"""(session, ticket_id): the clocks of a ticket that neither wait nor have stopped."""


def _asks_on(text: str) -> bool:
    return faq.asks_for_rule(text) or faq.asks_why(text)


class PhotoLikeness(Protocol):
    async def alike(self, photo_id: str) -> frozenset[str]: ...


@dataclass(frozen=True)
class Subject:
    """Who is asking in a conversation, and what was settled there."""

    conversation_id: str
    shopper_id: str | None
    name: str | None
    consent: bool | None
    proven_orders: tuple[str, ...]
    case: int


class DialogueService:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        policy: Policy,
        orders: OrderGateway,
        tickets: TicketService,
        photos: PhotoLikeness,
        proof: OwnershipProof[Order],
        log: ConversationLog,
        privacy: PrivacyService,
        running_clocks: RunningClocks,
    ) -> None:
        self.policy = policy
        self.clock = clock
        self.tickets = tickets
        self.privacy = privacy
        self._db = db
        self._orders = orders
        self._running_clocks = running_clocks
        self._photos = photos
        self._proof = proof
        self._log = log

    async def subject(self, conversation_id: str) -> Subject:
        async with self._db.read() as session:
            row = await repository.get(session, conversation_id)
            consent = await repository.consent_of(session, consent_subject(row))
        return Subject(
            conversation_id=row.id,
            shopper_id=row.shopper_id,
            name=row.shopper_name,
            consent=None if consent is None else consent.granted,
            proven_orders=tuple(row.proven_orders),
            case=row.case_no,
        )

    async def orders_of(self, subject: Subject) -> list[Order]:
        """Hers by signed identity, and those she proved; newest first."""
        own = await self._orders.orders_of(subject.shopper_id) if subject.shopper_id else []
        known = {order.order_id for order in own}
        proven = [
            await self._orders.find(order_id) for order_id in subject.proven_orders if order_id not in known
        ]
        return own + [order for order in proven if order is not None]

    async def case(self, conversation_id: str, slots: Mapping[str, Any], heard: Heard) -> Case:
        """The request as it stands, with everything the pure dialogue and the policy want to know."""
        subject = await self.subject(conversation_id)
        orders = await self.orders_of(subject)
        proof = await self._look_up(conversation_id, slots, heard, {order.order_id for order in orders})
        if proof == "proven":
            orders = await self.orders_of(await self.subject(conversation_id))
        order_ids = [order.order_id for order in orders]
        others = await self._other_tickets(order_ids, _business_keys(conversation_id, subject.case))
        tickets = [ticket for ticket in others if ticket.number != slots.get("replaces")]
        case = Case(
            slots=slots,
            orders=tuple(orders),
            consent=subject.consent,
            now=self.clock.now(),
            policy=self.policy,
            open_tickets=_open_lines(tickets),
            refunded=refunded_quantities(tickets),
            replaced=replaced_lines(tickets),
            rested=rested_lines(tickets, self.clock.now()),
            approved_claims_90d=await self.tickets.approved_claims(order_ids, self.clock.now() - RISK_WINDOW),
            proof=proof,
            seed=heard.message_id,
        )
        return replace(case, reused_photos=await self._reused_photos(case, conversation_id, heard))

    async def record_consent(self, conversation_id: str, granted: bool) -> None:
        """Kept once per shopper with the version of the text she saw; a later answer replaces it."""
        async with self._db.write() as session:
            row = await repository.get(session, conversation_id)
            await session.merge(
                ConsentRow(
                    subject=consent_subject(row),
                    granted=granted,
                    version=CONSENT_VERSION,
                    at=self.clock.now(),
                )
            )

    async def open_ticket(self, case: Case, conversation_id: str, case_no: int) -> Ticket:
        """The ticket of this case; asked again for the same case it is the same ticket.

        An application that it takes the place of is taken back first, so that never both run. Raises
        OpenTicketExists (R-DUP), TransitionRefused when the old one can no longer be taken back.
        """
        order, decision = case.order, case.decision
        if order is None or decision is None:
            raise ValueError("a ticket needs an order and a decision")
        if case.get("replaces"):
            await self._take_back(str(case.get("replaces")), case, await self.subject(conversation_id))
        new = NewTicket(
            business_key=f"{_business_keys(conversation_id, case_no)}{case.request}",
            order_id=order.order_id,
            items=tuple(Item(line.line_id, pieces) for line, pieces in case.claimed),
            reason=case.spec.reason,
            remedy=decision.remedy,
            conversation_id=conversation_id,
            description=description_of(case),
            photos=photos_of(case),
            merchant_id=order.merchant_id,
            skill_group="complaint" if Rule.VG_MINOR in decision.rules else None,
            spec=case.get("spec"),
            change=change_of(case),
        )
        if case.unlisted:  # no line of any order: only people can say what was bought
            new = replace(new, order_id=None, items=())
        return await self.tickets.open_with_decision(new, decision.to_json())

    async def _take_back(self, number: str, case: Case, subject: Subject) -> None:
        old = await self.ticket_numbered(subject, number)
        if old is not None and old.status is not TicketStatus.WITHDRAWN:
            await self.tickets.withdraw(old.id, f"顾客改办{case.spec.name}", SHOPPER)

    async def open_dispute(self, case: Case, conversation_id: str, case_no: int) -> Ticket:
        """A refusal of the bot that she does not accept, for the supervisor (R-DISPUTE).

        It runs on no order line, so that the ways that are left stay open beside it.
        """
        order = case.order
        if order is None or case.decision is None:
            raise ValueError("a dispute needs an order and a refusal")
        decision = decide(disputed(case.decision), self.policy)
        new = NewTicket(
            business_key=f"{_business_keys(conversation_id, case_no)}dispute",
            order_id=order.order_id,
            items=(),
            reason=case.spec.reason,
            remedy=None,
            conversation_id=conversation_id,
            description=f"{case.spec.name}被拒（{case.decision.rules[0]}）：{description_of(case)}",
            type=TicketType.DISPUTE,
            merchant_id=order.merchant_id,
        )
        return await self.tickets.open_with_decision(new, decision.to_json())

    async def open_for_people(
        self, concern: Concern, case: Case | None, conversation_id: str, case_no: int
    ) -> Ticket:
        """A ticket under review for people; asked again for the same case it is the same.

        Only an alarm has a rule of its own, and its decision is stored.
        """
        order = case.order if case is not None and not case.unlisted else None
        new = NewTicket(
            business_key=f"{_business_keys(conversation_id, case_no)}{concern.kind}",
            order_id=order.order_id if order else None,
            items=(),
            reason=concern.reason,
            remedy=None,
            conversation_id=conversation_id,
            description=concern.description,
            type=concern.type,
            level=concern.level,
            priority=concern.priority,
            merchant_id=order.merchant_id if order else None,
        )
        if concern.alarm is not None:
            decision = decide(alarm_facts(concern.alarm, order, self.clock.now()), self.policy)
            new = replace(new, decision=decision.to_json())
        ticket = await self.tickets.open(new)
        if ticket.status is not TicketStatus.SUBMITTED:
            return ticket
        why = "交给主管处理" if concern.level is Level.SUPERVISOR else "交给同事处理"
        return await self.tickets.transition(
            ticket.id, TicketStatus.UNDER_REVIEW, why, ticket.version, BOT, concern.rule
        )

    async def last_said(self, conversation_id: str) -> list[Bubble]:
        """What the bot said in its last turn, to be said again with the same choices."""
        async with self._db.read() as session:
            conversation = await repository.get(session, conversation_id)
            rows, _ = await repository.history(
                session, conversation_id, after_seq=None, before_seq=conversation.last_seq + 1
            )
        said = [row for row in rows if row.sender == Sender.BOT and row.sent]
        return [
            {
                "text": row.text,
                "card": row.card,
                "choices": [{k: c[k] for k in ("value", "title", "payload") if k in c} for c in row.choices],
                "expects": row.expects,
            }
            for row in said
            if row.reply_to == said[-1].reply_to
        ]

    async def asked_before(self, conversation_id: str) -> tuple[str, str] | None:
        """Topic and words of the question that her last message put; None when it put none."""
        async with self._db.read() as session:
            conversation = await repository.get(session, conversation_id)
            rows, _ = await repository.history(
                session, conversation_id, after_seq=None, before_seq=conversation.last_seq + 1
            )
        answered = [row for row in rows if row.sender == Sender.SHOPPER and row.understood]
        before = next((row for row in reversed(answered) if not _asks_on(row.text or "")), None)
        understood = (before.understood or {}) if before is not None else {}
        if before is None or understood["intent"]["name"] != "faq" or not understood.get("topic"):
            return None
        return str(understood["topic"]), before.text or ""

    async def tickets_of(self, subject: Subject) -> list[Ticket]:
        """Every ticket on an order she may see or opened in this conversation, newest first."""
        orders = [order.order_id for order in await self.orders_of(subject)]
        own, _ = await self.tickets.list(TicketFilter(order_ids=tuple(orders), limit=MOST_TICKETS))
        here, _ = await self.tickets.list(TicketFilter(conversation_id=subject.conversation_id))
        known = {ticket.id for ticket in own}
        every = own + [ticket for ticket in here if ticket.id not in known]
        return sorted(every, key=lambda ticket: ticket.created_at, reverse=True)

    async def due_of(self, ticket_id: str) -> datetime | None:
        """By when she has been promised the next step; None while nothing of the shop's is running."""
        async with self._db.read() as session:
            running = await self._running_clocks(session, ticket_id)
        limits = (clock.limit for clock in running if isinstance(clock.clock, SlaClock))
        return min((limit for limit in limits if limit > self.clock.now()), default=None)

    async def ticket_numbered(self, subject: Subject, number: str) -> Ticket | None:
        return next((t for t in await self.tickets_of(subject) if t.number == number), None)

    async def _reused_photos(self, case: Case, conversation_id: str, heard: Heard) -> frozenset[str]:
        """The photos of this request whose picture was already used in another ticket (R-RISK)."""
        sent = {*(case.get("photo_goods") or ()), *(case.get("photo_parcel") or ()), *heard.photos}
        if not sent:
            return frozenset()
        alike = {photo: await self._photos.alike(photo) for photo in sent}
        lines = [(case.order.order_id, line.line_id) for line, _ in case.claimed] if case.order else []
        used = await self.tickets.photos_of_others(frozenset().union(*alike.values()), conversation_id, lines)
        return frozenset(photo for photo, same in alike.items() if same & used)

    async def _other_tickets(self, order_ids: list[str], of_this_case: str) -> list[Ticket]:
        """Those of the orders without this case's own, which is there already when a turn is repeated after
        a crash."""
        tickets, _ = await self.tickets.list(TicketFilter(order_ids=tuple(order_ids), limit=MOST_TICKETS))
        return [ticket for ticket in tickets if not ticket.business_key.startswith(of_this_case)]

    async def _look_up(
        self, conversation_id: str, slots: Mapping[str, Any], heard: Heard, known: Collection[str]
    ) -> str | None:
        """Prove an order by the phone tail given: `proven`, `failed`, `too_many`; None when that was not
        asked or the order is `known` to be hers."""
        asked = slots.get("requested_slot")
        tail = heard.first("phone_tail") or (heard.text.strip() if asked == "phone_tail" else "")
        order_id = heard.first("order_id") or slots.get("order_id")
        if asked not in ("order_id", "phone_tail") or not order_id or order_id in known:
            return None
        if slots.get("read_message") == heard.message_id:  # looked up already: a wrong guess costs one try
            return None
        if not (len(str(tail)) == 4 and str(tail).isdigit()):
            return None
        return await self.prove(conversation_id, str(order_id), str(tail))

    async def prove(self, conversation_id: str, order_id: str, tail: str) -> str:
        """Whether the order is hers by the phone's last four digits: `proven`, `failed`, `too_many`."""
        try:
            order = await self._proof.prove(conversation_id, order_id, tail)
        except NotFoundOrNotYours:
            return "failed"
        except TooManyTries:
            return "too_many"
        async with self._db.write() as session:
            row = await repository.get(session, conversation_id)
            if order.order_id not in row.proven_orders:
                row.proven_orders = [*row.proven_orders, order.order_id]
                await self._log.tell_state(session, row)
        return "proven"


def _open_lines(tickets: Iterable[Ticket]) -> dict[tuple[str, str], str]:
    """Ticket numbers by order and line (R-DUP)."""
    return {
        (ticket.order_id, item.line_id): ticket.number
        for ticket in tickets
        if ticket.status.open and ticket.order_id
        for item in ticket.items
    }


def _business_keys(conversation_id: str, case_no: int) -> str:
    """What the keys of all tickets of one case begin with."""
    return f"{conversation_id}:{case_no}:"
