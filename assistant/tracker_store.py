"""Trackers in memory, the longest unused ones forgotten: the service seeds a lost tracker again."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

MAX_TRACKERS = 5000


class BoundedTrackerStore(InMemoryTrackerStore):
    """At most ``max_trackers`` conversations; reading or saving one makes it the youngest.

    A case of 12 turns takes 50 kB (measured), so the default holds at most some 250 MB.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_trackers: int = MAX_TRACKERS,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[str, str] = OrderedDict()
        self.max_trackers = int(max_trackers)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the tracker as the youngest and forget the oldest beyond the bound."""
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self.max_trackers:
            self.store.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of ``sender_id``, or ``None`` when it was never there or is forgotten."""
        if sender_id in self.store:
            self.store.move_to_end(sender_id)
        return await super().retrieve(sender_id)
