"""Dates and sums in what a shopper is shown. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.promises.model import PromiseKind, Told

_SUM = re.compile(r"¥\s*(\d[\d,]*(?:\.\d{1,2})?)|(\d[\d,]*(?:\.\d{1,2})?)\s*(?:元|块(?:钱|(?!\w)))")
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号](?:\s*\(周.\))?"
    r"(?:\s*(?P<hour>\d{1,2}):(?P<minute>\d{2}))?"
)
_QUOTED = re.compile(r"「[^」]*」")
"""Names of goods and what she may say; a sum in them is nobody's promise."""

_FACTS = frozenset({"订单号", "商品", "问题", "换成"})
"""Rows of a summary that repeat what she bought or said."""
_HALF_A_YEAR = timedelta(days=183)


def told(
    text: str | None, card: Mapping[str, Any] | None, choices: Sequence[str], now: datetime
) -> list[Told]:
    """Every sum, and every moment after `now`, in the words of a message; each once.

    Past dates are history, and so are the sums of orders as such.
    """
    found: dict[tuple[Any, Any], Told] = {}
    for part in [text or "", *_card_parts(card or {}), *choices]:
        for one in [*sums(part), *dates(part, now)]:
            found.setdefault((one.due_at, one.amount), one)
    return list(found.values())


def sums(text: str) -> Iterator[Told]:
    """Sums above nothing, in yuan."""
    for match in _SUM.finditer(plain(text)):
        amount = Decimal((match[1] or match[2]).replace(",", ""))
        if amount:
            yield Told(PromiseKind.SUM, match[0], amount=amount)


def dates(text: str, now: datetime) -> Iterator[Told]:
    """Dates written out, as moments; one without an hour holds until its end."""
    for match in _DATE.finditer(plain(text)):
        due = _moment(match, now)
        if due is not None and due > now:
            yield Told(PromiseKind.DATE, match[0], due_at=due)


def plain(text: str) -> str:
    """One spelling of digits and marks, without what only names something."""
    return _QUOTED.sub(" ", unicodedata.normalize("NFKC", text))


def end_of(day: date, hour: int = 24, minute: int = 0) -> datetime:
    """That hour of the day; 24:00 is its last second."""
    if hour == 24:
        return datetime.combine(day, time(23, 59, 59), SHANGHAI)
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def _moment(match: re.Match[str], now: datetime) -> datetime | None:
    today = now.astimezone(SHANGHAI).date()
    month, day = int(match["month"]), int(match["day"])
    hour, minute = int(match["hour"] or 24), int(match["minute"] or 0)
    try:
        named = date(int(match["year"] or today.year), month, day)
        if match["year"] is None and today - named > _HALF_A_YEAR:
            named = named.replace(year=today.year + 1)  # told in December, for January
        return end_of(named, hour, minute)
    except ValueError:
        return None


def _card_parts(card: Mapping[str, Any]) -> Iterator[str]:
    """What a card says of the future; the cards of orders and of steps done tell what was."""
    match card.get("kind"):
        case "summary":
            yield from (row["value"] for row in card["rows"] if row["label"] not in _FACTS)
        case "decision" | "ticket":
            yield card.get("explanation") or ""
            yield f"¥{card['refund_amount']}" if card.get("refund_amount") else ""
            for deadline in card["deadlines"]:
                yield from (deadline["target_text"], deadline["limit_text"])
        case "logistics":
            yield card.get("promised_text") or ""
