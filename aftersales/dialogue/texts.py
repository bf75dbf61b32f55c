"""The one catalogue of what the bot says; its sentences stand in `texts.yml`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from aftersales.catalogue import Catalogue
from aftersales.text import normalise

CONSENT_VERSION = "2026-11"
_MARKS = re.compile(r"[\W_]+")

Bubble = dict[str, Any]
Choice = dict[str, Any]


_CATALOGUE = Catalogue(Path(__file__).with_name("texts.yml"))


def say(key: str, seed: str = "", **values: object) -> str:
    """One of the wordings of `key`; the same `seed` (a message id) gives the same wording again."""
    return _CATALOGUE.say(key, seed, **values)


def known(key: str) -> bool:
    return key in _CATALOGUE


def bubble(key: str, seed: str = "", /, **values: object) -> Bubble:
    return {"text": say(key, seed, **values)}


def choice(value: str, title: str, payload: str | None = None) -> Choice:
    return {"value": value, "title": title} | ({"payload": payload} if payload else {})


def human_choice() -> Choice:
    """A person at any time; the payload leaves an open form as it is."""
    return choice("human", say("choice_human"), "/request_human")


def consent_question(*, first: bool) -> Bubble:
    """What is collected, why and how long, answered by one tap (POLICY 7)."""
    return {
        "text": say("consent_greeting" if first else "consent_needed"),
        "card": {
            "kind": "consent",
            "text": say("consent_text"),
            "items": [say(f"consent_item_{n}") for n in (1, 2, 3)],
        },
        "choices": [choice("agree", say("choice_agree")), choice("decline", say("choice_decline"))],
        "expects": "consent",
    }


def greeting(name: str | None, *, asked_before: bool) -> Bubble:
    """The one bubble a new conversation starts with; it says that it is a bot."""
    hello = say("greeting_named", name=name) if name else say("greeting")
    if asked_before:
        return {"text": hello}
    question = consent_question(first=True)
    return question | {"text": f"{hello}\n{question['text']}"}


def plain(text: str) -> str:
    """For comparing what was typed with a title: one spelling, no marks."""
    return _MARKS.sub("", normalise(text).text)
