"""The stored answers about the rules, `faq.yml`, as checked data."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from aftersales.policy.names import Rule


class OwnAnswer(StrEnum):
    """What of her own order or request answers the same question."""

    FREIGHT = "freight"
    REFUND_TIME = "refund_time"
    AMOUNT = "amount"
    PHOTOS = "photos"
    RETURNABLE = "returnable"
    EXCHANGEABLE = "exchangeable"
    QUALITY = "quality"
    WARRANTY = "warranty"
    DAMAGE = "damage"
    PRICE = "price"
    GIFTS = "gifts"
    PIECES = "pieces"
    REFUSAL = "refusal"
    SERVICE = "service"


class _Checked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Checked):
    """One answer to a topic; `ask` ends it where nothing of her own answers. `rules` None: those of
    the general one.
    """

    say: str
    ask: str = ""
    words: tuple[str, ...] = ()
    rules: tuple[Rule, ...] | None = None
    own: OwnAnswer | None = None
    human: bool = False


class Catalogue(_Checked):
    """`topics`: per topic its answers, the general one first; `own` and `phrases`: sentences by name."""

    topics: dict[str, tuple[Entry, ...]]
    own: dict[str, str]
    phrases: dict[str, str]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    raw = yaml.safe_load(Path(__file__).with_name("faq.yml").read_text(encoding="utf-8"))
    return Catalogue.model_validate(raw)
