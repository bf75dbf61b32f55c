"""The website widget: Socket.IO namespace `/widget`."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

import socketio
from socketio.exceptions import ConnectionRefusedError

from aftersales.conversations.inbox import Inbox, Incoming
from aftersales.conversations.ratings import Ratings
from aftersales.conversations.wire import for_shopper, message_json
from aftersales.errors import AppError, NotFound
from aftersales.people.identity import Identities, IdentityExpired, IdentityInvalid, ShopperIdentity
from aftersales.people.sessions import SessionInvalid, Sessions

log = logging.getLogger(__name__)

NAMESPACE = "/widget"
CHANNEL = "widget"
LARGEST = 2**31 - 1
"""What a database's integer holds."""
SESSION_GONE = "会话已失效，请刷新页面后重试。"

StateOf = Callable[[str], Awaitable[dict[str, Any]]]
NamesOf = Callable[[], Awaitable[dict[str, str]]]


class WidgetNamespace(socketio.AsyncNamespace):  # type: ignore[misc]  # socketio has no types
    """One socket belongs to one conversation, fixed when it connects by a token that we signed."""

    def __init__(
        self,
        inbox: Inbox,
        ratings: Ratings,
        sessions: Sessions,
        identities: Identities,
        state_of: StateOf,
        names_of: NamesOf,
    ) -> None:
        super().__init__(NAMESPACE)
        self._inbox = inbox
        self._ratings = ratings
        self._sessions = sessions
        self._identities = identities
        self._state_of = state_of
        self._names_of = names_of

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        auth = auth if isinstance(auth, dict) else {}
        try:
            identity, how = self._identify(auth.get("identity"))
            token = auth.get("session")
            known = self._sessions.read(str(token)) if token else None
            entrance = await self._inbox.enter(CHANNEL, identity, known, new=auth.get("new") is True)
        except AppError as error:
            code = error.code if error.code != "not_found" else "session_invalid"
            raise ConnectionRefusedError(code, {"code": code, "message": error.message}) from error
        conversation_id = entrance.conversation_id
        await self.save_session(sid, {"conversation_id": conversation_id, "identity": identity})
        await self.enter_room(sid, conversation_id)
        hello = {
            "session": self._sessions.issue(conversation_id),
            "conversation_id": conversation_id,
            "resumed": entrance.resumed,
            "owner": entrance.owner,
            "identity": how,
        }
        await self.emit("session", hello, to=sid)
        await self.emit("state", await self._state_of(conversation_id), to=sid)

    async def on_message(self, sid: str, body: Any = None) -> dict[str, Any]:
        try:
            incoming = Incoming.read(body)
            session = await self.get_session(sid)
            stored = await self._inbox.receive(str(session["conversation_id"]), incoming, session["identity"])
        except NotFound:  # the demo was reset meanwhile
            return {"ok": False, "error": SessionInvalid(SESSION_GONE).to_json()}
        except AppError as error:
            return {"ok": False, "error": error.to_json()}
        ack: dict[str, Any] = {"ok": True, "seq": stored.seq}
        return ack | ({"duplicate": True} if stored.duplicate else {})

    async def on_history(self, sid: str, body: Any = None) -> dict[str, Any]:
        body = body if isinstance(body, dict) else {}
        after, before = _whole(body.get("after_seq")), _whole(body.get("before_seq"))
        rows, more = await self._inbox.history(
            await self._conversation(sid), after_seq=after, before_seq=before
        )
        names = await self._names_of()
        shown = (for_shopper(message_json(row, names.get(row.agent_id or ""))) for row in rows)
        return {"messages": [message for message in shown if message], "more": more}

    async def on_typing(self, sid: str, body: Any = None) -> None:
        conversation_id = await self._conversation(sid)
        payload = {"conversation_id": conversation_id, "from": "shopper"}
        await self.server.emit("typing", payload, room="staff", namespace="/desk")

    async def on_read(self, sid: str, body: Any = None) -> None:
        seq = _whole(body.get("seq") if isinstance(body, dict) else None)
        if seq is not None:
            await self._inbox.read(await self._conversation(sid), seq)

    async def on_rate(self, sid: str, body: Any = None) -> dict[str, Any]:
        body = body if isinstance(body, dict) else {}
        score, comment = _whole(body.get("score")), body.get("comment")
        ticket = body.get("ticket")
        if score is None or not 1 <= score <= 5 or not isinstance(comment, str | None):
            return {"ok": False, "error": {"code": "bad_rating", "message": "请给 1 到 5 分。"}}
        if not isinstance(ticket, str | None):
            return {"ok": False, "error": {"code": "bad_rating", "message": "没有找到要评价的工单。"}}
        try:
            await self._ratings.rate(await self._conversation(sid), score, comment, ticket)
        except AppError as error:
            return {"ok": False, "error": error.to_json()}
        return {"ok": True}

    async def tell(self, event: str, conversation_id: str, payload: dict[str, Any]) -> None:
        await self.emit(event, payload, room=conversation_id)

    async def _conversation(self, sid: str) -> str:
        session = await self.get_session(sid)
        return str(session["conversation_id"])

    def _identify(self, token: Any) -> tuple[ShopperIdentity | None, str]:
        """Who is asking, and how the contract calls that. Raises IdentityInvalid."""
        if not token:
            return None, "anonymous"
        if not isinstance(token, str):
            raise IdentityInvalid("身份信息无效，请刷新页面后重试。")
        try:
            return self._identities.read(token), "known"
        except IdentityExpired:
            return None, "expired"


def _whole(value: Any) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value <= LARGEST else None
