"""Sums of money and numbers of pieces."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.nlu.found import Found, without_overlaps
from assistant.nlu.numerals import HAN_NUMERALS, NUMBER, number

_CENT = Decimal("0.01")
_COUNTERS = "个件条双套台部只支瓶盒袋箱包本张片根副把颗粒罐桶"
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_HAN = f"[{HAN_NUMERALS}]"
_ROUND = f"{_HAN}*[十百千万拾佰仟]{_HAN}*"
_DIGIT = r"[\d一二两三四五六七八九]"
# 块 after a small Chinese numeral also counts slabs (两块电池): it needs 钱 or the end of a phrase.
_END = r"(?=$|[,。!?;~)的吧吗呢了就给以左]|运费|差价|补|多|钱)"
# 九块九包邮 is 9.90, 五块八折 and 两块三个 are something else.
_TENTHS = rf"[零〇]?(?P<tenths>{_DIGIT})(?![\d.折天号月{_COUNTERS.replace('包', '')}])[毛角]?"
_MONEY = tuple(
    re.compile(expression)
    for expression in (
        rf"[¥$]\s?(?P<yuan>{_ARABIC})(?P<ten_thousand>万)?",
        rf"(?P<yuan>{_ARABIC}|{_HAN}+)块{_TENTHS}",
        rf"(?P<yuan>{_ARABIC})(?P<ten_thousand>万)?\s?(?:元|块钱?|rmb|人民币|圆)",
        rf"(?P<yuan>{_HAN}+)(?:元|块钱|人民币)",
        rf"(?P<yuan>{_ROUND})块(?!电|砖|板|布|香皂|肥皂)",
        rf"(?P<yuan>[二两三四五六七八九])块{_END}",
        rf"(?<![了掉缺少破裂])(?P<yuan>一)块{_END}",
        rf"(?<![\d.])(?P<yuan>{_ARABIC})(?P<ten_thousand>万)(?=的|$|[,。])",
        rf"(?<![\d.])(?P<yuan>{_ARABIC})(?=包邮)",
        rf"(?P<tenths>{_DIGIT})[毛角](?:钱|(?![衣巾绒线毯病发孩笔重度]))",
    )
)
# 退我50, 定金五百: without a unit, but what it is said of can only be money.
_SAID_OF_MONEY = (
    r"(?:退款?|赔偿?|补偿?|差价?|运费|修理费|维修费|押金|定金|便宜|优惠|付|花|卖|扣|收|充|价格|金额|到账|只要)"
    r"[了我你是为要的给只就才]{0,3}"
)
_NO_SUM = rf"(?![\d.{HAN_NUMERALS}]|[天日号月年小%折周次台码寸斤米度点些半{_COUNTERS}])"
_MONEY_BY_CONTEXT = tuple(
    re.compile(expression)
    for expression in (
        rf"{_SAID_OF_MONEY}(?P<yuan>{_ARABIC}|{_ROUND}){_NO_SUM}",
        r"(?<![第\d.])(?P<yuan>[一二两三四五六七八九][百千][一二三四五六七八九百千]*)(?=的)",
        rf"(?:应该是|降到|降成|变成|涨到|降为)(?P<yuan>{_ARABIC}|{_ROUND}){_NO_SUM}",
        r"(?:付|花|退|一共|总共|合计|共计|金额|价格)[了我是为]{0,2}(?P<yuan>\d+\.\d{1,2})(?![\d.%折斤米])",
        rf"价[^,。]{{0,4}}从(?P<yuan>{_ARABIC})(?=[变降涨到])",
        rf"价[^,。]{{0,4}}从{_ARABIC}[变降涨到成]+(?P<yuan>{_ARABIC})",
    )
)
# One piece is said of anything (换一个就行, 一个客服), so it counts only next to what happened to it.
_WRONG = r"(?:碎|坏|破|裂|烂|少|缺|漏|丢|错|瘪|霉|断|馊|臭|锈|歪|开胶|掉|不[转亮动响热凉通]|没声|没反应)"
_PIECES = tuple(
    re.compile(expression)
    for expression in (
        rf"(?<![第每])((?<![\d.])\d{{1,3}}|(?<![{HAN_NUMERALS}])[二两三四五六七八九十叁肆伍陆柒捌玖]{{1,3}})[{_COUNTERS}]"
        r"(?!月|小时|工作|星期|礼拜|字|问题|电话|人|客服|订单|快递|地址|单子|选择|办法|方案)",
        rf"{_WRONG}[了掉发有的]{{0,2}}(一|1)[{_COUNTERS}](?!子)",
        rf"(?<![第\d])(一|1)[{_COUNTERS}](?=[^,。]{{0,4}}{_WRONG})",
        rf"(?:其中|只有|退掉|(?:\A|[只先就要想能单])退)(一|1)[{_COUNTERS}](?!子)",
        rf"(?:其中|就|有)(一|1)[{_COUNTERS}](?=有|开|发|掉|没|不)",
        r"(?<![我你他她们咱哥姐爷娘])(俩|仨)(?!人|月|小时|口|星期|礼拜|周|年|钟头|多)",
    )
)
_BARE = re.compile(rf"\A(?:就|一共|总共|共)?(({NUMBER}|俩|仨)[{_COUNTERS}]?)\Z")
_BARE_SUM = re.compile(rf"\A(?:就|一共|总共|共)?(?P<yuan>{NUMBER})\Z")
_TOGETHER = {"俩": Decimal(2), "仨": Decimal(3)}
# What was bought, arrived or stays is told beside what is wrong with some of it.
_NOT_CONCERNED = re.compile(r"(?:买|拍|订|定|购|下单|一共|总共|共|留|到|(?<![少漏错多补])发来?)了?\Z")
_DENIED = re.compile(r"(?:不是|并非)\Z")
_OF_THESE = re.compile(r"里|中|当中|装(?!反|错)")


def find_amounts(text: str, asked: str | None = None) -> list[Found]:
    """Sums as decimal strings in yuan, two places; a bare number only if the open question asks for one."""
    found = [_amount(match, match.start()) for expression in _MONEY for match in expression.finditer(text)]
    found += [
        _amount(match, match.start("yuan"))
        for expression in _MONEY_BY_CONTEXT
        for match in expression.finditer(text)
    ]
    if asked == "amount" and (bare := _BARE_SUM.match(text)):
        found.append(_amount(bare, bare.start("yuan")))
    return without_overlaps(one for one in found if one)


def find_quantities(text: str, asked: str | None = None) -> list[Found]:
    """Numbers of affected pieces; a bare number only if the open question asks for one."""
    found = [
        _quantity(match, match[1], match.start(1))
        for expression in _PIECES
        for match in expression.finditer(text)
    ]
    if asked == "quantity" and (bare := _BARE.match(text)):
        found.append(_quantity(bare, bare[2], bare.start(1)))
    pieces = without_overlaps(one for one in found if one and not _DENIED.search(text[: one.start]))
    return [one for one in pieces if not _is_the_whole(text, one, pieces)]


def _is_the_whole(text: str, one: Found, pieces: list[Found]) -> bool:
    """Whether it counts what there is and not what is wrong: 买了六件只退两件, 一箱十二个, 6罐瘪了一罐."""
    if _OF_THESE.match(text, one.end):
        return True
    rest = [other for other in pieces if other is not one]
    if not rest:
        return False
    return bool(
        _NOT_CONCERNED.search(text[: one.start])
        or any(other.start == one.end for other in rest)
        or any(
            other.start > one.end and text[other.end - 1] == text[one.end - 1] and other.value < one.value
            for other in rest
        )
    )


def _amount(match: re.Match[str], start: int) -> Found | None:
    said = match.groupdict()
    value = number(said["yuan"].replace(",", "")) if said.get("yuan") else Decimal(0)
    if value is None:
        return None
    if said.get("ten_thousand"):
        value *= 10_000
    if said.get("tenths"):  # 十块五, 10块5, 六毛
        value += (number(said["tenths"]) or Decimal(0)) / 10
    return Found("amount", str(value.quantize(_CENT)), start, match.end())


def _quantity(match: re.Match[str], said: str, start: int) -> Found | None:
    value = _TOGETHER.get(said) or number(said)
    if value is None or not 0 < value < 1000 or value != int(value):
        return None
    return Found("quantity", int(value), start, match.end())
