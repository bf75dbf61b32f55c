"""Reading the data of a visit or of a change: address, phone, day, fee, account, amount. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.dialogue import words
from aftersales.dialogue.case import Case
from aftersales.dialogue.daywords import coming_day
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.requests import CHANGES
from aftersales.text import normalise

Updates = dict[str, Any]

_WISHES = {
    "address": re.compile(r"地址|收货地|寄到|送到|改送|寄去|发到"),
    "phone": re.compile(r"电话|手机号|号码|联系方式"),
    "spec": re.compile(r"颜色|尺码|规格|型号|款式|[大小]一?码|[换改]成?[0-9]{2}码|色"),
    "name": re.compile(r"收件人|收货人|名字|姓名"),
    "date": re.compile(r"时间|改期|延[后期迟]|推迟|晚[几点一两]|早[点些]送|改天|周[一二三四五六日末]"),
}
_ADDRESS = re.compile(r"(?:地址)?(?:改|换|寄|送|发)?(?:成|到|为|去|是|[:：])+\s*(.{5,80})")
_PLACE = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢楼室单元小区苑大厦]")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_NAME = re.compile(r"(?:收[件货]人|名字|姓名)?(?:改|换)?(?:成|为|是|叫)+\s*([一-鿿·]{2,8}|[A-Za-z ]{2,30})")
_PRICE_NOW = re.compile(
    r"(?:现在|今天|现价|降到|降成|降为|只卖|才卖)[是要卖价格只才了\s]*([0-9]{1,6}(?:\.[0-9]{1,2})?)(?![0-9天号月日点个件])"
)
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]{1,2})?)\s*(?:元|块|rmb|¥)?")
_ACCOUNT = re.compile(r"[0-9A-Za-z_.@+-]{4,40}")
_AS_IN_THE_ORDER = re.compile(
    r"就?(?:是|用|按)?(?:原来|订单|收货|下单|现在|以前|默认|同).{0,6}(?:地址|电话|号码|手机|那个)?"
)
_NONE = re.compile(r"没有|没修|第一次|没送|从没|未修|0次|零次|首次|不知道|忘了")
_FARTHEST = timedelta(days=60)


def is_phone(number: str) -> bool:
    """Whether a number has the form of a mobile phone's."""
    return bool(_PHONE.fullmatch(number))


def wished_changes(text: str) -> list[str]:
    """What of the order she wants changed."""
    return [slot for slot, pattern in _WISHES.items() if pattern.search(normalise(text).text)]


def told_changes(heard: Heard) -> Updates:
    """New values that a message gives by itself: 「地址改成…」「电话换成 138…」."""
    found: Updates = {}
    wished = wished_changes(heard.text)
    if address := _new_address(heard):
        found["address"] = address
    if (phone := phone_in(heard)) and "phone" in wished:
        found["phone"] = phone
    if spec := words.wanted_spec(heard.text):
        found["spec"] = spec
    if "name" in wished and (match := _NAME.search(heard.text)):
        found["name"] = match[1].strip()
    return found


def wish(_case: Case, heard: Heard) -> Updates | None:
    chosen = heard.chosen("slot")
    wished = [chosen] if chosen in CHANGES else wished_changes(heard.text)
    return {"wish": wished} | told_changes(heard) if wished else None


def address(case: Case, heard: Heard) -> Updates | None:
    if _own(case, heard) and case.order is not None:
        return {"address": case.order.address}
    found = heard.first("address") or _new_address(heard)
    text = heard.text.strip()
    if found is None and len(text) >= 6 and len(_PLACE.findall(text)) >= 2:
        found = text
    return {"address": str(found)} if found else None


def phone(case: Case, heard: Heard) -> Updates | None:
    if _own(case, heard) and case.order is not None:
        return {"phone": case.order.phone}
    found = phone_in(heard)
    return {"phone": found} if found else None


def name(_case: Case, heard: Heard) -> Updates | None:
    match = _NAME.search(heard.text)
    text = match[1].strip() if match else heard.text.strip()
    plain = 2 <= len(text) <= 20 and not re.search(r"[0-9?？!！，。]", text)
    return {"name": text} if plain and heard.choice is None else None


def day(case: Case, heard: Heard) -> Updates | None:
    """A day from today on, within two months."""
    today = case.now.astimezone(SHANGHAI).date()
    said = [coming_day(normalise(heard.text).text, today), *map(_as_date, heard.values("date"))]
    fitting = (one for one in said if one is not None and today <= one <= today + _FARTHEST)
    found = next(fitting, None)
    return None if found is None else {"date": found.isoformat()}


def account(_case: Case, heard: Heard) -> Updates | None:
    if heard.choice == "skip" or heard.intent == "skip":
        return {"account": ""}
    match = _ACCOUNT.search(normalise(heard.text).text)
    return {"account": match[0]} if match and heard.choice is None else None


def price_now(text: str) -> str | None:
    """The present price told in passing (「卫衣现在 249」), as `amount`."""
    match = _PRICE_NOW.search(normalise(text).text)
    return f"{Decimal(match[1]):.2f}" if match else None


def amount(_case: Case, heard: Heard) -> Updates | None:
    """The present price of one piece, in yuan; 「不知道」 leaves it to people."""
    if heard.choice == "skip" or heard.intent == "skip":
        return {"amount": ""}
    value = heard.first("amount")
    match = _AMOUNT.search(normalise(heard.text).text)
    try:
        found = Decimal(str(value if value is not None else match[1] if match else ""))
    except InvalidOperation:
        return None
    return {"amount": f"{found:.2f}"} if found >= 0 else None


def repairs(_case: Case, heard: Heard) -> Updates | None:
    if heard.choice == "no" or heard.intent in ("deny", "skip") or _NONE.search(heard.text):
        return {"repairs": 0}
    found = words.count(heard.text, 20) if heard.text else None
    return None if found is None else {"repairs": found}


def says_as_ordered(text: str) -> bool:
    """「就原来那个地址」."""
    return bool(_AS_IN_THE_ORDER.fullmatch(text))


def _own(case: Case, heard: Heard) -> bool:
    """「就用订单上的」: the address or phone of the order."""
    return heard.choice == "yes" or heard.intent == "affirm" or says_as_ordered(heard.text)


def _new_address(heard: Heard) -> str | None:
    match = _ADDRESS.search(heard.text)
    if match and len(_PLACE.findall(match[1])) >= 2:
        return match[1].strip()
    given = heard.first("address")
    return str(given) if given else None


def phone_in(heard: Heard) -> str | None:
    """The mobile number in a message, whatever it was asked for."""
    match = _PHONE.search(normalise(heard.text).text.replace(" ", "").replace("-", ""))
    given = heard.first("phone")
    return match[0] if match else str(given) if given else None


def _as_date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
