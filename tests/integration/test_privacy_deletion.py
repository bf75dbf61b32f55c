"""After a deletion her name, phone and address are found in no table, no file and no log (POLICY 7)."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from sqlalchemy import select

from aftersales.conversations.tables import ConsentRow
from aftersales.database import Base
from aftersales.people.identity import ShopperIdentity, sign_identity
from aftersales.privacy.model import UNFINISHED, Request
from aftersales.privacy.tables import LockedTradeRow, PrivacyRequestRow
from aftersales.tickets.model import TicketStatus
from aftersales.webhooks.tables import WebhookDeliveryRow, WebhookEndpointRow
from tests.support.fake_rasa import FakeRasa
from tests.support.photos import photo
from tests.support.service import HOUR, IDENTITY_SECRET, Service
from tests.support.sockets import Widget

NAME = "欧阳若兰"
PHONE = "13912345678"
ADDRESS = "南京市鼓楼区汉口路22号蓝旗新村"
ORDER = "202600010010"
CALL: dict[str, Any] = {
    "order_id": ORDER,
    "items": [{"line_id": f"{ORDER}-1", "quantity": 1}],
    "reason": "damaged",
    "remedy": "reship",
    "description": f"{NAME} {PHONE} 来电：花瓶碎了，寄到{ADDRESS}",
}


@pytest.fixture
async def shopper(service: Service) -> AsyncIterator[Widget]:
    identity = ShopperIdentity("lin", NAME, PHONE)
    signed = sign_identity(IDENTITY_SECRET, identity, service.clock.now() + HOUR)
    async with service.widget(identity=signed) as widget:
        yield widget


def with_address_in_exif() -> bytes:
    image = Image.open(io.BytesIO(photo(7)))
    exif = image.getexif()
    exif[0x010E] = ADDRESS.encode().decode("latin-1")
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, comment=f"{NAME} {PHONE}".encode())
    return file.getvalue()


async def talk(service: Service, rasa: FakeRasa, shopper: Widget) -> str:
    """Everything that leaves a trace: words, slots, photos, an agent's notes, a ticket with its records,
    what partners were told, a rating. Gives the ticket's id."""
    conversation = shopper.conversation
    slots = {"order_id": ORDER, "description": f"寄到{ADDRESS}", "name": NAME, "phone": PHONE}
    card = {"kind": "summary", "title": "请核对", "rows": [{"label": "收件", "value": f"{NAME} {ADDRESS}"}]}
    rasa.says({"text": f"{NAME}您好", "card": card}, slots=slots, loop="claim_form")
    await shopper.say(f"我是{NAME}，电话{PHONE}，地址{ADDRESS}，花瓶碎了")
    picture = (await service.upload(shopper.session["session"], with_address_in_exif())).json()["photo_id"]
    await shopper.say(photo_ids=[picture])
    await shopper.call("rate", {"score": 5, "comment": f"谢谢，{NAME}"})
    await service.act("lan", conversation, "claim")
    await service.act("lan", conversation, "notes", text=f"回电 {PHONE}")
    await service.act("lan", conversation, "messages", id=str(uuid4()), text=f"会寄到{ADDRESS}")
    await service.act("lan", conversation, "return")
    await service.all_answered()
    ticket = (await service.post("lan", "/api/tickets", CALL | {"conversation_id": conversation})).json()
    await service.post(
        "lan",
        f"/api/tickets/{ticket['id']}/transitions",
        {"to": "under_review", "why": f"已致电{NAME} {PHONE}", "version": ticket["version"]},
    )
    async with service.program.db.write() as session:
        now = service.clock.now()
        session.add(ConsentRow(subject="shopper:lin", granted=True, version="1", at=now))
        session.add(
            WebhookEndpointRow(
                id="w",
                url="https://partner.example",
                events=[],
                active=False,
                created_at=now,
                created_by="root",
            )
        )
        await session.flush()
        document = {"ticket": {"id": ticket["id"], "why": f"{NAME} {PHONE}"}}
        delivery = {"endpoint_id": "w", "event_id": "e", "type": "ticket", "document": document}
        session.add(WebhookDeliveryRow(**delivery, status="done", attempts=1, due_at=now, created_at=now))
    return str(ticket["id"])


async def end(service: Service, ticket_id: str) -> None:
    """Refused, so that nothing runs any more."""
    ticket = (await service.get("lan", f"/api/tickets/{ticket_id}")).json()
    if ticket["status"] == "submitted":
        body = {"to": "under_review", "why": "核对", "version": ticket["version"]}
        ticket = (await service.post("lan", f"/api/tickets/{ticket_id}/transitions", body)).json()
    body = {"to": "rejected", "why": f"{NAME}同意不处理", "version": ticket["version"]}
    answer = await service.post("lan", f"/api/tickets/{ticket_id}/transitions", body)
    assert answer.status_code == 200, answer.text


async def stored(service: Service, request: Request) -> PrivacyRequestRow:
    async with service.program.db.read() as session:
        return await session.get_one(PrivacyRequestRow, request.id)


async def carried_out(service: Service, request: Request) -> PrivacyRequestRow:
    """The request once the worker has nothing left to do for it."""
    committed = asyncio.Event()
    service.program.db.on_commit(committed.set)
    async with asyncio.timeout(60):
        while (row := await stored(service, request)).state in UNFINISHED:
            committed.clear()
            if (await stored(service, request)).state in UNFINISHED:
                await committed.wait()
    await service.all_told()
    return row


async def in_tables(service: Service, *besides: str) -> list[str]:
    """`table: what` for each of the three strings found anywhere in a table."""
    found = []
    async with service.program.db.read() as session:
        for table in Base.metadata.sorted_tables:
            rows = [] if table.name in besides else (await session.execute(select(table))).mappings()
            text = "\n".join(json.dumps(dict(row), ensure_ascii=False, default=str) for row in rows)
            found += [f"{table.name}: {what}" for what in (NAME, PHONE, ADDRESS) if what in text]
    return found


def in_files(service: Service) -> list[str]:
    """`file: what` for each of the three strings in any file of the data folder, in any usual spelling."""
    found = []
    for file in service.settings.data_dir.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        for what in (NAME, PHONE, ADDRESS):
            spellings = (what.encode(), json.dumps(what)[1:-1].encode(), what.encode("utf-16-le"))
            found += [f"{file.name}: {what}" for spelling in spellings if spelling in content]
    return found


async def test_nothing_of_her_is_found_after_the_deletion(
    service: Service, rasa: FakeRasa, shopper: Widget, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # as the command line starts the service
    ticket = await talk(service, rasa, shopper)
    await end(service, ticket)
    assert {"conversations", "messages", "tickets", "ticket_history", "webhook_deliveries"} <= {
        hit.split(":")[0] for hit in await in_tables(service)
    }
    assert in_files(service)

    request = await service.program.privacy.delete(shopper.conversation, "m1")
    row = await carried_out(service, request)

    assert row.state == "done"
    assert await in_tables(service) == []
    assert in_files(service) == []
    assert [what for what in (NAME, PHONE, ADDRESS) if what in caplog.text] == []
    assert list((service.settings.photo_dir).glob("??/*")) == []
    assert row.subject.startswith("erased:")
    assert row.result["locked"] == 1


async def test_she_is_told_and_the_conversation_goes_on_empty(
    service: Service, rasa: FakeRasa, shopper: Widget
) -> None:
    await end(service, await talk(service, rasa, shopper))
    await carried_out(service, await service.program.privacy.delete(shopper.conversation, "m1"))
    history = (await shopper.history())["messages"]
    assert [message["from"] for message in history] == ["system"]
    assert "已按您的要求删除" in history[0]["text"]
    await shopper.say("我又来了")
    assert rasa.asked[-1]["state"]["slots"] == {}
    async with service.widget(
        identity=sign_identity(
            IDENTITY_SECRET, ShopperIdentity("lin", NAME, PHONE), service.clock.now() + HOUR
        )
    ) as again:
        assert again.conversation == shopper.conversation
    assert await in_tables(service) == []


async def test_the_law_keeps_the_trade_out_of_everybodys_sight(
    service: Service, rasa: FakeRasa, shopper: Widget
) -> None:
    ticket = await talk(service, rasa, shopper)
    number = (await service.get("lan", f"/api/tickets/{ticket}")).json()["number"]
    await end(service, ticket)
    await carried_out(service, await service.program.privacy.delete(shopper.conversation, "m1"))
    assert (await service.get("root", f"/api/tickets/{ticket}")).status_code == 404
    shown = (await service.get("root", "/api/tickets", order_id=ORDER)).json()
    assert shown["total"] == 0
    async with service.program.db.read() as session:
        locked = (await session.scalars(select(LockedTradeRow))).one()
    assert (locked.number, locked.order_id) == (number, ORDER)
    assert locked.document["items"] == [{"line_id": f"{ORDER}-1", "quantity": 1, "refunded": False}]
    assert locked.purge_at >= service.clock.now() + timedelta(days=3 * 365)


async def test_a_running_ticket_holds_the_deletion_until_it_has_ended(
    service: Service, rasa: FakeRasa, shopper: Widget, clock: Any
) -> None:
    ticket = await talk(service, rasa, shopper)
    number = (await service.get("lan", f"/api/tickets/{ticket}")).json()["number"]
    privacy = service.program.privacy
    assert (await privacy.outlook(shopper.conversation)).running == (number,)
    request = await privacy.delete(shopper.conversation, "m1")
    assert (request.state, request.result) == ("held", {"held_by": [number]})
    assert await in_tables(service) != []
    await end(service, ticket)
    clock.advance(timedelta(hours=1, minutes=1))
    assert (await carried_out(service, request)).state == "done"
    assert await in_tables(service) == []


async def test_withdrawing_its_ticket_calls_a_held_deletion_off(
    service: Service, rasa: FakeRasa, shopper: Widget, clock: Any
) -> None:
    await talk(service, rasa, shopper)
    request = await service.program.privacy.delete(shopper.conversation, "m1")
    own = (await service.get("lan", f"/api/tickets/{request.ticket_id}")).json()
    assert (own["type"], own["status"]) == ("privacy", TicketStatus.UNDER_REVIEW)
    body = {"to": "withdrawn", "why": "顾客改主意了", "version": own["version"]}
    await service.post("lan", f"/api/tickets/{own['id']}/transitions", body)
    clock.advance(timedelta(hours=1, minutes=1))
    assert (await carried_out(service, request)).state == "withdrawn"
    assert (await shopper.history())["messages"] != []


async def test_asking_twice_is_one_request(service: Service, rasa: FakeRasa, shopper: Widget) -> None:
    await talk(service, rasa, shopper)
    privacy = service.program.privacy
    first = await privacy.delete(shopper.conversation, "m1")
    assert (await privacy.delete(shopper.conversation, "m1")).id == first.id
    assert (await privacy.delete(shopper.conversation, "m2")).id == first.id
    assert (await service.rows())["privacy_requests"] == 1


async def test_it_waits_for_the_answer_that_is_just_being_given(
    service: Service, rasa: FakeRasa, shopper: Widget
) -> None:
    held = rasa.holds()
    said = str(uuid4())
    await shopper.send(said, text=f"删除{NAME}的所有信息吧")
    async with held:
        request = await service.program.privacy.delete(shopper.conversation, "m1")
        assert not await service.program.privacy.work()
        assert (await stored(service, request)).state == "running"
    await shopper.turn(said)
    await carried_out(service, request)
    assert await in_tables(service) == []


@pytest.mark.parametrize("crash", ["_erase_rows", "_clean"])
async def test_a_crash_in_the_middle_is_made_good_after_the_restart(
    service: Service, rasa: FakeRasa, shopper: Widget, crash: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await end(service, await talk(service, rasa, shopper))
    deletion = "aftersales.privacy.deletion.Deletion"
    failed = asyncio.Event()

    async def dies(*_: Any) -> None:
        failed.set()
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patch:
        patch.setattr(f"{deletion}.{crash}", dies)
        request = await service.program.privacy.delete(shopper.conversation, "m1")
        await asyncio.wait_for(failed.wait(), 60)
        await shopper.close()
        await service.stop()
    await service.start()
    assert (await carried_out(service, request)).state == "done"
    assert await in_tables(service) == []
    assert in_files(service) == []


async def test_another_shopper_keeps_everything(service: Service, rasa: FakeRasa, shopper: Widget) -> None:
    async with service.widget("wang") as wang:
        await wang.say("平板电脑碎了")
        await end(service, await talk(service, rasa, shopper))
        await carried_out(service, await service.program.privacy.delete(shopper.conversation, "m1"))
        assert [m["from"] for m in (await wang.history())["messages"]] == ["bot", "shopper", "bot"]
