"""Tickets that people work on without a rule having decided: complaints, alarms, visits. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from aftersales.dialogue import cards, texts
from aftersales.dialogue.alarm import Alarm
from aftersales.dialogue.case import Case
from aftersales.dialogue.smalltalk import handover
from aftersales.dialogue.texts import Bubble, say
from aftersales.policy.deadlines import deadlines_for
from aftersales.policy.names import Outcome, Reason, Rule, SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets.model import Level, Ticket, TicketType


@dataclass(frozen=True)
class Concern:
    """What is to be opened for people; `kind` tells several of one case apart, `rule` is for the history."""

    kind: str
    type: TicketType
    description: str
    level: Level = Level.AGENT
    priority: int = 0
    rule: Rule | None = None
    reason: Reason = Reason.OTHER
    alarm: Alarm | None = None


def of_alarm(ringing: Alarm, words: str) -> Concern:
    """A supervisor's at once (R-SAFETY, R-FRAUD)."""
    return Concern(
        kind=ringing.reason,
        type=TicketType.COMPLAINT,
        description=words,
        level=Level.SUPERVISOR,
        priority=ringing.priority,
        rule=ringing.rule,
        reason=Reason.QUALITY if ringing.rule is Rule.SAFETY else Reason.NOT_AS_DESCRIBED,
        alarm=ringing,
    )


def of_complaint(words: str) -> Concern:
    return Concern(kind="complaint", type=TicketType.COMPLAINT, description=words, priority=2)


def of_tech(words: str) -> Concern:
    """What knowledge did not solve (R-TECH)."""
    return Concern("tech", TicketType.CONSULTATION, words, Level.TECH_SUPPORT, priority=1, rule=Rule.TECH)


def with_number(told: Bubble, ticket: Ticket, seed: str) -> Bubble:
    """The number of the ticket beside what was said, for the case that nobody is there now."""
    return told | {"text": f"{told['text']}{say('ticket_number', seed, number=ticket.number)}"}


def of_visit(case: Case) -> Concern:
    """A visit by appointment (R-TECH); the technicians call before they come."""
    told = "，".join(f"{label}：{value}" for label, value in cards.details(case))
    description = f"预约上门（{case.product}）：{case.get('description') or '见对话'}。{told}"
    return Concern("visit", TicketType.CONSULTATION, description, Level.TECH_SUPPORT, rule=Rule.TECH)


def alarm_bubbles(ringing: Alarm, ticket: Ticket, seed: str, now: datetime, policy: Policy) -> list[Bubble]:
    """What to do now, the number, by when somebody calls; and the hand-over to a supervisor."""
    told = texts.bubble(ringing.text, seed, number=ticket.number)
    told["text"] += _when(ringing.rule, SlaClock.FIRST, seed, now, policy)
    to = handover(ringing.reason, skill_group="complaint", priority=ringing.priority, level="supervisor")
    return [told | to]


def complaint_bubbles(ticket: Ticket, seed: str, now: datetime, policy: Policy) -> list[Bubble]:
    told = texts.bubble("complaint", seed, number=ticket.number)
    told["text"] += _when(None, SlaClock.FIRST, seed, now, policy)
    return [told | handover("complaint", skill_group="complaint", priority=2)]


def visit_bubbles(ticket: Ticket, case: Case) -> list[Bubble]:
    by = _limit(Rule.TECH, SlaClock.SOLVE, case.now, case.policy)
    card = cards.ticket_card(ticket, {}, case.policy)
    return [texts.bubble("visit_booked", case.seed, by=cards.minute(by) if by else "") | {"card": card}]


def dispute_bubbles(ticket: Ticket, case: Case) -> list[Bubble]:
    by = _limit(Rule.DISPUTE, SlaClock.DISPUTE, case.now, case.policy)
    told = texts.bubble("dispute_opened", case.seed, number=ticket.number, by=cards.minute(by) if by else "")
    card = cards.ticket_card(ticket, {}, case.policy)
    to = handover("dispute", skill_group="complaint", priority=1, level="supervisor")
    return [told | {"card": card} | to]


def _when(rule: Rule | None, clock: SlaClock, seed: str, now: datetime, policy: Policy) -> str:
    by = _limit(rule, clock, now, policy)
    return say("complaint_when", seed, by=cards.minute(by)) if by else ""


def _limit(rule: Rule | None, clock: SlaClock, now: datetime, policy: Policy) -> datetime | None:
    running = deadlines_for(Outcome.REVIEW, None, (rule,) if rule else (), now, policy)
    return next((deadline.limit for deadline in running if deadline.clock is clock), None)
