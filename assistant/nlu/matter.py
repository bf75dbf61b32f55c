"""What a message is about once its frame is taken away: the wish for a person, or everything but a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

_WISH_FOR_A_PERSON = re.compile(
    r"(?:我要|我想|请|麻烦|快|给我|帮我)*(?:转|找|叫|换|接)(?:一下|个|到|下)*(?:真)?(?:人工|真人)(?:客服|服务)?[,，。.!！\s]*"
)
_FRAME = re.compile(
    r"[我你您他她那这个件款台双的在了过买收到刚上次回前几天啊呀呢吧吗哦嗯就是说,，。.!！?？、~\s]*(?:你们?家|你们店|店里|网上)?"
)
_GOODS, _BESIDE = "product", frozenset({"product", "date", "quantity", "courier"})
_SHORTEST_MATTER = 3
_THANKS = re.compile(
    r"(?:[,，。.!！~\s]|^)*(?:非常|十分|太)?(?:谢谢|多谢|感谢|谢了|谢啦|thanks|thx)(?:您|你|们|啦|了|哈|啊|哦|[,，。.!！~\s])*$"
)
_ABOUT_AN_ORDER = re.compile(
    r"(?:我的|就|是|这|那|个|单|笔|的|订单|订单号|单号|编号|号码|号|在这|给你|发你|[:：,，。.!！~\s])*"
)

MATTERS = ("request_", "report_", "cancel_", "modify_")
"""Intents with something to act on; `request_human` is not one of them."""


def beside_the_wish(words: str) -> str | None:
    """The rest of a text that also asks for a person, if there is enough of it (「转人工，我要退货」)."""
    rest = _WISH_FOR_A_PERSON.sub("", words, count=1)
    return rest if rest != words and len(rest) >= _SHORTEST_MATTER else None


def beside_the_thanks(words: str) -> str | None:
    """What she thanks for in advance (「帮忙退下冰箱，谢谢」), if it is said."""
    rest = _THANKS.sub("", words, count=1)
    return rest if rest != words and len(rest) >= _SHORTEST_MATTER else None


def only_gives_a_number(words: str) -> bool:
    """Whether a text without its number says no more than what number it is (「就…这单」)."""
    return _ABOUT_AN_ORDER.fullmatch(words) is not None


def is_matter(intent: str) -> bool:
    return intent.startswith(MATTERS) and intent != "request_human"


def only_names_goods(text: str, entities: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a text says no more than which goods: a name, perhaps a day, filling words (「上周那个锅」)."""
    found = [entity for entity in entities if entity["entity"] in _BESIDE]
    if not any(entity["entity"] == _GOODS for entity in found):
        return False
    for entity in sorted(found, key=lambda entity: -int(entity["start"])):
        text = text[: entity["start"]] + text[entity["end"] :]
    return _FRAME.fullmatch(text) is not None
