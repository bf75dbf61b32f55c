"""Personal data as logs, lists and exports may show it (POLICY 7): enough to recognise, too little to use."""

from __future__ import annotations

import re

STARS = "****"
_UP_TO_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区|特别行政区))?(?:[\u4e00-\u9fff]{1,8}?(?:市|自治州|地区|盟))?"
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
