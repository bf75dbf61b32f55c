"""One line per conversation: take what the shopper said, have Rasa answer, commit the answer once.

Nothing is held open while Rasa works. A crash before the commit leaves the messages pending, so the turn runs
again; the message id makes Rasa's part and every action's part repeatable.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.conversations import batches, repository
from aftersales.conversations.batches import Batch
from aftersales.conversations.handover import Handover, queue_for_human
from aftersales.conversations.log import ConversationLog
from aftersales.conversations.model import Owner, Sender
from aftersales.conversations.rasa import Answer, Ask, RasaClient, RasaFailed, RasaUnavailable
from aftersales.conversations.tables import ConversationRow
from aftersales.database import Database
from aftersales.dialogue import texts
from aftersales.errors import NotFound
from aftersales.metrics import Metrics

log = logging.getLogger(__name__)

LASTING_SLOTS = ("needs",)
"""What outlives the case: the needs that she named and nobody has looked at yet."""
MOST_SAID_AGAIN = 3


@dataclass
class _Line:
    """The running line of one conversation; `news` is set when something arrived."""

    news: asyncio.Event
    task: asyncio.Task[None]


class Turns:
    def __init__(
        self,
        db: Database,
        conversation_log: ConversationLog,
        rasa: RasaClient,
        metrics: Metrics,
        *,
        fragment_wait_s: float,
        case_idle: timedelta,
    ) -> None:
        self._db = db
        self._log = conversation_log
        self._rasa = rasa
        self._metrics = metrics
        self._fragment_wait_s = fragment_wait_s
        self._case_idle = case_idle
        self._lines: dict[str, _Line] = {}

    def wake(self, conversation_id: str) -> None:
        """Something is pending in this conversation; returns at once."""
        line = self._lines.get(conversation_id)
        if line is not None:
            line.news.set()
            return
        news = asyncio.Event()
        task = asyncio.create_task(self._run(conversation_id, news), name=f"turns of {conversation_id}")
        self._lines[conversation_id] = _Line(news, task)

    async def resume(self) -> None:
        """After a start: answer what a crash left unanswered."""
        async with self._db.read() as session:
            waiting = await repository.with_pending(session)
        for conversation_id in waiting:
            self.wake(conversation_id)

    async def drain(self) -> None:
        """Wait until no turn is running (a clean stop finishes what it began)."""
        while self._lines:
            await asyncio.gather(*(line.task for line in self._lines.values()), return_exceptions=True)

    async def _run(self, conversation_id: str, news: asyncio.Event) -> None:
        try:
            while True:
                batch = await self._next_batch(conversation_id, news)
                if batch is not None:
                    with self._metrics.turns.time():
                        await self._turn(batch)
                elif not news.is_set():
                    return
        except NotFound:
            log.info("the conversation is gone: the demo was reset")
        except Exception:
            log.exception("turn failed; its messages stay pending")
        finally:
            del self._lines[conversation_id]

    async def _next_batch(self, conversation_id: str, news: asyncio.Event) -> Batch | None:
        waited_for = 0
        while True:
            news.clear()
            async with self._db.read() as session:
                conversation = await repository.get(session, conversation_id)
                pending = await repository.pending(session, conversation_id)
            if not pending:
                return None
            batch = batches.take(conversation, pending)
            if batch.seqs[-1] == waited_for or not await self._unclear(batch):
                return batch
            waited_for = batch.seqs[-1]
            with suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), self._fragment_wait_s)

    async def _unclear(self, batch: Batch) -> bool:
        """Is this a fragment that the next message will explain? Answers to an open question never are."""
        if not batch.may_be_fragment:
            return False
        try:
            understood = await self._rasa.parse(batch.text or "")
        except (RasaUnavailable, RasaFailed):
            return False
        return batches.is_fragment(understood)

    async def _turn(self, batch: Batch) -> None:
        async with self._db.write() as session:
            conversation = await repository.get(session, batch.conversation_id)
            if conversation.owner != Owner.BOT:
                await self._settle(session, conversation, batch)
                await self._log.tell_turn(session, conversation, batch.reply_to)
                return
            if batch.silence > self._case_idle:
                self._next_case(conversation)
                conversation.last_turn_at = self._log.clock.now()  # the same case if this turn is run again
            await self._log.tell_typing(session, conversation)
            ask = self._ask(conversation, batch)
            epoch = conversation.epoch
        try:
            ask, answer, bubbles = await self._talk(ask)
        except (RasaUnavailable, RasaFailed) as error:
            log.error("rasa did not answer: %s", error)
            self._metrics.failed_turns.inc()
            answer, bubbles = None, []
        try:
            await self._commit(batch, epoch, ask, answer, bubbles or [_sorry()])
        except Exception:
            log.exception("the answer cannot be stored")
            await self._commit(batch, epoch, ask, None, [_sorry()])

    async def _talk(self, ask: Ask) -> tuple[Ask, Answer, list[dict[str, Any]]]:
        """Rasa's answer, and those to words of hers that it wants to hear again (`effects: {say}`).

        Gives the last question put to Rasa, its answer, and all bubbles.
        """
        answer = await self._rasa.turn(ask)
        bubbles = answer.messages
        for again in range(1, MOST_SAID_AGAIN + 1):
            words = next(
                (b["effects"]["say"] for b in answer.messages if "say" in b.get("effects", {})), None
            )
            if words is None:
                break
            ask = _said_again(ask, answer, words, again)
            answer = await self._rasa.turn(ask)
            bubbles = [*bubbles, *answer.messages]
        return ask, answer, bubbles

    def _ask(self, conversation: ConversationRow, batch: Batch) -> Ask:
        dialogue = conversation.dialogue
        return Ask(
            sender=f"{conversation.id}:{conversation.case_no}",
            message_id=batch.turn_id,
            text=batch.text if batch.payload is None else None,
            payload=batch.payload,
            metadata={
                "conversation_id": conversation.id,
                "case": conversation.case_no,
                "photos": batch.photos,
                "words": "" if batch.payload else batch.text or "",
                "now": self._log.clock.now().isoformat(),
                "expects": dialogue.get("expects"),
            },
            state={
                "slots": dialogue.get("slots", {}),
                "active_loop": dialogue.get("active_loop"),
            },
        )

    async def _commit(
        self, batch: Batch, epoch: int, ask: Ask, answer: Answer | None, bubbles: list[dict[str, Any]]
    ) -> None:
        async with self._db.write() as session:
            conversation = await repository.get(session, batch.conversation_id)
            current = conversation.epoch == epoch
            same_case = current or (
                conversation.owner in (Owner.QUEUED, Owner.AGENT)
                and conversation.case_no == ask.metadata["case"]
            )
            handover: Handover | None = None
            open_question: tuple[str, str | None] | None = None
            case_closed = False
            for number, bubble in enumerate(bubbles, start=1):
                effects = bubble.get("effects", {})
                case_closed = case_closed or effects.get("case") == "closed"
                if "handover" in effects:
                    handover = Handover(**effects["handover"])
                if not (bubble.get("text") or bubble.get("card")):
                    continue
                row = await self._log.append(
                    session,
                    conversation,
                    Sender.BOT,
                    message_id=f"{batch.turn_id}#{number}",
                    text=bubble.get("text"),
                    card=bubble.get("card"),
                    choices=bubble.get("choices"),
                    expects=bubble.get("expects"),
                    reply_to=batch.reply_to,
                    sent=current,
                )
                if row.choices or row.expects:
                    open_question = (row.id, row.expects)
            await self._settle(session, conversation, batch, answer)
            conversation.last_turn_at = self._log.clock.now()
            if same_case:
                _remember(conversation, ask, answer, open_question if current else None)
                if case_closed:
                    self._next_case(conversation, forget=True)
            if current and handover is not None:
                await queue_for_human(session, self._log, conversation, handover)
            await self._log.tell_turn(session, conversation, batch.reply_to)
            await self._log.tell_desk(session, conversation)

    async def _settle(
        self, session: AsyncSession, conversation: ConversationRow, batch: Batch, answer: Answer | None = None
    ) -> None:
        """Mark the batch as answered, with what was understood on its last message."""
        for seq in batch.seqs:
            row = await repository.at_seq(session, conversation.id, seq)
            if row is not None:
                row.pending = False
                if answer is not None and seq == batch.seqs[-1]:
                    row.understood = {**answer.understood, "case": conversation.case_no}

    @staticmethod
    def _next_case(conversation: ConversationRow, *, forget: bool = False) -> None:
        """A new sender for Rasa; an unfinished form goes with it unless the case is over."""
        conversation.case_no += 1
        if forget:
            before = conversation.dialogue
            slots = before.get("slots", {})
            lasting = {"slots": {name: slots[name] for name in LASTING_SLOTS if name in slots}}
            conversation.dialogue = lasting | {k: v for k, v in before.items() if k in ("open", "expects")}


def _said_again(ask: Ask, answer: Answer, words: str, again: int) -> Ask:
    """The next question of the same turn: words that waited, without photos and asked by nobody."""
    return replace(
        ask,
        message_id=f"{ask.message_id.partition('+')[0]}+{again}",
        text=words,
        payload=None,
        metadata={**ask.metadata, "photos": [], "words": words, "expects": None},
        state={"slots": answer.slots, "active_loop": answer.active_loop},
    )


def _sorry() -> dict[str, Any]:
    return texts.bubble("sorry_broken") | {"effects": {"handover": {"reason": "bot_failed"}}}


def _remember(
    conversation: ConversationRow,
    ask: Ask,
    answer: Answer | None,
    open_question: tuple[str, str | None] | None,
) -> None:
    """Keep what re-seeds Rasa. A digression leaves the earlier question open; an answer closes it."""
    before = conversation.dialogue
    if answer is None:
        return
    after = {"slots": answer.slots, "active_loop": answer.active_loop}
    if open_question is not None:
        after |= {"open": open_question[0], "expects": open_question[1]}
    elif before.get("open") and (before.get("active_loop"), _asked(before)) == (
        answer.active_loop,
        _asked(after),
    ):
        after |= {key: before.get(key) for key in ("open", "expects")}
    conversation.dialogue = after


def _asked(dialogue: dict[str, Any]) -> Any:
    return dialogue.get("slots", {}).get("requested_slot")
