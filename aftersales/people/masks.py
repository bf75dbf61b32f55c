"""Personal data as logs, lists and exports may show it (POLICY 7): enough to recognise, too little to use."""

from __future__ import annotations

import re
from typing import Any

STARS = "****"
_UP_TO_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{1,8}?(?:市|自治州|地区|盟))?"
)

_MOBILE = re.compile(r"(?<![\dA-Za-z])1[3-9]\d(?:[ -]?\d{4}){2}(?![\dA-Za-z])")
_NUMBER = re.compile(r"(?<![\dA-Za-z])(?!AS\d{10}(?!\d))[A-Z]{0,4}\d{10,}[Xx]?(?![\dA-Za-z])")
"""Orders, parcels, identity and bank cards; a ticket's own number is no secret at the desk."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ADDRESS = re.compile(
    r"[\u4e00-\u9fff]{2,12}?[市区县镇][\u4e00-\u9fff]{1,16}?[路街道巷弄村苑里]?[\dA-Za-z一二三四五六七八九十-]{1,8}"
    r"(?:号|栋|幢|座|室|单元|弄|楼)[\dA-Za-z\u4e00-\u9fff-]{0,12}"
)


def mask_phone(phone: str) -> str:
    """13800001234 → 138****1234; what is too short to hide in shows nothing."""
    return f"{phone[:3]}{STARS}{phone[-4:]}" if len(phone) >= 11 else STARS


def mask_name(name: str) -> str:
    """林晓 → 林*; 欧阳娜娜 → 欧**; a single character shows nothing."""
    name = name.strip()
    return "*" if len(name) < 2 else name[0] + "*" * min(len(name) - 1, 2)


def mask_address(address: str) -> str:
    """Province and city stay, the rest goes: 浙江省杭州市西湖区文三路1号 → 浙江省杭州市****."""
    shown = _UP_TO_CITY.match(address.strip())
    return f"{shown.group() if shown else ''}{STARS}"


def mask_order_id(order_id: str) -> str:
    """202600010010 → 2026****0010."""
    return f"{order_id[:4]}{STARS}{order_id[-4:]}" if len(order_id) >= 10 else STARS


def mask_text(text: str) -> str:
    """What somebody wrote, without the numbers, mail and street addresses in it; names cannot be told."""
    text = _MAIL.sub(STARS, text)
    text = _MOBILE.sub(lambda found: mask_phone(re.sub("[ -]", "", found[0])), text)
    text = _NUMBER.sub(lambda found: mask_order_id(found[0]), text)
    return _ADDRESS.sub(lambda found: mask_address(found[0]), text)


def mask_document(value: Any) -> Any:
    """The same for every text in a JSON value."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, list):
        return [mask_document(item) for item in value]
    return {key: mask_document(item) for key, item in value.items()} if isinstance(value, dict) else value
