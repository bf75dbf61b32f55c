"""Words that bring a supervisor at once, whatever is being talked about (R-SAFETY, R-FRAUD)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aftersales.dialogue.heard import Heard
from aftersales.policy.names import Rule
from aftersales.text import normalise

_ONLY_SUPPOSED = re.compile(r"会不会|如果|万一|要是|假如|是否|防(?:止)?|怕|担心|是不是正品|正品吗|保真吗")
_SAFETY = re.compile(
    r"(?<![不没无未打点])(?<!没有)(?:起火|着火|冒烟|爆炸|炸了|漏电|触电|烫伤|烧伤|割伤|划伤|受伤|中毒|过敏|住院|流血|急诊|上吐下泻|鼓包|电池(?:膨胀|鼓|漏液))"
)
_ILL = re.compile(r"拉肚子|拉稀|腹泻|呕吐|吐了|肚子[疼痛]|肠胃炎|起疹|喘不上气|噎|呛")
_FRAUD = re.compile(
    r"假货|冒牌|高仿|山寨|仿冒|赝品|不是正品|非正品|是假的|假酒|假烟|假药|诈骗|欺诈|造假|售假|假一赔|三无产品"
)
_FOOD = re.compile(r"吃|喝|食|零食|牛奶|奶粉|饮料|面包|饼干|酒|肉|米|油|糖|茶|水果")
_EATEN = re.compile(r"吃(?!惊)|喝")
_UNSAFE = re.compile(r"过期|过了保质期|变质|吃出|虫|异物|头发|玻璃渣|刀片|食品安全")


@dataclass(frozen=True, slots=True)
class Alarm:
    """`text` is the key of what is said; `reason` and `priority` are those of the hand-over."""

    rule: Rule
    text: str
    reason: str
    priority: int


SAFETY = Alarm(Rule.SAFETY, "safety", "safety", 3)
SAFETY_OF_FOOD = Alarm(Rule.SAFETY, "unsafe_food", "safety", 3)
FRAUD = Alarm(Rule.FRAUD, "fraud", "fraud", 2)
UNSAFE_FOOD = Alarm(Rule.FRAUD, "unsafe_food", "unsafe_food", 3)


def alarm(heard: Heard) -> Alarm | None:
    """The alarm that a message raises; a question whether something might happen raises none."""
    text = normalise("，".join((heard.text, *(need.text for need in heard.further)))).text
    if not text or _ONLY_SUPPOSED.search(text):
        return None
    if _SAFETY.search(text):
        return SAFETY_OF_FOOD if _EATEN.search(text) else SAFETY
    if _ILL.search(text):
        return SAFETY_OF_FOOD
    if _FRAUD.search(text):
        return FRAUD
    if _FOOD.search(text) and _UNSAFE.search(text):
        return UNSAFE_FOOD
    return None
