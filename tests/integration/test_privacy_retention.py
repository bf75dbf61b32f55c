"""What has served its time goes by itself, and nothing a day earlier (POLICY 7)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from aftersales.clock import FixedClock
from aftersales.conversations.outbox import Outbox
from aftersales.conversations.tables import ConversationRow
from aftersales.photos.store import PhotoStore
from aftersales.photos.tables import PhotoRow
from aftersales.privacy.model import Terms
from aftersales.privacy.retention import Retention
from aftersales.privacy.tables import RetentionLogRow
from aftersales.tickets.model import SHOPPER, Item, NewTicket, Photo, TicketStatus
from aftersales.tickets.service import TicketService
from tests.support.fake_rasa import FakeRasa
from tests.support.photos import photo
from tests.support.service import Service

HALF_A_YEAR = timedelta(days=180)
HOUR = timedelta(hours=1)


@pytest.fixture
def retention(service: Service) -> Retention:
    """One beside the worker's own, which rests as the clock stands still."""
    return Retention(service.program.db, service.clock, PhotoStore(service.settings.photo_dir), Terms())


def tickets(service: Service) -> TicketService:
    db = service.program.db
    return TicketService(db, service.clock, Outbox(db, service.clock).add)


async def talk(service: Service, ticket: bool = False) -> tuple[str, str]:
    """A conversation with a picture, perhaps with a withdrawn ticket that shows it: their ids."""
    async with service.widget("lin") as lin:
        picture = (await service.upload(lin.session["session"], photo(3))).json()["photo_id"]
        await lin.say("花瓶碎了怎么办", photo_ids=[picture])
        conversation = lin.conversation
    if ticket:
        new = NewTicket(
            business_key="k",
            order_id="202600010010",
            items=(Item("202600010010-1", 1),),
            reason=None,
            remedy=None,
            conversation_id=conversation,
            photos=(Photo(picture, "goods"),),
        )
        await tickets(service).open(new)
    return conversation, picture


async def withdraw(service: Service) -> None:
    ticket = (await service.get("lan", "/api/tickets")).json()["items"][0]
    await tickets(service).withdraw(ticket["id"], "不需要了", SHOPPER)


async def all_of(retention: Retention) -> None:
    while await retention():
        pass


def file_of(service: Service, picture: str) -> Path:
    return PhotoStore(service.settings.photo_dir).path(picture)


async def test_a_silent_conversation_goes_with_its_pictures_after_180_days(
    service: Service, retention: Retention, clock: FixedClock, rasa: FakeRasa
) -> None:
    _, picture = await talk(service)
    clock.advance(HALF_A_YEAR)
    await all_of(retention)
    assert (await service.rows())["conversations"] == 1
    assert file_of(service, picture).exists()
    clock.advance(HOUR + timedelta(minutes=1))
    await all_of(retention)
    rows = await service.rows()
    assert (rows["conversations"], rows["messages"], rows["photos"]) == (0, 0, 0)
    assert not file_of(service, picture).exists()
    async with service.program.db.read() as session:
        counted = {row.what: row.count for row in await session.scalars(select(RetentionLogRow))}
    assert counted["conversations"] == 1
    assert counted["photos"] == 1


@pytest.mark.parametrize("owner", ["queued", "agent"])
async def test_what_people_still_work_on_stays(
    service: Service, retention: Retention, clock: FixedClock, owner: str
) -> None:
    await talk(service)
    async with service.program.db.write() as session:
        await session.execute(update(ConversationRow).values(owner=owner, agent_id="lan"))
    clock.advance(HALF_A_YEAR + HOUR)
    await all_of(retention)
    assert (await service.rows())["conversations"] == 1


async def test_a_running_ticket_keeps_its_conversation(
    service: Service, retention: Retention, clock: FixedClock
) -> None:
    conversation, _ = await talk(service, ticket=True)
    async with service.program.db.write() as session:
        old = clock.now() - HALF_A_YEAR - HOUR
        await session.execute(update(ConversationRow).values(updated_at=old))
    await all_of(retention)
    async with service.program.db.read() as session:
        assert await session.get(ConversationRow, conversation) is not None


async def test_evidence_stays_as_long_as_its_ticket_and_both_go_after_three_years(
    service: Service, retention: Retention, clock: FixedClock
) -> None:
    _, picture = await talk(service, ticket=True)
    await withdraw(service)
    clock.advance(HALF_A_YEAR + HOUR)
    await all_of(retention)
    rows = await service.rows()
    assert (rows["conversations"], rows["tickets"], rows["photos"]) == (0, 1, 1)
    assert file_of(service, picture).exists()
    clock.advance(timedelta(days=3 * 366) - HALF_A_YEAR)
    await all_of(retention)
    rows = await service.rows()
    assert (rows["tickets"], rows["ticket_history"], rows["photos"]) == (0, 0, 0)
    assert not file_of(service, picture).exists()


async def test_a_file_that_no_row_knows_goes_at_the_second_look(
    service: Service, retention: Retention, clock: FixedClock
) -> None:
    stray = service.settings.photo_dir / "ab" / "abcd.part"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"half a picture")
    _, picture = await talk(service)
    await all_of(retention)
    assert stray.exists()
    clock.advance(HOUR)
    await all_of(retention)
    assert not stray.exists()
    assert file_of(service, picture).exists()


async def test_a_picture_nobody_sent_goes_with_its_conversation_gone(
    service: Service, retention: Retention, clock: FixedClock
) -> None:
    await talk(service)
    async with service.program.db.write() as session:
        await session.execute(update(PhotoRow).values(owner="gone"))
    clock.advance(HALF_A_YEAR + HOUR)
    await all_of(retention)
    assert (await service.rows())["photos"] == 0


async def test_it_rests_between_two_rounds(service: Service, retention: Retention, clock: FixedClock) -> None:
    await all_of(retention)
    await talk(service)
    async with service.program.db.write() as session:
        old = clock.now() - HALF_A_YEAR - HOUR
        await session.execute(update(ConversationRow).values(updated_at=old))
    await all_of(retention)
    assert (await service.rows())["conversations"] == 1
    clock.advance(HOUR)
    await all_of(retention)
    assert (await service.rows())["conversations"] == 0


def test_ended_states_are_those_of_the_ticket_itself() -> None:
    ended = {status for status in TicketStatus if not status.open}
    assert ended == {"rejected", "completed", "closed", "withdrawn"}
