"""Which photo shows what: the goods, the parcel, or the proof of purchase. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aftersales.dialogue import texts
from aftersales.dialogue.case import Case
from aftersales.dialogue.digression import is_digression
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.texts import Bubble
from aftersales.policy.names import Outcome

Updates = dict[str, Any]
SHORT = 10
"""Characters of an answer that is taken at its word, whatever else it sounds like."""

_PARCEL = re.compile(r"包裹|外箱|纸箱|快递盒|快递袋|面单|外包装|包装|箱子|快递单")
_GOODS = re.compile(r"商品|实物|东西|破损处|碎片|里面的|产品")
_BOTH_GOODS = re.compile(r"都是|两张都|全是|也是")
_SWAPPED = re.compile(
    r"第[一1]张.{0,3}(?:包裹|外箱|纸箱|快递|面单|外?包装|箱子)|(?:照片|顺序|发|弄|搞|传|放)反了"
)
_NO_PHOTO = re.compile(
    r"拍不[了到成出]|忘了?拍|来不及拍|没来得及|没拍|没法拍|不会拍|不会发|发不了|不方便拍|不想拍|不拍|懒得拍|(?:没有?|无)(?:照片|图)|相机坏"
)
_CANNOT = re.compile(
    r"[没木]有|没了|没[留存保]|没这个|扔|丢[了掉]|不会|没法|没办法|不方便|不发|不给|拿不出|提供不了|给不了|找不到|^无|^跳过"
)
_ITS_SUBJECT = re.compile(r"照片|图|拍|凭证|小票|发票|收据|记录|保修卡|扔|丢|没[留存保]")
"""What a longer answer has to speak of before its 「没有」 is one to this question."""
_ASKING = re.compile(r"[吗么谁怎咋几?？]|多少|什么|啥")


def place_photos(case: Case, heard: Heard) -> Updates | None:
    """Where new photos belong: by what she says, else by what is asked, else goods before parcel."""
    if not heard.photos:
        return None
    asked = case.get("requested_slot")
    if asked == "proof":
        return {"proof": [*(case.get("proof") or ()), *heard.photos]}
    goods, parcel = list(case.get("photo_goods") or ()), list(case.get("photo_parcel") or ())
    new = [photo for photo in heard.photos if photo not in goods and photo not in parcel]
    wants_parcel = "photo_parcel" in case.spec.slots
    says_parcel, says_goods = bool(_PARCEL.search(heard.text)), bool(_GOODS.search(heard.text))
    all_goods = not wants_parcel or (_BOTH_GOODS.search(heard.text) and not says_parcel)
    if all_goods or (says_goods and not says_parcel):
        goods += new
    elif says_parcel and not says_goods and len(new) == 1:
        parcel += new
    elif not goods and not parcel and len(new) > 1:
        goods, parcel = [new[0], *new[2:]], [new[1]]
    elif asked == "photo_parcel" or (goods and not parcel):
        parcel += new
    else:
        goods += new
    updates: Updates = {}
    if goods != list(case.get("photo_goods") or ()):
        updates["photo_goods"] = goods
    if parcel != list(case.get("photo_parcel") or ()):
        updates["photo_parcel"] = parcel
    return updates


def relabelled_photos(case: Case, heard: Heard) -> Updates | None:
    """「第二张也是花瓶」: what was taken for the parcel shows the goods; 「第一张是面单」 swaps them."""
    goods, parcel = case.get("photo_goods"), case.get("photo_parcel")
    if not parcel or heard.photos or not heard.text:
        return None
    if goods and _SWAPPED.search(heard.text):
        return {"photo_goods": parcel, "photo_parcel": goods}
    if "张" not in heard.text:
        return None
    names = [line.name for line, _ in case.claimed]
    about_goods = _GOODS.search(heard.text) or any(
        str(product) in name for product in heard.values("product") for name in names
    )
    if not (about_goods and (_BOTH_GOODS.search(heard.text) or "不是" in heard.text)):
        return None
    return {"photo_goods": [*(goods or ()), *parcel], "photo_parcel": None}


def without(case: Case, updates: Updates) -> Bubble:
    """It is done without the photo; only where that changes the decision, people have to look at it."""
    decision = case.having(updates).decision
    reviewed = decision is not None and decision.outcome is Outcome.REVIEW
    return texts.bubble("skipped_photo_review" if reviewed else "skipped_photo", case.seed)


def photo(slot: str) -> Callable[[Case, Heard], Updates | None]:
    """The reader of a question for a photo: the photo, or that there is none."""

    def reader(case: Case, heard: Heard) -> Updates | None:
        placed = place_photos(case, heard)
        if placed is not None:
            return placed
        unwilling = heard.choice in ("skip", "no") or heard.intent in ("skip", "deny", "done")
        bare = len(heard.text) <= SHORT and not _ASKING.search(heard.text)
        subject = any(words.search(heard.text) for words in (_ITS_SUBJECT, _PARCEL, _GOODS))
        cannot = _CANNOT.search(heard.text) and (bare or (subject and not is_digression(heard)))
        return {slot: []} if unwilling or cannot or _NO_PHOTO.search(heard.text) else None

    return reader
