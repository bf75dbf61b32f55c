"""Tickets of one order live at random, everybody doing what the rules allow; what must hold, holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from ticket_builders import EVERYONE, MUG, NOW, PAID, RECORD_DATA, SHIRTS, SHOPPER

from aftersales.errors import AppError
from aftersales.policy.names import Reason, Remedy
from aftersales.tickets import money
from aftersales.tickets.desk_changes import amount_set, assigned, escalated, remedy_changed
from aftersales.tickets.lifecycle import FIRST_STEP, GIVING, MONEY_OUT, TRANSITIONS, advance
from aftersales.tickets.model import Actor, Item, Level, NewTicket, Role, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.opening import opened
from aftersales.tickets.recording import RECORDERS, recorded, urged
from aftersales.tickets.records import RecordKind as K
from aftersales.tickets.step_records import stepped

ORDER = "202600010006"
ITEMS = st.sampled_from(
    [*((Item(SHIRTS, pieces),) for pieces in (1, 2, 3)), (Item(MUG, 1),), (Item(SHIRTS, 1), Item(MUG, 1))]
)
STRAIGHT = {
    S.SUBMITTED: S.UNDER_REVIEW,
    S.UNDER_REVIEW: S.APPROVED,
    S.AWAITING_RETURN: S.RETURNED,
    S.RETURNED: S.INSPECTING,
    **dict.fromkeys(GIVING, S.COMPLETED),
}
AMOUNTS = st.decimals("0.01", "120.00", places=2)
ANYBODY = Actor("all", frozenset(Role))
REMEDIES = st.sampled_from(
    [
        None,
        Remedy.RETURN_REFUND,
        Remedy.REFUND_ONLY,
        Remedy.COMPENSATE,
        Remedy.REPAIR,
        Remedy.CANCEL,
        Remedy.MODIFY,
    ]
)
ACTORS = st.sampled_from(EVERYONE)


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.tickets: list[Ticket] = []

    @rule(items=ITEMS, remedy=REMEDIES, amount=st.none() | AMOUNTS)
    def open(self, items: tuple[Item, ...], remedy: Remedy | None, amount: Decimal | None) -> None:
        lines = {item.line_id for item in items}
        running = [t for t in self.tickets if t.status.open]
        if any(lines & {item.line_id for item in t.items} for t in running):
            return  # R-DUP
        new = NewTicket(
            f"key {len(self.tickets)}", ORDER, items, Reason.QUALITY, remedy, amount=amount, paid=PAID
        )
        try:
            self.tickets.append(money.settled(opened(new, SHOPPER, self.now), self.tickets))
        except AppError:
            return

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        ticket = self.draw_ticket(data)
        ways = [to for origin, to in TRANSITIONS if origin is ticket.status]
        if ways:
            self.go(ticket, data.draw(st.sampled_from(ways)))

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), steps=st.integers(1, 7), gives=st.sampled_from(sorted(GIVING)))
    def straight_on(self, data: st.DataObject, steps: int, gives: S) -> None:
        """Random steps alone seldom come to the money."""
        ticket = self.draw_ticket(data)
        for _ in range(steps):
            first = FIRST_STEP[ticket.remedy] if ticket.remedy else gives
            to = {S.APPROVED: first, S.INSPECTING: gives, **STRAIGHT}.get(ticket.status)
            if to is not None:
                ticket = self.go(ticket, to)

    def go(self, ticket: Ticket, to: S) -> Ticket:
        details = {"amount": "30.00"} if to is S.AWAITING_QUOTE else None
        return self.change(
            ticket, partial(stepped, to=to, why="…", actor=ANYBODY, now=self.now, details=details)
        )

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), actor=ACTORS)
    def record(self, data: st.DataObject, actor: Actor) -> None:
        ticket = self.draw_ticket(data)
        kind = data.draw(
            st.sampled_from([kind for kind, (_, statuses) in RECORDERS.items() if ticket.status in statuses])
        )
        self.change(ticket, lambda t: recorded(t, kind, RECORD_DATA[kind], actor, self.now))

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def urge(self, data: st.DataObject) -> None:
        self.change(self.draw_ticket(data), lambda t: urged(t, SHOPPER, self.now).ticket)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), to=st.sampled_from([S.WITHDRAWN, S.DISPUTED, S.UNDER_REVIEW]))
    def her_word(self, data: st.DataObject, to: S) -> None:
        self.change(self.draw_ticket(data), lambda t: advance(t, to, "…", SHOPPER, self.now))

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), actor=ACTORS, amount=AMOUNTS, remedy=REMEDIES.filter(bool))
    def desk(self, data: st.DataObject, actor: Actor, amount: Decimal, remedy: Remedy) -> None:
        changes: list[Callable[[Ticket], Ticket]] = [
            lambda t: amount_set(t, amount, "…", actor, self.now),
            lambda t: remedy_changed(t, remedy, "…", actor, self.now),
            lambda t: escalated(t, data.draw(st.sampled_from(Level)), "…", actor, self.now),
            lambda t: assigned(t, "mei", actor, self.now),
        ]
        self.change(self.draw_ticket(data), data.draw(st.sampled_from(changes)))

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    def draw_ticket(self, data: st.DataObject) -> Ticket:
        return data.draw(st.sampled_from(self.tickets[-3:]))

    def change(self, before: Ticket, change: Callable[[Ticket], Ticket]) -> Ticket:
        """As the service does it: refused as a whole, or done as a whole."""
        others = [t for t in self.tickets if t is not before]
        try:
            after = change(before)
            if after.status.open and not before.status.open and self.runs_on_the_lines_of(after, others):
                return before
            if money.concerned(before, after):
                after = money.settled(after, others)
        except AppError:
            return before
        if after is not before:
            assert after.version == before.version + 1
        assert after.history[: len(before.history)] == before.history
        assert after.records[: len(before.records)] == before.records
        assert after.photos[: len(before.photos)] == before.photos
        self.tickets[self.tickets.index(before)] = after
        return after

    @staticmethod
    def runs_on_the_lines_of(ticket: Ticket, others: list[Ticket]) -> bool:
        lines = {item.line_id for item in ticket.items}
        return any(t.status.open and lines & {item.line_id for item in t.items} for t in others)

    @invariant()
    def history_tells_the_state(self) -> None:
        for ticket in self.tickets:
            assert ticket.history[-1].to is ticket.status
            assert all(step.origin is earlier.to for earlier, step in pairwise(ticket.history))
            assert moments(ticket) == sorted(moments(ticket))

    @invariant()
    def nothing_leaves_twice(self) -> None:
        for ticket in self.tickets:
            gone = [step.to for step in ticket.history]
            assert all(gone.count(giving) <= 1 for giving in GIVING)
            assert sum(gone.count(paying) for paying in MONEY_OUT) <= 1

    @invariant()
    def nothing_is_withdrawn_after_goods_or_money_left(self) -> None:
        for ticket in self.tickets:
            if ticket.been(S.WITHDRAWN):
                assert ticket.status is S.WITHDRAWN
                assert not ticket.been(*GIVING)
                assert ticket.latest(K.WAYBILL) is None

    @invariant()
    def the_shop_pays_back_what_was_paid_at_most(self) -> None:
        paid = [t for t in self.tickets if t.been(S.REFUNDING, S.COMPENSATING, S.EXECUTING)]
        assert sum((t.amount or Decimal() for t in paid), Decimal()) <= PAID.total
        for line in PAID.lines:
            pieces = money.refunded_quantities(paid).get((ORDER, line.line_id), 0)
            assert pieces <= line.quantity
            alone = [t for t in paid if {item.line_id for item in t.items} == {line.line_id}]
            assert sum((t.amount or Decimal() for t in alone), Decimal()) <= line.amount + PAID.freight

    @invariant()
    def what_was_refunded_is_what_the_ticket_says(self) -> None:
        for ticket in self.tickets:
            refund = ticket.latest(K.REFUND)
            assert refund is None or Decimal(refund.data["amount"]) == ticket.amount

    @invariant()
    def urges_that_count_lie_two_hours_apart(self) -> None:
        for ticket in self.tickets:
            urges = [record.at for record in ticket.records if record.kind is K.URGE]
            assert all(later - earlier >= timedelta(hours=2) for earlier, later in pairwise(urges))


def moments(ticket: Ticket) -> list[datetime]:
    return [step.at for step in ticket.history]


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
