"""How a shopper comes in and comes back (CONTRACT, widget socket)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from aftersales.clock import FixedClock
from aftersales.conversations.tables import ConsentRow, ConversationRow
from aftersales.people.sessions import Sessions
from tests.support.fake_rasa import FakeRasa
from tests.support.service import SECRET, Service
from tests.support.sockets import Refused

NOBODY = "0" * 32
HALF_A_CHARACTER = "\ud83d"
OTHER_SECRET = "somebody-else-signs-with-this-secret-0123456789"


async def test_a_new_conversation_gets_exactly_one_greeting(service: Service) -> None:
    async with service.widget("lin") as lin:
        assert lin.told[0][0] == "session"
        assert set(lin.session) == {"session", "conversation_id", "resumed", "owner", "identity"}
        assert (lin.session["resumed"], lin.session["owner"]) == (False, "bot")
        assert lin.session["identity"] == "known"
        greeting = await lin.until("message")
        assert (greeting["from"], greeting["seq"], greeting["expects"]) == ("bot", 1, "consent")
        assert [choice["value"] for choice in greeting["choices"]] == ["agree", "decline"]
        assert all(set(choice) == {"id", "title", "value"} for choice in greeting["choices"])
        assert greeting["card"]["kind"] == "consent"
        async with service.widget(session=lin.session["session"]) as back:
            page = await back.history(after_seq=0)
            assert page == {"messages": [greeting], "more": False}


async def test_a_session_resumes_its_conversation(service: Service, rasa: FakeRasa) -> None:
    rasa.says({"text": "好的，请稍等。", "effects": {"handover": {"reason": "asked"}}})
    async with service.widget() as shopper:
        await shopper.say("我要转人工客服")
        session = shopper.session
    async with service.widget(session=session["session"]) as back:
        assert back.conversation == session["conversation_id"]
        assert (back.session["resumed"], back.session["owner"]) == (True, "queued")
        assert back.session["identity"] == "anonymous"
        assert (await back.until("state"))["queue"] == {"position": 1, "wait_s": 120}


async def test_an_identity_finds_its_latest_open_conversation(service: Service, clock: FixedClock) -> None:
    async with service.widget("lin") as first:
        pass
    clock.advance(timedelta(minutes=1))
    async with service.widget("lin", new=True) as second:
        assert second.session["resumed"] is False
        assert second.conversation != first.conversation
    async with service.widget("lin") as found:
        assert (found.conversation, found.session["resumed"]) == (second.conversation, True)
        await service.act("lan", found.conversation, "claim")
        await service.act("lan", found.conversation, "resolve", code="solved")
    async with service.widget("lin") as found:
        assert found.conversation == first.conversation


async def test_anonymous_visitors_share_nothing(service: Service) -> None:
    async with service.widget() as one, service.widget() as other:
        assert one.conversation != other.conversation
        assert one.session["identity"] == "anonymous"


async def test_a_visitor_who_signs_in_keeps_her_conversation(service: Service) -> None:
    async with service.widget() as visitor:
        pass
    async with service.widget("lin", session=visitor.session["session"]) as lin:
        assert lin.conversation == visitor.conversation
    async with service.widget("lin") as lin:
        assert lin.conversation == visitor.conversation


async def test_what_a_visitor_agreed_to_is_hers_when_she_signs_in(service: Service) -> None:
    async with service.widget() as visitor:
        pass
    db = service.program.db
    async with db.write() as session:
        subject = f"conversation:{visitor.conversation}"
        session.add(ConsentRow(subject=subject, granted=True, version="1", at=service.clock.now()))
    async with service.widget("lin", session=visitor.session["session"]):
        pass
    async with db.read() as session:
        (hers,) = await session.scalars(select(ConsentRow).where(ConsentRow.subject.startswith("shopper:")))
    assert (hers.granted, hers.version) == (True, "1")


async def test_a_session_does_not_open_anothers_conversation_to_who_signed_in(service: Service) -> None:
    async with service.widget("lin") as lin, service.widget("wang", session=lin.session["session"]) as wang:
        assert wang.conversation != lin.conversation
        assert wang.session["resumed"] is False


async def test_an_expired_identity_connects_anonymous(service: Service) -> None:
    expired = service.identity("lin", valid=timedelta(seconds=-1))
    async with service.widget(identity=expired) as shopper:
        assert shopper.session["identity"] == "expired"
        assert await shopper.say("花瓶收到就碎了，怎么办")


REFUSED: list[tuple[str, Callable[[Service], Any], str]] = [
    ("session", lambda _: "forged", "session_invalid"),
    ("session", lambda _: 12345, "session_invalid"),
    ("session", lambda _: ["session"], "session_invalid"),
    ("session", lambda _: HALF_A_CHARACTER, "session_invalid"),
    ("session", lambda service: session(service, NOBODY), "session_invalid"),
    ("session", lambda service: session(service, NOBODY, days=-1), "session_invalid"),
    ("session", lambda service: session(service, NOBODY, secret=OTHER_SECRET), "session_invalid"),
    ("session", lambda service: service.token("lan"), "session_invalid"),
    ("identity", lambda _: "nonsense", "identity_invalid"),
    ("identity", lambda _: ["lin"], "identity_invalid"),
    ("identity", lambda _: HALF_A_CHARACTER, "identity_invalid"),
    ("identity", lambda service: service.identity("lin", secret=OTHER_SECRET), "identity_invalid"),
    ("identity", lambda service: service.token("lan"), "identity_invalid"),
]


def session(service: Service, conversation_id: str, *, days: int = 1, secret: str = SECRET) -> str:
    return Sessions(secret, service.clock, days).issue(conversation_id)


async def test_refused_visitors_leave_nothing_and_the_next_one_comes_in(service: Service) -> None:
    before = await service.rows()
    for name, token, code in REFUSED:
        with pytest.raises(Refused) as refused:
            await service.widget(**{name: token(service)}).__aenter__()
        assert refused.value.code == code
        assert refused.value.data["code"] == code
        assert refused.value.data["message"]
    assert await service.rows() == before
    async with service.widget("lin") as lin:
        assert await lin.say("花瓶收到就碎了，怎么办")


async def test_an_expired_session_is_no_session(service: Service, clock: FixedClock) -> None:
    async with service.widget() as shopper:
        pass
    clock.advance(timedelta(days=service.settings.session_days, seconds=1))
    with pytest.raises(Refused) as refused:
        await service.widget(session=shopper.session["session"]).__aenter__()
    assert refused.value.code == "session_invalid"


async def kept(service: Service, conversation_id: str) -> tuple[str | None, str | None, str | None]:
    """What the conversation keeps of her: the shop's own id, name, phone."""
    async with service.program.db.read() as session:
        row = await session.get_one(ConversationRow, conversation_id)
        return row.shopper_id, row.shopper_name, row.shopper_phone


async def test_name_and_phone_are_kept_only_after_she_agreed(service: Service) -> None:
    async with service.widget("lin") as lin:
        await lin.say("花瓶碎了")
        assert await kept(service, lin.conversation) == ("lin", None, None)
        assert "林晓" not in str(await lin.history(after_seq=0))
        await service.agree("lin")
        await lin.say("花瓶碎了")
        assert await kept(service, lin.conversation) == ("lin", "林晓", "13800001234")


async def test_who_agreed_before_is_known_by_name_at_once(service: Service) -> None:
    await service.agree("lin")
    async with service.widget("lin") as lin:
        greeting = await lin.until("message")
        assert "林晓" in greeting["text"]
        assert await kept(service, lin.conversation) == ("lin", "林晓", "13800001234")
