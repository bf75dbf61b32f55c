"""A ticket's step tells the demo shop what to do, and the shop's answer ends the ticket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from aftersales.clock import FixedClock
from aftersales.commands.listener import CommandListener, CommandUnderWay
from aftersales.commands.model import CommandStatus
from aftersales.commands.outcome import CommandOutcomes
from aftersales.commands.repository import CommandFilter
from aftersales.commands.sender import CommandSender
from aftersales.commands.service import CommandEnded, CommandService
from aftersales.database import Base, Database
from aftersales.errors import NotFound
from aftersales.orders.command import (
    Answer,
    ByHand,
    Command,
    CommandKind,
    CommandRefused,
    Executed,
    GatewayUnavailable,
)
from aftersales.orders.demo import DemoShop
from aftersales.policy.names import Category, Reason, Remedy
from aftersales.tickets.model import (
    SHOPPER,
    SYSTEM,
    Actor,
    Item,
    Level,
    NewTicket,
    Role,
    Ticket,
    TicketStatus,
)
from aftersales.tickets.records import RecordKind
from aftersales.tickets.service import TicketService
from tests.support.service import NOW
from tests.support.walking import SUPERVISOR

VASE, SHIRTS, FRIDGE = "202600010010", "202600010006", "202600010009"
AGENT = Actor("lan", frozenset({Role.AGENT}))
DELAY = timedelta(seconds=60)


class Shop(DemoShop):
    """The demo shop, and what it is to do instead for the next commands."""

    def __init__(self, db: Database, clock: FixedClock) -> None:
        super().__init__(db, clock)
        self.instead: list[Answer | Exception] = []
        self.asked: list[Command] = []

    async def execute(self, command: Command) -> Any:
        self.asked.append(command)
        if not self.instead:
            return await super().execute(command)
        answer = self.instead.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class Desk:
    """The parts that work together on a command."""

    def __init__(self, db: Database) -> None:
        self.clock = FixedClock(NOW)
        self.shop = Shop(db, self.clock)
        listener = CommandListener(self.clock, {Category.LARGE_APPLIANCE}, DELAY)
        self.tickets = TicketService(db, self.clock, _untold, listeners=[listener])
        self.commands = CommandService(db, self.clock)
        self.sender = CommandSender(db, self.clock, self.shop)
        self.outcomes = CommandOutcomes(db, self.tickets)

    async def work(self) -> None:
        """All that is due now."""
        while await self.sender.send_due() or await self.outcomes.settle():
            pass

    async def later(self, by: timedelta = DELAY) -> None:
        self.clock.advance(by)
        await self.work()

    async def open(self, remedy: Remedy, order_id: str = VASE, **decision: Any) -> Ticket:
        new = NewTicket(
            business_key=f"{order_id}:{remedy}",
            order_id=order_id,
            items=(Item(f"{order_id}-1", 1),),
            reason=Reason.DAMAGED,
            remedy=remedy,
            description="花瓶碎了",
        )
        return await self.tickets.open_with_decision(new, approved(remedy, **decision))

    async def command(self, ticket: Ticket) -> Any:
        (only,), _ = await self.commands.list(CommandFilter(ticket_id=ticket.id))
        return only


async def _untold(*_: Any) -> None:
    return


def approved(remedy: Remedy, amount: str = "0.00", payer: str = "seller", **more: Any) -> dict[str, Any]:
    option = {"id": remedy, "outcome": "approve", "freight_payer": payer, "refund_amount": amount}
    return {
        "outcome": "approve",
        "remedy": remedy,
        "remedies": [option],
        "rules": ["R-DMG"],
        "explanation": "48 小时内凭照片申报运输破损。",
        "deadlines": [],
    } | more


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with db.write() as session:
        await (await session.connection()).run_sync(Base.metadata.create_all)
    made = Desk(db)
    async with db.write() as session:
        await made.shop.load_if_empty(session)
    yield made
    await db.close()


async def test_a_refund_is_paid_after_the_demo_s_pause_and_completes_the_ticket(desk: Desk) -> None:
    ticket = await desk.open(Remedy.REFUND_ONLY, amount="189.00")
    await desk.later(DELAY - timedelta(seconds=1))
    assert (await desk.tickets.get(ticket.id)).status is TicketStatus.REFUNDING
    await desk.later(timedelta(seconds=1))
    done = await desk.tickets.get(ticket.id)
    assert done.status is TicketStatus.COMPLETED
    paid = done.latest(RecordKind.REFUND)
    assert paid is not None
    assert (paid.data["amount"], paid.data["channel"]) == ("189.00", "原支付渠道")
    assert paid.data["reference"] in done.history[-1].why
    assert done.history[-1].who == SYSTEM.who
    order = await desk.shop.find(VASE)
    assert order is not None
    assert order.refunded == Decimal("189.00")


async def test_a_reshipment_has_a_parcel_s_number(desk: Desk) -> None:
    ticket = await desk.open(Remedy.RESHIP)
    await desk.later()
    sent = (await desk.tickets.get(ticket.id)).latest(RecordKind.SHIPMENT)
    assert sent is not None
    assert sent.data["carrier"] == "顺丰速运"
    assert sent.data["tracking_number"].startswith("SF")


@pytest.mark.parametrize(
    ("remedy", "order_id", "amount", "kind"),
    [
        (Remedy.CANCEL, "202600010013", "899.00", CommandKind.CANCEL),
        (Remedy.INTERCEPT, "202600010012", "129.00", CommandKind.INTERCEPT),
        (Remedy.MODIFY, "202600010013", "0.00", CommandKind.MODIFY),
        (Remedy.URGE_COURIER, "202600010012", "0.00", CommandKind.URGE_COURIER),
        (Remedy.REISSUE, "202600010016", "0.00", CommandKind.REISSUE),
        (Remedy.PRICE_DIFFERENCE, "202600010018", "20.00", CommandKind.PAY),
    ],
)
async def test_every_remedy_that_needs_no_return_lives_to_its_end(
    desk: Desk, remedy: Remedy, order_id: str, amount: str, kind: CommandKind
) -> None:
    ticket = await desk.open(remedy, order_id, amount=amount)
    await desk.later()
    assert (await desk.command(ticket)).command.kind is kind
    assert (await desk.tickets.get(ticket.id)).status is TicketStatus.COMPLETED


async def test_a_changed_order_reaches_the_shop_field_by_field(desk: Desk) -> None:
    order_id = "202600010013"
    new = NewTicket(
        business_key="coat",
        order_id=order_id,
        items=(Item(f"{order_id}-1", 1),),
        reason=Reason.OTHER,
        remedy=Remedy.MODIFY,
        description="地址和电话写错了",
        spec="黑色 L",
        change={"address": "浙江省宁波市海曙区中山路8号", "phone": "13900002222", "deliver_on": "2026-11-30"},
    )
    await desk.tickets.open_with_decision(new, approved(Remedy.MODIFY))
    await desk.later()
    (modify,) = desk.shop.asked
    assert (modify.address, modify.phone, modify.name) == ("浙江省宁波市海曙区中山路8号", "13900002222", None)
    assert (modify.spec, modify.deliver_on, modify.note) == ("黑色 L", date(2026, 11, 30), "地址和电话写错了")
    order = await desk.shop.find(order_id)
    assert order is not None
    assert (order.address, order.phone, order.owner_name) == (modify.address, "13900002222", "林晓")


async def test_the_desk_corrects_where_a_second_parcel_goes(desk: Desk) -> None:
    ticket = await desk.tickets.open(
        NewTicket("vase", VASE, (Item(f"{VASE}-1", 1),), Reason.DAMAGED, Remedy.RESHIP)
    )
    for version, to in enumerate((TicketStatus.UNDER_REVIEW, TicketStatus.APPROVED), start=1):
        await desk.tickets.transition(ticket.id, to, "核对无误", version, AGENT)
    for address in ("杭州市旧路 1 号", "杭州市新路 2 号"):
        await desk.tickets.record(ticket.id, RecordKind.CHANGE, {"address": address}, AGENT)
    await desk.tickets.transition(ticket.id, TicketStatus.RESHIPPING, "补发", 5, AGENT)
    await desk.later()
    assert [(sent.kind, sent.address) for sent in desk.shop.asked] == [
        (CommandKind.RESHIP, "杭州市新路 2 号")
    ]


async def test_freight_that_she_laid_out_is_paid_by_the_shop_unless_somebody_did(desk: Desk) -> None:
    ticket = await desk.open(Remedy.RETURN_REFUND, amount="189.00")
    for amount, reference in (("12.00", ""), ("8.00", "HAND001")):
        await desk.tickets.record(ticket.id, RecordKind.RECEIPT, {"amount": amount}, SHOPPER)
        paid = {"amount": amount, "reference": reference}
        await desk.tickets.record(ticket.id, RecordKind.REIMBURSEMENT, paid, SUPERVISOR)
    await desk.later()
    stored = await desk.command(ticket)
    assert (stored.command.kind, stored.command.amount) == (CommandKind.FREIGHT, Decimal("12.00"))
    assert (stored.status, stored.settled) == (CommandStatus.DONE, True)
    waiting = await desk.tickets.get(ticket.id)
    assert waiting.status is TicketStatus.AWAITING_RETURN
    note = waiting.latest(RecordKind.NOTE)
    assert note is not None
    assert stored.result.reference in note.data["text"]


async def test_only_large_goods_at_the_seller_s_cost_are_fetched(desk: Desk) -> None:
    facts = {
        "request": "quality",
        "order": {
            "paid_total": "2399.00",
            "freight": "0.00",
            "lines": [
                {"line_id": f"{FRIDGE}-1", "category": "large_appliance", "quantity": 1, "paid": "2399.00"}
            ],
        },
    }
    ticket = await desk.open(Remedy.RETURN_REFUND, FRIDGE, amount="2399.00", facts=facts)
    await desk.later()
    assert (await desk.command(ticket)).command.kind is CommandKind.PICK_UP
    waiting = await desk.tickets.get(ticket.id)
    assert waiting.status is TicketStatus.AWAITING_RETURN
    note = waiting.latest(RecordKind.NOTE)
    assert note is not None
    assert "上门取件" in note.data["text"]
    small = await desk.open(Remedy.RETURN_REFUND, VASE, amount="189.00")
    assert await desk.commands.list(CommandFilter(ticket_id=small.id)) == ([], 0)


async def test_inspected_goods_are_for_sale_again_and_the_wanted_size_leaves(desk: Desk) -> None:
    order_id = "202600010018"
    new = NewTicket(
        business_key="shoes",
        order_id=order_id,
        items=(Item(f"{order_id}-1", 1),),
        reason=Reason.NO_REASON,
        remedy=Remedy.EXCHANGE,
        spec="43",
    )
    ticket = await desk.tickets.open_with_decision(new, approved(Remedy.EXCHANGE, payer="shopper"))
    for to in (TicketStatus.RETURNED, TicketStatus.INSPECTING, TicketStatus.EXCHANGING):
        ticket = await desk.tickets.transition(ticket.id, to, "货物完好", ticket.version, AGENT)
    await desk.later()
    order = await desk.shop.find(order_id)
    assert order is not None
    assert (order.lines[0].exchange_stock, order.lines[0].traits.stock) == ({"43 码": 5}, 7)
    done = await desk.tickets.get(ticket.id)
    sent = done.latest(RecordKind.SHIPMENT)
    assert sent is not None
    assert (done.status, sent.data["spec"]) == (TicketStatus.COMPLETED, "43")


async def test_a_shop_in_trouble_is_asked_again_and_the_key_stays(desk: Desk) -> None:
    ticket = await desk.open(Remedy.REFUND_ONLY, amount="189.00")
    desk.shop.instead = [GatewayUnavailable("down"), GatewayUnavailable("busy", retry_after_s=600)]
    await desk.later()
    stored = await desk.command(ticket)
    assert (stored.status, stored.problem) == (CommandStatus.PENDING, "down")
    await desk.later(timedelta(seconds=10))
    assert (await desk.command(ticket)).due_at == desk.clock.now() + timedelta(seconds=600)
    await desk.later(timedelta(seconds=600))
    assert (await desk.tickets.get(ticket.id)).status is TicketStatus.COMPLETED
    assert len({command.id for command in desk.shop.asked}) == 1
    assert len(desk.shop.asked) == 3


async def test_what_the_shop_refuses_goes_to_people_and_may_be_tried_again(desk: Desk) -> None:
    ticket = await desk.open(Remedy.RESHIP)
    desk.shop.instead = [CommandRefused("库存不足。")]
    await desk.later()
    stuck = await desk.tickets.get(ticket.id)
    assert (stuck.status, stuck.level) == (TicketStatus.RESHIPPING, Level.SUPERVISOR)
    note = stuck.latest(RecordKind.NOTE)
    assert note is not None
    assert "库存不足" in note.data["text"]
    stored = await desk.command(ticket)
    assert stored.status is CommandStatus.FAILED
    await desk.commands.retry(stored.command.id, None)
    await desk.work()
    assert (await desk.tickets.get(ticket.id)).status is TicketStatus.COMPLETED


async def test_done_by_hand_with_its_reference_completes_the_ticket_once(desk: Desk) -> None:
    ticket = await desk.open(Remedy.REFUND_ONLY, amount="189.00")
    desk.shop.instead = [ByHand()]
    await desk.later()
    todos, _ = await desk.commands.list(CommandFilter(status=CommandStatus.BY_HAND))
    result = Executed("BANK-778")
    for _ in range(2):
        await desk.commands.done_by_hand(todos[0].command.id, result, "lan", None)
        await desk.work()
    done = await desk.tickets.get(ticket.id)
    paid = [record.data for record in done.records if record.kind is RecordKind.REFUND]
    assert [(data["amount"], data["reference"]) for data in paid] == [("189.00", "BANK-778")]
    assert "人工办理" in done.history[-1].why
    with pytest.raises(CommandEnded):
        await desk.commands.done_by_hand(todos[0].command.id, Executed("OTHER"), "mei", None)
    with pytest.raises(NotFound):
        await desk.commands.done_by_hand(todos[0].command.id, result, "shen", "shen")


async def test_a_person_who_was_faster_leaves_the_shop_nothing_to_do(desk: Desk) -> None:
    ticket = await desk.open(Remedy.REFUND_ONLY, amount="189.00")
    await desk.tickets.transition(
        ticket.id,
        TicketStatus.COMPLETED,
        "已线下退款",
        ticket.version,
        AGENT,
        details={"amount": "189.00", "reference": "BANK-1"},
    )
    await desk.later()
    assert (await desk.command(ticket)).status is CommandStatus.WITHDRAWN
    assert desk.shop.asked == []


async def test_nobody_goes_on_by_hand_while_the_shop_may_be_paying(desk: Desk) -> None:
    ticket = await desk.open(Remedy.REFUND_ONLY, amount="189.00")
    desk.shop.instead = [GatewayUnavailable("no answer")]
    await desk.later()
    with pytest.raises(CommandUnderWay) as refused:
        await desk.tickets.transition(ticket.id, TicketStatus.COMPLETED, "已退款", ticket.version, AGENT)
    assert (refused.value.status, refused.value.code) == (409, "command_under_way")
    await desk.commands.done_by_hand((await desk.command(ticket)).command.id, Executed("B-2"), "lan", None)
    await desk.work()
    assert (await desk.tickets.get(ticket.id)).status is TicketStatus.COMPLETED


async def test_a_result_told_twice_after_a_crash_changes_nothing(desk: Desk) -> None:
    ticket = await desk.open(Remedy.REFUND_ONLY, amount="189.00")
    desk.clock.advance(DELAY)
    await desk.sender.send_due()
    (stored,), _ = await desk.commands.list(CommandFilter(ticket_id=ticket.id))
    await desk.outcomes._tell(stored)  # and dies before it can be written down
    await desk.work()
    done = await desk.tickets.get(ticket.id)
    assert [entry.to for entry in done.history].count(TicketStatus.COMPLETED) == 1
    assert [record.kind for record in done.records].count(RecordKind.REFUND) == 1
