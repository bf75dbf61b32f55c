"""A program killed in mid-turn: the message is answered exactly once after it is back."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from tests.chaos.gate import Gate
from tests.dialogue.client import Shopper
from tests.support.desk import Desk
from tests.support.shop import reset
from tests.support.stack import Process, Stack, free_ports

ORDER = "202600010001"
OPENING_A_TICKET = b'"next_action": "action_settle_claim"'
A_TURN = b"POST /webhooks/aftersales/webhook"
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@dataclass(frozen=True)
class Program:
    """Both programs, and the doors through which they reach each other."""

    stack: Stack
    to_actions: Gate
    to_rasa: Gate


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def program(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Program]:
    actions, rasa = free_ports(2)
    doors = {
        "AFTERSALES_ACTIONS_URL": f"http://127.0.0.1:{actions}/internal/actions",
        "AFTERSALES_RASA_URL": f"http://127.0.0.1:{rasa}",
    }
    stack = await asyncio.to_thread(Stack, tmp_path_factory.mktemp("chaos"), doors)
    async with Gate(actions, stack.port) as to_actions, Gate(rasa, stack.rasa_port) as to_rasa:
        await asyncio.to_thread(stack.__enter__)
        yield Program(stack, to_actions, to_rasa)
        await asyncio.to_thread(stack.__exit__, None, None, None)


@pytest_asyncio.fixture(loop_scope="module")
async def lin(program: Program) -> AsyncIterator[Shopper]:
    """At the summary of a request: her next word opens a ticket."""
    reset(program.stack.url, now=None)
    async with Shopper(program.stack.url) as shopper:
        await shopper.say("连帽卫衣不想要了，想退货")
        await shopper.tap(f"order:{ORDER}")
        turn = await shopper.tap("yes")
        assert turn.expects == "confirm"
        yield shopper


async def kill(process: Process) -> None:
    process.signal(signal.SIGKILL)
    await asyncio.to_thread(process.gone)


async def start(process: Process) -> None:
    process.start()
    await asyncio.to_thread(process.wait_until_ready)


async def assert_answered_once(shopper: Shopper, message_id: str, url: str) -> None:
    """One ticket, told once, in answer to the message; the shopper can go on."""
    async with Desk(url, "lan") as lan:
        (ticket,) = await lan.tickets(order_id=ORDER)
    answers: list[dict[str, Any]] = [m for m in shopper.read if message_id in m.get("reply_to", ())]
    assert [m["card"]["number"] for m in answers if "card" in m] == [ticket["number"]]
    told = [m["text"] for m in answers]
    assert len(set(told)) == len(told)
    turn = await shopper.say("谢谢")
    assert turn.texts
    assert turn.owner == "bot"


async def test_rasa_killed_after_its_action_opened_the_ticket(program: Program, lin: Shopper) -> None:
    hold = program.to_actions.hold(OPENING_A_TICKET)
    message_id = await lin.post("确认")
    await hold.reached.wait()
    await kill(program.stack.rasa)
    hold.released.set()
    await start(program.stack.rasa)
    await lin.answer_to(message_id)
    assert hold.requests == 2
    await assert_answered_once(lin, message_id, program.stack.url)


async def test_the_service_killed_after_its_action_opened_the_ticket(program: Program, lin: Shopper) -> None:
    hold = program.to_actions.hold(OPENING_A_TICKET)
    message_id = await lin.post("确认")
    await hold.reached.wait()
    await kill(program.stack.service)
    hold.released.set()
    await start(program.stack.service)
    await lin.come_back()
    await lin.until(lambda: lin.read[-1].get("expects") == "anything_else")
    await assert_answered_once(lin, message_id, program.stack.url)


async def test_the_service_killed_before_it_took_the_answer(program: Program, lin: Shopper) -> None:
    opened = program.to_actions.hold(OPENING_A_TICKET)
    opened.released.set()
    hold = program.to_rasa.hold(A_TURN)
    message_id = await lin.post("确认")
    await hold.reached.wait()
    await kill(program.stack.service)
    hold.released.set()
    await start(program.stack.service)
    await lin.come_back()
    await lin.until(lambda: lin.read[-1].get("expects") == "anything_else")
    assert (hold.requests, opened.requests) == (2, 1)
    await assert_answered_once(lin, message_id, program.stack.url)
