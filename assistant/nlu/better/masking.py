"""What leaves the shop: a message without what names a person, and the way back to what she typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_STAND_INS = {
    "order_id": "<订单号>",
    "tracking_number": "<运单号>",
    "ticket_id": "<工单号>",
    "phone": "<手机号>",
    "phone_tail": "<尾号>",
    "amount": "<金额>",
    "address": "<地址>",
}
_SURNAME = (
    "[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷贺倪汤滕"
    "罗毕郝邬安常乐于时傅卞齐康伍余元顾孟黄穆萧尹姚邵汪祁毛禹狄贝臧戴宋茅庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭梅林徐邱骆高夏蔡田樊胡"
    "凌霍虞万柯管卢莫房解应丁邓洪包左石崔龚程裴陆翁甄封芮储靳段焦谷车侯全班秋仲宫宁仇栾甘祖武符刘景龙叶司黎薄白怀蒲从索籍赖卓屠池乔"
    "闻党翟谭贡姬申冉桑桂牛边燕尚温庄晏柴瞿阎连习容向古易慎廖耿欧聂曾关肖鞠丰岳]"
)
_UNIT = r"(?:\d|[一二三四五六七八九十百]|[A-Za-z])+\s*(?:号楼|号院|号|弄|栋|幢|座|单元|楼|层|室|房)"
# Too much is masked rather than too little: a lost word costs a reading, a name that got out stays out.
_PATTERNS = tuple(
    (stand_in, re.compile(pattern))
    for stand_in, pattern in (
        ("<邮箱>", r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
        ("<链接>", r"(?:https?://|www\.)[!-~]+"),
        (
            "<账号>",
            r"(?:(?<=微信)|(?<=微信号)|(?<=[Qq]{2})|(?<=vx)|(?<=VX)|(?<=wx)|(?<=支付宝)|(?<=账号)|(?<=帐号)|(?<=账户)|(?<=卡号))"
            r"[是为:：\s]*[\w-]{5,}(?<![\u4e00-\u9fff])",
        ),
        (
            "<姓名>",
            rf"(?:(?<=收件人)|(?<=收货人)|(?<=联系人)|(?<=姓名)|(?<=名字)|(?<=我叫)|(?<=我是)|(?<=本人))"
            rf"[是叫为:：\s]*{_SURNAME}[一-鿿]{{1,2}}",
        ),
        ("<姓名>", rf"{_SURNAME}[一-鿿]{{0,2}}?(?=先生|女士|小姐|太太)"),
        ("<地址>", rf"[一-鿿\d]{{1,14}}(?:小区|花园|公寓|大厦|街道|街|路|村|弄|巷|苑|里)\s*(?:{_UNIT})+"),
        ("<号码>", r"(?<!\d)(?!12315(?!\d))\d(?:[\s\-_.]?\d){4,}[Xx]?"),
        ("<号码>", r"(?<![A-Za-z0-9])(?=(?:[A-Za-z]*\d){4})[A-Za-z0-9]{8,}"),
        ("<号码>", r"[零〇一二三四五六七八九幺两]{6,}"),
    )
)


@dataclass(frozen=True)
class Masked:
    """``origin[i]`` is where in the raw message character *i* comes from, ``None`` inside a stand-in."""

    text: str
    origin: tuple[int | None, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in the raw message, or ``None`` if ``start:end`` is empty or touches a stand-in."""
        touched = [index for index in self.origin[start:end] if index is not None]
        return (touched[0], touched[-1] + 1) if touched and len(touched) == end - start else None


def mask(raw: str, entities: Iterable[Mapping[str, Any]]) -> Masked:
    """``raw`` without numbers, sums, addresses, accounts, and names as far as the words around tell them.

    ``entities`` is what the recogniser found. Where finds overlap, everything that any of them covers goes.
    """
    covered: list[str | None] = [None] * len(raw)
    for start, end, stand_in in _finds(raw, entities):
        for position in range(start, end):
            covered[position] = covered[position] or stand_in
    text, origin = "", list[int | None]()
    for found, run in groupby(range(len(raw)), key=covered.__getitem__):
        positions = list(run)
        text += found or raw[positions[0] : positions[-1] + 1]
        origin += [None] * len(found) if found else positions
    return Masked(text, tuple(origin))


def _finds(raw: str, entities: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int, str]]:
    for entity in entities:
        stand_in = _STAND_INS.get(entity["entity"])
        if stand_in:
            yield entity["start"], entity["end"], stand_in
    for stand_in, pattern in _PATTERNS:
        for match in pattern.finditer(raw):
            yield match.start(), match.end(), stand_in
