"""What a shopper gets back for pieces of a line; the sums of partial returns are exact."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from aftersales.policy.model import Line
from aftersales.policy.wire import CENT

ZERO = Decimal("0.00")


def to_cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def percent_of(amount: Decimal, percent: Decimal | int) -> Decimal:
    """`percent` of `amount`, in yuan, rounded half up to the cent."""
    return to_cent(amount * percent / 100)


def share(line: Line, quantity: int, earlier: int, method: Literal["share", "recalculate"]) -> Decimal:
    """What was paid for `quantity` pieces of `line`, after `earlier` pieces went back before, in yuan.

    The difference of two cumulated values: returning a line piece by piece gives exactly what was paid.
    """
    return _returned(line, earlier + quantity, method) - _returned(line, earlier, method)


def _returned(line: Line, pieces: int, method: Literal["share", "recalculate"]) -> Decimal:
    if pieces and method == "recalculate":
        kept = (line.quantity - pieces) * line.list_price
        return max(ZERO, line.paid - kept)
    return to_cent(line.paid * pieces / line.quantity)
