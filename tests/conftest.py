"""What several suites share. Unit tests ask for none of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Both programs, started once for all tests that need them."""
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running
