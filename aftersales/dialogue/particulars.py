"""Facts about a claim that she mentions in passing, read from her words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aftersales.dialogue import words
from aftersales.policy.names import Cause, Remedy, Request
from aftersales.text import normalise

Facts = dict[str, Any]

_NUMBER = r"([0-9]{1,3}|[一二两三四五六七八九十]|几)"
_REPAIRS = re.compile(
    rf"(?:修|返修|送修|维修)(?:过|了)?(?:已经|都|整整)?{_NUMBER}[次回遍]|{_NUMBER}[次回遍](?:送修|返修|维修|修)"
)
_REPAIRED_ONCE = re.compile(r"(?<!没)(?<!未)(?<!保)(?:修过|返修过|送修过|刚修完|修好又|修完又|上次修)")
_DAYS_IN_REPAIR = re.compile(
    rf"(?<![要得会能])(?:修|送修|返修)(?:了|去|已经|都|快|有)*{_NUMBER}(?:多)?(天|个?月|周|个?星期)"
)
_UNREPAIRABLE = re.compile(r"修不好|没法修|无法修|修不了|不能修")
_DAYS = {"天": 1, "周": 7, "星期": 7, "个星期": 7, "月": 30, "个月": 30}
_CHILD = re.compile(r"孩子|小孩|小朋友|娃|儿子|女儿|未成年|孙子|孙女|外孙|弟弟|妹妹|小学|初中")
_SPENT = re.compile(r"充|买|花|打赏|点|付|氪|玩|订|开通|误操作")
_RENEWAL = re.compile(r"自动(?:续|扣)|连续包[月年季]|续费|续订|免密扣")
_MONEY_BACK = re.compile(r"[退还返][还回]?给?(?:我|钱|款|费|掉)|要回|钱.{0,4}退|退.{0,4}(?:钱|元|块|[0-9])")
_VIRTUAL_FAULT = re.compile(
    r"[没未不](?:有)?(?:到|收到|发|成功|生效|显示)|没反应|无效|失败|用不了|不能用|错误|打不开|登不|激活不|兑换不|兑不|"
    r"被(?:人)?(?:用|兑|使用|激活)|已(?:被|经)?(?:使用|兑换|失效|激活)|过期|扣了.{0,4}没|系统(?:问题|故障)"
)
_GIFT = re.compile(
    r"(?:朋友|别人|人家|亲戚|同事|同学|闺蜜|男友|女友|对象|老公|老婆|客户|公司|领导)(?:买来|买了)?(?:送|寄|给|发)(?:给)?(?:我|的)|收到的礼物|人送的"
)
_CHEAPER = re.compile(
    r"降价|便宜了|(?:现在|今天|刚刚?|又).{0,4}便宜|便宜[0-9一二两三四五六七八九十几]|差价|价差|退差|比现在贵|价保|保价|跌价|降了|贵买|买贵|更便宜"
)
_SEVERITY = (
    (1.0, re.compile(r"完全|彻底|没法用|不能用|全毁|报废|特别严重|非常严重")),
    (0.6, re.compile(r"严重|明显|很大|好大|大面积")),
    (0.2, re.compile(r"轻微|一点点|一丁点|小(?:划痕|瑕疵|坑|毛病|裂)|不明显|不影响")),
)
_NOT = r"(?:没有?|不是|并非|未|别|又不|从不|不曾|没被)"
_CAUSES = (
    (
        Cause.LIQUID,
        re.compile(
            r"进水|进了水|泡水|泡了水|泼(?:了|到)?|(?:水|茶|咖啡|饮料|汤)洒|洒了?(?:水|茶|咖啡)|掉.{0,3}水里|淋(?:雨|湿)"
        ),
    ),
    (
        Cause.UNAUTHORISED_REPAIR,
        re.compile(r"自己(?:拆|修)|私自拆|外面(?:的|找人)?.{0,4}修|路边.{0,3}修|别处修|找人修过"),
    ),
    (
        Cause.HUMAN,
        re.compile(
            r"(?:不小心|不慎|没拿稳|没拿住|失手|手滑).{0,12}(?:摔|磕|碰|掉|砸|弄|打|坐|踩|压|撞)"
            r"|(?:我|自己|孩子|娃|猫|狗|老公|老婆|家人).{0,4}(?:摔|磕|碰|砸|弄|打|坐|踩|压|撞|碎)(?:坏|碎|断|烂|裂|了|掉|的)"
            r"|掉(?:到|在)?地上|摔(?:了|过)(?:一|两|几)[下次跤]"
        ),
    ),
)
"""Volunteered causes are read narrowly: 「摔」 alone may be the courier's doing."""
_NORMAL_USE = re.compile(
    r"(?:就|都|一直|平时|是|我)*正常(?:使用|用|在用)(?:的|着|中|啊|呀|呢|没问题|[,。!])*"
)
_ON_ARRIVAL = re.compile(
    r"收到|到货|到手|拿到|拆开|打开(?:就|是|一看|包|箱|盒)|送(?:来|到|过来)|寄(?:来|到|过来)|刚到|签收|快递|物流|运输|路上|包装|箱子"
    r"|碎|裂|破|压|扁|瘪|凹|断|漏|变形|散架"
)
_IN_USE = re.compile(
    r"用(?:了|着|过|到|的时候|没|不到)|使用|戴(?:了|着)|穿(?:了|着)|洗(?:了|过)|充(?:了|着|不)|突然|好端端|本来好|原来好|一直好"
    r"|(?:天|周|星期|月|年)(?:了)?(?:就|以后|之后|后|多)|以前|后来|越来越|慢慢"
)
_BARE_FAULT = re.compile(r"坏|毛病|有问题|出问题|不能用|用不了|不好使|残次|次品")
_COURIER = re.compile(r"快递|物流|运输|路上|配送|送货|暴力|分拣|收到(?:时|的时候|就)|到手")

_CORRECTS = re.compile(r"不是|其实|说错|更正|应该是|弄错|搞错|不对|准确|确切|选错|不算")
_REASONS = {
    Request.NO_REASON_RETURN: (
        r"不想要|不喜欢|不合适|不适合|穿不上|太[大小]|[大小]了|买多|多买|买错|拍错|后悔|用不[上着]"
    ),
    Request.QUALITY: r"质量|坏了|坏的|故障|瑕疵|有毛病|不能用|用不了|不工作|开线|掉色",
    Request.DAMAGED: r"破损|运输|快递(?:摔|弄|压|砸)|路上(?:摔|压|碎)|压坏|压扁|碎的",
    Request.WRONG_ITEM: r"发错|寄错|不是我[买要订拍]的|货不对板|和描述不|跟描述不",
    Request.MISSING_ITEM: r"少发|漏发|少了|缺了|没配",
}
_FAULTS = frozenset({*_REASONS} - {Request.NO_REASON_RETURN})
_SECRET = re.compile(
    r"(?:密码|口令|验证码|校验码|动态码|安全码)\s*(?:就)?(?:是|为|[:：=])?\s*[0-9A-Za-z@#$%^&*._!-]{4,20}"
    r"|(?<![0-9])[0-9]{4,6}\s*(?:是|这个是)?(?:我的)?(?:短信)?验证码"
)


def said_in(text: str, request: str | None, known: Mapping[str, Any] | None = None) -> Facts:
    """What a message tells of the claim beyond the open question; `known` is what was told before.

    Keys: repairs, days_in_repair, unrepairable, minor, renewal, charge_back, virtual_fault, gift, cheaper,
    severity, cause.
    """
    plain = normalise(text).text
    return {**(known or {}), **dict(_facts(plain, request))}


def _facts(text: str, request: str | None) -> Iterator[tuple[str, Any]]:
    if match := _REPAIRS.search(text):
        yield "repairs", _count(match[1] or match[2])
    elif _REPAIRED_ONCE.search(text):
        yield "repairs", 1
    if match := _DAYS_IN_REPAIR.search(text):
        yield "days_in_repair", _count(match[1]) * _DAYS[match[2]]
    if _UNREPAIRABLE.search(text):
        yield "unrepairable", True
    if _GIFT.search(text):
        yield "gift", True
    if cause := cause_in(text):
        yield "cause", cause.value
    elif _NORMAL_USE.fullmatch(text):
        yield "cause", "none"
    if request == Request.VIRTUAL:
        if _CHILD.search(text) and _SPENT.search(text):
            yield "minor", True
        if _RENEWAL.search(text):
            yield "renewal", True
            yield "charge_back", bool(_MONEY_BACK.search(text))
        if _VIRTUAL_FAULT.search(text):
            yield "virtual_fault", True
    if request == Request.COMPENSATION:
        if _CHEAPER.search(text):
            yield "cheaper", True
        for degree, pattern in _SEVERITY:
            if pattern.search(text):
                yield "severity", degree
                break


def renewal_remedy(told: Mapping[str, Any]) -> Remedy | None:
    """What she wants of a membership that renewed itself: the last charge back, or no further ones."""
    if not told.get("renewal"):
        return None
    return Remedy.REFUND_ONLY if told.get("charge_back") else Remedy.CANCEL


def cause_in(text: str) -> Cause | None:
    """Her own part in the fault, when she says so; the courier's is none of it."""
    if _COURIER.search(text) and "自己" not in text and "我不小心" not in text:
        return None
    for cause, pattern in _CAUSES:
        match = pattern.search(text)
        if match and not re.search(f"{_NOT}.{{0,3}}$", text[: match.start()]):
            return cause
    return None


def broken_on_arrival(text: str) -> bool | None:
    """Whether goods came broken (True) or broke in use (False); None when the words tell neither."""
    plain = normalise(text).text
    if _IN_USE.search(plain):
        return False
    return True if _ON_ARRIVAL.search(plain) else None


def is_vague_fault(text: str) -> bool:
    """「东西坏了」 and nothing of how or when."""
    return bool(_BARE_FAULT.search(normalise(text).text)) and broken_on_arrival(text) is None


def other_reason(text: str, request: str) -> Request | None:
    """The reason she puts in the place of the present one: 「不是质量问题，是我不想要了」.

    None unless she corrects herself and says which of the reasons it is.
    """
    plain = normalise(text).text
    if request not in _REASONS or not _CORRECTS.search(plain):
        return None
    meant = [reason for reason, pattern in _REASONS.items() if _affirmed(plain, pattern)]
    if request in meant or not meant:
        return None
    return meant[0] if len(meant) == 1 or request not in _FAULTS else meant[-1]


def _affirmed(text: str, pattern: str) -> bool:
    return any(
        not re.search(rf"{_NOT}(?:什么|啥)?[^，。,.；;]{{0,2}}$", text[: match.start()])
        for match in re.finditer(pattern, text)
    )


def tells_secret(text: str) -> bool:
    """A password or an SMS code, which nobody here may know."""
    return bool(_SECRET.search(normalise(text).text))


def _count(text: str) -> int:
    return 2 if text == "几" else words.number(text)
