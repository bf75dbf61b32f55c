"""A picture counts as used before when it is in another ticket (POLICY, R-RISK)."""

from __future__ import annotations

from typing import Any

import pytest

from aftersales.clocks.service import Clocks
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.outbox import Outbox
from aftersales.database import Database
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.service import DialogueService
from aftersales.orders.demo import DemoShop
from aftersales.people.proof import OwnershipProof
from aftersales.photos.service import PhotoService
from aftersales.policy.loader import load_policy
from aftersales.policy.names import Reason, Remedy
from aftersales.settings import ROOT
from aftersales.tickets.model import Item, NewTicket, Photo
from aftersales.tickets.service import TicketService
from tests.support.photos import photo
from tests.support.service import Service
from tests.support.sockets import Widget

VASE, EARPHONES, RICE_COOKER = "202600010010", "202600010011", "202600010007"
VASE_LINE = f"{VASE}-1"


class Claims:
    """Photos sent, tickets opened and cases read, in the running service's database."""

    def __init__(self, service: Service) -> None:
        db, clock = service.program.db, service.clock
        self.db: Database = db
        self.photos = PhotoService(db, service.settings.photo_dir, clock)
        self.tickets = TicketService(db, clock, _nobody_is_told)
        orders = DemoShop(db, clock)
        policy = load_policy(ROOT / "policy")
        proof = OwnershipProof(db, orders, clock)
        log = ConversationLog(clock, Outbox(db, clock), seconds_per_place=120)
        self.dialogue = DialogueService(
            db,
            clock,
            policy,
            orders,
            self.tickets,
            self.photos,
            proof,
            log,
            service.program.privacy,
            Clocks(clock, policy, _nobody_is_told).running,
        )

    async def sends(self, conversation_id: str, picture: int = 1) -> str:
        return (await self.photos.accept(photo(picture), conversation_id)).id

    async def ticket(
        self, conversation_id: str, photo_id: str, line_id: str, merchant_id: str | None = None
    ) -> None:
        new = NewTicket(
            business_key=f"{conversation_id}:{line_id}",
            order_id=line_id.rpartition("-")[0],
            items=(Item(line_id, 1),),
            reason=Reason.DAMAGED,
            remedy=Remedy.RESHIP,
            conversation_id=conversation_id,
            photos=(Photo(photo_id, "goods"),),
            merchant_id=merchant_id,
        )
        await self.tickets.open(new)

    async def reused(self, conversation_id: str, *photo_ids: str, **slots: Any) -> frozenset[str]:
        told = {"request": "damaged", "order_id": VASE, "photo_goods": list(photo_ids)} | slots
        heard = Heard(message_id="m", text="", intent="inform", confidence=0.9)
        return (await self.dialogue.case(conversation_id, told, heard)).reused_photos


async def _nobody_is_told(*_: Any) -> None: ...


@pytest.fixture
def claims(service: Service) -> Claims:
    return Claims(service)


@pytest.fixture
async def talks(service: Service) -> tuple[str, str]:
    """Two conversations of 林晓."""
    async with service.widget("lin") as first, service.widget("lin", new=True) as second:
        return first.conversation, second.conversation


async def test_a_picture_sent_in_two_talks_is_not_reused_until_it_is_in_a_ticket(
    claims: Claims, talks: tuple[str, str]
) -> None:
    here, there = talks
    mine, other = await claims.sends(here), await claims.sends(there)
    assert await claims.reused(here, mine) == frozenset()
    await claims.ticket(there, other, f"{EARPHONES}-1")
    assert await claims.reused(here, mine) == {mine}


async def test_the_ticket_of_the_same_line_and_talk_is_no_other_ticket(
    claims: Claims, talks: tuple[str, str]
) -> None:
    here, there = talks
    mine = await claims.sends(here)
    await claims.ticket(here, mine, VASE_LINE)
    assert await claims.reused(here, mine) == frozenset()
    assert await claims.reused(here, mine, items=[{"line_id": VASE_LINE}]) == frozenset()
    assert await claims.reused(here, mine, order_id=EARPHONES) == {mine}
    again = await claims.sends(there)
    assert await claims.reused(there, again) == {again}


async def test_only_the_picture_that_was_used_is_told(claims: Claims, talks: tuple[str, str]) -> None:
    here, there = talks
    used, fresh = await claims.sends(here, 1), await claims.sends(here, 2)
    await claims.ticket(there, await claims.sends(there, 1), f"{EARPHONES}-1")
    parcel = {"photo_parcel": [fresh]}
    assert await claims.reused(here, used, **parcel) == {used}


async def test_photos_that_do_not_exist_are_not_reused(claims: Claims, talks: tuple[str, str]) -> None:
    here, _ = talks
    assert await claims.reused(here, "unknown", "0" * 32, "") == frozenset()
    assert await claims.reused(here) == frozenset()


async def test_before_the_order_is_known_every_ticket_is_another(
    claims: Claims, talks: tuple[str, str]
) -> None:
    here, _ = talks
    mine = await claims.sends(here)
    assert await claims.reused(here, mine, order_id=None) == frozenset()
    await claims.ticket(here, mine, VASE_LINE)
    assert await claims.reused(here, mine, order_id=None) == {mine}


async def test_merchants_see_the_pictures_of_their_own_tickets(service: Service, claims: Claims) -> None:
    async def seen(agent: str, photo_id: str) -> int:
        return (await service.get(agent, f"/api/photos/{photo_id}")).status_code

    async with service.widget("lin") as lin:
        his, other = await _sent(service, lin, 1), await _sent(service, lin, 2)
        assert (await seen("shen", his), await seen("shen", other)) == (404, 404)
        await claims.ticket(lin.conversation, his, f"{RICE_COOKER}-1", merchant_id="shen")
        await claims.ticket(lin.conversation, other, VASE_LINE)
        assert (await seen("shen", his), await seen("shen", other)) == (200, 404)
        assert (await seen("lan", his), await seen("lan", other)) == (200, 200)


async def _sent(service: Service, shopper: Widget, number: int) -> str:
    photo_id: str = (await service.upload(shopper.session["session"], photo(number))).json()["photo_id"]
    return photo_id
