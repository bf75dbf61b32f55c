"""Logs without personal data, and without warnings about what is meant."""

from __future__ import annotations

import logging
import re
from typing import Any

# Phone, order and tracking numbers, also with blanks or hyphens; e-mail addresses; what stands after Bearer.
_PERSONAL = re.compile(
    r"(?<![\w.])[A-Za-z]{0,4}\d(?:[ \-]?\d){6,}|[\w.+-]+@[\w-]+\.[\w.]+|(?<=Bearer )[\w.~+/='-]+", re.ASCII
)
# Topics need no ResponseSelector, entities and synonyms no training, and the environment is frozen for good.
_MEANT = re.compile(
    r"DeprecationWarning:|Your training data contains an example|training a response selector"
    r"|consisting of entity examples|You have defined synonyms"
)


def install() -> None:
    """Mask every record from now on, whichever handler writes it, tracebacks and Python's warnings included.

    A record factory rather than a filter: Rasa, Sanic and coloredlogs put up handlers at times of their own.
    """
    logging.setLogRecordFactory(_MaskedRecord)
    logging.captureWarnings(True)
    # Not by the filters of ``warnings``: Rasa and Sanic put their own in front of them.
    logging.getLogger("py.warnings").addFilter(_is_news)


def masked(text: str) -> str:
    """``text`` with what may name a person replaced by ``***``."""
    return _PERSONAL.sub("***", text)


def _is_news(record: logging.LogRecord) -> bool:
    return not _MEANT.search(record.getMessage())


class _MaskedRecord(logging.LogRecord):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.exc_info:
            # A formatter takes this text if it is there; an exception may quote a request.
            self.exc_text = masked(logging.Formatter().formatException(self.exc_info))

    def getMessage(self) -> str:  # noqa: N802 (its name in logging)
        return masked(super().getMessage())
