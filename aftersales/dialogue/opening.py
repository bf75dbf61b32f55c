"""What the first message of a request already says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from aftersales.dialogue import details, particulars
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import REQUESTS, is_request, remedy_of, request_of
from aftersales.dialogue.words import affected, wanted_spec
from aftersales.policy.names import Remedy, Request
from aftersales.text import compact_identifier, normalise

_TELLING = {
    Request.WRONG_ITEM: re.compile(r"(?:[买订拍选要刻]的?|下单).*(?:收到|[发给寄送来刻]成?)"),
    Request.VIRTUAL: re.compile(
        r"[充买拍选填输点]错|错(?:号|账号|人)|别人(?:的)?(?:手机|账号|号)|[充买]重|多[充买]了|重复[充买]"
    ),
}
"""Says by itself what is wrong with what came, or with what was bought."""
_SAYS_NOTHING = re.compile(
    r"质量|坏|问题|毛病|不好|不行|不能用|用不了|太差|不满意|这个|那个|我的?|你们|买|收到|的|了|是|有|就|怎么办?|咋办?|[^一-鿿]"
)
_ENOUGH, _SURE = 4, 0.5
LIKELY = 0.1


def slots_of_request(heard: Heard, before: Mapping[str, Any]) -> dict[str, Any]:
    """The slots a new request starts with.

    `before` may hold the words of a message that was unclear, and an order, goods or photos that came before
    the matter.
    """
    words = "，".join(filter(None, (before.get("unclear_words"), heard.text)))
    request = request_of(heard.intent, heard.values("reason"), heard.values("defect"))
    if request == Request.DAMAGED and particulars.cause_in(normalise(words).text):
        request = Request.QUALITY  # her own doing is no damage in transit
    spec = REQUESTS[request]
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
    if product := heard.first("product") or before.get("product"):
        slots["product"] = str(product)
    if heard.first("defect"):
        slots["defect"] = str(heard.first("defect"))
    remedy = heard.first("remedy") or (remedy_of(heard.intent) if spec.keeps_remedy else None)
    if spec.takes(remedy):
        slots["remedy"] = str(remedy)
    if "description" in spec.slots and _tells(heard, words, request):
        slots["description"] = words
    slots |= _told(words, request)
    if "spec" in spec.slots and (wanted := wanted_spec(words)):
        slots["spec"] = wanted
    if "amount" in spec.slots and (price := details.price_now(words)):
        slots["amount"] = price
    if request == Request.MODIFY:
        new = details.told_changes(heard)
        wish = list(dict.fromkeys([*details.wished_changes(heard.text), *new]))
        slots |= new | ({"wish": wish} if wish else {})
    if pieces := affected(words):
        slots["quantity"] = pieces
    photos = [*(before.get("early_photos") or ()), *heard.photos]
    if photos and "photo_goods" in spec.slots:
        both = len(photos) > 1 and "photo_parcel" in spec.slots
        slots["photo_goods"] = [photos[0], *photos[2:]] if both else photos
        if both:
            slots["photo_parcel"] = [photos[1]]
    return slots


def _tells(heard: Heard, words: str, request: Request) -> bool:
    """Whether the words say more than that something is wrong: 「扣子掉了一颗」, 「送的收纳包没看见」."""
    if heard.values("defect") or heard.values("reason"):
        return True
    if request in _TELLING:
        return bool(_TELLING[request].search(words))
    sure = is_request(heard.intent) and heard.confidence >= _SURE and heard.choice is None
    goods = [str(product) for product in heard.values("product")]
    if request == Request.MISSING_ITEM:
        return sure and bool(goods)
    rest = normalise(words).text
    for name in goods:
        rest = rest.replace(name, "")
    return (
        sure and request in (Request.QUALITY, Request.REPAIR) and len(_SAYS_NOTHING.sub("", rest)) >= _ENOUGH
    )


def _told(words: str, request: Request) -> dict[str, Any]:
    """Facts mentioned in passing, and those of them that answer a question of this request."""
    told = particulars.said_in(words, request)
    slots: dict[str, Any] = {"told": told} if told else {}
    slots |= {slot: told[slot] for slot in ("cause", "repairs") if slot in told}
    if wanted := particulars.renewal_remedy(told):
        slots["remedy"] = wanted.value
    if told.get("cheaper"):
        slots["remedy"] = Remedy.PRICE_DIFFERENCE.value
    return slots


def matter_beside(heard: Heard) -> dict[str, Any]:
    """The slots of the request that is said beside the wish for a person (「花瓶碎了，转人工」); none: {}."""
    told = any(heard.values(entity) for entity in ("product", "defect", "reason", "remedy", "order_id"))
    likely = (name for name, confidence in heard.ranking if is_request(name) and confidence >= LIKELY)
    intent = next(likely, None) if told else None
    return slots_of_request(replace(heard, intent=intent), {}) if intent else {}
