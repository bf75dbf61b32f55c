"""One step of a request: read what was said, settle what follows, find what to ask next. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aftersales.dialogue import cards, reading, smalltalk, texts, words
from aftersales.dialogue.case import Case
from aftersales.dialogue.facts import counterpart
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.opening import slots_of_request
from aftersales.dialogue.reading import Updates
from aftersales.dialogue.requests import is_request, remedy_of, request_of
from aftersales.dialogue.texts import Bubble, say
from aftersales.policy.names import Remedy, Request

MAX_TRIES = 3
STOPS = ("stop", "withdraw_request")
"""Nothing was applied for yet, so 「不退了」 takes nothing back but this request."""
_DEPENDENTS = {
    "order_id": ("items", "quantity", "remedy", "confirm", "phone_tail"),
    "items": ("quantity", "remedy", "confirm"),
    "quantity": ("confirm",),
    "photo_goods": ("confirm",),
    "photo_parcel": ("confirm",),
    "remedy": ("confirm",),
    "complete": ("remedy", "confirm"),
    "spec": ("confirm",),
    "description": ("confirm",),
}
"""What an answer makes void when it changes."""
_CORRECTION = re.compile(r"不对|错了|不是|说的是|弄错")


@dataclass(frozen=True)
class Step:
    """`changes` are slots to set; `next_slot` is asked next, None ends the form (`exit` says why);
    `digression` leaves the message to the rules, which answer it and come back to the question; `changes` are
    set all the same."""

    changes: Updates = field(default_factory=dict)
    say: list[Bubble] = field(default_factory=list)
    next_slot: str | None = None
    digression: bool = False
    again: bool = False


def advance(case: Case, heard: Heard | None) -> Step:
    """`heard` is None when the message was read before (the form starts, or comes back from a digression)."""
    if heard is None:
        return _settled(case, {}, [])
    asked = case.get("requested_slot")
    if danger := smalltalk.danger(heard):
        return Step({"quiet": heard.message_id}, [danger], next_slot=next_slot(case))
    if heard.intent in STOPS and heard.choice is None and not heard.values("ticket_id"):
        return Step({"exit": "stopped"})
    if heard.intent == "go_back" and heard.choice is None:
        return _go_back(case)
    updates, bubbles = _read(case, heard, asked)
    if not updates:
        return _not_an_answer(case, heard, asked)
    answered = list(case.get("answered") or ())
    if asked in updates:
        answered = [*(slot for slot in answered if slot != asked), asked]
    return _settled(case, {"tries": 0, "answered": answered} | updates, bubbles)


def next_slot(case: Case) -> str | None:
    """The first thing that is still needed, in the order of the request's table entry."""
    if case.get("switch_to"):
        return "confirm_switch"
    if case.get("confirm") is False:
        return "change"
    return next((slot for slot in case.spec.slots if _needed(slot, case)), None)


def _read(case: Case, heard: Heard, asked: str | None) -> tuple[Updates, list[Bubble]]:
    """The answer to the open question, and whatever else the message gives or corrects."""
    updates: Updates
    if moved := reading.relabelled_photos(case, heard):
        key = "photos_swapped" if moved["photo_parcel"] else "photos_moved"
        updates, bubbles = moved, [texts.bubble(key, case.seed)]
    else:
        answer = reading.read(asked, case, heard) if asked else None
        updates, bubbles = _volunteered(case, heard, asked) | (answer or {}), []
    for slot in list(updates):
        before = case.get(slot)
        if before == updates[slot] or (before in (None, [], "") and (slot == asked or slot != "remedy")):
            continue
        for dependent in _DEPENDENTS.get(slot, ()):
            updates.setdefault(dependent, None)
        changed = _changed(case, slot, updates)
        if changed:
            bubbles.append(changed)
    bubbles += _about_photos(case, updates, heard) if not moved else []
    if updates.get("photo_goods") == [] or updates.get("photo_parcel") == []:
        bubbles.append(texts.bubble("skipped_photo", case.seed))
    return updates, bubbles


def _volunteered(case: Case, heard: Heard, asked: str | None) -> Updates:
    """Facts given without being asked: photos, an order number, the remedy she wants."""
    extra: Updates = dict(reading.place_photos(case, heard) or {})
    if asked == "confirm_switch":
        return extra
    order_id = heard.first("order_id")
    if order_id and asked != "order_id" and order_id != case.get("order_id"):
        extra["order_id"] = order_id
    if asked == "order_id" and case.proof is not None:
        extra["phone_tail"] = case.proof
    if asked not in ("order_id", "items") and _about_other_goods(case, heard):
        if _CORRECTION.search(heard.text):
            extra |= {"order_id": None, "order_words": heard.text, "product": heard.first("product")}
        return extra
    if reading.is_digression(heard):
        return extra
    remedy = reading.named_remedy(case, heard) if case.spec.keeps_remedy else None
    possible = case.decision is None or remedy in {option.id for option in case.remedies}
    if remedy and possible and asked != "remedy" and remedy != case.get("remedy"):
        extra["remedy"] = remedy.value
    if asked != "spec" and "spec" in case.spec.slots and (spec := words.wanted_spec(heard.text)):
        extra["spec"] = spec
    if asked != "description" and "description" in case.spec.slots and _same_request(case, heard):
        extra["description"] = "；".join(filter(None, (case.get("description"), heard.text)))
    return extra


def _about_other_goods(case: Case, heard: Heard) -> bool:
    """A product that the chosen order does not have."""
    if case.order is None or not heard.values("product"):
        return False
    ranking = case.rank(heard.text, tuple(map(str, heard.values("product"))))
    return bool(ranking.asked_product) and case.order not in ranking.fitting


def _same_request(case: Case, heard: Heard) -> bool:
    """More about the fault that she came with."""
    if not (is_request(heard.intent) and heard.values("defect") and heard.text):
        return False
    return request_of(heard.intent, heard.values("reason"), heard.values("defect")) == case.request


def _not_an_answer(case: Case, heard: Heard, asked: str | None) -> Step:
    if heard.wants_human or (reading.is_digression(heard) and heard.intent not in reading.POINTLESS):
        return Step(digression=True)
    if is_request(heard.intent) and heard.confidence >= reading.SURE and not case.get("switch_to"):
        new = request_of(heard.intent, heard.values("reason"), heard.values("defect"))
        about = slots_of_request(heard, {}) if _about_other_goods(case, heard) else None
        if case.spec.keeps_remedy and remedy_of(heard.intent) and not about:
            return _settled(case, {"tries": 0}, [])  # the remedy once more (「快退钱」), not another request
        if case.order is not None and counterpart(new, case.order) == case.request and not about:
            return _settled(case, {"tries": 0}, [])  # 「还没到」 of a recharge is this very request
        if new != case.request:
            return _settled(case, {"switch_to": new.value, "switch_about": about, "tries": 0}, [])
        later = [texts.bubble("one_at_a_time", case.seed, product=heard.first("product"))] if about else []
        return _settled(case, {"tries": 0}, later)
    if asked == "phone_tail" and heard.first("order_id"):
        return _settled(case, {"order_id": heard.first("order_id")}, [])
    tries = int(case.get("tries") or 0) + 1
    if tries >= MAX_TRIES:
        help_bubble = texts.bubble("three_tries", case.seed) | {
            "effects": {"handover": {"reason": "three_tries"}}
        }
        return Step({"tries": 0, "quiet": heard.message_id}, [help_bubble], next_slot=next_slot(case))
    if reading.is_digression(heard):
        return Step({"tries": tries}, digression=True)
    return Step({"tries": tries}, next_slot=next_slot(case), again=True)


def _settled(case: Case, updates: Updates, bubbles: list[Bubble]) -> Step:
    """Follow up on what changed: a switch, a look-up, a duplicate, a refusal; then the next question."""
    changes = dict(updates)
    if changes.get("confirm_switch") is True:
        return Step(changes | {"exit": "switched"}, bubbles)
    if changes.get("confirm_switch") is False:
        changes |= {"switch_to": None, "switch_about": None, "confirm_switch": None}
        bubbles = [*bubbles, texts.bubble("kept", case.seed, old=case.spec.name)]
    if changes.get("consent") is False:
        return Step(changes | {"exit": "consent_declined"}, bubbles)
    if changes.get("change"):
        slot = changes["change"]
        cleared: Updates = {slot: None, "change": None, "confirm": None}
        cleared |= dict.fromkeys(_DEPENDENTS.get(slot, ()))
        if slot == "photo_goods":
            cleared["photo_parcel"] = None
        if slot == "order_id":
            cleared |= {"order_words": "", "product": None}
        changes |= cleared
    if changes.get("phone_tail") in ("failed", "too_many"):
        bubbles = [*bubbles, texts.bubble(f"proof_{changes['phone_tail']}", case.seed)]
        changes |= {"phone_tail": None, "order_id": None}
    renamed = _renamed(case.having(changes))
    if renamed is not None:
        changes["request"] = renamed.value
        said = texts.say(f"opened_{renamed}", case.seed)
        known = texts.say("it_is_received" if case.having(changes).received else "it_is_under_way", case.seed)
        bubbles = [*bubbles, {"text": f"{known}{said}"}]
    changes |= _follow_from_order(case.having(changes))
    after = case.having(changes)
    if after.duplicate:
        return Step(changes | {"exit": "duplicate"}, bubbles)
    if after.order is not None and after.decision is None:
        return Step(changes | {"exit": "wrong_status"}, bubbles)
    decision = after.decision
    if decision and after.get("items") and not after.remedies:
        return Step(changes | {"exit": "refused"}, bubbles)
    if decision and after.get("remedy"):
        changes["remedy"] = reading.offered_remedy(after, Remedy(after.get("remedy")))
        after = case.having(changes)
    slot = next_slot(after)
    if slot is None:
        return Step(changes | {"exit": "confirmed"}, bubbles)
    return Step(changes, bubbles, next_slot=slot)


def _renamed(case: Case) -> Request | None:
    return counterpart(case.request, case.order) if case.order is not None else None


def _follow_from_order(case: Case) -> Updates:
    """An order with one line needs no question which; a product she named picks its line."""
    order = case.order
    if order is None:
        return {}
    if case.get("items"):
        return _possible_quantity(case)
    lines = order.lines
    if len(lines) > 1:
        named = case.ranking.lines.get(order.order_id, ()) if case.ranking.asked_product else ()
        lines = tuple(line for line in lines if line.line_id in named)
    if len(lines) != 1:
        return {}
    items = {"items": [{"line_id": lines[0].line_id, "quantity": lines[0].quantity}]}
    return items | _possible_quantity(case.having(items))


def _possible_quantity(case: Case) -> Updates:
    """More pieces than she bought are no number of pieces: asked again."""
    bought = sum(item["quantity"] for item in case.get("items"))
    return {"quantity": None} if (case.get("quantity") or 0) > bought else {}


def _needed(slot: str, case: Case) -> bool:
    if slot == "consent":
        return not case.consent and case.get("consent") is not True
    if slot == "phone_tail":
        return case.order is None
    if slot == "quantity":
        return case.get("quantity") is None and any(line.quantity > 1 for line, _ in case.claimed)
    if slot == "remedy":
        several = case.decision is not None and len(case.decision.remedies) > 1
        return case.spec.keeps_remedy and several and case.get("remedy") is None
    if slot == "confirm":
        return case.get("confirm") is not True
    return case.get(slot) is None


def _go_back(case: Case) -> Step:
    answered = list(case.get("answered") or ())
    if case.get("switch_to"):
        return _settled(case, {"switch_to": None, "switch_about": None}, [])
    slot = answered.pop() if answered else None
    if slot is None or slot == "consent":
        return Step({"tries": 0}, [texts.bubble("nothing_to_go_back", case.seed)], next_slot=next_slot(case))
    cleared: Updates = {slot: None, "answered": answered, "tries": 0}
    cleared |= dict.fromkeys(_DEPENDENTS.get(slot, ()))
    return _settled(case, cleared, [texts.bubble("went_back", case.seed)])


def _changed(case: Case, slot: str, updates: Mapping[str, Any]) -> Bubble | None:
    """Say what a correction changed, in words she recognises."""
    if slot == "remedy" and updates["remedy"]:
        value = case.policy.wording.remedies[updates["remedy"]]
        key = "changed" if case.get("remedy") else "recorded"
        return texts.bubble(key, case.seed, what="处理方式", value=value)
    if slot == "quantity" and updates["quantity"]:
        return texts.bubble("changed", case.seed, what="件数", value=updates["quantity"])
    if slot == "order_id" and updates["order_id"]:
        order = case.having(updates).order
        return texts.bubble("changed_order", case.seed, value=cards.order_title(order)) if order else None
    if slot == "spec" and updates["spec"]:
        return texts.bubble("changed", case.seed, what="颜色 / 尺码", value=updates["spec"])
    return texts.bubble("noted", case.seed) if slot == "description" else None


def _about_photos(case: Case, updates: Updates, heard: Heard) -> list[Bubble]:
    if not heard.photos:
        return []
    got = [slot for slot in ("photo_goods", "photo_parcel") if updates.get(slot)]
    if len(got) == 2:
        return [texts.bubble("photos_both", case.seed)]
    if got == ["photo_parcel"]:
        return [texts.bubble("photos_parcel", case.seed)]
    return [texts.bubble("photos_goods", case.seed)] if got else []


def opening(request: str, seed: str) -> Bubble:
    return {"text": say(f"opened_{request}", seed)}
