"""What is held of somebody, as she reads it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from aftersales.clock import SHANGHAI
from aftersales.dialogue.cards import REASON_NAMES, TICKET_STATUS_NAMES, TYPE_NAMES
from aftersales.orders.model import Order
from aftersales.people.masks import mask_address, mask_name, mask_order_id, mask_phone
from aftersales.privacy.holdings import Holdings
from aftersales.privacy.inventory import CONVERSATION_TERM, INVENTORY, TICKET_TERM
from aftersales.tickets.model import Ticket, TicketType

CONSENTED = {True: "已同意", False: "未同意"}
KINDS = {
    "show": "查看",
    "export": "导出",
    "correct": "更正",
    "delete": "删除",
    "withdraw_consent": "撤回授权",
}


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    purpose: str
    kept: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Document:
    generated_at: datetime
    groups: tuple[Group, ...]

    def to_json(self) -> dict[str, Any]:
        groups = [asdict(group) for group in self.groups]
        return {"generated_at": self.generated_at.isoformat(), "groups": groups}


def document(held: Holdings, orders: Sequence[Order], now: datetime, *, masked: bool) -> Document:
    """Everything in groups, those without a row left out.

    `masked`: for a colleague who reads it to a caller, and for whoever proved one order only.
    """
    name, phone, order_id = (mask_name, mask_phone, mask_order_id) if masked else (str, str, str)  # type: tuple[Callable[[str], str], Callable[[str], str], Callable[[str], str]]
    groups = (
        Group("您的资料", "确认您的身份、与您联系", CONVERSATION_TERM, tuple(_who(held, name, phone))),
        Group("会话与图片", "处理您的售后问题", CONVERSATION_TERM, tuple(_talks(held))),
        Group(
            "售后工单",
            "办理退换货、维修和赔付",
            TICKET_TERM,
            tuple(
                Row(f"工单 {ticket.number}", _ticket(ticket, order_id))
                for ticket in held.tickets
                if ticket.type is not TicketType.PRIVACY
            ),
        ),
        Group(
            "订单（由店铺的订单系统保存）",
            "核对能否办理售后，我们不另外保存",
            INVENTORY["orders"].kept,
            tuple(Row(f"订单 {order_id(order.order_id)}", _order(order)) for order in orders),
        ),
        Group("授权与查看记录", "证明我们按规则使用您的信息", "3 年", tuple(_record(held))),
    )
    return Document(now, tuple(group for group in groups if group.rows))


def date_text(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _who(held: Holdings, name: Callable[[str], str], phone: Callable[[str], str]) -> list[Row]:
    names = {row.shopper_name: None for row in held.conversations if row.shopper_name}
    phones = {row.shopper_phone: None for row in held.conversations if row.shopper_phone}
    rows = [Row("姓名", "、".join(map(name, names)))] if names else []
    return rows + ([Row("手机号", "、".join(map(phone, phones)))] if phones else [])


def _talks(held: Holdings) -> list[Row]:
    rows = []
    if held.conversations:
        since = date_text(min(row.created_at for row in held.conversations))
        said = f"{len(held.conversations)} 个会话、{held.messages} 条消息，最早 {since}"
        rows.append(Row("会话", said))
    if held.photos:
        rows.append(Row("图片", f"{len(held.photos)} 张（已去除拍摄地点等信息）"))
    return rows


def _ticket(ticket: Ticket, order_id: Callable[[str], str]) -> str:
    parts = [TYPE_NAMES[ticket.type]]
    if ticket.reason:
        parts.append(REASON_NAMES[ticket.reason])
    if ticket.order_id:
        parts.append(f"订单 {order_id(ticket.order_id)}")
    if ticket.amount is not None:
        parts.append(f"¥{ticket.amount}")
    return "，".join([*parts, TICKET_STATUS_NAMES[ticket.status], date_text(ticket.created_at)])


def _order(order: Order) -> str:
    """Name, phone and address are the shop's record of whom it delivered to: never in full."""
    goods = "、".join(line.title for line in order.lines)
    to = f"{mask_name(order.owner_name)} {mask_phone(order.phone)} {mask_address(order.address)}"
    return f"{goods}，收件 {to}"


def _record(held: Holdings) -> list[Row]:
    rows = [
        Row("授权", f"{CONSENTED[row.granted]}（说明版本 {row.version}，{date_text(row.at)}）")
        for row in held.consents
    ]
    rows += [
        Row("个人信息请求", f"{KINDS[row.kind]}，{date_text(row.requested_at)}") for row in held.requests
    ]
    return rows + ([Row("客服查看完整信息", f"{held.looks} 次，每次都有记录")] if held.looks else [])
