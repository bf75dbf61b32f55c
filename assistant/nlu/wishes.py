"""Remedies asked for, reasons given and kinds of virtual goods, by the ids of the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.nlu.found import Found, without_overlaps
from assistant.nlu.lexicon import pattern, read

# 不用退款: said just before it. 要不要退款 and 是不是 are questions; 到现在不退款 blames us for not doing it.
_REFUSED_BEFORE = re.compile(
    r"(?:(?<!要)不要|(?<!用)不用|(?<!想)不想|(?<!是)不是|(?<!需)不需要|(?<![要能可还在直迟么啥])不|不必|别|甭|无需|没必要|没说要|没有?要|拒绝|不同意|不接受)"
    r"(?:再|给我|给|我|帮我|办|申请|走|去|着|要|想|全额|直接)*\Z"
)
_DENIED_BEFORE = re.compile(r"(?:(?<!是)不是|并非|没有|没)(?:什么|有)?\Z")
# 退款就不用了: said just after it.
_REFUSED_AFTER = re.compile(r"(?:的话)?(?:就|也|都)?(?:不用|不要|不必|免|算)了?(?!钱)")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    return {
        entity: {value: pattern(expressions) for value, expressions in values.items()}
        for entity, values in read("wishes").items()
    }


def find_wishes(text: str) -> list[Found]:
    """``remedy``, ``reason`` and ``virtual_kind``; of each the longest that overlap, nothing refused."""
    return [
        one
        for entity in _patterns()
        for one in _distinct(without_overlaps(_matches(entity, text)))
        if not (_refused(text, one) if entity == "remedy" else _denied(text, one))
    ]


def _matches(entity: str, text: str) -> Iterator[Found]:
    for value, expression in _patterns()[entity].items():
        for match in expression.finditer(text):
            yield Found(entity, value, match.start(), match.end())


def _distinct(found: list[Found]) -> list[Found]:
    """Each value once: 碎了，都碎了 is one reason."""
    return list({one.value: one for one in reversed(found)}.values())[::-1]


def _denied(text: str, one: Found) -> bool:
    """不是质量问题, 没有少件."""
    return bool(_DENIED_BEFORE.search(text[max(0, one.start - 4) : one.start]))


def _refused(text: str, one: Found) -> bool:
    return bool(
        _REFUSED_BEFORE.search(text[max(0, one.start - 10) : one.start])
        or _REFUSED_AFTER.match(text, one.end)
    )
