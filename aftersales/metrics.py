"""What is counted for `/metrics` (Prometheus). Numbers only: nothing here names a person or an order."""

from __future__ import annotations

from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from sqlalchemy.ext.asyncio import AsyncSession

from aftersales.tickets.model import Ticket

TURN_BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1, 3, 10, 30)
"""3 s is the limit of SLA-REPLY."""


class Metrics:
    """One registry per program, so that two programs in one test process do not share their counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "aftersales_messages", "Messages stored, by who wrote them.", ["sender"], registry=self.registry
        )
        self.tickets = Counter(
            "aftersales_ticket_changes",
            "Tickets opened or moved, by new state.",
            ["status"],
            registry=self.registry,
        )
        self.opened = Counter(
            "aftersales_tickets_opened", "Tickets opened, by type.", ["type"], registry=self.registry
        )
        self.records = Counter(
            "aftersales_ticket_records",
            "Facts recorded on tickets, by kind.",
            ["kind"],
            registry=self.registry,
        )
        self.clocks = Counter(
            "aftersales_clock_events",
            "What clocks of tickets told: warnings, passed targets, breaches, reminders, ends.",
            ["clock", "event"],
            registry=self.registry,
        )
        self.turns = Histogram(
            "aftersales_turn_seconds",
            "From taking a shopper's messages to the committed answer.",
            buckets=TURN_BUCKETS_S,
            registry=self.registry,
        )
        self.failed_turns = Counter(
            "aftersales_failed_turns",
            "Turns that Rasa did not answer; people were asked.",
            registry=self.registry,
        )

    async def on_step(self, _session: AsyncSession, before: Ticket | None, after: Ticket) -> None:
        """A `StepListener`; the last of them, since what is refused must not be counted."""
        if before is None:
            self.opened.labels(after.type).inc()
        for step in after.history[len(before.history) if before else 0 :]:
            self.tickets.labels(step.to).inc()
        for record in after.records[len(before.records) if before else 0 :]:
            self.records.labels(record.kind).inc()

    def on_clock(self, clock: dict[str, Any]) -> None:
        """The ring of a ticket's clock, as its news tells it."""
        self.clocks.labels(clock["clock"], clock["event"]).inc()
