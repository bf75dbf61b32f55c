"""What one message changes in a request: the answer, what it tells besides, and what it puts right. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from aftersales.dialogue import cards, details, particulars, photo_reading, reading, texts, words
from aftersales.dialogue.case import Case
from aftersales.dialogue.digression import is_digression
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.reading import Updates
from aftersales.dialogue.requests import CHANGES, Matter, is_request, request_of
from aftersales.dialogue.texts import Bubble
from aftersales.policy.names import Remedy, Request

DEPENDENTS = {
    "order_id": ("items", "quantity", "remedy", "confirm", "phone_tail"),
    "items": ("quantity", "remedy", "confirm"),
    "complete": ("remedy", "confirm"),
    "cause": ("remedy", "confirm"),
    **dict.fromkeys(
        (
            *("quantity", "photo_goods", "photo_parcel", "remedy", "description", "repairs"),
            *("account", "amount", *CHANGES),
        ),
        ("confirm",),
    ),
}
"""What an answer makes void when it changes."""
_CORRECTION = re.compile(r"不对|错了|不是|说的是|弄错")
_OR_ELSE = re.compile(r"不行就|实在不行|要不就|不然就|没有的?话|没货|没有就|不能就|换不了|补不了|修不好")
"""Names a second choice, not another one."""
_FROM_TOLD = ("cause", "repairs")
"""Facts told in passing that are answers as well."""


def take_in(case: Case, heard: Heard, asked: str | None) -> tuple[Updates, list[Bubble]]:
    """The answer to the open question, and what else the message gives or corrects; ({}, []) for neither."""
    if moved := photo_reading.relabelled_photos(case, heard):
        key = "photos_swapped" if moved["photo_parcel"] else "photos_moved"
        return _voided(case, moved), [texts.bubble(key, case.seed)]
    volunteered = _volunteered(case, heard, asked)
    answer = reading.read(asked, case, heard) if asked else None
    if asked == "confirm" and volunteered.keys() & DEPENDENTS.keys():
        answer = None  # 「不对，地址改成…」 puts right what 「不对」 is about
    updates = _voided(case, volunteered | (answer or {}), asked)
    bubbles = [said for slot in updates if (said := _changed(case, slot, updates))]
    bubbles += _about_photos(case, updates, heard)
    if updates.get("photo_goods") == [] or updates.get("photo_parcel") == []:
        bubbles.append(photo_reading.without(case, updates))
    return updates, bubbles


def about_other_goods(case: Case, heard: Heard) -> bool:
    """A product that the chosen order does not have."""
    if case.order is None or case.unlisted or not heard.values("product"):
        return False
    ranking = case.rank(heard.text, tuple(map(str, heard.values("product"))))
    return bool(ranking.asked_product) and case.order not in ranking.fitting


def _voided(case: Case, updates: Updates, asked: str | None = None) -> Updates:
    """`updates`, and what they make void."""
    after = dict(updates)
    for slot in updates:
        if _replaces(case, slot, updates, asked):
            for dependent in DEPENDENTS.get(slot, ()):
                after.setdefault(dependent, None)
    return after


def _replaces(case: Case, slot: str, updates: Updates, asked: str | None) -> bool:
    before = case.get(slot)
    if before == updates[slot]:
        return False
    return before not in (None, [], "") or (slot == "remedy" and asked != "remedy")


def _volunteered(case: Case, heard: Heard, asked: str | None) -> Updates:
    """Facts given without being asked: photos, an order number, the remedy she wants."""
    extra: Updates = dict(photo_reading.place_photos(case, heard) or {})
    if asked == "confirm_switch":
        return extra
    order_id = heard.first("order_id")
    if order_id and asked != "order_id" and order_id != case.get("order_id"):
        extra["order_id"] = order_id
    if asked == "order_id" and case.proof is not None:
        extra["phone_tail"] = case.proof
    if asked not in ("order_id", "items") and about_other_goods(case, heard):
        if _CORRECTION.search(heard.text):
            extra |= {"order_id": None, "order_words": heard.text, "product": heard.first("product")}
        return extra
    if heard.text and case.request != Matter.COMPLAINT:
        extra |= _told(case, heard)
    if asked != "spec" and case.request == Request.EXCHANGE and (size := reading.next_size(case, heard)):
        extra["spec"] = size
    if case.request == Matter.VISIT:
        extra |= _of_visit(case, heard, asked)
    if is_digression(heard, asked):
        return extra
    remedy = reading.named_remedy(case, heard)
    possible = case.decision is None or remedy in {option.id for option in case.remedies}
    if remedy and case.spec.takes(remedy) and possible and asked != "remedy" and remedy != case.get("remedy"):
        if case.get("remedy") and _OR_ELSE.search(heard.text):
            extra |= more_about(case, heard)  # for people, should the first not be possible
        else:
            extra["remedy"] = remedy.value
    spec = words.wanted_spec(heard.text) or words.only_spec(heard.text)
    if case.get("spec") and _OR_ELSE.search(heard.text):
        spec = None
    if spec and asked != "spec" and "spec" in case.spec.slots:
        extra["spec"] = spec
    pieces = words.affected(heard.text)
    if pieces and asked not in ("order_id", "items", "quantity") and "quantity" in case.spec.slots:
        extra["quantity"] = pieces
    if asked != "amount" and "amount" in case.spec.slots and (price := details.price_now(heard.text)):
        extra["amount"] = price
    if asked != "complete" and "complete" in case.spec.slots and case.get("complete") is None:
        extra |= {"complete": True} if reading.whole(heard.text) else {}
    if case.request == Request.MODIFY:
        extra |= _new_values(case, heard)
    if case.request == Request.VIRTUAL and asked != "account" and (phone := details.phone_in(heard)):
        extra["account"] = phone
    if asked != "description" and _same_request(case, heard):
        extra |= more_about(case, heard)
    return extra


def more_about(case: Case, heard: Heard) -> Updates:
    """Her words added to what she said of the trouble."""
    if "description" not in case.spec.slots or not heard.text:
        return {}
    return {"description": "；".join(filter(None, (case.get("description"), heard.text)))}


def _told(case: Case, heard: Heard) -> Updates:
    before = dict(case.told)
    told = particulars.said_in(heard.text, case.request, before)
    if told == before:
        return {}
    updates: Updates = {"told": told}
    for slot in _FROM_TOLD:
        if slot in told and told[slot] != before.get(slot) and told[slot] != case.get(slot):
            updates[slot] = told[slot]
    wanted = particulars.renewal_remedy(told)
    if wanted is not None and wanted is not particulars.renewal_remedy(before):
        updates["remedy"] = wanted.value
    if told.get("cheaper") and not before.get("cheaper"):
        updates["remedy"] = Remedy.PRICE_DIFFERENCE.value
    return updates


def _new_values(case: Case, heard: Heard) -> Updates:
    """「地址改成…」 while the order is being changed, asked or not."""
    new = {slot: value for slot, value in details.told_changes(heard).items() if value != case.get(slot)}
    wish = list(case.get("wish") or ())
    further = [slot for slot in new if slot not in wish]
    return new | ({"wish": [*wish, *further]} if further else {})


def _of_visit(case: Case, heard: Heard, asked: str | None) -> Updates:
    """「后天上午」, 「就原来那个地址」, before they are asked."""
    told = details.day(case, heard) if asked != "date" else None
    there = asked != "address" and details.says_as_ordered(heard.text)
    return {**(told or {}), **((details.address(case, heard) if there else None) or {})}


def _same_request(case: Case, heard: Heard) -> bool:
    """More about the trouble that she came with."""
    tells = heard.values("defect") or case.request in (Request.WRONG_ITEM, Request.MISSING_ITEM)
    if not (is_request(heard.intent) and tells and heard.text):
        return False
    return request_of(heard.intent, heard.values("reason"), heard.values("defect")) == case.request


def _changed(case: Case, slot: str, updates: Mapping[str, Any]) -> Bubble | None:
    """Say what a correction changed, in words she recognises."""
    new, old = updates[slot], case.get(slot)
    if not new or new == old:
        return None
    if slot == "remedy" and (old or case.get("requested_slot") != "remedy"):
        value = case.policy.wording.remedies[new]
        return texts.bubble("changed" if old else "recorded", case.seed, what="处理方式", value=value)
    if old in (None, [], ""):
        return None
    if slot == "order_id":
        order = case.having(updates).order
        return texts.bubble("changed_order", case.seed, value=cards.order_title(order)) if order else None
    if slot == "description":
        return texts.bubble("noted", case.seed)
    what = cards.DETAIL_NAMES.get(slot)
    if slot == "date":
        new = cards.calendar_day(date.fromisoformat(new))
    return texts.bubble("changed", case.seed, what=what, value=new) if what else None


def _about_photos(case: Case, updates: Updates, heard: Heard) -> list[Bubble]:
    if not heard.photos:
        return []
    got = [slot for slot in ("photo_goods", "photo_parcel", "proof") if updates.get(slot)]
    if len(got) == 2:
        return [texts.bubble("photos_both", case.seed)]
    key = {"photo_parcel": "photos_parcel", "photo_goods": "photos_goods", "proof": "photos_proof"}
    return [texts.bubble(key[got[0]], case.seed)] if got else []
