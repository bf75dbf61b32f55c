"""What several suites share. Unit tests ask for none of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support.stack import Stack

settings.register_profile("busy machine", deadline=None)
settings.load_profile("busy machine")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Both programs, started once for all tests that need them."""
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
