"""Small things read from a text when a question is open."""

from __future__ import annotations

import re

from aftersales.policy.names import Remedy
from aftersales.text import normalise

_DIGITS = {char: n for n, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "俩": 2}
_ORDINAL = re.compile(r"第?([0-9]{1,2}|[一二两三四五六七八九十])(?:个|件|笔|单|条|张|种|项|号|样)?")
_PHOTO = re.compile(r"第[0-9一二两三四五六七八九十]{1,2}张")
_LAST = re.compile(r"最后|最下面|末尾")
_ALL = re.compile(r"全部|全都|都是|都要|都有|所有|每件|每个|整单|一起")
_NUMBER = r"([0-9]{1,3}|[一二两俩三四五六七八九十])"
_PIECES = r"(?:个|件|只|双|条|套|瓶|盒|箱|本|台|块|包|张|袋|支)"
_COUNT = re.compile(f"{_NUMBER}{_PIECES}?")
_AFFECTED = re.compile(
    rf"(?:退|换|修|其中|只有|坏|碎|破|裂|少|缺|错)(?:货|掉|新|了|发|的|有)*{_NUMBER}{_PIECES}"
    rf"|{_NUMBER}{_PIECES}(?:都|全部?)(?:是|要|想|给|帮|我|得)*(?:退|换|修)"
    rf"|{_NUMBER}{_PIECES}(?:是|都|有|给)?(?:坏|碎|破|裂|烂|不好|不能|有问题)"
    rf"|[有里中]{_NUMBER}{_PIECES}(?:是|都|有|给)?(?:[开脱]线|[掉脱褪]色|起球|变形|漏|瘪|脏|发霉|过期|划|没法|[太偏][大小])"
)
_OTHER_COUNT = re.compile(
    rf"(?:改[成为到]?|变成|换成|只|就)(?:想|要|给|帮|我|算|按)*(?:退|换|修|补|要|办|寄)?{_NUMBER}{_PIECES}"
)
_TAIL = r"[吧啊呀呢了的哦噢嘛哈哒,.!~\s]*"
_HURRY = (
    r"(?:(?:那|请|麻烦|就|你)*(?:快点|快些|搞快|尽快|抓紧|赶紧|速度|谢谢|谢了|谢啦|麻烦|辛苦|拜托)"
    r"[点些办弄您你啦]*)*"
)
_YES = re.compile(
    r"(?:嗯+呢?|对|是|好|行|可以|没错|是这样|就是这样|就这样|没问题|没毛病|同意|ok|okay|确认|确定|提交|交|交上去|对头|中|妥)+"
    + _TAIL
    + _HURRY
    + _TAIL
)
_NO = re.compile(r"(?:不|不是|不对|不行|不要|不用|不可以|不同意|别|算了)" + _TAIL)
_DENIAL = re.compile(r"(?:没有?|不是|未|别|不想|不要|不用|不|无)[^,。.;了]{0,1}$")
_REMEDIES = (
    (Remedy.RESHIP, re.compile(r"补|重发|再发|重新发|[发寄]个?新")),
    (Remedy.EXCHANGE, re.compile(r"换")),
    (Remedy.REPAIR, re.compile(r"修")),
    (Remedy.PRICE_REDUCTION, re.compile(r"折价|部分退|退一?部分|留着")),
    (Remedy.RETURN_REFUND, re.compile(r"退")),
)
_GOES_ON = re.compile(
    r"(?:接着|继续|重新|再)(?:帮我|给我)?(?:办|处理|打开|走|申请|弄)|重新?开(?:一下)?工?单|"
    r"(?:找到|找着|翻到|拍好|备好|准备好|打包好|补上)(?:了|啦)"
)
_SIZE = (
    r"[0-9]{2}(?:\.5)?码|(?:3[4-9]|4[0-9])(?:\.5)?(?=[号的])|(?:x{0,3}[sl]|[2-5]xl|m)(?:码|号)?(?![a-z])|均码"
)
_SPEC = rf"({_SIZE}|[深浅]?[红橙黄绿青蓝紫黑白灰粉棕米银金]色)"
_NEXT_SIZE = re.compile(r"(?<![买拍订选])([大小])[一1]?[号码](?!了|得)")
_LETTERS = ("XS", "S", "M", "L", "XL", "XXL", "XXXL")
_WANTED = re.compile(
    rf"(?:换|改|要)(?:成|个|为|到|双|件|条|大|小|一|点|的)*{_SPEC}|{_SPEC}[号的]?(?:有没有|有吗|有货)"
)


def ordinal(text: str, total: int) -> int | None:
    """0-based place named in a short text (「第二个」「2」「最后那个」) among `total`, else None.

    「第二张」 is a photo.
    """
    plain = normalise(text).text
    if _PHOTO.search(plain):
        return None
    if _LAST.search(plain):
        return total - 1
    match = _ORDINAL.search(plain) if "第" in plain else _ORDINAL.fullmatch(plain)
    if match is None:
        return None
    place = number(match[1]) - 1
    return place if 0 <= place < total else None


def count(text: str, total: int) -> int | None:
    """How many pieces a short answer names; 「全部」 is `total`."""
    plain = normalise(text).text
    if _ALL.search(plain):
        return total
    match = _COUNT.search(plain)
    found = affected(text) or (number(match[1]) if match else 0)
    return found if 1 <= found <= total else None


def affected(text: str) -> int | None:
    """How many pieces are to be dealt with: the 2 of 「买了 5 件，退 2 件」; None when that is not said."""
    match = _AFFECTED.search(normalise(text).text)
    return number(next(filter(None, match.groups()))) if match else None


def other_count(text: str) -> int | None:
    """The pieces that she puts in place of a number told before (「改成两件」「只退两件」)."""
    match = _OTHER_COUNT.search(normalise(text).text)
    return number(match[1]) if match else None


def spec(text: str) -> str | None:
    """A colour or size as a short answer names it."""
    match = re.search(_SPEC, normalise(text).text)
    return match[1].upper() if match else None


def wanted_spec(text: str) -> str | None:
    """The colour or size she wants instead: 43 码 of 「42 码小了，想换 43 码」."""
    match = _WANTED.search(normalise(text).text)
    return (match[1] or match[2]).upper() if match else None


def next_size(text: str, spec: str) -> str | None:
    """XL of 「换大一号」 for goods of size L, 43 码 for 42 码; None when she asks for no other size so."""
    match = _NEXT_SIZE.search(normalise(text).text)
    if match is None:
        return None
    step = 1 if match[1] == "大" else -1
    if number_size := re.search(r"(3[4-9]|4[0-9])\s*码", spec):
        return f"{int(number_size[1]) + step} 码"
    letters = next((part for part in spec.upper().split() if part in _LETTERS), None)
    place = _LETTERS.index(letters) + step if letters else -1
    return _LETTERS[place] if 0 <= place < len(_LETTERS) else None


def only_spec(text: str) -> str | None:
    """A colour or size if the text is nothing else (「M码」)."""
    match = re.fullmatch(rf"(?:要|就)?{_SPEC}[码号的]?{_TAIL}", normalise(text).text)
    return match[1].upper() if match else None


def yes_no(text: str) -> bool | None:
    """A short yes or no by itself, whatever else it may be taken for; None for anything longer."""
    plain = normalise(text).text
    if _YES.fullmatch(plain):
        return True
    return False if _NO.fullmatch(plain) else None


def affirms(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text says what the pattern looks for and does not deny it right before (「没进水」)."""
    return any(not _DENIAL.search(text[: match.start()]) for match in pattern.finditer(text))


def remedy_in(text: str) -> Remedy | None:
    """The remedy that a short answer wants: 换 of 「不退，换」."""
    plain = normalise(re.sub(r"\s+", "，", text)).text
    return next((remedy for remedy, pattern in _REMEDIES if affirms(pattern, plain)), None)


def goes_on(text: str) -> bool:
    """「东西找到了」「接着办吧」."""
    return bool(_GOES_ON.search(text))


def says_all(text: str) -> bool:
    return bool(_ALL.search(normalise(text).text))


def number(text: str) -> int:
    """A number of one or more digits, or one Chinese numeral up to ten."""
    return int(text) if text.isascii() else _DIGITS[text]
