"""Order number + phone tail: five tries per sender, twenty per order, in a rolling hour."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aftersales.clock import FixedClock
from aftersales.database import Base, Database
from aftersales.errors import InvalidInput
from aftersales.people.proof import NotFoundOrNotYours, OwnershipProof
from aftersales.people.tries import TooManyTries, Tries

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
UNKNOWN = "202699999999"


@dataclass(frozen=True)
class Order:
    order_id: str
    owner_id: str
    phone: str


VASE = Order("202600010010", "lin", "13800001234")
NO_PHONE = Order("202600010099", "lin", "")


class FakeGateway:
    async def find(self, order_id: str) -> Order | None:
        return {order.order_id: order for order in (VASE, NO_PHONE)}.get(order_id)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with database.write() as session:
        connection = await session.connection()
        await connection.run_sync(Base.metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def proof(db: Database, clock: FixedClock) -> OwnershipProof[Order]:
    return OwnershipProof(db, FakeGateway(), clock)


async def fail(proof: OwnershipProof[Order], sender: str, order_id: str = VASE.order_id) -> None:
    with pytest.raises(NotFoundOrNotYours):
        await proof.prove(sender, order_id, "0000")


@pytest.mark.parametrize("tail", ["1234", " 1234 ", "１２３４"])
async def test_the_right_tail_opens_the_order(proof: OwnershipProof[Order], tail: str) -> None:
    assert await proof.prove("c1", VASE.order_id, tail) is VASE


@pytest.mark.parametrize("order_id", [VASE.order_id, UNKNOWN, NO_PHONE.order_id])
async def test_not_yours_and_not_there_are_one_answer(proof: OwnershipProof[Order], order_id: str) -> None:
    with pytest.raises(NotFoundOrNotYours) as refused:
        await proof.prove("c1", order_id, "0000")
    assert refused.value.to_json() == NotFoundOrNotYours().to_json()
    assert refused.value.to_json()["code"] == "not_found_or_not_yours"


@pytest.mark.parametrize("order_id", [VASE.order_id, UNKNOWN])
async def test_the_sixth_try_of_a_sender_is_refused_even_if_right(
    proof: OwnershipProof[Order], order_id: str, clock: FixedClock
) -> None:
    for _ in range(5):
        await fail(proof, "c1", order_id)
        clock.advance(timedelta(minutes=1))
    with pytest.raises(TooManyTries) as refused:
        await proof.prove("c1", VASE.order_id, "1234")
    assert (refused.value.status, refused.value.code) == (429, "too_many_tries")
    assert refused.value.retry_at == NOW + timedelta(hours=1)
    assert "11:01" in refused.value.message  # Shanghai time

    assert await proof.prove("c2", VASE.order_id, "1234") is VASE


async def test_the_hour_rolls(proof: OwnershipProof[Order], clock: FixedClock) -> None:
    for _ in range(5):
        await fail(proof, "c1")
        clock.advance(timedelta(minutes=1))
    clock.advance(timedelta(minutes=54, seconds=59))
    with pytest.raises(TooManyTries):
        await proof.prove("c1", VASE.order_id, "1234")
    clock.advance(timedelta(seconds=1))
    await fail(proof, "c1")
    with pytest.raises(TooManyTries) as refused:
        await proof.prove("c1", VASE.order_id, "1234")
    assert refused.value.retry_at == NOW + timedelta(hours=1, minutes=1)


@pytest.mark.parametrize("order_id", [VASE.order_id, UNKNOWN])
async def test_an_order_is_guessed_at_twenty_times_whoever_asks(
    proof: OwnershipProof[Order], order_id: str
) -> None:
    for number in range(20):
        await fail(proof, f"c{number}", order_id)
    with pytest.raises(TooManyTries):
        await proof.prove("c99", order_id, "1234")


async def test_a_right_answer_costs_nothing_but_wipes_no_wrong_one(proof: OwnershipProof[Order]) -> None:
    for _ in range(10):
        await proof.prove("c1", VASE.order_id, "1234")
    for _ in range(4):
        await fail(proof, "c1")
        await proof.prove("c1", VASE.order_id, "1234")
    await fail(proof, "c1")
    with pytest.raises(TooManyTries):
        await proof.prove("c1", VASE.order_id, "1234")


async def test_parallel_guesses_get_no_more_tries(proof: OwnershipProof[Order]) -> None:
    guesses = (proof.prove("c1", VASE.order_id, f"{tail:04}") for tail in range(20))
    results = await asyncio.gather(*guesses, return_exceptions=True)
    assert [type(result) for result in results].count(NotFoundOrNotYours) == 5
    assert [type(result) for result in results].count(TooManyTries) == 15


@pytest.mark.parametrize("tail", ["", "123", "12345", "12a4", "13800001234", "一二三四"])
async def test_what_is_no_tail_is_said_and_costs_nothing(proof: OwnershipProof[Order], tail: str) -> None:
    for _ in range(6):
        with pytest.raises(InvalidInput) as refused:
            await proof.prove("c1", VASE.order_id, tail)
        assert refused.value.field == "phone_tail"
    assert await proof.prove("c1", VASE.order_id, "1234") is VASE


async def test_a_restart_forgets_no_try_and_the_demo_reset_does(
    db: Database, proof: OwnershipProof[Order], clock: FixedClock
) -> None:
    for _ in range(5):
        await fail(proof, "c1")
    restarted = OwnershipProof(db, FakeGateway(), clock)
    with pytest.raises(TooManyTries):
        await restarted.prove("c1", VASE.order_id, "1234")
    await Tries(db, clock).forget_all()
    assert await restarted.prove("c1", VASE.order_id, "1234") is VASE
