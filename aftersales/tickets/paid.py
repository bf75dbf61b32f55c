"""What was paid for the order of a ticket, kept from its opening: nothing beyond it goes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from aftersales.policy.model import OrderFacts


@dataclass(frozen=True, slots=True)
class PaidLine:
    """`amount` is yuan for all `quantity` pieces."""

    line_id: str
    quantity: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Paid:
    lines: tuple[PaidLine, ...]
    freight: Decimal

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), self.freight)

    def line(self, line_id: str) -> PaidLine | None:
        return next((line for line in self.lines if line.line_id == line_id), None)

    @classmethod
    def of(cls, order: OrderFacts) -> Self:
        return cls(
            tuple(PaidLine(line.line_id, line.quantity, line.paid) for line in order.lines), order.freight
        )

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """From what `to_json` gave, or from the order in the facts of a stored decision."""
        lines = tuple(
            PaidLine(line["line_id"], line["quantity"], Decimal(line["paid"])) for line in document["lines"]
        )
        return cls(lines, Decimal(document["freight"]))

    def to_json(self) -> dict[str, Any]:
        lines = [
            {"line_id": line.line_id, "quantity": line.quantity, "paid": str(line.amount)}
            for line in self.lines
        ]
        return {"lines": lines, "freight": str(self.freight)}
