from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator

import pytest

from assistant import private_logging


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    out, handler = io.StringIO(), None
    factory = logging.getLogRecordFactory()
    private_logging.install()
    handler = logging.StreamHandler(out)
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)
    logging.setLogRecordFactory(factory)
    logging.captureWarnings(False)


@pytest.mark.parametrize(
    "personal",
    ["13800001234", "138-0000-1234", "2026 0001 0010", "SF1234567890123", "lin@example.com", "Bearer s3cret"],
)
def test_numbers_addresses_and_secrets_are_masked(written: io.StringIO, personal: str) -> None:
    logging.getLogger("rasa").error("message %s failed", {"text": f"我的{personal}到哪了"})

    assert personal not in written.getvalue()
    assert "***" in written.getvalue()
    assert "到哪了" in written.getvalue()


def test_a_traceback_is_masked(written: io.StringIO) -> None:
    try:
        raise ValueError("body='13800001234'")
    except ValueError:
        logging.getLogger("rasa").exception("it broke")

    assert "ValueError" in written.getvalue()
    assert "13800001234" not in written.getvalue()


def test_python_s_warnings_are_masked(written: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        private_logging.install()
        warnings.warn("phone 13800001234", UserWarning, stacklevel=1)

    assert "phone ***" in written.getvalue()


def test_what_is_meant_is_not_warned_of(written: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        private_logging.install()
        warnings.warn("old ways", DeprecationWarning, stacklevel=1)

    assert written.getvalue() == ""


def test_other_numbers_stay(written: io.StringIO) -> None:
    logging.getLogger("rasa").error("port 5005, status 500, after 12.5 s")

    assert written.getvalue() == "port 5005, status 500, after 12.5 s\n"
