"""Answers to 'how far is it' and 'where is it'."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aftersales.dialogue import cards, faq, texts
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, human_choice
from aftersales.policy.policy import Policy
from aftersales.tickets.model import Ticket, TicketStatus

_COURSE = ("refund_time", "repair_time")
_IN_GENERAL = re.compile(r"一般|通常|正常|如果|要是|万一|规定|规则")
_ABOUT_MONEY = re.compile(r"到账|退款|退钱|返钱|返还|钱")
BARE = 10
"""Characters of a question that names no case but her own."""
MAX_TICKETS = 3


def progress(heard: Heard, tickets: Sequence[Ticket], policy: Policy) -> list[Bubble]:
    """Her running applications, or the one whose number she gave; who waits for money that no application
    is about hears how long it takes in general."""
    number = heard.first("ticket_id")
    wanted = [t for t in tickets if t.number == number] if number else [t for t in tickets if t.status.open]
    key = "tickets_found"
    if not wanted and tickets and not number:
        wanted, key = [tickets[0]], "tickets_ended"
    if not wanted:
        none = texts.bubble("no_tickets", heard.message_id)
        general = {"text": faq.answer("refund_time", policy, said=heard.text)}
        told = [none, general] if _ABOUT_MONEY.search(heard.text) else [none]
        return [*told[:-1], told[-1] | {"choices": [human_choice()]}]
    intro = texts.bubble(key, heard.message_id)
    shown: list[Bubble] = [{"card": cards.progress_card(ticket)} for ticket in wanted[:MAX_TICKETS]]
    return [intro, *shown[:-1], shown[-1] | {"choices": [human_choice()]}]


def send_to(policy: Policy, seed: str) -> Bubble:
    """Where goods go back to, and how they are packed."""
    to = policy.figures.returns
    return texts.bubble("send_to", seed, name=to.name, phone=to.phone, address=to.address, note=to.note)


def own_course(heard: Heard, tickets: Sequence[Ticket], policy: Policy) -> list[Bubble] | None:
    """「要多久」 of somebody whose application runs: its own due times, before the rule; the address that her
    goods go back to; None for a rule.
    """
    if heard.topic == "return_address":
        waiting = next((t for t in tickets if t.status is TicketStatus.AWAITING_RETURN), None)
        return [send_to(policy.for_merchant(waiting.merchant_id), heard.message_id)] if waiting else None
    runs = any(ticket.status.open for ticket in tickets)
    own = heard.topic in _COURSE and len(heard.text) <= BARE and not _IN_GENERAL.search(heard.text)
    return progress(heard, tickets, policy) if runs and own else None
