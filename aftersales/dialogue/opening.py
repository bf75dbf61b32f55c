"""What the first message of a request already says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import REQUESTS, is_request, remedy_of, request_of
from aftersales.dialogue.words import affected, wanted_spec
from aftersales.policy.names import Remedy
from aftersales.text import compact_identifier

LIKELY = 0.1


def slots_of_request(heard: Heard, before: Mapping[str, Any]) -> dict[str, Any]:
    """The slots a new request starts with.

    `before` may hold the words of a message that was unclear, and an order or photos that came before the
    matter.
    """
    request = request_of(heard.intent, heard.values("reason"), heard.values("defect"))
    spec = REQUESTS[request]
    words = "，".join(filter(None, (before.get("unclear_words"), heard.text)))
    slots: dict[str, Any] = {
        "request": request.value,
        "order_words": words,
        "answered": [],
        "tries": 0,
        "read_message": heard.message_id,
        "unclear_words": None,
        "unclear_count": None,
        "early_photos": None,
    }
    order_id = heard.first("order_id") or before.get("order_id")
    if order_id:
        slots["order_id"] = compact_identifier(str(order_id))
    if heard.first("product"):
        slots["product"] = str(heard.first("product"))
    if heard.first("defect"):
        slots["defect"] = str(heard.first("defect"))
    remedy = heard.first("remedy") or (remedy_of(heard.intent) if spec.keeps_remedy else None)
    if remedy in set(Remedy) and spec.keeps_remedy:
        slots["remedy"] = str(remedy)
    if "description" in spec.slots and (heard.values("defect") or heard.values("reason")):
        slots["description"] = words
    if "spec" in spec.slots and (wanted := wanted_spec(words)):
        slots["spec"] = wanted
    if pieces := affected(words):
        slots["quantity"] = pieces
    photos = [*(before.get("early_photos") or ()), *heard.photos]
    if photos and "photo_goods" in spec.slots:
        both = len(photos) > 1 and "photo_parcel" in spec.slots
        slots["photo_goods"] = [photos[0], *photos[2:]] if both else photos
        if both:
            slots["photo_parcel"] = [photos[1]]
    return slots


def matter_beside(heard: Heard) -> dict[str, Any]:
    """The slots of the request that is said beside the wish for a person (「花瓶碎了，转人工」); none: {}."""
    told = any(heard.values(entity) for entity in ("product", "defect", "reason", "remedy", "order_id"))
    likely = (name for name, confidence in heard.ranking if is_request(name) and confidence >= LIKELY)
    intent = next(likely, None) if told else None
    return slots_of_request(replace(heard, intent=intent), {}) if intent else {}
