"""What is read of tickets and talks for a report: moments and kinds, nobody's words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from aftersales.clocks.following import NOT_A_PERSON
from aftersales.reports.model import NONE, OWN
from aftersales.tickets.model import TicketStatus


@dataclass(frozen=True, slots=True)
class Step:
    """`origin` is None for the opening."""

    at: datetime
    who: str
    origin: TicketStatus | None
    to: TicketStatus


@dataclass(frozen=True, slots=True)
class Stars:
    at: datetime
    score: int


@dataclass(frozen=True, slots=True)
class TicketCase:
    """`outcome` is its decision's, if it has one; `rated` the last rating, `refunded_at` the first refund."""

    id: str
    conversation_id: str | None
    channel: str
    merchant_id: str | None
    assignee: str | None
    type: str
    status: TicketStatus
    reason: str | None
    remedy: str | None
    outcome: str | None
    created_at: datetime
    history: Sequence[Step]
    categories: frozenset[str] = frozenset()
    refunded_at: datetime | None = None
    rated: Stars | None = None

    @property
    def merchant(self) -> str:
        return self.merchant_id or OWN

    @property
    def agent(self) -> str:
        """Whose ticket it is, else who moved it last."""
        people = (step.who for step in reversed(self.history) if step.who not in NOT_A_PERSON)
        return self.assignee or next(people, NONE)


@dataclass(frozen=True, slots=True)
class FirstReply:
    """A clock of SLA-FIRST, of a ticket or of a talk in the queue; `void`: the case ended otherwise."""

    ticket_id: str | None
    conversation_id: str | None
    channel: str
    started_at: datetime
    stopped_at: datetime | None
    void: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in which she wrote in the period, and when."""

    id: str
    channel: str
    first: datetime
    last: datetime
    with_people: bool
    """Whether it is queued or with an agent now."""


@dataclass(frozen=True, slots=True)
class Word:
    """An agent's word; without an `agent`, the moment at which the conversation changed its owner."""

    conversation_id: str
    channel: str
    at: datetime
    agent: str | None


@dataclass(frozen=True, slots=True)
class TalkStars:
    conversation_id: str
    channel: str
    stars: Stars


@dataclass(frozen=True)
class Cases:
    """`words` by conversation in the order they were said, from the start of the period on."""

    tickets: Mapping[str, TicketCase] = field(default_factory=dict)
    first_replies: Sequence[FirstReply] = ()
    talks: Sequence[Talk] = ()
    words: Mapping[str, Sequence[Word]] = field(default_factory=dict)
    ratings: Sequence[TalkStars] = ()

    @cached_property
    def by_conversation(self) -> Mapping[str, Sequence[TicketCase]]:
        found: dict[str, list[TicketCase]] = {}
        for ticket in self.tickets.values():
            if ticket.conversation_id is not None:
                found.setdefault(ticket.conversation_id, []).append(ticket)
        return found
