"""What the parse says, in the shape the service and its API use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FALLBACK = "nlu_fallback"
NOTHING_KNOWN = "out_of_scope"
"""Also the reading of a message of which nothing is known, such as a lone smiley."""
OUT_OF_SCOPE_FROM = 0.07
"""The share of ``out_of_scope`` from which a message may well be for someone else.

Chosen on one half of real messages so that at most 5 % of those in scope are marked.
"""
_EXTRACTOR_KEYS = {"extractor", "confidence_entity"}


def understood(parse: Mapping[str, Any]) -> dict[str, Any]:
    """``{intent, ranking, topic?, entities, needs, wants_human, sentiment, urgency, out_of_scope, unclear}``.

    ``out_of_scope`` marks what may well be for someone else, also where another intent is likelier;
    ``unclear`` says that the dialogue treats the message as not understood; ``intent`` and ``ranking`` show
    the best readings all the same.
    """
    ranking = [
        {"name": reading["name"], "confidence": round(float(reading["confidence"]), 4)}
        for reading in parse.get("intent_ranking") or [parse["intent"]]
        if reading["name"] not in {FALLBACK, None}
    ]
    intent = ranking[0] if ranking else {"name": NOTHING_KNOWN, "confidence": 0.0}
    result: dict[str, Any] = {
        "intent": intent,
        "ranking": ranking,
        "entities": [
            {key: value for key, value in entity.items() if key not in _EXTRACTOR_KEYS}
            for entity in parse.get("entities", [])
        ],
        "needs": parse.get("needs") or [{"intent": intent["name"], "text": parse.get("text", "")}],
        "wants_human": bool(parse.get("wants_human", False)),
        "sentiment": parse.get("sentiment", "neutral"),
        "urgency": int(parse.get("urgency", 0)),
        "out_of_scope": _may_be_out_of_scope(ranking),
        "unclear": parse["intent"].get("name") in {FALLBACK, None},
    }
    if parse.get("topic"):
        result["topic"] = parse["topic"]
    return result


def _may_be_out_of_scope(ranking: list[dict[str, Any]]) -> bool:
    readings = {reading["name"]: reading["confidence"] for reading in ranking}
    if not readings or ranking[0]["name"] == NOTHING_KNOWN:
        return True
    return bool(readings.get(NOTHING_KNOWN, 0.0) >= OUT_OF_SCOPE_FROM)
