from __future__ import annotations

import pytest
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.utils.endpoints import EndpointConfig

from assistant.tracker_store import BoundedTrackerStore


@pytest.fixture
def store() -> BoundedTrackerStore:
    return BoundedTrackerStore(Domain.empty(), max_trackers=2)


async def test_the_longest_unused_tracker_is_forgotten(store: BoundedTrackerStore) -> None:
    for sender in ("a:1", "b:1"):
        await store.create_tracker(sender)
    await store.retrieve("a:1")
    await store.create_tracker("c:1")

    assert list(await store.keys()) == ["a:1", "c:1"]
    assert await store.retrieve("b:1") is None


async def test_a_tracker_comes_back_as_it_was(store: BoundedTrackerStore) -> None:
    tracker = await store.create_tracker("a:1")
    tracker.update(SlotSet("colour", "red"))
    await store.save(tracker)

    assert await store.retrieve("a:1") is tracker


def test_rasa_makes_it_from_the_endpoints() -> None:
    made = TrackerStore.create(
        EndpointConfig(type="assistant.tracker_store.BoundedTrackerStore", max_trackers="7"), Domain.empty()
    )

    assert made.max_trackers == 7
    assert check_if_tracker_store_async(made)
