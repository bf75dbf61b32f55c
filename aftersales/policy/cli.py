"""`python -m aftersales policy …`: check the folder, explain a decision, try a draft on past cases."""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from aftersales.database import Database
from aftersales.errors import InvalidInput, NotFound
from aftersales.orders.model import Order, OrderGateway
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts, stored_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.model import Facts
from aftersales.policy.names import Remedy, Request
from aftersales.policy.policy import Policy
from aftersales.policy.replay import Comparison
from aftersales.policy.report import comparison_lines, decision_lines, policy_lines
from aftersales.policy.repository import count_decisions, decisions
from aftersales.policy.wire import wire

if TYPE_CHECKING:
    from aftersales.app import Program

EXPLAINED = [request for request in Request if request is not Request.DISPUTE]
"""A dispute is about a decision, not about an order."""
PROGRESS_EVERY = 500


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command `policy` with its own commands."""
    policy = commands.add_parser("policy", help="the after-sales policy: check, explain, replay")
    what = policy.add_subparsers(dest="what", required=True)
    check = what.add_parser("check", help="whether the folder can be used; exit code 1 names file and line")
    check.add_argument("folder", type=Path, nargs="?", help="another folder than the running one")
    explain = what.add_parser("explain", help="what is decided on an order, and why")
    explain.add_argument("order")
    explain.add_argument("request", choices=[str(request) for request in EXPLAINED])
    explain.add_argument("--remedy", choices=[str(remedy) for remedy in Remedy])
    replay = what.add_parser("replay", help="decide past cases again under a draft")
    replay.add_argument("--draft", type=Path, required=True, help="a folder like policy/")
    replay.add_argument("--since", type=days, default=timedelta(days=30), help="such as 30d (default)")
    replay.add_argument("--json", action="store_true")


def check(folder: Path) -> None:
    """Print what the folder holds. Raises `PolicyError` for a broken one."""
    policy = load_policy(folder)
    print("\n".join((f"{folder}：可以使用", *policy_lines(policy))))


async def explain(
    shop: OrderGateway, policy: Policy, now: datetime, order_id: str, request: Request, remedy: str | None
) -> None:
    """Print the decision on the whole order, with nothing shown and nothing said but the request.

    Raises `NotFound` for an unknown order, `InvalidInput` for a request that it cannot be about.
    """
    order = await shop.find(order_id)
    if order is None:
        raise NotFound(f"没有订单 {order_id}。")
    decision = decide(_unspoken(order, now, request, remedy), policy)
    print("\n".join(decision_lines(decision, policy)))


def _unspoken(order: Order, now: datetime, request: Request, remedy: str | None) -> Facts:
    body: dict[str, Any] = {
        "now": now.isoformat(),
        "request": request,
        "remedy": remedy,
        "order": wire(order.facts),
        # Of a parcel that was signed for, a delay can only mean that she did not get it.
        "claim": {"received": request is not Request.DELAY},
    }
    try:
        return parse_facts(body)
    except InvalidInput as error:
        raise InvalidInput(f"{error.field}: {error.message}", field=error.field) from error


async def replay(
    db: Database,
    running: Policy,
    draft: Policy,
    since: datetime,
    progress: Callable[[int, int], None],
) -> Comparison:
    """Decide every case since `since` (aware) under both policies; the database is only read."""
    comparison = Comparison(running, draft)
    async with db.read() as session:
        cases = await count_decisions(session, since)
        async for number, decision in decisions(session, since):
            try:
                comparison.add(number, stored_facts(decision["facts"]))
            except (KeyError, ValidationError):
                comparison.unreadable.append(number)
            progress(comparison.cases + len(comparison.unreadable), cases)
    return comparison


def print_progress(done: int, cases: int) -> None:
    if done % PROGRESS_EVERY == 0:
        print(f"已重算 {done}/{cases}", file=sys.stderr)


def run(chosen: argparse.Namespace, folder: Path, program: Callable[[], Program]) -> None:
    """Do what was chosen. `folder` is the running policy's, `program` makes the program that is asked."""
    if chosen.what == "check":
        check(chosen.folder or folder)
    else:
        asyncio.run(_ask(chosen, load_policy(folder), program()))


async def _ask(chosen: argparse.Namespace, policy: Policy, program: Program) -> None:
    now = program.clock.now()
    try:
        if chosen.what == "explain":
            request = Request(chosen.request)
            await explain(program.orders, policy, now, chosen.order, request, chosen.remedy)
            return
        draft = load_policy(chosen.draft)
        comparison = await replay(program.db, policy, draft, now - chosen.since, print_progress)
    finally:
        await program.db.close()
    if chosen.json:
        print(json.dumps(comparison.to_json(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(comparison_lines(comparison)))


def days(text: str) -> timedelta:
    """`30d` of a command line. Raises ArgumentTypeError."""
    found = re.fullmatch(r"([0-9]{1,4})d", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text}: a number of days such as 30d")
    return timedelta(days=int(found[1]))
