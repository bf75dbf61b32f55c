"""The bubble that asks for a slot: text, card, choices, and what is expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aftersales.dialogue import cards, texts, ticket_talk
from aftersales.dialogue.case import Case
from aftersales.dialogue.negotiation import STANDS_FIRM, ways_on
from aftersales.dialogue.requests import CHANGES, REQUESTS, Matter
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice, say
from aftersales.people.masks import mask_address, mask_phone
from aftersales.policy.names import Cause, Outcome
from aftersales.tickets.resting import waited_for

MAX_ORDERS = 5
EXPECTS = {
    "change": "clarify",
    "confirm_switch": "confirm",
    "wish": "clarify",
    "arrived": "clarify",
    "resume": "confirm",
    "way_on": "clarify",
    "proof": "photo_goods",
}
"""What the contract calls the questions that are ours alone."""
CHANGEABLE = (
    *("order_id", "quantity", "remedy", "photo_goods", "description"),
    *("spec", "address", "phone", "name", "date", "account", "amount"),
)
MISSES_BEFORE_HELP = 2
"""Wrong order numbers after which a person, or a proof of purchase, is offered too."""


def ask(slot: str, case: Case, *, again: bool) -> Bubble:
    """The question for `slot`; `again` after an answer that could not be read."""
    if slot == "consent":
        return texts.consent_question(first=False)
    bubble: Bubble = {"text": _text(slot, case, again), "expects": EXPECTS.get(slot, slot)}
    card = _card(slot, case)
    if card is not None:
        bubble["card"] = card
    choices = options(slot, case)
    if choices:
        bubble["choices"] = choices
    return bubble


def options(slot: str, case: Case) -> list[Choice]:
    """The choices offered with the question, in their order; the same list reads 「第二个」."""
    maker = _OPTIONS.get(slot)
    return maker(case) if maker else []


def _text(slot: str, case: Case, again: bool) -> str:
    if again and slot != "order_id":
        key = {"confirm_switch": "again_switch", "change": "what_to_change"}.get(slot, f"again_{slot}")
    else:
        key = _question(slot, case, again)
    values: dict[str, Any] = {
        "product": case.product,
        "total": sum(case.left(line) for line, _ in case.claimed),
        "old": case.spec.name,
        "stock": "、".join(in_stock(case)),
        "new": REQUESTS[case.slots["switch_to"]].name if case.get("switch_to") else "",
    }
    if slot == "order_id" and case.ranking.asked_product:
        values["product"] = case.ranking.asked_product
    if slot == "resume" and case.resting is not None:
        values["ticket"] = ticket_talk.title(case.resting, case.orders)
        values["waited"] = say(f"waited_{waited_for(case.resting)}")
    if case.order is not None:
        values |= {"at_address": mask_address(case.order.address), "at_phone": mask_phone(case.order.phone)}
    question = say(key, case.seed, **values)
    told_before = again or bool(case.get("explained"))
    if slot == "remedy" and case.decision and _refused_but(case) and not told_before:
        return f"{case.decision.explanation}\n{question}"
    return question


def _question(slot: str, case: Case, again: bool) -> str:
    if slot == "order_id":
        return _order_question(case, again)
    if slot == "confirm_switch":
        return "ask_switch"
    if slot == "change":
        return "what_to_change"
    if slot == "spec" and in_stock(case):
        return "ask_spec_stock"
    if slot == "remedy" and _refused_but(case):
        return "ask_remedy_refused"
    if slot == "photo_parcel" and not case.get("photo_goods"):
        return "ask_photo_parcel_alone"
    if slot == "phone_tail" and case.told.get("gift"):
        return "ask_phone_tail_gift"
    if slot == "way_on" and int(case.get("pleas") or 0) >= STANDS_FIRM:
        return "way_on_again"
    special = f"ask_{slot}_{case.request}"
    return special if texts.known(special) else f"ask_{slot}"


def _order_question(case: Case, again: bool) -> str:
    if case.told.get("gift"):
        return "ask_order_id_gift"
    if not case.orders:
        return "ask_order_id_anonymous"
    if case.ranking.never_bought:
        return "ask_order_id_never_bought"
    if again:
        return "again_order_id"
    if case.ranking.asked_product:
        return "ask_order_id_fitting" if len(case.ranking.fitting) == 1 else "ask_order_id_several"
    return "ask_order_id"


def _refused_but(case: Case) -> bool:
    """What she wants first is refused, something else is possible: paid repair after the warranty."""
    return case.decision is not None and case.decision.outcome == Outcome.REJECT


def in_stock(case: Case) -> list[str]:
    """What there is to exchange the claimed lines for."""
    return [spec for line, _ in case.claimed for spec, pieces in line.exchange_stock.items() if pieces]


def _card(slot: str, case: Case) -> dict[str, Any] | None:
    if slot == "order_id" and case.orders and not case.told.get("gift"):
        return cards.order_list(case.offered(MAX_ORDERS), case.now)
    if slot == "confirm":
        return cards.summary(case)
    return None


def _orders(case: Case) -> list[Choice]:
    ways: list[Choice] = []
    missed = int(case.get("misses") or 0) >= MISSES_BEFORE_HELP
    if missed or (case.orders and case.ranking.never_bought and not case.told.get("gift")):
        ways = [choice("skip", say("choice_no_order")), human_choice()]
    if case.told.get("gift"):
        return ways
    orders = [choice(f"order:{o.order_id}", cards.order_title(o)) for o in case.offered(MAX_ORDERS)]
    narrowed = case.ranking.asked_product and case.ranking.fitting
    return [*orders, *([choice("no", say("choice_none_of_these"))] if narrowed else []), *ways]


def _lines(case: Case) -> list[Choice]:
    lines = case.order.lines if case.order else ()
    return [choice(f"line:{line.line_id}", line.title) for line in lines]


def _skip(title: str) -> Callable[[Case], list[Choice]]:
    return lambda _case: [choice("skip", say(title))]


def _as_in_the_order_for_visits(case: Case) -> list[Choice]:
    return [choice("yes", say("choice_as_in_the_order"))] if case.request == Matter.VISIT else []


def _fee(_case: Case) -> list[Choice]:
    return [choice("yes", say("fee_yes")), choice("no", say("fee_no"))]


def _repairs(_case: Case) -> list[Choice]:
    return [choice("no", say("repairs_none"))]


def _arrived(_case: Case) -> list[Choice]:
    return [choice("yes", say("arrived_yes")), choice("no", say("arrived_no"))]


def _resume(_case: Case) -> list[Choice]:
    return [choice("yes", say("resume_yes")), choice("no", say("resume_no"))]


def _wishes(_case: Case) -> list[Choice]:
    return [choice(f"slot:{slot}", say(f"wish_{slot}")) for slot in CHANGES]


def _complete(_case: Case) -> list[Choice]:
    return [choice("yes", say("complete_yes")), choice("no", say("complete_no"))]


def _causes(_case: Case) -> list[Choice]:
    offered = (Cause.NONE, Cause.HUMAN, Cause.LIQUID, Cause.UNKNOWN)
    return [choice(f"reason:{cause}", say(f"cause_{cause}")) for cause in offered]


def _remedies(case: Case) -> list[Choice]:
    offered = [choice(f"remedy:{option.id}", cards.remedy_title(option, case)) for option in case.remedies]
    return [*offered, human_choice()] if _refused_but(case) else offered


def _confirm(_case: Case) -> list[Choice]:
    return [choice("yes", say("confirm_yes")), choice("no", say("confirm_no"))]


def _change(case: Case) -> list[Choice]:
    known = [slot for slot in CHANGEABLE if slot in case.spec.slots and case.get(slot) is not None]
    return [choice(f"slot:{slot}", say(f"change_{slot}")) for slot in known]


def _switch(case: Case) -> list[Choice]:
    new = REQUESTS[case.slots["switch_to"]].name
    return [
        choice("yes", say("switch_yes", new=new)),
        choice("no", say("switch_no", old=case.spec.name)),
    ]


_OPTIONS: dict[str, Callable[[Case], list[Choice]]] = {
    "order_id": _orders,
    "items": _lines,
    "proof": _skip("choice_no_proof"),
    "photo_goods": _skip("choice_skip"),
    "photo_parcel": _skip("choice_skip"),
    "account": _skip("choice_skip_account"),
    "amount": _skip("choice_skip_amount"),
    "repairs": _repairs,
    "wish": _wishes,
    "arrived": _arrived,
    "resume": _resume,
    "address": _as_in_the_order_for_visits,
    "phone": _as_in_the_order_for_visits,
    "fee": _fee,
    "way_on": ways_on,
    "complete": _complete,
    "cause": _causes,
    "remedy": _remedies,
    "confirm": _confirm,
    "change": _change,
    "confirm_switch": _switch,
}
