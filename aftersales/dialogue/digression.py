"""What leads away from the open question for a moment: answered, and the question comes back. Pure."""

from __future__ import annotations

from aftersales.dialogue.heard import Heard

DIGRESSIONS = frozenset(
    {
        *("faq", "query_progress", "query_logistics", "urge", "ask_tech_support", "ask_presale"),
        *("complain", "dispute_result", "privacy_request", "withdraw_request", "request_human"),
        *("greet", "goodbye", "thank", "apologize", "bot_challenge", "chitchat", "abuse", "out_of_scope"),
        *("help", "repeat", "rate_service", "handed_back"),
    }
)
"""Said in the middle of a form, these are answered and the question comes back."""
POINTLESS = frozenset({"out_of_scope", "chitchat", "abuse"})
"""Answered too, but said again and again they show that she does not get on."""
FREE_WORDS = frozenset({"description", "spec", "address", "name"})
MISREAD = frozenset(
    {
        *("ask_presale", "complain", "dispute_result", "abuse", "chitchat", "out_of_scope", "urge"),
        *("ask_tech_support", "query_logistics", "withdraw_request", "greet", "thank"),
    }
)
"""What free words are easily taken for."""
SAYS_SOMETHING = 4
SURE = 0.4
SURE_OF_PRESALE = 0.7
"""Nobody shops in the middle of a complaint."""


def is_digression(heard: Heard, asked: str | None = None) -> bool:
    """Whether a message leads away from the question `asked`; free words look like much else."""
    if heard.intent not in DIGRESSIONS:
        return False
    if heard.intent == "handed_back":
        return True
    if heard.intent in MISREAD and asked in FREE_WORDS and len(heard.text) >= SAYS_SOMETHING:
        return False
    return heard.confidence >= (SURE_OF_PRESALE if heard.intent == "ask_presale" else SURE)
