"""Seeing, taking along and correcting one's data, for whoever proved who she is, and only then."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest

from aftersales.clock import FixedClock
from aftersales.conversations import repository as conversations
from aftersales.conversations.tables import ConsentRow
from aftersales.errors import InvalidInput
from aftersales.people.proof import NotFoundOrNotYours
from aftersales.privacy.model import IdentityNeeded, State
from aftersales.privacy.tables import PrivacyRequestRow
from tests.support.fake_rasa import FakeRasa
from tests.support.photos import photo
from tests.support.service import Service

CALLER = {"kind": "show", "order_id": "202600010010", "phone_tail": "1234"}
TICKET = {
    "order_id": "202600010010",
    "items": [{"line_id": "202600010010-1", "quantity": 1}],
    "reason": "damaged",
    "remedy": "reship",
    "description": "花瓶碎了",
}


async def prove(service: Service, conversation_id: str, order_id: str) -> None:
    async with service.program.db.write() as session:
        (await conversations.get(session, conversation_id)).proven_orders = [order_id]


async def test_she_sees_what_is_kept_and_for_how_long(service: Service) -> None:
    await service.agree("lin")
    async with service.widget("lin") as lin:
        await lin.say("花瓶碎了怎么办")
        document = await service.program.privacy.show(lin.conversation, "m1")
    rows = {row.label: row.value for group in document.groups for row in group.rows}
    assert rows["姓名"] == "林晓"
    assert rows["手机号"] == "13800001234"
    assert rows["会话"].startswith("1 个会话、3 条消息")
    assert "180 天" in document.groups[0].kept
    assert "林*" in rows["订单 202600010010"]


async def test_she_is_told_how_often_the_desk_looked_at_her_talk_and_her_tickets(service: Service) -> None:
    async with service.widget("lin") as lin:
        await lin.say("打13800001234")
        await service.act("lan", lin.conversation, "claim")
        told = TICKET | {"description": "打13800001234"}
        ticket = (await service.post("lan", "/api/tickets", told)).json()
        await service.post("lan", f"/api/tickets/{ticket['id']}/assign", {"agent": "lan", "version": 1})
        document = await service.program.privacy.show(lin.conversation, "m1")
    rows = {row.label: row.value for group in document.groups for row in group.rows}
    assert rows["客服查看完整信息"].startswith("2 次")


async def test_every_request_is_a_ticket_of_the_desk_and_done_at_once(service: Service) -> None:
    async with service.widget("lin") as lin:
        for _ in range(2):
            await service.program.privacy.show(lin.conversation, "m1")
        tickets = (await service.get("lan", "/api/tickets", conversation_id=lin.conversation)).json()
    requests = (await service.get("lan", "/api/privacy/requests")).json()["items"]
    assert [(ticket["type"], ticket["status"]) for ticket in tickets["items"]] == [("privacy", "completed")]
    assert [(r["kind"], r["state"], r["due_at"][:10]) for r in requests] == [("show", "done", "2026-12-09")]


async def test_a_stranger_gets_nothing_before_the_proof(service: Service) -> None:
    async with service.widget() as visitor:
        privacy = service.program.privacy
        for asked in (privacy.show, privacy.export, privacy.delete, privacy.withdraw_consent):
            with pytest.raises(IdentityNeeded):
                await asked(visitor.conversation, "m1")
    assert (await service.rows())["privacy_requests"] == 0


async def test_whoever_proved_one_order_sees_that_order_masked_and_no_other(service: Service) -> None:
    await service.post("lan", "/api/tickets", TICKET)
    async with service.widget("lin") as lin, service.widget() as visitor:
        await lin.say("空气炸锅坏了怎么办")
        await prove(service, visitor.conversation, "202600010010")
        document = await service.program.privacy.show(visitor.conversation, "m1")
    labels = [row.label for group in document.groups for row in group.rows]
    assert [label for label in labels if label.startswith("订单")] == ["订单 2026****0010"]
    assert len([label for label in labels if label.startswith("工单")]) == 1
    assert "手机号" not in labels


async def test_the_export_holds_everything_and_works_once(service: Service, rasa: FakeRasa) -> None:
    await service.agree("lin")
    async with service.widget("lin") as lin:
        picture = (await service.upload(lin.session["session"], photo(1))).json()["photo_id"]
        await lin.say("花瓶碎了怎么办", photo_ids=[picture])
        await service.act("lan", lin.conversation, "notes", text="同事之间的话")
        token = await service.program.privacy.export(lin.conversation, "m1")
    answer = await service.http.get(f"/api/privacy/exports/{token}")
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert set(archive.namelist()) == {"我的信息.txt", "data.json", f"photos/{picture}.jpg"}
        data = json.loads(archive.read("data.json"))
        assert "林晓" in archive.read("我的信息.txt").decode()
    said = [message.get("text") for message in data["conversations"][0]["messages"]]
    assert "花瓶碎了怎么办" in said
    assert "同事之间的话" not in said
    again = await service.http.get(f"/api/privacy/exports/{token}")
    assert (again.status_code, again.json()["error"]["code"]) == (410, "link_gone")


@pytest.mark.parametrize("minutes", [16, 600])
async def test_an_old_link_is_dead(service: Service, clock: FixedClock, minutes: int) -> None:
    async with service.widget("lin") as lin:
        token = await service.program.privacy.export(lin.conversation, "m1")
    clock.advance(timedelta(minutes=minutes))
    assert (await service.http.get(f"/api/privacy/exports/{token}")).status_code == 410


async def test_a_session_is_no_link(service: Service) -> None:
    async with service.widget("lin") as lin:
        answer = await service.http.get(f"/api/privacy/exports/{lin.session['session']}")
    assert answer.status_code == 410


async def test_name_and_phone_as_kept_by_us_are_corrected(service: Service) -> None:
    async with service.widget("lin") as lin:
        request = await service.program.privacy.correct(lin.conversation, "m1", phone="13811112222")
        document = await service.program.privacy.show(lin.conversation, "m2")
        with pytest.raises(InvalidInput):
            await service.program.privacy.correct(lin.conversation, "m3", phone="12345")
    assert request.state is State.DONE
    assert "13811112222" in str(document)
    async with service.program.db.read() as session:
        row = await session.get_one(PrivacyRequestRow, request.id)
    assert "13811112222" not in json.dumps(row.result)


async def test_a_withdrawn_consent_is_as_if_declined(service: Service) -> None:
    async with service.widget("lin") as lin:
        async with service.program.db.write() as session:
            session.add(ConsentRow(subject="shopper:lin", granted=True, version="1", at=service.clock.now()))
        await service.program.privacy.withdraw_consent(lin.conversation, "m1")
    async with service.program.db.read() as session:
        assert not (await session.get_one(ConsentRow, "shopper:lin")).granted


async def test_a_caller_is_read_what_belongs_to_the_order_she_proved(service: Service) -> None:
    await service.agree("lin")
    await service.post("lan", "/api/tickets", TICKET)
    async with service.widget("lin") as lin:
        await lin.say("花瓶碎了怎么办")
    told = (await service.post("mei", "/api/privacy/requests", CALLER)).json()
    assert told["proof"] == "order"
    assert "13800001234" not in json.dumps(told, ensure_ascii=False)
    assert [group["title"] for group in told["document"]["groups"]] == [
        "售后工单",
        "订单（由店铺的订单系统保存）",
        "授权与查看记录",
    ]
    called = (await service.post("mei", "/api/privacy/requests", CALLER | {"called_back": True})).json()
    assert called["document"]["groups"][0]["rows"][0] == {"label": "姓名", "value": "林*"}


async def test_a_wrong_tail_and_an_export_by_phone_are_refused(service: Service) -> None:
    wrong = await service.post("mei", "/api/privacy/requests", CALLER | {"phone_tail": "9999"})
    assert wrong.json()["error"]["code"] == NotFoundOrNotYours.code
    export = await service.post("mei", "/api/privacy/requests", CALLER | {"kind": "export"})
    assert (export.status_code, export.json()["error"]["field"]) == (422, "kind")
    assert (await service.post("shen", "/api/privacy/requests", CALLER)).status_code == 403
