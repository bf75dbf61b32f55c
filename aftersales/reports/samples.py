"""Which cases of a period a measure knows, and whether they reached what it aims at. Pure.

A case counts in the period in which it began. What is neither done nor overdue is not known yet and counts
nowhere; what is overdue counts as missed, so that leaving it undone makes no figure better.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aftersales.clocks.model import working_time
from aftersales.policy.deadlines import due
from aftersales.policy.figures import Span
from aftersales.policy.names import Outcome, Remedy
from aftersales.policy.policy import Policy
from aftersales.reports.cases import Cases, FirstReply, Step, TicketCase, Word
from aftersales.reports.model import NONE, OTHERS, Measure, Period, Returned, Sample, Whose
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.model import TicketType
from aftersales.tickets.money import PAYS

REPAIRS = frozenset({Remedy.REPAIR, Remedy.PAID_REPAIR})
IN_THE_WORKSHOP = frozenset({S.RETURNED, S.INSPECTING, S.QUOTING, S.AWAITING_QUOTE, S.REPAIRING})
RETURNS = frozenset({TicketType.RETURN_REFUND, TicketType.REFUND_ONLY, TicketType.EXCHANGE})
"""Applications whose reasons are counted."""
DECIDED = frozenset({Outcome.APPROVE, Outcome.REJECT})
"""Outcomes that need nobody else."""


@dataclass(frozen=True)
class Question:
    """`idle`: after this long without a word a talk is over. `known` are the agents who may be named; None:
    all. `policy` is the shop's, with those of its merchants."""

    period: Period
    now: datetime
    policy: Policy
    idle: timedelta
    known: Collection[str] | None = None


def samples(cases: Cases, asked: Question) -> Iterator[Sample]:
    """Every case of the period that some measure knows."""
    for reply in cases.first_replies:
        yield from _first_reply(reply, cases, asked)
    for ticket in cases.tickets.values():
        yield from _money(ticket, asked)
        yield from _repair(ticket, asked)
        yield from _reopened(ticket, asked)
    yield from _handling(cases, asked)
    yield from _satisfaction(cases, asked)
    yield from _bot_resolved(cases, asked)


def returned(cases: Cases, asked: Question) -> Iterator[Returned]:
    """The returns applied for in the period; what has no reason is no return yet."""
    for ticket in cases.tickets.values():
        if ticket.type in RETURNS and ticket.reason is not None and asked.period.holds(ticket.created_at):
            yield Returned(ticket.created_at, ticket.reason, _of_ticket(ticket, asked))


def _first_reply(reply: FirstReply, cases: Cases, asked: Question) -> Iterator[Sample]:
    ticket = cases.tickets.get(reply.ticket_id or "")
    if not asked.period.holds(reply.started_at) or (reply.ticket_id is not None and ticket is None):
        return
    limit = due(asked.policy.goals.first_reply.within, reply.started_at, asked.policy)
    ended = reply.stopped_at or asked.now
    answered = reply.stopped_at is not None and not reply.void
    if not answered and ended <= limit:
        return
    conversation = reply.conversation_id or (ticket and ticket.conversation_id) or ""
    said = [word.agent for word in cases.words.get(conversation, ()) if word.agent and word.at <= ended]
    agent = (said[-1] if said else ticket.agent if ticket else NONE) if answered else NONE
    if ticket is not None:
        whose = _of_ticket(ticket, asked, agent)
    else:
        whose = _of_talk(conversation, reply.channel, agent, cases, asked)
    yield Sample(Measure.FIRST_REPLY, reply.started_at, int(answered and ended <= limit), whose)


def _money(ticket: TicketCase, asked: Question) -> Iterator[Sample]:
    if not asked.period.holds(ticket.created_at):
        return
    policy = asked.policy.for_merchant(ticket.merchant_id)
    limit = due(asked.policy.goals.money.within, ticket.created_at, policy)
    if ticket.refunded_at is None:
        granted = any(step.to is S.APPROVED for step in ticket.history)
        if not (granted and ticket.remedy in PAYS and ticket.status.open and asked.now > limit):
            return
    in_time = ticket.refunded_at is not None and ticket.refunded_at <= limit
    yield Sample(Measure.MONEY, ticket.created_at, int(in_time), _of_ticket(ticket, asked))


def _repair(ticket: TicketCase, asked: Question) -> Iterator[Sample]:
    arrived = next((n for n, step in enumerate(ticket.history) if step.to is S.RETURNED), None)
    if ticket.remedy not in REPAIRS or arrived is None:
        return
    steps = ticket.history[arrived:]
    came = steps[0].at
    if not asked.period.holds(came):
        return
    left = next((step for step in steps[1:] if step.to not in IN_THE_WORKSHOP), None)
    if left is not None and left.to is not S.COMPLETED:
        return
    end = left.at if left is not None else asked.now
    limit = _repair_limit([step for step in steps if step.at <= end], asked, ticket.merchant_id)
    if left is None and (limit is None or end <= limit):
        return
    in_time = left is not None and limit is not None and end <= limit
    yield Sample(Measure.REPAIR, came, int(in_time), _of_ticket(ticket, asked))


def _repair_limit(steps: Sequence[Step], asked: Question, merchant_id: str | None) -> datetime | None:
    """Her thinking about a quote moves it (R-PAUSE); None while she still thinks."""
    policy, within = asked.policy.for_merchant(merchant_id), asked.policy.goals.repair.within
    limit = due(within, steps[0].at, policy)
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        if step.to is not S.AWAITING_QUOTE or limit <= step.at:
            continue
        if following is None:
            return None
        limit = _moved(limit, step.at, following.at, within, policy)
    return limit


def _moved(limit: datetime, since: datetime, until: datetime, within: Span, policy: Policy) -> datetime:
    """What was left at `since` is left again at `until`."""
    if within.working_days is None:
        return limit + (until - since)
    return policy.calendar.add_service_hours(until, working_time(policy.calendar, since, limit))


def _reopened(ticket: TicketCase, asked: Question) -> Iterator[Sample]:
    done = next((n for n, step in enumerate(ticket.history) if step.to is S.COMPLETED), None)
    if done is None or not asked.period.holds(ticket.history[done].at):
        return
    again = any(step.origin and not step.origin.open and step.to.open for step in ticket.history[done + 1 :])
    yield Sample(Measure.REOPENED, ticket.history[done].at, int(again), _of_ticket(ticket, asked))


def _handling(cases: Cases, asked: Question) -> Iterator[Sample]:
    for conversation, words in cases.words.items():
        for start, end, agent in stretches(words):
            if asked.period.holds(start):
                whose = _of_talk(conversation, words[0].channel, agent, cases, asked)
                yield Sample(Measure.HANDLING, start, round((end - start).total_seconds()), whose)


def stretches(words: Sequence[Word]) -> Iterator[tuple[datetime, datetime, str]]:
    """(from, to, agent) of each time an agent held the conversation and spoke, until it changed hands."""
    since: datetime | None = None
    speaker: str | None = None
    for word in words:
        if word.agent is not None:
            speaker = speaker or word.agent
            continue
        if since is not None and speaker is not None:
            yield since, word.at, speaker
        since, speaker = word.at, None


def _satisfaction(cases: Cases, asked: Question) -> Iterator[Sample]:
    enough = asked.policy.goals.satisfaction.stars
    for ticket in cases.tickets.values():
        if ticket.rated is not None and asked.period.holds(ticket.rated.at):
            pleased = int(ticket.rated.score >= enough)
            yield Sample(Measure.SATISFACTION, ticket.rated.at, pleased, _of_ticket(ticket, asked))
    for rating in cases.ratings:
        tickets = cases.by_conversation.get(rating.conversation_id, ())
        if not asked.period.holds(rating.stars.at) or any(ticket.rated for ticket in tickets):
            continue
        words = cases.words.get(rating.conversation_id, ())
        agents = [word.agent for word in words if word.agent and word.at <= rating.stars.at]
        agent = agents[-1] if agents else NONE
        whose = _of_talk(rating.conversation_id, rating.channel, agent, cases, asked)
        yield Sample(Measure.SATISFACTION, rating.stars.at, int(rating.stars.score >= enough), whose)


def _bot_resolved(cases: Cases, asked: Question) -> Iterator[Sample]:
    queued = {
        reply.conversation_id
        for reply in cases.first_replies
        if reply.started_at < asked.period.end and (reply.stopped_at or asked.now) >= asked.period.start
    }
    for talk in cases.talks:
        words = [word for word in cases.words.get(talk.id, ()) if word.at < asked.period.end]
        opened = [
            ticket
            for ticket in cases.by_conversation.get(talk.id, ())
            if asked.period.holds(ticket.created_at)
        ]
        people_now = talk.with_people and asked.now < asked.period.end
        alone = not (talk.id in queued or words or people_now)
        if alone and asked.now - talk.last < asked.idle:
            continue
        alone = alone and all(ticket.outcome in DECIDED for ticket in opened)
        # Nobody's own figure: among agents it is the bot's.
        whose = _of_talk(talk.id, talk.channel, NONE, cases, asked)
        yield Sample(Measure.BOT_RESOLVED, talk.first, int(alone), whose)


def _of_ticket(ticket: TicketCase, asked: Question, agent: str | None = None) -> Whose:
    name = _named(agent or ticket.agent, asked)
    return Whose(ticket.channel, frozenset({ticket.merchant}), name, ticket.categories)


def _of_talk(conversation: str, channel: str, agent: str, cases: Cases, asked: Question) -> Whose:
    """What a talk was about is what its tickets are about."""
    tickets = cases.by_conversation.get(conversation, ())
    return Whose(
        channel,
        frozenset(ticket.merchant for ticket in tickets),
        _named(agent, asked),
        frozenset().union(*(ticket.categories for ticket in tickets)),
    )


def _named(agent: str, asked: Question) -> str:
    return agent if agent == NONE or asked.known is None or agent in asked.known else OTHERS
