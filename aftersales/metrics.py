"""What is counted for `/metrics` (Prometheus). Numbers only: nothing here names a person or an order."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

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
