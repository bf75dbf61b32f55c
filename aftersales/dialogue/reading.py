"""Reading the answer to the open question. A reader gives the slots it fills, or None: not an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from aftersales.dialogue import details, particulars, words
from aftersales.dialogue.asking import in_stock, options
from aftersales.dialogue.case import Case
from aftersales.dialogue.digression import is_digression
from aftersales.dialogue.facts import UNLISTED
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.photo_reading import photo
from aftersales.dialogue.requests import is_request, remedy_of, request_of
from aftersales.orders.model import Order
from aftersales.orders.ranking import Ranking
from aftersales.policy.names import Cause, Remedy, Request
from aftersales.text import compact_identifier

_STAYS = re.compile(r"^(?:不|别|算了|先)|先[办弄看把]|继续|接着")
SHORT = 10
"""Characters of an answer whose single words may be taken as the remedy."""
_BARE_REMEDY = re.compile(
    r"(?:就|那就|直接)?(?:仅?退[货款钱]*|换货?|修|维修|取消(?:订单)?|补发)[吧呗啊的了!！。]*"
)
STAYS = ("stop", "withdraw_request", "go_back")
"""「算了」 to the question of another request: the first one goes on."""
Updates = dict[str, Any]
Reader = Callable[[Case, Heard], Updates | None]

WORDLESS = frozenset({"affirm", "deny", "choose", "done", "skip"})
"""These describe nothing."""

_COMPLETE = re.compile(
    r"完[好整]|没拆|未拆|没怎?么?[用穿戴]|没动过|全新|[都全]在|[都全]有|齐的|齐全|好好的|没问题|没打开|没损坏|吊牌还在|没剪"
    r"|跟新的|原封|没扔|[就只](?:是|在家|在家里)?(?:试|打开看|拆开看)"
)
_INCOMPLETE = re.compile(r"缺|少了|坏|破|用过|穿过|洗过|脏|剪了|弄丢|不全|拆了吊牌|有损|划痕|没有吊牌|没吊牌")
_WORN = re.compile(
    r"穿出去|穿着出(?:门|去)|穿了(?:好几|几|[两二三四五六七八九十]|[2-9]|[1-9][0-9])[天次回]|洗了|下过?水|有污渍|磨损|磨花"
)
_WHOLE = re.compile(r"吊牌.{0,3}[在全]|配件.{0,3}[在全]|没[拆穿用]过?|未拆|全新|(?<!不)完好|里外.{0,2}好")
_NO_LONGER_WANTED = re.compile(r"不(?:想)?要了|不需要了|用不着了")
_ONLY_WHOLE = re.compile(
    r"(?:都|全|还)?(?:是)?(?:完好|完整|没拆|没穿过?|没用过?|全新|原封没动)(?:的|无损)?[吧啊呢。,，!！]*"
)
_KEEPS_GIFT = re.compile(r"赠品.{0,6}(?:留|不退|不还|不想退|用了|用掉|丢|没了|不见|送人|吃了|拆了)")
_CAUSES = (
    (Cause.LIQUID, re.compile(r"进过?了?水|泡水|洒|淋|受潮|掉水里")),
    (Cause.HUMAN, re.compile(r"摔|磕|碰|压|掉地上|砸|自己弄")),
    (
        Cause.NONE,
        re.compile(
            r"正常使用|正常用|没摔|没碰|没动过|自己坏|自然|无缘无故|平白无故|好端端|突然|莫名|没进水|好好的"
        ),
    ),
    (Cause.UNKNOWN, re.compile(r"说不清|不知道|不清楚|不确定")),
)
_ANEW = re.compile(r"重新(?:申请|办|弄|来|提)|新(?:的)?申请|另外(?:办|申请)")
_ASKS = re.compile(r"[吗么嘛?？]|(.)[不没]\1|哪些|什么")
_NOT_THIS = re.compile(r"不是|不对|错|另|别的|其他")
_ANOTHER = re.compile(r"不是(?!质量|我)|不对|另|别的|其他|还有|那[个件]不")
_BOUGHT_THEN = re.compile(r"就是|那[个件次]|[买到收下]的")
_ABOUT_PHOTOS = re.compile(r"照片|图片|没图|拍不")
_NO_ORDER = re.compile(
    r"没有订单号|没订单号|找不到订单|查不到订单|订单号(?:丢|找不到|没了)|实体店|线下|门店|专柜|别的(?:平台|渠道|地方)买|其他渠道"
)
_NEVER_CAME = frozenset({Request.DELAY, Request.MISSING_ITEM, Request.VIRTUAL})
"""What she wants her money for is no thing in her hands: there is nothing to send back."""
_KINDRED = {
    Remedy.RETURN_REFUND: (Remedy.REFUND_ONLY,),
    Remedy.REFUND_ONLY: (Remedy.RETURN_REFUND,),
    Remedy.EXCHANGE: (Remedy.RESHIP, Remedy.REISSUE),
    Remedy.RESHIP: (Remedy.EXCHANGE, Remedy.REISSUE),
    Remedy.COMPENSATE: (Remedy.PRICE_REDUCTION,),
}


def read(slot: str, case: Case, heard: Heard) -> Updates | None:
    """What this message answers to the question `slot`."""
    return READERS[slot](case, heard)


def named_remedy(case: Case, heard: Heard) -> Remedy | None:
    """The remedy a message names, as far as possible one that is on offer."""
    chosen = heard.chosen("remedy")
    if chosen is not None:
        return Remedy(chosen) if chosen in set(Remedy) else None
    named = heard.first("remedy") or remedy_of(heard.intent)
    if named not in set(Remedy):
        return None
    remedy = Remedy(named)
    if remedy is Remedy.RETURN_REFUND and case.request in _NEVER_CAME:
        remedy = Remedy.REFUND_ONLY
    if remedy in (Remedy.RESHIP, Remedy.EXCHANGE) and case.request == Request.VIRTUAL:
        remedy = Remedy.REISSUE
    return offered_remedy(case, remedy) or remedy


def offered_remedy(case: Case, remedy: Remedy) -> Remedy | None:
    """The remedy, or its near kin where only that is on offer (refund without return); None if neither is."""
    offered = {option.id for option in case.remedies}
    return next((one for one in (remedy, *_KINDRED.get(remedy, ())) if one in offered), None)


def _yes_no(heard: Heard) -> bool | None:
    if heard.choice is not None:
        return {"yes": True, "agree": True, "no": False, "decline": False}.get(heard.choice)
    said = words.yes_no(heard.text)
    return said if said is not None else {"affirm": True, "deny": False}.get(heard.intent)


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
    if heard.choice == "skip" or (heard.text and _NO_ORDER.search(heard.text)):
        return {"order_id": UNLISTED}
    value = heard.chosen("order") or _number(case, heard)
    about_photos = bool(_ABOUT_PHOTOS.search(heard.text))
    of_cause = _about_cause(heard) and not _NOT_THIS.search(heard.text)
    no = _yes_no(heard) is False and not about_photos and not of_cause  # 「没有照片」, 「没摔过」
    if value is None and no and case.ranking.asked_product:
        return {"order_words": "", "product": None}
    if value is None and (place := _by_place("order_id", case, heard)):
        value = place.partition(":")[2] or None
    if value is None and heard.intent == "affirm" and len(case.ranking.fitting) == 1:
        value = case.ranking.fitting[0].order_id
    if value is None:
        value = _named_again(case, heard) or _gone_on_about(case, heard)
    if value is not None:
        return {"order_id": compact_identifier(str(value))}
    if heard.text and not is_digression(heard):
        ranking = case.rank(heard.text, tuple(map(str, heard.values("product"))))
        told_price = "amount" in case.spec.slots and details.price_now(heard.text)
        if ranking.asked_product:
            named: Updates = {"order_words": heard.text, "product": heard.first("product")}
            sure = _meant_surely(case, heard, ranking)
            return named | ({"order_id": sure.order_id} if sure else {})
        if heard.values("date") and not told_price:  # of the goods she described, if she did
            described = case.get("order_words") if case.ranking.asked_product else None
            return {"order_words": "；".join(filter(None, (described, heard.text)))}
    return None


def _number(case: Case, heard: Heard) -> str | None:
    """The number of an order or parcel; a phone number where an order's is asked for is one only if it has to
    be, for want of orders to choose from.
    """
    value = heard.first("order_id") or heard.first("tracking_number")
    known = {order.order_id for order in case.orders}
    return None if value and known and str(value) not in known and details.is_phone(value) else value


def _meant_surely(case: Case, heard: Heard, ranking: Ranking) -> Order | None:
    """The one order that has the goods she answers with, unless she had described others before."""
    described = case.ranking.fitting if case.ranking.asked_product else None
    fits = ranking.certain is not None and (not described or ranking.certain in described)
    doubts = _NOT_THIS.search(heard.text) or _ASKS.search(heard.text) or heard.intent == "deny"
    return ranking.certain if fits and not doubts else None


def _named_again(case: Case, heard: Heard) -> str | None:
    """「就是花瓶」 to the one order shown: that order."""
    shown = case.ranking.fitting if case.ranking.asked_product else []
    if len(shown) != 1 or not heard.text or heard.intent == "deny" or _NOT_THIS.search(heard.text):
        return None
    named = case.rank(heard.text, tuple(map(str, heard.values("product"))))
    return shown[0].order_id if named.asked_product and named.fitting[:1] == shown else None


def _gone_on_about(case: Case, heard: Heard) -> str | None:
    """「是不是这个？」, and she goes on about it, or twice about anything: that one, since the summary asks
    once more.
    """
    shown = case.ranking.fitting if case.ranking.asked_product else []
    if len(shown) != 1 or not heard.text or heard.choice is not None:
        return None
    if heard.values("product") or _ANOTHER.search(heard.text) or is_digression(heard, "order_id"):
        return None
    told = any(heard.values(entity) for entity in ("remedy", "reason", "defect", "quantity"))
    told = told or bool(heard.values("date") and _BOUGHT_THEN.search(heard.text))
    told = told or bool(case.request == Request.MODIFY and details.told_changes(heard))
    told = told or bool(case.request == Request.VIRTUAL and details.phone_in(heard))
    told = told or bool(_COMPLETE.search(heard.text) or words.wanted_spec(heard.text))
    told = told or bool(case.get("tries"))
    goes_on = _ABOUT_PHOTOS.search(heard.text) or (told and heard.intent != "deny")
    return shown[0].order_id if goes_on else None


def _phone_tail(case: Case, _heard: Heard) -> Updates | None:
    """The look-up was made before (it needs the shop); here only its result is read."""
    return None if case.proof is None else {"phone_tail": case.proof}


def _items(case: Case, heard: Heard) -> Updates | None:
    order = case.order
    if order is None:
        return None
    chosen = heard.chosen("line")
    if chosen is None and (meant := _described_line(order, heard.text)):
        chosen = meant
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


def _described_line(order: Order, text: str) -> str | None:
    """「就退那件黑的」: the one line whose colour or size she names."""
    colours = set(re.findall(r"[红橙黄绿青蓝紫黑白灰粉棕银金]", text))
    named = words.spec(text)
    fitting = [
        line.line_id
        for line in order.lines
        if any(colour in line.spec for colour in colours) or (named and named in line.spec.replace(" ", ""))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _quantity(case: Case, heard: Heard) -> Updates | None:
    total = sum(case.left(line) for line, _ in case.claimed)
    found = words.count(heard.text, total) if heard.text else None
    return None if found is None else {"quantity": found}


def whole(text: str) -> bool:
    """Whether she says by herself that the goods are as they came (「吊牌都在」)."""
    return bool(_WHOLE.search(text)) and not words.affirms(_INCOMPLETE, text)


def _complete(case: Case, heard: Heard) -> Updates | None:
    if heard.choice is None and heard.text:
        worn = words.affirms(_WORN, heard.text)
        if worn or _KEEPS_GIFT.search(heard.text) or words.affirms(_INCOMPLETE, heard.text):
            return {"complete": False}
        if _COMPLETE.search(heard.text) or _INCOMPLETE.search(heard.text):
            return {"complete": True}  # 「一样不缺」 too
    answer = _agreed("complete", case, heard)
    return None if answer is None else {"complete": answer}


def _cause(case: Case, heard: Heard) -> Updates | None:
    chosen = heard.chosen("reason")
    if chosen is None and (place := _by_place("cause", case, heard)):
        chosen = place.partition(":")[2]
    if chosen in set(Cause):
        return {"cause": chosen}
    cause = next((cause for cause, pattern in _CAUSES if words.affirms(pattern, heard.text)), None)
    if cause is None and _about_cause(heard):
        cause = Cause.NONE  # 「没进水，也没摔」
    return None if cause is None else {"cause": cause.value}


def _about_cause(heard: Heard) -> bool:
    """Whether a cause is named, be it to deny it."""
    return any(pattern.search(heard.text) for _, pattern in _CAUSES)


def _remedy(case: Case, heard: Heard) -> Updates | None:
    offered = {option.id for option in case.remedies}
    remedy = named_remedy(case, heard)
    if remedy is None and (place := _by_place("remedy", case, heard)):
        remedy = Remedy(place.partition(":")[2])
    if remedy not in offered and heard.choice is None:
        meant = words.remedy_in(heard.text) if len(heard.text) <= SHORT else None
        if meant is None and _NO_LONGER_WANTED.search(heard.text):
            meant = Remedy.RETURN_REFUND
        remedy = offered_remedy(case, meant) if meant else None
    if remedy not in offered and len(offered) == 1:
        (only,) = offered
        if _yes_no(heard) or (only == Remedy.PAID_REPAIR and words.remedy_in(heard.text) == Remedy.REPAIR):
            remedy = only  # 「可以」, 「修」 to the one way that was offered
    return {"remedy": remedy.value} if remedy in offered else None


def _description(case: Case, heard: Heard) -> Updates | None:
    if heard.choice == "skip" or heard.intent == "skip":
        return {"description": ""}
    if not heard.text or heard.choice or is_digression(heard, "description") or heard.intent in WORDLESS:
        return None
    before = case.get("description")
    return {"description": "；".join(filter(None, (before, heard.text)))}


def _spec(case: Case, heard: Heard) -> Updates | None:
    if not heard.text or heard.choice:
        return None
    named = words.wanted_spec(heard.text) or words.spec(heard.text)
    if named is None and words.yes_no(heard.text) is not None:
        only = in_stock(case)
        agreed = words.yes_no(heard.text) and len(only) == 1
        return {"spec": only[0]} if agreed else None  # 「好的」 to 「现在有货的是：43 码」
    if named is None and is_digression(heard, "spec"):
        return None
    named = named or next_size(case, heard)
    if named is None and (_ASKS.search(heard.text) or _ONLY_WHOLE.fullmatch(heard.text)):
        return None
    return {"spec": named or heard.text}


def next_size(case: Case, heard: Heard) -> str | None:
    """The size that 「有大一码的吗」 asks for, counted from the one she has."""
    sizes = (words.next_size(heard.text, line.spec) for line, _ in case.claimed)
    return next((size for size in sizes if size), None)


def _confirm(case: Case, heard: Heard) -> Updates | None:
    answer = _agreed("confirm", case, heard)
    if _about_cause(heard) and heard.choice is None and words.yes_no(heard.text) is None:
        answer = None  # 「没摔没碰」 is no no
    if answer is None and heard.choice is None and heard.text:
        if re.search(r"不确认|不对|有误|不提交", heard.text):
            answer = False
        elif re.search(r"确认|提交|没问题|就这样|对的", heard.text) or _says_it_again(case, heard):
            answer = True
    return None if answer is None else {"confirm": answer}


def _says_it_again(case: Case, heard: Heard) -> bool:
    """「退货」 to the summary of a return, 「取消」 to that of a cancellation."""
    decided = case.decision.remedy if case.decision is not None else None
    named = named_remedy(case, heard)
    bare = _BARE_REMEDY.fullmatch(heard.text) is not None
    return bare and named is not None and named == (case.get("remedy") or decided)


def _arrived(case: Case, heard: Heard) -> Updates | None:
    answer = {"yes": True, "no": False}.get(heard.choice or _by_place("arrived", case, heard) or "")
    if answer is None and heard.text:
        answer = particulars.broken_on_arrival(heard.text)
    return None if answer is None else {"arrived": answer}


def _resume(case: Case, heard: Heard) -> Updates | None:
    answer = _agreed("resume", case, heard)
    if answer is None and heard.choice is None and _ANEW.search(heard.text):
        answer = False
    if answer is None and heard.choice is None and words.goes_on(heard.text):
        answer = True
    return None if answer is None else {"resume": answer}


def _change(case: Case, heard: Heard) -> Updates | None:
    slot = heard.chosen("slot")
    if slot is None and (place := _by_place("change", case, heard)):
        slot = place.partition(":")[2]
    return {"change": slot} if slot in case.spec.slots else None


def _confirm_switch(case: Case, heard: Heard) -> Updates | None:
    answer = _agreed("confirm_switch", case, heard)
    if answer is None and heard.choice is None and (heard.intent in STAYS or _STAYS.search(heard.text)):
        answer = False
    if answer is None and heard.choice is None and is_request(heard.intent):
        # Either of the two, said once more.
        meant = request_of(heard.intent, heard.values("reason"), heard.values("defect"))
        answer = {case.get("switch_to"): True, case.request: False}.get(meant)
    return None if answer is None else {"confirm_switch": answer}


def _fee(case: Case, heard: Heard) -> Updates | None:
    answer = _agreed("fee", case, heard)
    return None if answer is None else {"fee": answer}


def _way_on(_case: Case, _heard: Heard) -> Updates | None:
    """After a refusal nothing is filled in: `negotiation` answers, or she goes another way."""
    return None


READERS: dict[str, Reader] = {
    "consent": _consent,
    "order_id": _order_id,
    "phone_tail": _phone_tail,
    "items": _items,
    "quantity": _quantity,
    "proof": photo("proof"),
    "photo_goods": photo("photo_goods"),
    "photo_parcel": photo("photo_parcel"),
    "complete": _complete,
    "cause": _cause,
    "remedy": _remedy,
    "description": _description,
    "spec": _spec,
    "repairs": details.repairs,
    "wish": details.wish,
    "address": details.address,
    "phone": details.phone,
    "name": details.name,
    "date": details.day,
    "account": details.account,
    "amount": details.amount,
    "fee": _fee,
    "way_on": _way_on,
    "arrived": _arrived,
    "resume": _resume,
    "confirm": _confirm,
    "change": _change,
    "confirm_switch": _confirm_switch,
}
