"""Answers to questions about the rules; changing a figure of the policy changes the sentence."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from aftersales.dialogue.cards import FREIGHT_NAMES, minute
from aftersales.dialogue.case import Case
from aftersales.dialogue.texts import say
from aftersales.policy.names import FreightPayer
from aftersales.policy.policy import Policy


@lru_cache(maxsize=1)
def _answers() -> dict[str, str]:
    raw: dict[str, str] = yaml.safe_load(Path(__file__).with_name("faq.yml").read_text(encoding="utf-8"))
    return raw


def answer(topic: str | None, policy: Policy, case: Case | None = None) -> str:
    """The answer to a topic of INTENTS.md; about her own request as far as that is decided."""
    own = _own_case(topic, case) if case is not None else None
    if own is not None:
        return own
    template = _answers().get(topic or "")
    if template is None:
        return say("faq_unknown")
    return template.format(**vars(policy.figures))


def _own_case(topic: str | None, case: Case) -> str | None:
    """For a running request: its own freight and its own dates instead of the general rule."""
    decision = case.decision
    if decision is None:
        return None
    if topic == "return_freight":
        payer = decision.freight_payer
        key = "freight_none" if payer == FreightPayer.NONE else "freight_own"
        return say(key, payer=FREIGHT_NAMES[payer], request=case.spec.name)
    if topic == "refund_time":
        due = next((d for d in decision.deadlines if d.clock == "SLA-REFUND"), None)
        return say("refund_own", target=minute(due.target), limit=minute(due.limit)) if due else None
    return None
