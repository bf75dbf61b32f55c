"""Rows of a shop's table as orders; rows under one order number are its lines. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

from aftersales.orders import table_cells as cells
from aftersales.orders.model import Order, OrderLine
from aftersales.orders.table_file import BadTable, Problem, Row, column_title
from aftersales.policy.model import Traits
from aftersales.policy.names import Category, OrderStatus

_T = TypeVar("_T")
_OF_ORDER = (
    *("phone", "owner_id", "owner_name", "address", "merchant_id", "status", "paid_at", "promised_at"),
    *("shipped_at", "signed_at", "carrier", "tracking_number", "freight"),
)
"""Columns that say the same in every row of an order, or nothing after the first."""


@dataclass
class _Reader:
    """Reads on after a bad cell, so that all of them are reported at once."""

    now: datetime
    problems: list[Problem] = field(default_factory=list)

    def read(self, row: Row, column: str, how: Callable[[str], _T]) -> _T | None:
        text = row.cells.get(column, "")
        if not text:
            return None
        try:
            return how(text)
        except cells.Unreadable as wrong:
            self.wrong(row, f"「{column_title(column)}」{wrong}")
            return None

    def need(self, row: Row, column: str, how: Callable[[str], _T]) -> _T | None:
        if not row.cells.get(column):
            self.wrong(row, f"请填写「{column_title(column)}」")
        return self.read(row, column, how)

    def moment(self, row: Row, column: str) -> datetime | None:
        return self.read(row, column, lambda text: cells.moment(text, self.now))

    def wrong(self, row: Row, what: str) -> None:
        self.problems.append(Problem(row.number, f"{what}。"))


def read_table(rows: Sequence[Row], now: datetime, merchant_id: str | None = None) -> list[Order]:
    """The orders; all belong to `merchant_id` when given. Raises BadTable with every problem of every row."""
    reader = _Reader(now)
    together: dict[str, list[Row]] = {}
    for row in rows:
        order_id = reader.need(row, "order_id", cells.number)
        if order_id is not None:
            together.setdefault(order_id, []).append(row)
    orders = [_order(reader, order_id, of_order, merchant_id) for order_id, of_order in together.items()]
    if reader.problems:
        raise BadTable(sorted(reader.problems, key=lambda problem: problem.row or 0))
    return [order for order in orders if order is not None]


def _order(reader: _Reader, order_id: str, rows: list[Row], merchant_id: str | None) -> Order | None:
    first = rows[0]
    for row in rows[1:]:
        for column in _OF_ORDER:
            if row.cells.get(column, "") not in ("", first.cells.get(column, "")):
                reader.wrong(row, f"「{column_title(column)}」与同一订单的第 {first.number} 行不一致")
    phone = reader.need(first, "phone", cells.phone)
    paid_at = reader.need(first, "paid_at", lambda text: cells.moment(text, reader.now))
    told: dict[str, Any] = {
        "shipped_at": reader.moment(first, "shipped_at"),
        "signed_at": reader.moment(first, "signed_at"),
        "tracking_number": reader.read(first, "tracking_number", cells.number),
    }
    status = reader.read(first, "status", cells.status) or _status(told)
    freight = reader.read(first, "freight", cells.amount)
    promised = reader.read(first, "promised_at", lambda text: cells.moment(text, None))
    lines = [_line(reader, row, f"{order_id}-{n}") for n, row in enumerate(rows, start=1)]
    _check_times(reader, first, status, paid_at, told)
    if phone is None or paid_at is None or None in lines:
        return None
    signed = status is OrderStatus.SIGNED
    return Order(
        order_id=order_id,
        owner_id=first.cells.get("owner_id") or phone,
        owner_name=first.cells.get("owner_name", ""),
        phone=phone,
        address=first.cells.get("address", ""),
        merchant_id=merchant_id or first.cells.get("merchant_id") or None,
        status=status,
        paid_at=paid_at,
        promised_at=promised,
        shipped_at=told["shipped_at"],
        last_movement_at=told["signed_at"] or told["shipped_at"],
        signed_at=told["signed_at"] if signed else None,
        signed_by=None,
        carrier=first.cells.get("carrier") or None,
        tracking_number=told["tracking_number"],
        freight=freight or Decimal("0.00"),
        lines=tuple(line for line in lines if line is not None),
    )


def _line(reader: _Reader, row: Row, line_id: str) -> OrderLine | None:
    name = reader.need(row, "name", str)
    quantity = reader.need(row, "quantity", cells.count)
    paid = reader.need(row, "paid", cells.amount)
    list_price = reader.read(row, "list_price", cells.amount)
    category = reader.read(row, "category", cells.category)
    warranty = reader.read(row, "warranty_months", lambda text: cells.count(text, 0))
    stock = reader.read(row, "stock", lambda text: cells.count(text, 0))
    if name is None or quantity is None or paid is None:
        return None
    return OrderLine(
        line_id=row.cells.get("line_id") or line_id,
        sku=row.cells.get("sku", ""),
        name=name,
        spec=row.cells.get("spec", ""),
        category=category or Category.OTHER,
        quantity=quantity,
        list_price=(paid / quantity).quantize(Decimal("0.01")) if list_price is None else list_price,
        paid=paid,
        traits=Traits(warranty_months=warranty, stock=stock),
    )


def _status(told: dict[str, Any]) -> OrderStatus:
    """What the other columns say when none names the status."""
    if told["signed_at"]:
        return OrderStatus.SIGNED
    return OrderStatus.SHIPPED if told["shipped_at"] or told["tracking_number"] else OrderStatus.PAID


def _check_times(
    reader: _Reader, row: Row, status: OrderStatus, paid_at: datetime | None, told: dict[str, Any]
) -> None:
    if status is OrderStatus.SIGNED and not row.cells.get("signed_at"):
        reader.wrong(row, "订单已签收，请填写「签收时间」")
    named = [("付款时间", paid_at), ("发货时间", told["shipped_at"]), ("签收时间", told["signed_at"])]
    known = [(name, at) for name, at in named if at is not None]
    for (earlier, before), (later, after) in pairwise(known):
        if after < before:
            reader.wrong(row, f"「{later}」早于「{earlier}」")
