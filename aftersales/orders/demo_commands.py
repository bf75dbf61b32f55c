"""What a command does to an order of the demo shop. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time

from aftersales.clock import SHANGHAI
from aftersales.orders.command import SENDING, Command, CommandKind, CommandRefused, Executed
from aftersales.orders.model import Order, OrderLine
from aftersales.policy.names import OrderStatus

CARRIER = "顺丰速运"
_EVENING = time(23, 59, 59)
_Rule = Callable[[Order, Command, datetime], Order]


def carried_out(order: Order, command: Command, now: datetime) -> tuple[Order, Executed]:
    """The order afterwards, and what the shop answers. Raises CommandRefused, as a real shop would."""
    for piece in command.items:
        line = order.line(piece.line_id)
        if line is None or piece.quantity > line.quantity:
            raise CommandRefused("商品或数量与订单不符。")
    changed = _RULES.get(command.kind, _unchanged)(order, command, now)
    number = _number(command, now)
    return changed, Executed(
        reference=f"DS{number}",
        amount=command.amount if command.pays else None,
        channel="原支付渠道" if command.pays else None,
        carrier=CARRIER if command.kind in SENDING else None,
        tracking_number=f"SF{number}" if command.kind in SENDING else None,
    )


def _number(command: Command, now: datetime) -> str:
    """Twelve digits: the day and what the command's id says, so that it can be read out on the phone."""
    return f"{now.astimezone(SHANGHAI):%y%m%d}{int(command.id[:8], 16) % 1_000_000:06d}"


def _unchanged(order: Order, _command: Command, _now: datetime) -> Order:
    return order


def _paid_back(order: Order, command: Command, _now: datetime) -> Order:
    if command.amount is None or command.amount <= 0:
        raise CommandRefused("缺少退款金额。")
    refunded = order.refunded + command.amount
    if refunded > order.paid_total:
        raise CommandRefused(f"退款合计 {refunded} 元，超过了订单实付 {order.paid_total} 元。")
    return replace(order, refunded=refunded)


def _cancelled(order: Order, command: Command, now: datetime) -> Order:
    if order.cancelled_at is not None:
        raise CommandRefused("订单已经取消。")
    if order.status is not OrderStatus.PAID:
        raise CommandRefused("订单已发货，不能直接取消。")
    return replace(_paid_back(order, command, now), cancelled_at=now)


def _intercepted(order: Order, command: Command, now: datetime) -> Order:
    if order.status is not OrderStatus.SHIPPED:
        raise CommandRefused("包裹不在途中，拦截不了。")
    return replace(_paid_back(order, command, now), cancelled_at=now)


def _modified(order: Order, command: Command, _now: datetime) -> Order:
    if order.status is not OrderStatus.PAID:
        raise CommandRefused("订单已发货，不能再修改。")
    first = order.lines[0]
    wanted = None
    if command.deliver_on is not None:
        wanted = datetime.combine(command.deliver_on, _EVENING, SHANGHAI)
    return replace(
        order,
        owner_name=command.name or order.owner_name,
        phone=command.phone or order.phone,
        address=command.address or order.address,
        promised_at=wanted or order.promised_at,
        lines=(replace(first, spec=command.spec or first.spec), *order.lines[1:]),
    )


def _sent(order: Order, command: Command, _now: datetime) -> Order:
    return _with_stock(order, command, -1)


def _back_for_sale(order: Order, command: Command, _now: datetime) -> Order:
    return _with_stock(order, command, +1)


def _with_stock(order: Order, command: Command, sign: int) -> Order:
    pieces = {piece.line_id: sign * piece.quantity for piece in command.items}
    spec = command.spec if command.kind is CommandKind.EXCHANGE else None
    lines = tuple(_restocked(line, pieces.get(line.line_id, 0), spec) for line in order.lines)
    return replace(order, lines=lines)


def _restocked(line: OrderLine, change: int, spec: str | None) -> OrderLine:
    if not change:
        return line
    other = next((known for known in line.exchange_stock if spec and spec in known), None)
    if other is not None:
        left: Mapping[str, int] = {**line.exchange_stock, other: _left(line.exchange_stock[other], change)}
        return replace(line, exchange_stock=left)
    if line.traits.stock is None:
        return line
    return replace(line, traits=replace(line.traits, stock=_left(line.traits.stock, change)))


def _left(stock: int, change: int) -> int:
    if stock + change < 0:
        raise CommandRefused("库存不足。")
    return stock + change


_RULES: dict[CommandKind, _Rule] = {
    CommandKind.REFUND: _paid_back,
    CommandKind.PAY: _paid_back,
    CommandKind.CANCEL: _cancelled,
    CommandKind.INTERCEPT: _intercepted,
    CommandKind.MODIFY: _modified,
    CommandKind.RESHIP: _sent,
    CommandKind.EXCHANGE: _sent,
    CommandKind.STOCK: _back_for_sale,
}
