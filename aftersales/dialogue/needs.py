"""Several needs in one message: the first is dealt with, the others wait in the conversation. Pure.

The list lives in the slot `needs`, which outlives the case, a hand-over and the hand-back. Taking a need up
means hearing its words again (`effects: {say}`), so that it is understood like any other message.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aftersales.dialogue import texts
from aftersales.dialogue.heard import Heard, Need
from aftersales.dialogue.requests import is_request
from aftersales.dialogue.texts import Bubble, choice, say

Waiting = list[dict[str, str]]

DECLINING = frozenset({"done", "skip", "stop", "goodbye"})
"""Said to the offer of a need, these decline it."""
_NO_MATTER = frozenset({"ask_presale", "chitchat", "out_of_scope", "inform"})
MOST = 5
SHOWN = 20
"""Characters of her own words in the offer."""


def waiting(slot: Any) -> Waiting:
    return list(slot or ())


def remembered(slot: Any, needs: Sequence[Need]) -> Waiting:
    """What waits after these came; each kind of matter in the same words waits once."""
    before = waiting(slot)
    new = [{"intent": need.intent, "text": need.text} for need in needs]
    return [*before, *(need for need in new if need not in before)][:MOST]


def answered_now(heard: Heard) -> Need | None:
    """A question about the rules beside a request: answered at once, it holds up nothing."""
    return next((need for need in heard.further if need.intent.startswith("faq")), None)


def kept_for_later(heard: Heard) -> list[Need]:
    now = answered_now(heard)
    return [need for need in heard.further if need is not now]


def without(slot: Any, intent: str) -> Waiting | None:
    """What still waits once she has come to a matter herself; None if nothing changes."""
    before = waiting(slot)
    after = [need for need in before if need["intent"].partition("/")[0] != intent]
    return after if after != before else None


def names_waiting(slot: Any, heard: Heard) -> bool:
    """Whether she answers the offer of a need with its goods (「衬衫」)."""
    offered, product = waiting(slot)[:1], heard.first("product")
    return any(product and str(product) in need["text"] for need in offered)


def said_again(text: str) -> Bubble:
    return {"effects": {"say": text}}


def with_goods(need: Need, heard: Heard) -> str:
    """Its words, with the goods that only the needless words before it named (「那个耳机啊，它不响了」)."""
    product = heard.first("product") if only_leads_up(heard) else None
    return f"{product}{need.text}" if product and str(product) not in need.text else need.text


def only_leads_up(heard: Heard) -> bool:
    """Whether the first words are no matter of their own but lead up to the request after them."""
    follows = bool(heard.further) and is_request(heard.further[0].intent)
    return follows and heard.intent in _NO_MATTER


def noted(needs: Sequence[Need], seed: str) -> Bubble:
    return texts.bubble("need_noted", seed, need=_short(needs[0].text))


def offer(slot: Any, seed: str) -> Bubble | None:
    """The first need that waits, offered when the matter before it is done."""
    first = next(iter(waiting(slot)), None)
    if first is None:
        return None
    return {
        "text": say("need_offered", seed, need=_short(first["text"])),
        "choices": [choice("yes", say("need_yes")), choice("no", say("need_no"))],
        "expects": "anything_else",
    }


def what_else(slot: Any, seed: str) -> Bubble:
    """The need that waits, else the open question whether there is more."""
    return offer(slot, seed) or texts.bubble("anything_else", seed) | {"expects": "anything_else"}


def _short(text: str) -> str:
    plain = text.strip(" ，。,.！!？?～~")
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
