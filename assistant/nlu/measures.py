"""Sums of money and numbers of pieces."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.nlu.found import Found, without_overlaps
from assistant.nlu.numerals import NUMBER, number

_CENT = Decimal("0.01")
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_END = r"(?=$|[,。!?;~)的吧吗呢了就给以左]|运费|差价|多|钱)"
# 块 after a Chinese numeral also counts slabs (两块电池), so it needs 钱 or the end of a phrase.
_MONEY = tuple(
    re.compile(expression)
    for expression in (
        rf"[¥$]\s?({_ARABIC})(万)?",
        rf"({_ARABIC})(万)?\s?(?:元|块钱?|rmb|人民币|圆)(\d(?!\d))?",
        rf"({NUMBER})(万)?(?:元|块钱|人民币)()",
        rf"([零一二两三四五六七八九十百千万]+)()块([一二三四五六七八九])?{_END}",
    )
)
# 退我50: without a unit, but what it is said of can only be money.
_MONEY_BY_VERB = re.compile(
    r"(?:退款?|赔偿?|补偿?|差价?|运费|便宜|优惠|付|花|价格|金额|到账)[了我你是为要的给只就]{0,3}"
    rf"({_ARABIC})(?![\d.]|[天日号月年个件小%折周次台码寸])"
)
_COUNTERS = "个件条双套台部只支瓶盒袋箱包本张片根副把颗粒罐桶"
# One piece is said of anything (换一个就行, 一个客服), so it counts only next to what happened to it.
_WRONG = r"(?:碎|坏|破|裂|烂|少|缺|漏|丢|错|瘪)"
_PIECES = tuple(
    re.compile(expression)
    for expression in (
        rf"(?<![第\d.零一二两三四五六七八九十每])(\d{{1,3}}|[二两三四五六七八九十]{{1,3}})[{_COUNTERS}](?!月|小时|工作|星期|礼拜|字|问题|电话|人|客服|订单|快递|地址|单子|选择|办法|方案)",
        rf"{_WRONG}[了掉发有的]{{0,2}}(一|1)[{_COUNTERS}]",
        rf"(?<![第\d])(一|1)[{_COUNTERS}](?=[^,。]{{0,4}}{_WRONG})",
    )
)
_BARE = re.compile(rf"\A(?:就|一共|总共|共)?({NUMBER})\Z")


def find_amounts(text: str, asked: str | None = None) -> list[Found]:
    """Sums as decimal strings in yuan, two places; a bare number only if the open question asks for one."""
    found = [_amount(match, match.start()) for expression in _MONEY for match in expression.finditer(text)]
    found += [_amount(match, match.start(1)) for match in _MONEY_BY_VERB.finditer(text)]
    if asked == "amount" and (bare := _BARE.match(text)):
        found.append(_amount(bare, bare.start(1)))
    return without_overlaps(one for one in found if one)


def find_quantities(text: str, asked: str | None = None) -> list[Found]:
    """Numbers of affected pieces; a bare number only if the open question asks for one."""
    found = [_quantity(match) for expression in _PIECES for match in expression.finditer(text)]
    if asked == "quantity" and (bare := _BARE.match(text)):
        found.append(_quantity(bare))
    return without_overlaps(one for one in found if one)


def _amount(match: re.Match[str], start: int) -> Found | None:
    value = number(match[1].replace(",", ""))
    if value is None:
        return None
    ten_thousand, tenths = (*match.groups()[1:], None, None)[:2]
    if ten_thousand:
        value *= 10_000
    if tenths:  # 十块五, 10块5
        value += (number(tenths) or Decimal(0)) / 10
    return Found("amount", str(value.quantize(_CENT)), start, match.end())


def _quantity(match: re.Match[str]) -> Found | None:
    value = number(match[1])
    if value is None or not 0 < value < 1000 or value != int(value):
        return None
    return Found("quantity", int(value), match.start(1), match.end())
