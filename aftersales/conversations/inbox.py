"""What a shopper sends: checked, stored once, acknowledged. Answering is the turn's work."""

from __future__ import annotations

import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.clock import Clock
from aftersales.conversations import repository
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.tables import ConsentRow, ConversationRow, MessageRow
from aftersales.conversations.wire import text_in
from aftersales.database import Database
from aftersales.dialogue import texts
from aftersales.errors import AppError
from aftersales.people.identity import ShopperIdentity
from aftersales.photos.model import UnknownPhoto

MAX_TEXT = 2000
MAX_PHOTOS = 9
UUID = re.compile(r"[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")
CheckPhotos = Callable[[Sequence[str], str], Awaitable[Any]]
"""(photo ids, conversation): raises UnknownPhoto unless all were sent in this conversation."""
OUR_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")


class Empty(AppError):
    code = "empty"


class TooLong(AppError):
    code = "too_long"


class BadId(AppError):
    code = "bad_id"


class IdConflict(AppError):
    status = 409
    code = "id_conflict"


class UnknownChoice(AppError):
    code = "unknown_choice"


class StaleChoice(AppError):
    code = "stale_choice"


class RateLimited(AppError):
    status = 429
    code = "rate_limited"


@dataclass(frozen=True)
class Incoming:
    message_id: str
    text: str | None
    choice: str | None
    photo_ids: tuple[str, ...]

    @classmethod
    def read(cls, body: Any) -> Incoming:
        """From the wire: anything. Raises BadId, Empty, TooLong, UnknownChoice or UnknownPhoto."""
        body = body if isinstance(body, dict) else {}
        message_id = body.get("id")
        if not isinstance(message_id, str) or not UUID.fullmatch(message_id):
            raise BadId("消息 id 须为 UUID。", field="id")
        text, choice, photos = body.get("text"), body.get("choice"), body.get("photo_ids") or []
        if not (text is None or isinstance(text, str)):
            raise Empty("text 须为文字。", field="text")
        if not (choice is None or _is_id(choice)):
            raise UnknownChoice("没有这个选项。", field="choice")
        if not (isinstance(photos, list) and all(map(_is_id, photos))):
            raise UnknownPhoto
        if choice is not None and (text or photos):
            raise UnknownChoice("选项须单独发送。", field="choice")
        if len(photos) > MAX_PHOTOS:
            raise TooLong(f"一次最多发 {MAX_PHOTOS} 张图片。", field="photo_ids")
        text = text_in(text or "")
        if len(text) > MAX_TEXT:
            raise TooLong(f"一条消息最多 {MAX_TEXT} 字，请分几条发。", field="text")
        if not text and not photos and not choice:
            raise Empty("消息是空的，请写点什么再发。")
        return cls(message_id, text or None, choice, tuple(dict.fromkeys(photos)))


@dataclass(frozen=True)
class Stored:
    seq: int
    duplicate: bool


@dataclass(frozen=True)
class Entrance:
    conversation_id: str
    owner: str
    resumed: bool


class RateLimit:
    """At most `count` messages in `seconds`, per conversation and process."""

    def __init__(self, clock: Clock, count: int, seconds: int) -> None:
        self._clock = clock
        self._count = count
        self._span = timedelta(seconds=seconds)
        self._seen: dict[str, deque[datetime]] = defaultdict(deque)

    def check(self, key: str) -> None:
        now = self._clock.now()
        seen = self._seen[key]
        while seen and now - seen[0] > self._span:
            seen.popleft()
        if len(seen) >= self._count:
            raise RateLimited("消息发得太快了，请稍等几秒再发。")
        seen.append(now)


class Inbox:
    """The shopper's side of conversations."""

    def __init__(
        self,
        db: Database,
        log: ConversationLog,
        check_photos: CheckPhotos,
        wake_turn: Callable[[str], None],
        limit: RateLimit,
    ) -> None:
        self._db = db
        self._log = log
        self._check_photos = check_photos
        self._wake_turn = wake_turn
        self._limit = limit

    async def enter(
        self, channel: str, identity: ShopperIdentity | None, conversation_id: str | None, *, new: bool
    ) -> Entrance:
        """The conversation a shopper comes back to, or a new one with its one greeting."""
        async with self._db.write() as session:
            if conversation_id is not None and not new:
                row = await repository.get(session, conversation_id)
                if identity is not None and row.shopper_id is None:
                    await self._sign_in(session, row, identity)
                if identity is None or row.shopper_id == identity.shopper_id:
                    return Entrance(row.id, row.owner, resumed=True)
            if identity is not None and not new:
                known = await repository.latest_open_of(session, channel, identity.shopper_id)
                if known is not None:
                    return Entrance(known.id, known.owner, resumed=True)
            row = await self._begin(session, channel, identity)
            return Entrance(row.id, row.owner, resumed=False)

    async def receive(
        self, conversation_id: str, incoming: Incoming, identity: ShopperIdentity | None = None
    ) -> Stored:
        """Store one message. The same id with the same content is the same message.

        `identity` is who her page says she is; name and phone are kept from her first word after she agreed.
        """
        known = await self._known(conversation_id, incoming)
        if known is not None:
            return known
        self._limit.check(conversation_id)
        if incoming.photo_ids:
            await self._check_photos(incoming.photo_ids, conversation_id)
        async with self._db.write() as session:
            conversation = await repository.get(session, conversation_id)
            row = await repository.by_message_id(session, conversation.channel, incoming.message_id)
            if row is not None:
                return _same(row, conversation_id, incoming)
            if identity is not None and identity.shopper_id == conversation.shopper_id:
                await self._name(session, conversation, identity)
            stored = await self._store(session, conversation, incoming)
        self._wake_turn(conversation_id)
        return stored

    async def history(
        self, conversation_id: str, *, after_seq: int | None, before_seq: int | None
    ) -> tuple[list[MessageRow], bool]:
        async with self._db.read() as session:
            return await repository.history(
                session, conversation_id, after_seq=after_seq, before_seq=before_seq
            )

    async def read(self, conversation_id: str, seq: int) -> None:
        """The shopper has seen everything up to `seq`."""
        async with self._db.write() as session:
            conversation = await repository.get(session, conversation_id)
            if conversation.read_by_shopper < seq <= conversation.last_seq:
                conversation.read_by_shopper = seq
                await self._log.tell_desk(session, conversation)

    async def _known(self, conversation_id: str, incoming: Incoming) -> Stored | None:
        async with self._db.read() as session:
            conversation = await repository.get(session, conversation_id)
            row = await repository.by_message_id(session, conversation.channel, incoming.message_id)
        return None if row is None else _same(row, conversation_id, incoming)

    async def _begin(
        self, session: AsyncSession, channel: str, identity: ShopperIdentity | None
    ) -> ConversationRow:
        now = self._log.clock.now()
        row = ConversationRow(
            id=uuid4().hex,
            channel=channel,
            owner=Owner.BOT,
            epoch=0,
            last_seq=0,
            case_no=1,
            dialogue={},
            proven_orders=[],
            skill_group="general",
            priority=0,
            level="agent",
            read_by_shopper=0,
            read_by_agent=0,
            created_at=now,
            updated_at=now,
        )
        if identity is not None:
            row.shopper_id = identity.shopper_id
            await self._name(session, row, identity)
        session.add(row)
        await session.flush()
        agreed = await self._agreed(session, row)
        greeting = texts.greeting(row.shopper_name, asked_before=agreed)
        message = await self._log.append(
            session, row, Sender.BOT, message_id=f"{row.id}#greeting", **greeting
        )
        if message.choices:
            row.dialogue = {"open": message.id, "expects": message.expects}
        await self._log.tell_desk(session, row)
        return row

    async def _sign_in(self, session: AsyncSession, row: ConversationRow, identity: ShopperIdentity) -> None:
        """The visitor turns out to be somebody; what she agreed to is hers, unless she answered before."""
        given = await repository.consent_of(session, consent_subject(row))
        row.shopper_id = identity.shopper_id
        known = await repository.consent_of(session, consent_subject(row))
        if given is not None and known is None:
            session.add(
                ConsentRow(
                    subject=consent_subject(row), granted=given.granted, version=given.version, at=given.at
                )
            )

        await self._name(session, row, identity)

    async def _name(self, session: AsyncSession, row: ConversationRow, identity: ShopperIdentity) -> None:
        """Before she agrees, only the shop's own id of her is kept."""
        if row.shopper_name is None and await self._agreed(session, row):
            row.shopper_name, row.shopper_phone = identity.name, identity.phone

    @staticmethod
    async def _agreed(session: AsyncSession, row: ConversationRow) -> bool:
        consent = await repository.consent_of(session, consent_subject(row))
        return consent is not None and consent.granted

    async def _store(
        self, session: AsyncSession, conversation: ConversationRow, incoming: Incoming
    ) -> Stored:
        chosen = None
        if incoming.choice is not None:
            chosen = await self._open_choice(session, conversation, incoming.choice)
        elif incoming.text is not None and not incoming.photo_ids:
            chosen = await self._typed_choice(session, conversation, incoming.text)
        if chosen is not None:
            conversation.dialogue = {**conversation.dialogue, "open": None}
        if conversation.owner == Owner.CLOSED:
            conversation.ownership = conversation.ownership.reopen()
            await self._log.tell_state(session, conversation)
        bot_owns = conversation.owner == Owner.BOT
        row = await self._log.append(
            session,
            conversation,
            Sender.SHOPPER,
            message_id=incoming.message_id,
            text=incoming.text or (chosen["title"] if chosen else None),
            choice=chosen["id"] if chosen else None,
            payload=_payload(chosen) if chosen else None,
            photos=list(incoming.photo_ids),
            pending=bot_owns,
        )
        await self._log.tell_receipt(session, conversation, row.seq, "delivered")
        if not bot_owns:
            await self._log.tell_turn(session, conversation, [incoming.message_id])
        await self._log.tell_desk(session, conversation)
        return Stored(row.seq, duplicate=False)

    async def _open_choice(
        self, session: AsyncSession, conversation: ConversationRow, choice_id: str
    ) -> dict[str, Any]:
        offer = await repository.with_choice(session, conversation.id, choice_id)
        if offer is None:
            raise UnknownChoice("没有这个选项。", field="choice")
        if conversation.dialogue.get("open") != offer.id:
            raise StaleChoice("这个选项已经过期了，请看最新的消息。", field="choice")
        return next(choice for choice in offer.choices if choice["id"] == choice_id)

    async def _typed_choice(
        self, session: AsyncSession, conversation: ConversationRow, text: str
    ) -> dict[str, Any] | None:
        """The title of an open choice may also be typed."""
        open_id = conversation.dialogue.get("open")
        offer = await session.get(MessageRow, open_id) if open_id else None
        if offer is None:
            return None
        said = texts.plain(text)
        return next((choice for choice in offer.choices if texts.plain(choice["title"]) == said), None)


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and OUR_ID.fullmatch(value) is not None


def _payload(choice: dict[str, Any]) -> str:
    return str(choice.get("payload") or "/choose" + json.dumps({"choice": choice["value"]}))


def consent_subject(row: ConversationRow) -> str:
    return f"shopper:{row.shopper_id}" if row.shopper_id else f"conversation:{row.id}"


def _same(row: MessageRow, conversation_id: str, incoming: Incoming) -> Stored:
    hers = row.conversation_id == conversation_id and row.sender == Sender.SHOPPER
    same = hers and (
        row.choice == incoming.choice
        if incoming.choice is not None
        else row.text == incoming.text and tuple(row.photos) == incoming.photo_ids
    )
    if not same:
        raise IdConflict("这个消息 id 已用于另一条消息。", field="id")
    return Stored(row.seq, duplicate=True)
