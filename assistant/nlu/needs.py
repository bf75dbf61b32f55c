"""The needs of one message: 「碎了一个，还有发票怎么开」 asks for two things.

Conservative on purpose: a need cut in two makes the dialogue ask twice, while one that was not told apart is
still in the message. So a clause opens a need of its own only if it is surely read as another matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Readings = Mapping[str, float]
"""Label → probability; a label is an intent or ``intent/topic``."""

_REPORTS = frozenset(
    {
        *("report_quality_problem", "report_damaged_parcel", "report_wrong_item", "report_missing_item"),
        *("report_virtual_goods_issue", "report_delivery_delay"),
    }
)
_REMEDIES = frozenset(
    {
        *("request_refund", "request_exchange", "request_repair", "request_compensation", "cancel_order"),
        *("dispute_result", "withdraw_request"),
    }
)
_STATES = frozenset({"query_progress", "query_logistics"})
_QUESTIONS = frozenset({"faq", "ask_tech_support", "ask_presale"})
# A fault and what shall be done about it, in either order, are one matter even after 还有.
_CLAIMS = _REPORTS | _REMEDIES
_CASES = _CLAIMS | _STATES | {"modify_order"}
NEEDS = _CASES | _QUESTIONS | {"privacy_request"}
"""What can stand as a need. Tone, pressure, manners, data and talk belong to the need beside them."""

# Rules that are asked about the very claim just made (坏了，能赔吗) unless the shopper says 另外.
_RULES_OF_A_CLAIM = frozenset(
    {
        *("return_conditions", "no_reason_return", "exchange_rules", "damaged_parcel_rule", "warranty_scope"),
        *("compensation_rule", "liability", "refund_time", "complaint_channel", "self_service"),
        *("virtual_goods_rule", "excluded_goods", "price_protection", "refusal_on_delivery"),
    }
)
_JOINT = re.compile(
    r"(?:还有就是|另外就是|还有(?!没|多|几|货|啥用|什么用|效)|另外|顺便|顺带|对了|再问|再就是|再有就是|以及|同时|除此之外|除了这个|第二个问题)"
)
_LEAD = re.compile(
    rf"(?:{_JOINT.pattern}|[，,。;；!！?？、:：~\s]|那个(?=[,，])|就是(?=[,，])|然后|问一?下|一?下|一件事|一个问题)+"
)
_BORDER = re.compile(
    rf"[，。；！？,;!?\n~…]+|\.(?!\d)|(?<=[一-鿿])\s+(?=\S)|(?<=\S)\s+(?=[一-鿿])|(?={_JOINT.pattern})"
)
_SHORTEST_CLAUSE = 2
_SURE, _SURE_WHEN_JOINED, _SURE_OF_A_SECOND_FAULT, _CERTAIN = 0.72, 0.4, 0.84, 0.91
_SURE_ALONE = 0.9
_OTHER_THING = re.compile(
    r"[那另][一外]?[一两二三四五六七八九十\d]*[件条双个单台款箱份只瓶盒套]|上[个次]|之前"
)
_BARE_CHANGE = re.compile(
    r"(?:[我你]|[要想]|需要|请|麻烦|帮|给)*(?:更改|修改|改[一个]?下?|改动|变更)[吗吧呢了的呀啊]*"
)
"""What is to be changed stands in the words before it."""
_ASKING = re.compile(r"[吗呢么嘛谁哪几?？]|怎|咋|多少|多久|什么|啥|是否|能不能|可不可以")


class Need(NamedTuple):
    """``label`` as learnt (``faq/invoice``), ``text`` as typed, without the word that joined it on."""

    label: str
    text: str

    @property
    def intent(self) -> str:
        return _intent(self.label)


class _Clause(NamedTuple):
    start: int
    end: int
    joined: bool
    """还有, 另外 … stand before it."""
    other_thing: bool
    """It names another piece than the one before: that one, other goods."""
    asks: bool
    bare: bool
    """It only says that something shall be changed."""


def find_needs(
    raw: str, read: Callable[[str], Readings], goods: Sequence[tuple[int, str]] = ()
) -> list[Need]:
    """The needs of a message of more than one, in its order; empty if it has one or none.

    ``read`` classifies a piece of the raw text; ``goods`` are the products named, each with its place.
    Without a word that joins them, clauses that are not certain count only if the message as a whole is read
    as its first need: on real messages a clause is misread more often than two matters stand unjoined.
    """
    clauses = _clauses(raw, goods)
    if len(clauses) < 2:
        return []
    needs: list[tuple[str, int, int]] = []
    joined, least_sure = False, 1.0
    for clause in clauses:
        label, probability = _best(read(raw[clause.start : clause.end]))
        if not needs:
            if _intent(label) in NEEDS and probability >= _SURE_WHEN_JOINED:
                needs.append((label, clauses[0].start, clause.end))
                least_sure = probability
        elif _opens_another(needs[-1][0], label, probability, clause):
            needs.append((label, clause.start, clause.end))
            joined, least_sure = joined or clause.joined, min(least_sure, probability)
        else:
            needs[-1] = (*needs[-1][:2], clause.end)
    if len(needs) < 2:
        return []
    if not joined and least_sure < _CERTAIN and _intent(_best(read(raw))[0]) != _intent(needs[0][0]):
        return []
    return [Need(label, raw[start:end]) for label, start, end in needs]


def surest_case(raw: str, read: Callable[[str], Readings]) -> Readings | None:
    """The readings of the clause that surely tells a case, in a message of several; None without such."""
    clauses = _clauses(raw, ())
    if len(clauses) < 2:
        return None
    readings = [read(raw[clause.start : clause.end]) for clause in clauses]
    cases = [one for one in readings if _intent(_best(one)[0]) in _CLAIMS and _best(one)[1] >= _SURE_ALONE]
    return max(cases, key=lambda one: _best(one)[1], default=None)


def _opens_another(current: str, label: str, probability: float, clause: _Clause) -> bool:
    intent, before = _intent(label), _intent(current)
    if intent not in NEEDS or label == current or (intent == before != "faq") or clause.bare:
        return False
    if clause.joined:
        if {before, intent} <= _CLAIMS and not clause.other_thing:
            return {before, intent} <= _REPORTS and probability >= _SURE_OF_A_SECOND_FAULT
        return probability >= _SURE_WHEN_JOINED
    if {before, intent} <= _REPORTS and clause.other_thing:
        return probability >= _SURE_OF_A_SECOND_FAULT
    if before in _CASES and (intent in _CASES or label.partition("/")[2] in _RULES_OF_A_CLAIM):
        return False
    if (
        intent in ("ask_presale", "withdraw_request")
        or intent == before
        or (intent in _QUESTIONS and not clause.asks)
    ):
        return False
    return probability >= _SURE


def _clauses(raw: str, goods: Sequence[tuple[int, str]]) -> list[_Clause]:
    found: list[_Clause] = []
    named: set[str] = set()
    start = 0
    for border in [*_BORDER.finditer(raw), None]:
        end = border.start() if border else len(raw)
        lead = _LEAD.match(raw, start, end)
        inner = lead.end() if lead else start
        if len(raw[inner:end].strip()) >= _SHORTEST_CLAUSE:
            # 另外 may stand alone just before: 「另外，发票怎么开」.
            joined = bool(_JOINT.search(raw, found[-1].end if found else 0, inner))
            text = raw[inner : border.end() if border else end]
            here = {name for place, name in goods if inner <= place < end}
            other = bool(_OTHER_THING.search(raw, start, inner + len(text))) or _are_others(here, named)
            bare = bool(_BARE_CHANGE.fullmatch(raw[inner:end].strip()))
            found.append(_Clause(inner, end, joined, other, bool(_ASKING.search(text)), bare))
            named |= here
        start = border.end() if border else end
    return found


def _are_others(goods: set[str], before: set[str]) -> bool:
    """Whether goods are named and none of them before, under a shorter or longer name (花瓶, 玻璃花瓶)."""
    known = any(one in other or other in one for one in goods for other in before)
    return bool(goods and before) and not known


def _best(readings: Readings) -> tuple[str, float]:
    return max(readings.items(), key=lambda reading: reading[1], default=("", 0.0))


def _intent(label: str) -> str:
    return label.partition("/")[0]
