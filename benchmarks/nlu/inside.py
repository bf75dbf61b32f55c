"""Parses messages in the process that holds the model. Runs in either of Rasa's environments.

python -m benchmarks.nlu.inside MODEL MESSAGES OUT [--before MODULE] [--passes N]
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import time
from pathlib import Path
from typing import Any


async def readings(model: Path, texts: list[str], passes: int) -> dict[str, Any]:
    """Rankings of ``texts``, for each pass over them the milliseconds of each, and the processor's of one."""
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    parses = [await agent.parse_message(text) for text in texts]  # also warms up
    took: list[list[float]] = []
    used = time.process_time()
    for _ in range(passes):
        took.append([])
        for text in texts:
            start = time.perf_counter()
            await agent.parse_message(text)
            took[-1].append((time.perf_counter() - start) * 1000)
    used = time.process_time() - used
    cpu_ms = used * 1000 / (passes * len(texts))
    return {"rankings": [_ranking(parse) for parse in parses], "ms": took, "cpu_ms": cpu_ms}


def _ranking(parse: dict[str, Any]) -> list[dict[str, Any]]:
    """Without the fallback, which both put first where they are unsure: what they would guess counts."""
    told = parse.get("intent_ranking") or [parse["intent"]]
    return [
        {"name": one["name"].partition("/")[0], "confidence": float(one["confidence"])}
        for one in told
        if one["name"] not in {None, "nlu_fallback"}
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("messages", type=Path, help="JSON list of texts")
    parser.add_argument("out", type=Path)
    parser.add_argument("--before", default="", help="module whose install() runs before Rasa is imported")
    parser.add_argument("--passes", type=int, default=5)
    options = parser.parse_args()
    if options.before:
        importlib.import_module(options.before).install()
    texts = json.loads(options.messages.read_text(encoding="utf-8"))
    found = asyncio.run(readings(options.model, texts, options.passes))
    options.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
