"""What a change of a ticket is in the shopper's words. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from aftersales.catalogue import Catalogue
from aftersales.clocks.model import HERS, CaseClock
from aftersales.dialogue.cards import progress_card, yuan
from aftersales.dialogue.texts import Bubble, choice
from aftersales.people.masks import mask_phone
from aftersales.policy.explanation import moment_text
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets.model import HistoryEntry, Ticket, TicketStatus
from aftersales.tickets.records import Record, RecordKind

TEXTS = Catalogue(Path(__file__).with_name("texts.yml"))

SPEAKING_FOR_THEMSELVES = frozenset({"shopper", "bot"})
"""What she did she knows, and what the bot did it said itself."""

_DATES_TOLD = frozenset(SlaClock) - {SlaClock.REPLY, SlaClock.FIRST, SlaClock.VISIT} | HERS
"""The others are the shop's own affair."""

_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_ENDS = " \n。.；;，,！!"

_CLOSED_WAITING = {
    TicketStatus.INFO_NEEDED: "closed_unanswered",
    TicketStatus.AWAITING_RETURN: "closed_not_returned",
}


def notices(before: Ticket | None, after: Ticket, due: str, policy: Policy) -> list[Bubble]:
    """What she reads of everything that is new in `after`; nothing if it was her own doing or the bot's.

    `due` is the sentence on the dates that hold from now on, perhaps empty; `policy` is the merchant's.
    """
    step = _step(before, after)
    records = after.records[len(before.records) if before else 0 :]
    facts = [line for record in records if (line := _record_line(record, after, step, policy))]
    if step is None:
        return [{"text": "\n".join(facts)}] if facts else []
    lines = [*facts, _step_line(step, after, due, policy, told=bool(facts))]
    told: Bubble = {"text": "\n".join(lines), "card": progress_card(after)}
    if step.to is TicketStatus.AWAITING_QUOTE:
        return [told | {"choices": _quote_choices(), "expects": "fee"}]
    if step.to is TicketStatus.CLOSED and step.origin in _CLOSED_WAITING:
        payload = f"/inform{json.dumps({'ticket_id': after.number})}"
        return [told | {"choices": [choice("intent:inform", TEXTS.say("choice_go_on"), payload)]}]
    if step.to is TicketStatus.COMPLETED:
        rating = {"text": TEXTS.say("rate"), "card": {"kind": "rating", "ticket": after.number}}
        return [told, rating | {"expects": "rating"}]
    return [told]


def due_sentence(clocks: Sequence[CaseClock], now: datetime, policy: Policy) -> str:
    """By when what happens next; nothing of a date that has passed."""
    coming = [clock for clock in clocks if clock.clock in _DATES_TOLD and clock.limit > now]
    lines = [_due_line(clock, now, policy) for clock in coming]
    if any(clock.provisional for clock in coming):
        lines.append(policy.wording.phrases.provisional)
    return "".join(lines)


def _due_line(clock: CaseClock, now: datetime, policy: Policy) -> str:
    limit = moment_text(clock.limit)
    target = moment_text(clock.target) if clock.target > now else limit
    if isinstance(clock.clock, SlaClock):
        return policy.wording.clocks[clock.clock].format(target=target, limit=limit)
    return TEXTS.say(f"due_{clock.clock}", limit=limit)


def _step(before: Ticket | None, after: Ticket) -> HistoryEntry | None:
    """The step to tell; an opening by the bot is the bot's own doing however many steps it went."""
    new = after.history[len(before.history) if before else 0 :]
    return new[-1] if new and new[0].who not in SPEAKING_FOR_THEMSELVES else None


def _step_line(step: HistoryEntry, ticket: Ticket, due: str, policy: Policy, *, told: bool) -> str:
    """`told`: what came out of the step stands before it already."""
    returns = policy.figures.returns
    key, why, amount = str(step.to), step.why, ticket.amount
    match step.to:
        case TicketStatus.CLOSED if step.origin in _CLOSED_WAITING:
            key = _CLOSED_WAITING[step.origin]
        case TicketStatus.COMPLETED if told:
            key = "completed_told"
        case TicketStatus.INSPECTION_FAILED if found := ticket.latest(RecordKind.INSPECTION):
            why = found.data.get("finding", why)
        case TicketStatus.AWAITING_QUOTE:
            quote = ticket.latest(RecordKind.QUOTE)
            amount = Decimal(quote.data["amount"]) if quote else None
    if amount and f"{key}_money" in TEXTS:
        key = f"{key}_money"
    return TEXTS.say(
        key,
        ticket.id,
        number=ticket.number,
        why=reason(why),
        due=due,
        remedy=policy.wording.remedies[ticket.remedy] if ticket.remedy else TEXTS.say("no_remedy"),
        amount=yuan(amount) if amount else "",
        name=returns.name,
        phone=returns.phone,
        address=returns.address,
        note=returns.note,
    )


def _record_line(record: Record, ticket: Ticket, step: HistoryEntry | None, policy: Policy) -> str | None:
    """None for what she is not told of: her own records, the desk's affairs, what a step says better."""
    if record.who in SPEAKING_FOR_THEMSELVES or not record.kind.shown:
        return None
    data = record.data
    number = {"number": ticket.number}
    match record.kind:
        case RecordKind.INSPECTION:
            told_by_step = step is not None or not data["passed"]
            return None if told_by_step else TEXTS.say("record_inspection_passed", **number)
        case RecordKind.PART:
            state = data.get("state", "ordered")
            return TEXTS.say(f"record_part_{state}", name=data["name"], **number)
        case RecordKind.PROGRESS:
            return TEXTS.say("record_progress", text=reason(data["text"]), **number)
        case RecordKind.REPAIR:
            warranty = reason(data.get("warranty", ""))
            key = "record_repair_warranty" if warranty else "record_repair"
            return TEXTS.say(key, done=reason(data["done"]), warranty=warranty, **number)
        case RecordKind.SHIPMENT:
            tracking = data.get("tracking_number")
            key = "record_shipment" if tracking else "record_shipment_unnumbered"
            return TEXTS.say(key, carrier=data.get("carrier", ""), tracking_number=tracking, **number)
        case RecordKind.REFUND | RecordKind.REIMBURSEMENT:
            return _money_line(record, ticket)
        case RecordKind.APPOINTMENT:
            return _appointment_line(record, ticket)
        case RecordKind.REMEDY_CHANGE:
            remedy = policy.wording.remedies[data["remedy"]]
            return TEXTS.say("record_remedy_change", remedy=remedy, **number)
        case RecordKind.AMOUNT:
            return TEXTS.say("record_amount", amount=yuan(Decimal(data["amount"])), **number)
    return None


def _money_line(record: Record, ticket: Ticket) -> str:
    reference = record.data.get("reference")
    key = f"record_{record.kind}" + ("_reference" if reference else "")
    amount = yuan(Decimal(record.data["amount"]))
    return TEXTS.say(key, number=ticket.number, amount=amount, reference=reference)


def _appointment_line(record: Record, ticket: Ticket) -> str:
    at = moment_text(datetime.fromisoformat(record.data["at"]))
    line = TEXTS.say(f"record_appointment_{record.data['what']}", number=ticket.number, at=at)
    fee = Decimal(record.data.get("fee") or 0)
    return line + (TEXTS.say("record_appointment_fee", fee=yuan(fee)) if fee else "")


def _quote_choices() -> list[dict[str, Any]]:
    return [choice(answer, TEXTS.say(f"choice_quote_{answer}")) for answer in ("yes", "no")]


def reason(why: str) -> str:
    """A person's reason inside a sentence: no full stop of its own, no one's telephone number."""
    return _MOBILE.sub(lambda found: mask_phone(found[0]), why.strip().rstrip(_ENDS))
