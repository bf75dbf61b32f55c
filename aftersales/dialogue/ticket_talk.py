"""Talk about applications that exist: taken back, urged, objected to, on their way back, added to. Pure.

What an act needs before it can be done (which ticket, a yes, a number) is asked with `Pending`, which the
dialogue keeps as the slot `pending` until the question is answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from aftersales.catalogue import Catalogue
from aftersales.dialogue import cards
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice
from aftersales.orders.model import Order
from aftersales.policy.deadlines import deadline
from aftersales.policy.names import SlaClock
from aftersales.policy.policy import Policy
from aftersales.tickets.lifecycle import TRANSITIONS, withdrawable
from aftersales.tickets.model import Role, Ticket, TicketStatus, TicketType
from aftersales.tickets.numbers import grouped, plain
from aftersales.tickets.recording import Urged

TEXTS = Catalogue(Path(__file__).with_name("ticket_talk.yml"))
MOST_OFFERED = 5
_GIVES = (TicketType.EXCHANGE, TicketType.RESHIP, TicketType.REPAIR)

_CARRIERS = {
    "SF": "顺丰速运", "YT": "圆通速递", "ZTO": "中通快递", "STO": "申通快递", "JD": "京东快递",
    "JT": "极兔速递", "YD": "韵达速递", "EMS": "邮政", "DPK": "德邦快递",
}  # fmt: skip
_SENT_BACK = re.compile(
    r"(?:寄|发|邮)(?:回|出|走|过|掉)|已经?(?:寄|发|邮)|快递(?:拿|取|收)走|取件(?:了|走)|退回去了"
)
_WAYBILL = re.compile(r"[A-Z]{0,4}\d{8,18}")
BAD_SCORE = 2
_SCORES = (
    (re.compile(r"[一1]\s*(?:颗)?[星分]|差评|很不满意|太差|非常差|垃圾"), 1),
    (re.compile(r"[二两2]\s*(?:颗)?[星分]|不满意|不太满意|不怎么样"), 2),
    (re.compile(r"[三3]\s*(?:颗)?[星分]|一般|中评|还行吧"), 3),
    (re.compile(r"[四4]\s*(?:颗)?[星分]|还不错|比较满意"), 4),
    (re.compile(r"[五5]\s*(?:颗)?[星分]|好评|满意|很好|挺好|给力|点赞"), 5),
)


class Act(StrEnum):
    """What she can do with an application; `WAYBILL`: say how the goods travel back; `INSTEAD`: apply for
    another remedy in its place."""

    WITHDRAW = "withdraw"
    URGE = "urge"
    DISPUTE = "dispute"
    WAYBILL = "waybill"
    SUPPLEMENT = "supplement"
    QUOTE = "quote"
    INSTEAD = "instead"
    EVIDENCE = "evidence"


@dataclass(frozen=True)
class Pending:
    """An act that waits for her answer; `ticket` is a number, `words` what she said when it began, `remedy`
    what she wants instead."""

    act: str
    ticket: str
    words: str = ""
    remedy: str = ""

    def to_slot(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_slot(cls, slot: Mapping[str, str] | None) -> Pending | None:
        return cls(**slot) if slot else None


def possible(act: Act, ticket: Ticket) -> bool:
    """Whether she may do this with the ticket as it stands (the life of a ticket, POLICY 5)."""
    match act:
        case Act.WITHDRAW | Act.INSTEAD:
            return withdrawable(ticket)
        case Act.DISPUTE:
            return _may_go(ticket, TicketStatus.DISPUTED) or ticket.status is TicketStatus.CLOSED
        case Act.WAYBILL:
            return ticket.status is TicketStatus.AWAITING_RETURN
        case Act.SUPPLEMENT:
            return ticket.status is TicketStatus.INFO_NEEDED
        case Act.EVIDENCE:
            return ticket.status.open and (
                ticket.type is TicketType.DISPUTE or ticket.been(TicketStatus.DISPUTED)
            )
        case Act.QUOTE:
            return ticket.status is TicketStatus.AWAITING_QUOTE
        case Act.URGE:
            return ticket.status.open


def meant(act: Act, heard: Heard, tickets: Sequence[Ticket], orders: Sequence[Order]) -> list[Ticket]:
    """The tickets she may mean: the one whose number she gave, those on the goods she named, else all that
    this act is possible with; newest first, as given."""
    if number := heard.first("ticket_id"):
        return [ticket for ticket in tickets if ticket.number == plain(str(number))]
    fitting = [ticket for ticket in tickets if possible(act, ticket)]
    if order_id := heard.first("order_id"):
        return [ticket for ticket in fitting if ticket.order_id == str(order_id)]
    if product := heard.first("product"):
        named = [ticket for ticket in fitting if str(product) in goods(ticket, orders)]
        return named or fitting
    return fitting


def which(act: Act, intent: str, tickets: Sequence[Ticket], orders: Sequence[Order], seed: str) -> Bubble:
    """Several fit: which one? The tapped one comes back as the same intent with its number."""
    choices = [
        choice(
            f"intent:{intent}",
            title(ticket, orders),
            f"/{intent}{json.dumps({'ticket_id': ticket.number})}",
        )
        for ticket in tickets[:MOST_OFFERED]
    ]
    return {
        "text": TEXTS.say(f"which_{act}", seed),
        "choices": [*choices, human_choice()],
        "expects": "clarify",
    }


def none_fits(act: Act, tickets: Sequence[Ticket], orders: Sequence[Order], seed: str) -> list[Bubble]:
    """Why it cannot be done, with what can: the applications that run, and a person."""
    running = [ticket for ticket in tickets if ticket.status.open]
    if not running:
        return [{"text": TEXTS.say(f"none_{act}", seed), "choices": [human_choice()]}]
    ticket = running[0]
    said = TEXTS.say(f"too_late_{act}", seed, ticket=title(ticket, orders), status=_status(ticket))
    return [{"text": said, "card": cards.progress_card(ticket), "choices": [human_choice()]}]


def confirm_withdrawal(ticket: Ticket, orders: Sequence[Order], seed: str) -> Bubble:
    return {
        "text": TEXTS.say("confirm_withdraw", seed, ticket=title(ticket, orders)),
        "card": cards.progress_card(ticket),
        "choices": _yes_no("withdraw_yes", "withdraw_no"),
        "expects": "confirm",
    }


def withdrawn(ticket: Ticket, seed: str) -> Bubble:
    return {"text": TEXTS.say("withdrawn", seed, number=grouped(ticket.number)), "expects": "anything_else"}


def kept(ticket: Ticket, seed: str) -> Bubble:
    return {"text": TEXTS.say("kept", seed, number=grouped(ticket.number)), "expects": "anything_else"}


def urging_told(urged: Urged, orders: Sequence[Order], due: datetime | None, seed: str) -> list[Bubble]:
    """Status first, then whether it counted, and by when she hears (never sooner than the row says)."""
    ticket = urged.ticket
    key = "urged" if urged.counted else "urged_lately"
    said = TEXTS.say(key, seed, ticket=title(ticket, orders), status=_status(ticket))
    if due is not None:
        said += TEXTS.say("urged_due", seed, by=cards.minute(due))
    if ticket.status is TicketStatus.AWAITING_RETURN:
        said += TEXTS.say("urged_her_turn", seed)
    return [{"text": said, "card": cards.progress_card(ticket), "choices": [human_choice()]}]


def sending(heard: Heard, tickets: Sequence[Ticket]) -> Ticket | None:
    """The application just made whose goods 「啥时候到」 is about; None when she names goods or an order."""
    named = any(heard.values(entity) for entity in ("product", "order_id", "tracking_number"))
    newest = next((ticket for ticket in tickets if ticket.status.open), None)
    gives = newest is not None and newest.type in _GIVES
    return newest if gives and not named and heard.choice is None else None


def sending_told(ticket: Ticket, orders: Sequence[Order], due: datetime | None, seed: str) -> Bubble:
    """How far the new piece is, by when there is news, and that the parcel's number will come."""
    said = TEXTS.say("sends", seed, ticket=title(ticket, orders), status=_status(ticket))
    if due is not None:
        said += TEXTS.say("sends_due", seed, by=cards.minute(due))
    first_hers = ticket.type is not TicketType.RESHIP
    said += TEXTS.say("sends_after_hers" if first_hers else "sends_then", seed)
    return {"text": said, "card": cards.progress_card(ticket)}


def confirm_dispute(ticket: Ticket, orders: Sequence[Order], seed: str) -> Bubble:
    return {
        "text": TEXTS.say("confirm_dispute", seed, ticket=title(ticket, orders)),
        "card": cards.progress_card(ticket),
        "choices": _yes_no("dispute_yes", "dispute_no"),
        "expects": "confirm",
    }


def disputed(ticket: Ticket, now: datetime, policy: Policy, seed: str) -> Bubble:
    """By when the supervisor answers, and where else she can turn (R-DISPUTE)."""
    running = deadline(SlaClock.DISPUTE, now, policy)
    key = "reopened" if ticket.status is TicketStatus.UNDER_REVIEW else "disputed"
    said = TEXTS.say(
        key,
        seed,
        number=grouped(ticket.number),
        target=cards.minute(running.target),
        limit=cards.minute(running.limit),
    )
    return {"text": said, "card": cards.progress_card(ticket), "choices": [human_choice()]}


def ask_waybill(ticket: Ticket, orders: Sequence[Order], seed: str) -> Bubble:
    return {"text": TEXTS.say("ask_waybill", seed, ticket=title(ticket, orders)), "expects": "waybill"}


def waybill_noted(ticket: Ticket, carrier: str, number: str, policy: Policy, seed: str) -> Bubble:
    days = policy.figures.sla[SlaClock.INSPECT].limit.working_days
    said = TEXTS.say("waybill_noted", seed, carrier=carrier, number=number, days=days or "")
    return {"text": said, "card": cards.progress_card(ticket)}


def supplement_noted(ticket: Ticket, seed: str) -> Bubble:
    if possible(Act.EVIDENCE, ticket):
        key = "evidence_kept"
    else:
        key = "supplemented" if ticket.status is TicketStatus.UNDER_REVIEW else "supplement_kept"
    return {"text": TEXTS.say(key, seed, number=grouped(ticket.number)), "card": cards.progress_card(ticket)}


def quote_answered(ticket: Ticket, seed: str) -> Bubble:
    key = "quote_accepted" if ticket.status is TicketStatus.REPAIRING else "quote_declined"
    return {"text": TEXTS.say(key, seed, number=grouped(ticket.number)), "card": cards.progress_card(ticket)}


def rated(score: int | None, seed: str, *, again: bool) -> Bubble:
    """Thanks for a rating; after a bad one, what can still be done. `again`: an earlier one is replaced."""
    if score is None or score > BAD_SCORE:
        if again:
            return {"text": TEXTS.say("rated_again", seed, score=score)}
        return {"text": TEXTS.say("rated", seed)}
    return {"text": TEXTS.say("rated_badly", seed), "choices": [human_choice()]}


def score_of(text: str) -> int | None:
    """1 to 5 stars as she words them; None when she gives no score."""
    return next((score for pattern, score in _SCORES if pattern.search(text)), None)


def says_sent_back(text: str) -> bool:
    """「已经寄回去了」, with or without a number."""
    return bool(_SENT_BACK.search(text))


def waybill_in(heard: Heard, *, asked: bool) -> tuple[str, str] | None:
    """(carrier, number) of a parcel on its way back; `asked`: any long enough number answers the question."""
    number = heard.first("tracking_number")
    if number is None and asked:
        found = _WAYBILL.search(heard.text.upper().replace(" ", "").replace("-", ""))
        number = found.group() if found else None
    if number is None:
        return None
    code = str(number).upper()
    known = next((name for prefix, name in _CARRIERS.items() if code.startswith(prefix)), None)
    return str(heard.first("courier") or known or TEXTS.say("carrier_unknown")), code


def title(ticket: Ticket, orders: Sequence[Order]) -> str:
    """「连帽卫衣的退货退款」."""
    named = goods(ticket, orders)
    kind = cards.TYPE_NAMES[ticket.type]
    return f"{named}的{kind}申请" if named else f"{kind}申请（{grouped(ticket.number)}）"


def goods(ticket: Ticket, orders: Sequence[Order]) -> str:
    """The names of what the ticket is about; empty when none of her orders has them."""
    lines = {line.line_id: line.name for order in orders for line in order.lines}
    return "、".join(dict.fromkeys(lines[item.line_id] for item in ticket.items if item.line_id in lines))


def _may_go(ticket: Ticket, to: TicketStatus) -> bool:
    return Role.SHOPPER in TRANSITIONS.get((ticket.status, to), frozenset())


def _status(ticket: Ticket) -> str:
    return cards.TICKET_STATUS_NAMES[ticket.status]


def _yes_no(yes: str, no: str) -> list[Choice]:
    return [choice("yes", TEXTS.say(yes)), choice("no", TEXTS.say(no))]
