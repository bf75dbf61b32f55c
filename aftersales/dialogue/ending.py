"""How a request ends: every ending says what was decided, why, and what else is possible."""

from __future__ import annotations

import json
from typing import Any

from aftersales.dialogue import cards, texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.requests import REQUESTS
from aftersales.dialogue.texts import Bubble, Choice, choice, human_choice
from aftersales.policy.names import Alternative, Outcome
from aftersales.tickets.model import Ticket

CLOSED = {"effects": {"case": "closed"}}
_INTENT_OF = {
    Alternative.QUALITY_CLAIM: "report_quality_problem",
    Alternative.WARRANTY_REPAIR: "request_repair",
    Alternative.PAID_REPAIR: "request_repair",
    Alternative.DISPUTE: "dispute_result",
}


def ticket_opened(case: Case, ticket: Ticket) -> list[Bubble]:
    approved = ticket.decision is not None and ticket.decision["outcome"] == Outcome.APPROVE
    opened = texts.bubble("ticket_opened" if approved else "ticket_opened_review", case.seed)
    return [
        opened | {"card": cards.ticket_card(ticket, _names(case), case.policy)},
        texts.bubble("anything_else", case.seed) | {"expects": "anything_else"} | CLOSED,
    ]


def duplicate(case: Case, ticket: Ticket) -> list[Bubble]:
    """R-DUP: the running application instead of a second one."""
    found = texts.bubble("duplicate", case.seed) | {
        "card": cards.ticket_card(ticket, _names(case), case.policy)
    }
    return [found | CLOSED, {"card": cards.progress_card(ticket), "choices": [human_choice()]}]


def ended(case: Case, exit_: str | None) -> list[Bubble]:
    """A request that led to no ticket."""
    if exit_ == "refused" and case.decision is not None:
        return _refused(case)
    if exit_ == "wrong_status" and case.order is not None:
        order = case.order
        key = "not_received_yet" if not order.received else "already_received"
        text = texts.bubble(key, case.seed, order=cards.order_title(order), request=case.spec.name)
        return [text | {"choices": _other_ways(case)} | CLOSED]
    if exit_ == "consent_declined":
        return [texts.bubble("consent_declined", case.seed) | {"choices": [human_choice()]} | CLOSED]
    return [texts.bubble("stopped", case.seed) | CLOSED]


def switched(case: Case) -> dict[str, Any]:
    """The slots that go with her into the other request: the order and the photos are not asked twice, unless
    it is about other goods."""
    new, about = case.slots["switch_to"], case.get("switch_about")
    if about:
        return {slot: value for slot, value in about.items() if slot != "read_message"}
    kept = {slot: case.get(slot) for slot in ("order_id", "order_words", "product", "items", "quantity")}
    if "photo_goods" in REQUESTS[new].slots:
        kept["photo_goods"] = case.get("photo_goods")
    filled = {slot: value for slot, value in kept.items() if value not in (None, [])}
    return {"request": new, "answered": [], "tries": 0} | filled


def _refused(case: Case) -> list[Bubble]:
    decision = case.decision
    assert decision is not None
    refused: Bubble = {"text": decision.explanation}
    if Alternative.WAIT_UNTIL not in decision.alternatives:  # 'not late yet' is information, not a refusal
        refused["text"] = f"{texts.say('refused_intro', case.seed)}\n{decision.explanation}"
        refused["card"] = cards.decision_card(decision, case.policy)
    choices = [_alternative(case, alternative) for alternative in decision.alternatives]
    offered = {c["value"]: c for c in choices if c is not None}
    offered.setdefault("human", human_choice())
    question = texts.bubble("alternatives_question", case.seed)
    return [refused, question | {"choices": list(offered.values()), "expects": "clarify"} | CLOSED]


def _alternative(case: Case, alternative: Alternative) -> Choice | None:
    """An alternative as a tap that goes on with the same order; None for one that is only information."""
    if alternative == Alternative.WAIT_UNTIL:
        return None
    intent = _INTENT_OF.get(alternative)
    if intent is None:
        return human_choice()
    return choice(f"intent:{intent}", texts.say(f"alternative_{alternative}"), _go_on(case, intent))


def _go_on(case: Case, intent: str) -> str:
    entities = {"order_id": case.get("order_id")} if case.get("order_id") else {}
    return f"/{intent}{json.dumps(entities)}"


def _other_ways(case: Case) -> list[Choice]:
    order = case.order
    if order is not None and not order.received:
        ways = (("report_delivery_delay", "way_delay"), ("cancel_order", "way_cancel"))
    else:
        ways = (("request_refund", "way_refund"), ("report_quality_problem", "way_quality"))
    return [choice(f"intent:{i}", texts.say(key), _go_on(case, i)) for i, key in ways] + [human_choice()]


def _names(case: Case) -> dict[str, str]:
    return {line.line_id: line.title for order in case.orders for line in order.lines}
