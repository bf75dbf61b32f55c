"""What a message says without whom it is about. Stricter than what lists show: a number goes whole. Pure.

A stand-in is in brackets, as chat programs write pictures: the classifier reads over it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from aftersales.people.masks import STARS, mask_text

NUMBER = "[号码]"
NAME = "[姓名]"
OWN = "[隐私]"
_OWN_ENTITIES = frozenset(
    {"order_id", "phone", "phone_tail", "tracking_number", "ticket_id", "address", "name", "account"}
)
_LINK = re.compile(r"(?:https?://|www\.)[\w./?=&%#:+-]+", re.ASCII | re.IGNORECASE)
_STARRED = re.compile(rf"[\dA-Za-z*]*{re.escape(STARS)}[\dA-Za-z*]*")
_LONG = re.compile(r"(?<![\dA-Za-z])(?=[A-Za-z_-]*\d)[\dA-Za-z_-]{6,}(?![\dA-Za-z])")
_DIGITS = re.compile(r"(?<![\d.])(?!12315(?!\d))\d(?:[ -]?\d){3,}(?!\d*\s*[元块])")
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺两]{7,}")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "贾韦夏付方邹熊孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_INTRODUCED = re.compile(
    rf"((?:我叫|我是|名字[叫是:]?|姓名[:是]?|收[件货]人[:是叫]?|联系人[:是]?)\s*)[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff])"
)
_TITLED = re.compile(rf"[{_SURNAMES}](?=先生|女士|小姐|阿姨|大爷)")
_UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def masked(text: str, own: Iterable[str] = (), entities: Iterable[Mapping[str, Any]] = ()) -> str:
    """One line without numbers, links, mail and street addresses, names that are introduced, the values in
    `own` (what the conversation knows of her) and the spans of `entities` (of the raw text) that name her or
    her case. A name in the middle of a sentence cannot be told from a word: who labels, reads it first.
    """
    text = _without_spans(text, entities)
    text = "".join(" " if unicodedata.category(char) in _UNFIT else char for char in text)
    text = unicodedata.normalize("NFKC", text)
    for value in sorted({value.strip() for value in own if len(value.strip()) > 1}, key=len, reverse=True):
        text = text.replace(value, OWN)
    text = _INTRODUCED.sub(rf"\g<1>{NAME}", _LINK.sub(NUMBER, text))
    text = _STARRED.sub(NUMBER, mask_text(_TITLED.sub(NAME, text)))
    for pattern in (_LONG, _DIGITS, _SPOKEN):
        text = pattern.sub(NUMBER, text)
    return " ".join(text.split())


def _without_spans(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    spans = [(e["start"], e["end"]) for e in entities if e.get("entity") in _OWN_ENTITIES]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + NUMBER + text[end:]
    return text
