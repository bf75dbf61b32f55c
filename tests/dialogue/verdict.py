"""Whether a simulated shopper got what is right: her talk and tickets beside the hand-written end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.dialogue.client import Shopper
from tests.dialogue.shopper import Run, Scenario, SimulatedShopper, wording
from tests.support.desk import Desk
from tests.support.shop import WEDNESDAY, reset

Result = tuple[Scenario, Run, list[str]]
"""A scenario, its talk, and what is wrong about its end: nothing when it ended as written."""


async def play(
    urls: Sequence[str], wanted: Iterable[Scenario], done: Callable[[int], object] = lambda _count: None
) -> list[Result]:
    """Every scenario once, each at one of the programs at `urls`, which work side by side.

    A program has one shop and one clock: it plays one scenario at a time. `done` hears how many are played.
    """
    left = iter(enumerate(wanted))
    results: dict[int, Result] = {}

    async def player(url: str) -> None:
        for place, scenario in left:
            talked, tickets = await run(url, scenario)
            results[place] = (scenario, talked, wrong(scenario, talked, tickets))
            done(len(results))

    async with asyncio.TaskGroup() as players:
        for url in urls:
            players.create_task(player(url))
    return [results[place] for place in sorted(results)]


async def run(url: str, scenario: Scenario) -> tuple[Run, list[dict[str, Any]]]:
    """The talk and the tickets that came of it."""
    reset(url, WEDNESDAY)
    async with Shopper(url, scenario.sub) as shopper, Desk(url, "zhou") as desk:
        talked = await SimulatedShopper(scenario, wording()).talk(shopper)
        return talked, await desk.tickets(conversation_id=shopper.conversation_id)


def wrong(scenario: Scenario, talked: Run, tickets: list[dict[str, Any]]) -> list[str]:
    """What is not as the scenario's hand-written end has it."""
    end = scenario.end
    if "refused" in end:
        rules = talked.heard[-1].card("decision")["rules"] if talked.ended == "refused" else []
        return _differences({"ended": "refused", "rule": end["refused"]}, talked, rules, tickets)
    if "information" in end or "wrong_status" in end:
        return _differences({"ended": next(iter(end))}, talked, [], tickets)
    if talked.ended != "ticket" or len(tickets) != 1:
        return [f"ended: {talked.ended} with {len(tickets)} tickets"]
    return [f"{name}: {got[name]} instead of {end[name]}" for got in [_of(tickets[0])] for name in end
            if got[name] != end[name]]  # fmt: skip


def _of(ticket: dict[str, Any]) -> dict[str, Any]:
    decision = ticket["decision"]
    return {
        "status": ticket["status"],
        "remedy": ticket["remedy"],
        "outcome": decision["outcome"],
        "rule": decision["rules"][0],
        "refund": decision["refund_amount"],
        "payer": decision["freight_payer"],
    }


def _differences(
    wanted: dict[str, str], talked: Run, rules: list[dict[str, str]], tickets: list[dict[str, Any]]
) -> list[str]:
    found = []
    if talked.ended != wanted["ended"]:
        found.append(f"ended: {talked.ended} instead of {wanted['ended']}")
    elif "rule" in wanted and rules[0]["id"] != wanted["rule"]:
        found.append(f"rule: {rules[0]['id']} instead of {wanted['rule']}")
    return found + ([f"{len(tickets)} tickets instead of none"] if tickets else [])
