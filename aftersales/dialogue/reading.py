"""Reading the answer to the open question. A reader gives the slots it fills, or None: not an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aftersales.dialogue import words
from aftersales.dialogue.asking import options
from aftersales.dialogue.case import Case
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import remedy_of
from aftersales.policy.names import Cause, Remedy
from aftersales.text import compact_identifier

Updates = dict[str, Any]
Reader = Callable[[Case, Heard], Updates | None]

DIGRESSIONS = frozenset(
    {
        *("faq", "query_progress", "query_logistics", "urge", "ask_tech_support", "ask_presale"),
        *("complain", "dispute_result", "privacy_request", "withdraw_request", "request_human"),
        *("greet", "goodbye", "thank", "apologize", "bot_challenge", "chitchat", "abuse", "out_of_scope"),
        *("help", "repeat", "rate_service", "handed_back"),
    }
)
"""Said in the middle of a form, these are answered and the question comes back."""
POINTLESS = frozenset({"out_of_scope", "chitchat", "abuse"})
"""Answered too, but said again and again they show that she does not get on."""
WORDLESS = frozenset({"affirm", "deny", "choose", "done", "skip"})
"""These describe nothing."""
SURE = 0.45

_PARCEL = re.compile(r"包裹|外箱|纸箱|快递盒|快递袋|面单|外包装|包装|箱子|快递单")
_GOODS = re.compile(r"商品|实物|东西|破损处|碎片|里面的|产品")
_BOTH_GOODS = re.compile(r"都是|两张都|全是|也是")
_SWAPPED = re.compile(
    r"第[一1]张.{0,3}(?:包裹|外箱|纸箱|快递|面单|外?包装|箱子)|(?:照片|顺序|发|弄|搞|传|放)反了"
)
_CANNOT = re.compile(r"没有|没了|扔|丢了|拍不了|没拍|没留|不会|发不了|没法|不方便")
_COMPLETE = re.compile(
    r"完好|没拆|未拆|没用过|没穿过|没动过|全新|都在|齐全|好好的|没问题|没打开|没损坏|吊牌还在"
)
_INCOMPLETE = re.compile(r"缺|少了|坏|破|用过|穿过|洗过|脏|剪了|弄丢|不全|拆了吊牌|有损|划痕|没有吊牌|没吊牌")
_CAUSES = (
    (Cause.LIQUID, re.compile(r"进水|泡水|洒|淋|受潮|掉水里")),
    (Cause.HUMAN, re.compile(r"摔|磕|碰|压|掉地上|砸|自己弄")),
    (Cause.NONE, re.compile(r"正常使用|正常用|没摔|没碰|自己坏|突然|莫名|没进水|好好的")),
    (Cause.UNKNOWN, re.compile(r"说不清|不知道|不清楚|不确定")),
)
_KINDRED = {
    Remedy.RETURN_REFUND: Remedy.REFUND_ONLY,
    Remedy.REFUND_ONLY: Remedy.RETURN_REFUND,
    Remedy.EXCHANGE: Remedy.RESHIP,
    Remedy.RESHIP: Remedy.EXCHANGE,
    Remedy.COMPENSATE: Remedy.PRICE_REDUCTION,
}


def read(slot: str, case: Case, heard: Heard) -> Updates | None:
    """What this message answers to the question `slot`."""
    return READERS[slot](case, heard)


def is_digression(heard: Heard) -> bool:
    return heard.intent in DIGRESSIONS and (heard.confidence >= SURE or heard.intent == "handed_back")


def place_photos(case: Case, heard: Heard) -> Updates | None:
    """Where new photos belong: by what she says, else by what is asked, else goods before parcel."""
    if not heard.photos:
        return None
    goods, parcel = list(case.get("photo_goods") or ()), list(case.get("photo_parcel") or ())
    new = [photo for photo in heard.photos if photo not in goods and photo not in parcel]
    wants_parcel = "photo_parcel" in case.spec.slots
    says_parcel, says_goods = bool(_PARCEL.search(heard.text)), bool(_GOODS.search(heard.text))
    all_goods = not wants_parcel or (_BOTH_GOODS.search(heard.text) and not says_parcel)
    asked = case.get("requested_slot")
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


def named_remedy(case: Case, heard: Heard) -> Remedy | None:
    """The remedy a message names, as far as possible one that is on offer."""
    chosen = heard.chosen("remedy")
    if chosen is not None:
        return Remedy(chosen) if chosen in set(Remedy) else None
    named = heard.first("remedy") or remedy_of(heard.intent)
    if named not in set(Remedy):
        return None
    return offered_remedy(case, Remedy(named)) or Remedy(named)


def offered_remedy(case: Case, remedy: Remedy) -> Remedy | None:
    """The remedy, or its near kin where only that is on offer (refund without return); None if neither is."""
    offered = {option.id for option in case.remedies}
    return next((one for one in (remedy, _KINDRED.get(remedy)) if one in offered), None)


def _yes_no(heard: Heard) -> bool | None:
    if heard.choice in ("yes", "agree") or (heard.choice is None and heard.intent == "affirm"):
        return True
    if heard.choice in ("no", "decline") or (heard.choice is None and heard.intent == "deny"):
        return False
    return None


def _by_place(slot: str, case: Case, heard: Heard) -> str | None:
    """The value of the option whose place or title was typed."""
    offered = options(slot, case)
    if not offered or not heard.text or heard.choice:
        return None
    place = words.ordinal(heard.text, len(offered))
    return str(offered[place]["value"]) if place is not None else None


def _agreed(slot: str, case: Case, heard: Heard) -> bool | None:
    """The answer to a question with a yes and a no among its choices, also by its place."""
    answer = _yes_no(heard)
    return (
        answer if answer is not None else {"yes": True, "no": False}.get(_by_place(slot, case, heard) or "")
    )


def _consent(_case: Case, heard: Heard) -> Updates | None:
    answer = _yes_no(heard)
    return None if answer is None else {"consent": answer}


def _order_id(case: Case, heard: Heard) -> Updates | None:
    value = heard.chosen("order") or heard.first("order_id") or heard.first("tracking_number")
    if value is None and _yes_no(heard) is False and case.ranking.asked_product:
        return {"order_words": "", "product": None}
    if value is None and (place := _by_place("order_id", case, heard)):
        value = place.partition(":")[2] or None
    if value is None and heard.intent == "affirm" and len(case.ranking.fitting) == 1:
        value = case.ranking.fitting[0].order_id
    if value is not None:
        return {"order_id": compact_identifier(str(value))}
    if heard.text and not is_digression(heard):
        ranking = case.rank(heard.text, tuple(map(str, heard.values("product"))))
        if ranking.asked_product or heard.values("date"):
            return {"order_words": heard.text, "product": heard.first("product")}
    return None


def _phone_tail(case: Case, _heard: Heard) -> Updates | None:
    """The look-up was made before (it needs the shop); here only its result is read."""
    return None if case.proof is None else {"phone_tail": case.proof}


def _items(case: Case, heard: Heard) -> Updates | None:
    order = case.order
    if order is None:
        return None
    chosen = heard.chosen("line")
    if chosen is None and (place := _by_place("items", case, heard)):
        chosen = place.partition(":")[2]
    if chosen is None and heard.text and words.says_all(heard.text):
        return {"items": [{"line_id": line.line_id, "quantity": line.quantity} for line in order.lines]}
    if chosen is None:
        named = [str(product) for product in heard.values("product")]
        chosen = next(
            (line.line_id for line in order.lines if any(name in line.title for name in named)), None
        )
    line = order.line(chosen) if chosen else None
    return None if line is None else {"items": [{"line_id": line.line_id, "quantity": line.quantity}]}


def _quantity(case: Case, heard: Heard) -> Updates | None:
    total = sum(line.quantity for line, _ in case.claimed)
    found = words.count(heard.text, total) if heard.text else None
    return None if found is None else {"quantity": found}


def _photo(slot: str) -> Reader:
    def reader(case: Case, heard: Heard) -> Updates | None:
        placed = place_photos(case, heard)
        if placed is not None:
            return placed
        unwilling = heard.choice in ("skip", "no") or heard.intent in ("skip", "deny", "done")
        if unwilling or (heard.text and _CANNOT.search(heard.text) and not is_digression(heard)):
            return {slot: []}
        return None

    return reader


def _complete(case: Case, heard: Heard) -> Updates | None:
    if heard.choice is None and heard.text:
        if _INCOMPLETE.search(heard.text) and not re.search(
            r"没有?(缺|少|坏|破|用|穿|洗|脏)|不缺|没损", heard.text
        ):
            return {"complete": False}
        if _COMPLETE.search(heard.text):
            return {"complete": True}
    answer = _agreed("complete", case, heard)
    return None if answer is None else {"complete": answer}


def _cause(case: Case, heard: Heard) -> Updates | None:
    chosen = heard.chosen("reason")
    if chosen is None and (place := _by_place("cause", case, heard)):
        chosen = place.partition(":")[2]
    if chosen in set(Cause):
        return {"cause": chosen}
    said = (cause for cause, pattern in _CAUSES if heard.text and pattern.search(heard.text))
    cause = next(said, None)
    return None if cause is None else {"cause": cause.value}


def _remedy(case: Case, heard: Heard) -> Updates | None:
    offered = {option.id for option in case.remedies}
    remedy = named_remedy(case, heard)
    if remedy is None and (place := _by_place("remedy", case, heard)):
        remedy = Remedy(place.partition(":")[2])
    return {"remedy": remedy.value} if remedy in offered else None


def _description(_case: Case, heard: Heard) -> Updates | None:
    if not heard.text or heard.choice or is_digression(heard) or heard.intent in WORDLESS:
        return None
    return {"description": heard.text}


def _spec(_case: Case, heard: Heard) -> Updates | None:
    named = words.wanted_spec(heard.text) or words.spec(heard.text)
    if not heard.text or heard.choice or (named is None and is_digression(heard)):
        return None
    return {"spec": named or heard.text}


def _confirm(case: Case, heard: Heard) -> Updates | None:
    answer = _agreed("confirm", case, heard)
    if answer is None and heard.choice is None and heard.text:
        if re.search(r"不确认|不对|有误|不提交", heard.text):
            answer = False
        elif re.search(r"确认|提交|没问题|就这样|对的", heard.text):
            answer = True
    return None if answer is None else {"confirm": answer}


def _change(case: Case, heard: Heard) -> Updates | None:
    slot = heard.chosen("slot")
    if slot is None and (place := _by_place("change", case, heard)):
        slot = place.partition(":")[2]
    return {"change": slot} if slot in case.spec.slots else None


def _confirm_switch(case: Case, heard: Heard) -> Updates | None:
    answer = _agreed("confirm_switch", case, heard)
    return None if answer is None else {"confirm_switch": answer}


READERS: dict[str, Reader] = {
    "consent": _consent,
    "order_id": _order_id,
    "phone_tail": _phone_tail,
    "items": _items,
    "quantity": _quantity,
    "photo_goods": _photo("photo_goods"),
    "photo_parcel": _photo("photo_parcel"),
    "complete": _complete,
    "cause": _cause,
    "remedy": _remedy,
    "description": _description,
    "spec": _spec,
    "confirm": _confirm,
    "change": _change,
    "confirm_switch": _confirm_switch,
}
