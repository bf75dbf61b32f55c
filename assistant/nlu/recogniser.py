"""Entities with normalised values: words of the lexicon (spaCy on jieba's words) and forms (patterns)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from assistant.nlu.dates import find_days
from assistant.nlu.found import Found, without_overlaps
from assistant.nlu.lexicon import terms
from assistant.nlu.measures import find_amounts, find_quantities
from assistant.nlu.prepared import Prepared, is_command, prepared
from assistant.nlu.segmenter import WithoutGuesses, segmenter
from assistant.nlu.wishes import find_wishes

_ZONE = ZoneInfo("Asia/Shanghai")
_UNIT = r"[一-鿿\d]{1,12}?"
_ADDRESS = re.compile(
    rf"(?:{_UNIT}(?:省|自治区))?(?:{_UNIT}(?:市|自治州|地区))?(?:{_UNIT}(?:区|县))?(?:{_UNIT}(?:镇|乡|街道))?"
    rf"(?:{_UNIT}(?:路|街|大道|巷|村|小区|广场|花园|大厦))(?:{_UNIT}(?:号楼|号院|号|弄|栋|幢|座))?"
    r"(?:\d{1,2}单元)?(?:\d{1,4}(?:室|房|楼|层))?"
)
_DEVICES_NAMING_A_NUMBER = frozenset({"手机"})
_ONLY_NAMING = re.compile(r"(?:号码?|尾号|后四位|是|为|[:,\s])*")
_LATIN = re.compile(r"[a-z]{2}")
_ADDRESS_LEAD = re.compile(r".*?(?:寄到|寄去|送到|送去|改到|改成|改为|换成|换到|地址|住在)[是为在:]?")
_ADDRESS_PARTS = re.compile(r"省|市|区|县|镇|乡|街道|路|街|大道|巷|村|小区|大厦|号|弄|栋|幢|单元|室")


@lru_cache(maxsize=1)
def _matcher() -> Language:
    """A blank Chinese pipeline whose only step is the lexicon.

    Matching whole words keeps 书 out of 书面 and 机 out of 司机, which searching in the text would not.
    """
    segmenter()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    nlp.tokenizer.jieba_seg = WithoutGuesses()
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": term.entity, "pattern": term.word, "id": term.meaning} for term in terms()])
    return nlp


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Recogniser(GraphComponent):
    """Finds the entities of the NLU contract; ``start`` and ``end`` count code points of the raw text."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Recogniser:
        """Made by the graph, the lexicon loaded and tried so that the first shopper does not wait for it."""
        _matcher()("你好")
        _beginnings()
        find_wishes("你好")
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message."""
        for message in messages:
            if not is_command(message):
                message.set(ENTITIES, _entities(message), add_to_output=True)
        return messages


def _entities(message: Message) -> list[dict[str, Any]]:
    metadata = message.get(METADATA) or {}
    read = prepared(message)
    raw = message.get(TEXT) or ""
    result = []
    for one in recognise(read, metadata):
        start, end = read.normalised.raw_span(one.start, one.end)
        said = {"entity": one.entity, "value": one.value, "text": raw[start:end], "start": start, "end": end}
        result.append({**said, **one.more, "extractor": Recogniser.__name__})
    return result


def recognise(read: Prepared, metadata: Mapping[str, Any]) -> list[Found]:
    """Everything found, in the order of the text; ``metadata`` may hold ``now`` (ISO) and ``expects``."""
    text, asked = read.normalised.text, metadata.get("expects")
    identifiers = [Found(one.kind, one.value, one.start, one.end) for one in read.identifiers]
    # A number is one thing: what is an identifier is no date, what is a date is no sum.
    numbers = _first_wins(
        identifiers,
        find_days(text, _today(metadata), asked),
        find_amounts(text, asked),
        find_quantities(text, asked),
    )
    # The SF of a tracking number is no courier, and the 手机 before a phone number no handset.
    words = [
        one
        for one in _first_wins(identifiers, _terms(text))[len(identifiers) :]
        if one.value not in _DEVICES_NAMING_A_NUMBER or not _names_one(text, one, identifiers)
    ]
    return sorted([*numbers, *words, *find_wishes(text), *_addresses(text, asked)], key=lambda one: one.start)


def _names_one(text: str, word: Found, identifiers: list[Found]) -> bool:
    numbers = (one for one in identifiers if one.entity in {"phone", "phone_tail"})
    return any(_ONLY_NAMING.fullmatch(text[word.end : one.start]) for one in numbers)


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """The first two characters of each word of the lexicon, or the only one."""
    return frozenset(term.word[:2] for term in terms())


def _may_hold_terms(text: str) -> bool:
    """Whether cutting the text into words is worth its time, which is a fifth of the whole parse."""
    return not (_beginnings().isdisjoint(text) and _beginnings().isdisjoint(map("".join, pairwise(text))))


def _terms(text: str) -> list[Found]:
    found = []
    for entity in _matcher()(text).ents if _may_hold_terms(text) else ():
        if _inside_latin_word(text, entity.start_char, entity.end_char):
            continue
        value = entity.text if entity.label_ == "product" else entity.ent_id_
        more = {"category": entity.ent_id_} if entity.label_ == "product" else {}
        found.append(Found(entity.label_, value, entity.start_char, entity.end_char, more))
    return found


def _inside_latin_word(text: str, start: int, end: int) -> bool:
    """jieba cuts 'sf' out of 'sfoo'; Latin words have no other borders than blanks."""
    return bool(_LATIN.match(text[start - 1 : start + 1]) or _LATIN.match(text[end - 1 : end + 1]))


def _addresses(text: str, asked: str | None) -> list[Found]:
    found = []
    for match in _ADDRESS.finditer(text):
        lead = _ADDRESS_LEAD.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        if len(_ADDRESS_PARTS.findall(text[start : match.end()])) >= 3:
            found.append(Found("address", text[start : match.end()], start, match.end()))
    if not found and asked == "address" and _ADDRESS_PARTS.search(text):
        found.append(Found("address", text, 0, len(text)))
    return without_overlaps(found)


def _first_wins(*groups: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for group in groups:
        kept += [
            one for one in group if all(one.end <= other.start or other.end <= one.start for other in kept)
        ]
    return kept


def _today(metadata: Mapping[str, Any]) -> date:
    """The day of the message at the shopper's place; without ``now`` the message comes just now."""
    said = metadata.get("now")
    # Python 3.10 does not read the Z of ISO 8601.
    now = datetime.fromisoformat(str(said).replace("Z", "+00:00")) if said else datetime.now(_ZONE)
    return (now.astimezone(_ZONE) if now.tzinfo else now).date()
