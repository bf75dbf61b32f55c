"""Ticket numbers: drawn, written for people, and read back."""

from __future__ import annotations

import re
import secrets
import unicodedata

_FILLING = re.compile(r"[\s\-_.·—–]+")
_NUMBER = re.compile(r"AS([0-9]{3})([0-9]{3})([0-9]{4})")


def new_number() -> str:
    """`AS` and ten digits; random, so that nobody can count or guess tickets. The table keeps it unique."""
    return f"AS{secrets.randbelow(10**10):010d}"


def grouped(number: str) -> str:
    """「AS 012 345 6789」, as it is shown and said on the phone; what is no ticket number stays as it is."""
    found = _NUMBER.fullmatch(number)
    return number if found is None else " ".join(["AS", *found.groups()])


def plain(typed: str) -> str:
    """A number as people type or dictate it, without blanks, hyphens and full-width forms, in upper case."""
    return _FILLING.sub("", unicodedata.normalize("NFKC", typed)).upper()
