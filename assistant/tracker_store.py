"""Trackers in memory, the longest unused ones forgotten: the service holds what must live."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

MAX_TRACKERS = 1000


class BoundedTrackerStore(TrackerStore):
    """At most ``max_trackers`` conversations of some 40 kB; reading or saving one makes it the youngest.

    Trackers are kept as they are: Rasa's own store in memory writes them out and reads them in five times a
    turn, which took half of it. The price: a change shows before it is saved, and no event broker can be told
    what is new.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_trackers: int = MAX_TRACKERS,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.max_trackers = int(max_trackers)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the tracker as the youngest and forget the oldest beyond the bound."""
        self._trackers[tracker.sender_id] = tracker
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > self.max_trackers:
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of ``sender_id``, or ``None`` when it was never there or is forgotten."""
        if sender_id in self._trackers:
            self._trackers.move_to_end(sender_id)
        return self._trackers.get(sender_id)

    async def keys(self) -> Iterable[str]:
        """Who is there, the longest unused first."""
        return self._trackers.keys()
