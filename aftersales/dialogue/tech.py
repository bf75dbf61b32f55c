"""How to use things and what to try first; unsolved, technical support takes over (R-TECH)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from aftersales.dialogue.faq_words import policy_words
from aftersales.dialogue.heard import Heard
from aftersales.dialogue.matching import best, score, spelled
from aftersales.dialogue.smalltalk import handover
from aftersales.dialogue.texts import Bubble, choice, human_choice
from aftersales.policy.names import Category
from aftersales.policy.policy import Policy
from aftersales.text import normalise

BY_CATEGORY = 1
"""Points for goods known only by their category: less than any that were named."""
_DENIED = r"(?<![没不无会怕防一])(?<!没有)"


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Advice(_Checked):
    """What to try. Without `goods` and `categories` it fits anything; `danger`: stop, people at once."""

    id: str
    words: tuple[str, ...] = Field(min_length=1)
    steps: tuple[str, ...] = Field(min_length=2, max_length=4)
    goods: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    caution: str | None = None
    visit: bool = False
    danger: bool = False


class Knowledge(_Checked):
    phrases: dict[str, str]
    entries: tuple[Advice, ...]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    raw = yaml.safe_load(Path(__file__).with_name("tech.yml").read_text(encoding="utf-8"))
    return Knowledge.model_validate(raw)


def reply(heard: Heard, policy: Policy, category: Category | None = None) -> Bubble | None:
    """To a question, or to the tapped 「没解决」 under the last answer."""
    return unsolved(policy) if heard.choice == "no" else answer(heard.text, policy, category)


def answer(text: str, policy: Policy, category: Category | None = None) -> Bubble | None:
    """Steps to try, with a way to say whether they helped; None when nothing is known about it.

    `category` is that of the goods she has, for a text that names none.
    """
    found = find(text, category)
    if found is None:
        return None
    if found.danger:
        urgent = handover("safety", skill_group="complaint", priority=3, level="supervisor")
        return {"text": "\n".join(found.steps)} | urgent
    return {
        "text": "\n".join(_lines(found, policy)),
        "choices": [
            choice("yes", _phrase("solved", policy), "/thank"),
            choice("no", _phrase("not_solved", policy), '/ask_tech_support{"choice": "no"}'),
            human_choice(),
        ],
        "expects": "confirm",
    }


def unsolved(policy: Policy) -> Bubble:
    """Technical support takes over, within the time of the policy; a visit only with its fee told first."""
    taken = handover("tech", skill_group="repair", priority=1, level="tech_support")
    return {"text": _phrase("unsolved", policy)} | taken


def find(text: str, category: Category | None = None) -> Advice | None:
    """The advice that fits best; whatever is dangerous goes first."""
    plain = normalise(text).text
    every = knowledge().entries
    dangers = [advice for advice in every if advice.danger and _warns(advice, plain)]
    if dangers:
        return dangers[0]
    return best(every, lambda advice: _points(advice, plain, category))


def _points(advice: Advice, plain: str, category: Category | None) -> int:
    symptom = 0 if advice.danger else score(advice.words, plain)
    named = score(advice.goods, plain)
    if not symptom or named or not (advice.goods or advice.categories):
        return symptom and symptom + named
    of_category = category in advice.categories and not _names_goods(plain)
    return symptom + BY_CATEGORY if of_category else 0


def _names_goods(plain: str) -> bool:
    return any(score(advice.goods, plain) for advice in knowledge().entries)


def _warns(advice: Advice, plain: str) -> bool:
    """Whether a danger is told, not denied (「没有冒烟」) nor only feared (「会不会漏电」)."""
    return any(
        all(re.search(_DENIED + re.escape(part), plain) for part in spelled(phrase).split())
        for phrase in advice.words
    )


def _lines(advice: Advice, policy: Policy) -> list[str]:
    steps = [f"{number}. {step}" for number, step in enumerate(advice.steps, start=1)]
    caution = [_phrase("caution", policy, caution=advice.caution)] if advice.caution else []
    return [
        _phrase("intro", policy),
        *steps,
        *caution,
        _phrase("ask_visit" if advice.visit else "ask", policy),
    ]


def _phrase(key: str, policy: Policy, **words: str) -> str:
    return policy.fill(knowledge().phrases[key], {**policy_words(policy), **words})
