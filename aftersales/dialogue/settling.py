"""What follows from the slots of a request once one of them changed, up to the next question. Pure."""

from __future__ import annotations

import re

from aftersales.dialogue import negotiation, reading, texts, words
from aftersales.dialogue.case import Case
from aftersales.dialogue.facts import (
    counterpart,
    fault_words,
    fits_status,
    is_late_parcel,
    is_no_damage,
    is_not_waited_for,
)
from aftersales.dialogue.listening import DEPENDENTS
from aftersales.dialogue.missing import WHOLE_PARCEL, next_slot
from aftersales.dialogue.reading import Updates
from aftersales.dialogue.step import Step
from aftersales.dialogue.texts import Bubble, say
from aftersales.orders.model import OrderLine
from aftersales.policy.names import Remedy, Request


def settled(case: Case, updates: Updates, bubbles: list[Bubble]) -> Step:
    """Follow up on what changed: a switch, a look-up, a duplicate, a refusal; then the next question."""
    changes = dict(updates)
    if changes.get("confirm_switch") is True:
        return Step(changes | {"exit": "switched"}, bubbles)
    if changes.get("confirm_switch") is False:
        changes |= {"switch_to": None, "switch_about": None, "confirm_switch": None}
        bubbles = [*bubbles, texts.bubble("kept", case.seed, old=case.spec.name)]
    if changes.get("consent") is False:
        return Step(changes | {"exit": "consent_declined"}, bubbles)
    if changes.get("fee") is False:
        return Step(changes | {"exit": "stopped"}, bubbles)
    if changes.get("resume") is True:
        return Step(changes | {"exit": "resumed"}, bubbles)
    if changes.get("change"):
        changes |= _to_be_changed(changes["change"])
    if changes.get("phone_tail") in ("failed", "too_many"):
        bubbles = [*bubbles, texts.bubble(f"proof_{changes['phone_tail']}", case.seed)]
        misses = int(case.get("misses") or 0) + 1
        changes |= {"phone_tail": None, "order_id": None, "misses": misses}
    after = case.having(changes)
    if after.request == Request.QUALITY and changes.get("arrived") is True:
        changes["request"] = Request.DAMAGED.value
        after = case.having(changes)
    if changes.get("arrived") is False:
        changes |= {"request": Request.QUALITY.value, "description": None}
        after = case.having(changes)
    if is_no_damage(after):
        changes |= {"request": Request.QUALITY.value, "description": fault_words(after)}
        after = case.having(changes)
    if is_late_parcel(after):
        wanted = words.remedy_in(after.get("order_words") or "")
        changes |= {"request": Request.DELAY.value, "remedy": wanted.value if wanted else None}
        after = case.having(changes)
        bubbles = [*bubbles, {"text": _late_text(after, wanted)}]
    if is_not_waited_for(after):
        changes |= {"request": Request.CANCEL.value, "remedy": None}
        after = case.having(changes)
    if (renamed := _renamed(after)) is not None:
        changes["request"] = renamed.value
        bubbles = [*bubbles, {"text": _renamed_text(after, renamed)}]
    changes |= _follow_from_order(case.having(changes))
    after = case.having(changes)
    if after.duplicate:
        return Step(changes | {"exit": "duplicate"}, bubbles)
    if after.get("items") and not any(after.left(line) > 0 for line, _ in after.claimed):
        return Step(changes | {"exit": "refunded"}, bubbles)
    if after.order is not None and not fits_status(after.request, after.order):
        return Step(changes | {"exit": "wrong_status"}, bubbles)
    if next_slot(after) == "resume":  # before a refusal that it would spare her
        return Step(changes, bubbles, next_slot="resume")
    if after.decision and after.get("remedy"):
        changes["remedy"] = reading.offered_remedy(after, Remedy(after.get("remedy")))
        after = case.having(changes)
    if after.decision and after.get("items"):
        told = case.get("refused")
        changes["refused"] = after.decision.rules[0].value if not after.remedies else None
        if changes["refused"] and changes["refused"] != told:
            bubbles = [*bubbles, negotiation.announcement(after)]
        after = case.having(changes)
    slot = next_slot(after)
    if slot is None:
        return Step(changes | {"exit": "confirmed"}, bubbles)
    return Step(changes, bubbles, next_slot=slot)


def _to_be_changed(slot: str) -> Updates:
    """What is asked again when she finds `slot` wrong in the summary."""
    cleared: Updates = {slot: None, "change": None, "confirm": None}
    cleared |= dict.fromkeys(DEPENDENTS.get(slot, ()))
    if slot == "photo_goods":
        cleared["photo_parcel"] = None
    if slot == "order_id":
        cleared |= {"order_words": "", "product": None}
    return cleared


def _late_text(case: Case, wanted: Remedy | None) -> str:
    names = case.policy.wording.remedies
    told = say("late_instead", case.seed, ways="、".join(names[option.id] for option in case.remedies))
    meant = reading.offered_remedy(case, wanted) if wanted else None
    return told + say("late_wanted", case.seed, wanted=names[meant]) if meant else told


def _renamed(case: Case) -> Request | None:
    return counterpart(case.request, case.order) if case.order is not None else None


def _renamed_text(case: Case, renamed: Request) -> str:
    if renamed in (Request.VIRTUAL, Request.QUALITY):
        return say(f"opened_{renamed}", case.seed)
    known = say("it_is_received" if case.received else "it_is_under_way", case.seed)
    return f"{known}{say(f'opened_{renamed}', case.seed)}"


def _follow_from_order(case: Case) -> Updates:
    """An order with one line needs no question which; a product she named picks its line."""
    order = case.order
    if order is None:
        return {}
    if case.get("items"):
        return _possible_quantity(case)
    lines = order.lines
    if len(lines) > 1 and case.request not in WHOLE_PARCEL:
        named = case.ranking.lines.get(order.order_id, ()) if case.ranking.asked_product else ()
        lines = tuple(line for line in lines if line.line_id in named)
        if case.request == Request.MISSING_ITEM:
            lines = _missing(lines, case.get("order_words") or "")
        if len(lines) != 1:
            return {}
    items: Updates = {"items": [{"line_id": line.line_id, "quantity": line.quantity} for line in lines]}
    if case.request == Request.EXCHANGE and not case.get("spec") and len(lines) == 1:
        items["spec"] = words.next_size(case.get("order_words") or "", lines[0].spec)
    return items | _possible_quantity(case.having(items))


def _missing(lines: tuple[OrderLine, ...], text: str) -> tuple[OrderLine, ...]:
    """「耳机少了收纳包」: of several named things the one that is not there."""
    gone = re.findall(r"(?:少|缺|漏|没有?|不见)[了发寄给放配到]*(.{2,12})", text)
    fitting = tuple(line for line in lines if any(line.name in words for words in gone))
    return fitting or lines


def _possible_quantity(case: Case) -> Updates:
    """More pieces than she bought are no number of pieces: asked again."""
    left = sum(case.left(line) for line, _ in case.claimed)
    return {"quantity": None} if (case.get("quantity") or 0) > left else {}
