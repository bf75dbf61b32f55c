"""A message as all components read it: one spelling, its identifiers, and the words without them."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from aftersales.text import Normalised, normalise, without_signs
from assistant.nlu.identifiers import DEFAULT_ORDER_PATTERN, Identifier, find_identifiers, without_identifiers
from assistant.nlu.manners import without_manners

_ATTRIBUTE = "prepared"


@dataclass(frozen=True)
class Prepared:
    """``words`` is what classifiers read; spans of ``identifiers`` are those of ``normalised``."""

    normalised: Normalised
    identifiers: tuple[Identifier, ...]
    words: str


def prepare(raw: str, asked: str | None = None, order_pattern: str = DEFAULT_ORDER_PATTERN) -> Prepared:
    """Normalise ``raw`` and set its identifiers apart.

    Emoji are words where nothing else is said; else they tell how she feels and not what she wants
    (「好的😭」 is a yes, 「7788😭」 a number).
    """
    normalised = normalise(raw)
    identifiers = find_identifiers(normalised.text, asked, order_pattern)
    words = without_manners(without_identifiers(normalised.text, identifiers))
    spoken = without_signs(raw)
    if spoken != raw:
        said = prepare(spoken, asked, order_pattern)
        if said.words or said.identifiers:
            words = said.words
    return Prepared(normalised, tuple(identifiers), words)


def attach(message: Message, order_pattern: str) -> None:
    """Prepare ``message`` for the components that follow."""
    asked = (message.get(METADATA) or {}).get("expects")
    message.set(_ATTRIBUTE, prepare(message.get(TEXT) or "", asked, order_pattern))


def prepared(message: Message) -> Prepared:
    """What :func:`attach` left; prepared now for a message that came another way."""
    found = message.get(_ATTRIBUTE)
    return found if found is not None else prepare(message.get(TEXT) or "")


def is_command(message: Message) -> bool:
    """Whether the text names its intent itself; only the service's payloads do, see ``Normaliser``."""
    return (message.get(TEXT) or "").startswith("/")
