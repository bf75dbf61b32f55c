"""The cards of the contract, filled for people: names instead of ids, dates instead of hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aftersales.clock import SHANGHAI
from aftersales.orders.model import Order, OrderLine
from aftersales.policy.model import Decision, RemedyOption
from aftersales.policy.names import OrderStatus, Outcome
from aftersales.policy.policy import Policy
from aftersales.tickets.model import Ticket, TicketStatus

if TYPE_CHECKING:
    from aftersales.dialogue.case import Case

Card = dict[str, Any]

WITHOUT_RETURN = {"refund_only": "不用寄回", "price_reduction": "商品您留着"}
"""What a remedy's name does not say but decides the choice."""
FREIGHT_NAMES = {"seller": "由商家承担", "shopper": "由您承担", "none": "不产生运费"}
OUTCOME_NAMES = {"approve": "可以办理", "review": "需要人工审核", "reject": "按规则不能办理"}
REASON_NAMES = {
    "no_reason": "七天无理由",
    "quality": "质量问题",
    "damaged": "运输破损",
    "wrong_item": "发错货",
    "not_as_described": "与描述不符",
    "missing": "少件",
    "late": "物流延误",
    "other": "其他",
}
CAUSE_NAMES = {
    "none": "正常使用",
    "human": "摔过 / 碰过",
    "liquid": "进过水",
    "unauthorised_repair": "自行拆修过",
    "unknown": "说不清",
}
DETAIL_NAMES = {
    "quantity": "件数",
    "spec": "颜色 / 尺码",
    "address": "地址",
    "phone": "电话",
    "name": "收件人",
    "date": "日期",
    "account": "账号",
    "amount": "现价",
    "repairs": "维修次数",
}
"""What a slot is called when it is confirmed or corrected."""
TYPE_NAMES = {
    "refund_only": "仅退款",
    "return_refund": "退货退款",
    "exchange": "换货",
    "repair": "维修",
    "reship": "补发",
    "compensation": "补偿",
    "order_change": "订单变更",
    "virtual": "虚拟商品",
    "complaint": "投诉",
    "consultation": "咨询",
    "dispute": "异议复核",
    "privacy": "个人信息",
}
TICKET_STATUS_NAMES = {
    "submitted": "已提交",
    "under_review": "审核中",
    "approved": "已通过",
    "rejected": "未通过",
    "info_needed": "待您补充材料",
    "awaiting_return": "待您寄回",
    "returned": "已寄回",
    "inspecting": "验货中",
    "inspection_failed": "验货未通过",
    "sending_back": "退回给您途中",
    "refunding": "退款中",
    "exchanging": "换货中",
    "reshipping": "补发中",
    "reissuing": "重新发放中",
    "compensating": "补偿处理中",
    "executing": "处理中",
    "quoting": "报价中",
    "awaiting_quote": "待您确认报价",
    "repairing": "维修中",
    "completed": "已完成",
    "closed": "已结束",
    "withdrawn": "已撤销",
    "disputed": "异议复核中",
}
CLOCK_NAMES = {
    "SLA-REPLY": "答复",
    "SLA-FIRST": "人工首次回复",
    "SLA-REVIEW": "审核结果",
    "SLA-SOLVE": "给出解决方案",
    "SLA-INSPECT": "验货结果",
    "SLA-REFUND": "发起退款",
    "SLA-EXCHANGE": "发出新商品",
    "SLA-REPAIR": "修好寄出",
    "SLA-COURIER": "快递答复",
    "SLA-VIRTUAL": "核对到账",
    "SLA-DISPUTE": "主管答复",
    "SLA-VISIT": "回访",
}
ORDER_STATUS_NAMES = {"paid": "待发货", "shipped": "运输中", "signed": "已签收", "delivered": "已到账"}


def yuan(amount: Decimal) -> str:
    return f"¥{amount:.2f}"


def day(moment: datetime) -> str:
    """「11月25日」, in the shop's zone."""
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日"


def calendar_day(when: date) -> str:
    """「3月14日（周六）」"""
    return f"{when.month}月{when.day}日（周{'一二三四五六日'[when.weekday()]}）"


def minute(moment: datetime) -> str:
    local = moment.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def order_title(order: Order) -> str:
    """Short enough for a button: the first line and how many more; never the whole address or phone."""
    first = order.lines[0].title
    return first if len(order.lines) == 1 else f"{first} 等 {len(order.lines)} 样"


def order_list(orders: Iterable[Order], now: datetime) -> Card:
    return {"kind": "order_list", "orders": [_order(order, now) for order in orders]}


def _order(order: Order, now: datetime) -> Card:
    body: Card = {
        "order_id": order.order_id,
        "status_text": ORDER_STATUS_NAMES[order.status],
        "total": f"{order.paid_total:.2f}",
        "lines": [_line(line) for line in order.lines],
    }
    if order.signed_at is not None:
        body["signed_text"] = f"{_days_ago(order.signed_at, now)}签收"
    elif order.status == OrderStatus.PAID:
        body["signed_text"] = f"{_days_ago(order.paid_at, now)}下单"
    return body


def _line(line: OrderLine) -> Card:
    return {
        "line_id": line.line_id,
        "name": line.name,
        "spec": line.spec,
        "quantity": line.quantity,
        "paid": f"{line.paid:.2f}",
        "category": line.category,
    }


def _days_ago(moment: datetime, now: datetime) -> str:
    days = (now.astimezone(SHANGHAI).date() - moment.astimezone(SHANGHAI).date()).days
    near = {0: "今天", 1: "昨天", 2: "前天"}
    return near.get(days, day(moment) if days < 300 else f"{moment.astimezone(SHANGHAI):%Y年%m月%d日} ")


def remedy_title(option: RemedyOption, case: Case) -> str:
    """「仅退款 ¥189.00（不用寄回）」: the remedy with the sum it means and what to know before choosing."""
    title = case.policy.wording.remedies[option.id]
    if option.refund_amount:
        title += f" {yuan(option.refund_amount)}"
    in_hand = WITHOUT_RETURN.get(option.id) if case.received else None
    remarks = [in_hand, None if option.outcome == "approve" else "需人工审核"]
    said = "，".join(remark for remark in remarks if remark)
    return f"{title}（{said}）" if said else title


def summary(case: Case) -> Card:
    """All that would be submitted, for her to check before anything happens."""
    decision, order = case.decision, case.order
    rows: list[tuple[str, str]] = [("办理事项", case.spec.name)]
    if order is not None:
        rows.append(("订单号", "没有本店订单" if case.unlisted else order.order_id))
        rows.append(("商品", "、".join(f"{line.title} × {n}" for line, n in case.claimed)))
    if case.get("description"):
        rows.append(("问题", str(case.get("description"))[:200]))
    if case.get("spec"):
        rows.append(("换成", str(case.get("spec"))[:60]))
    rows += details(case)
    if case.get("cause"):
        rows.append(("原因", CAUSE_NAMES.get(str(case.get("cause")), "说不清")))
    if case.get("complete") is not None:
        rows.append(("商品状态", "完好" if case.get("complete") else "有缺损"))
    photos = _photos(case)
    if "photo_goods" in case.spec.slots:
        rows.append(("照片", _photo_count(photos)))
    if decision is not None:
        rows += _decided(decision, case.policy)
    card: Card = {
        "kind": "summary",
        "title": "请核对申请信息",
        "rows": [{"label": label, "value": value} for label, value in rows],
    }
    return card | ({"photos": photos} if photos else {})


def details(case: Case) -> list[tuple[str, str]]:
    """What she gave for a change, a visit or a look-up, by the names she knows."""
    slots = ("address", "phone", "name", "account", "amount", "repairs")
    rows = [(DETAIL_NAMES[slot], str(case.get(slot))) for slot in slots if case.get(slot)]
    if case.get("date"):
        rows.append((DETAIL_NAMES["date"], calendar_day(date.fromisoformat(case.get("date")))))
    if case.get("proof") is not None:
        rows.append(("购买凭证", f"{len(case.get('proof'))} 张" if case.get("proof") else "没有"))
    if case.told.get("gift"):
        rows.append(("退款去向", "如有退款，原路退给付款的人"))
    return rows


def _decided(decision: Decision, policy: Policy) -> list[tuple[str, str]]:
    rows = []
    if decision.remedy is not None:
        rows.append(("处理方式", policy.wording.remedies[decision.remedy]))
    if decision.refund_amount:
        rows.append(("退款金额", yuan(decision.refund_amount)))
    rows.append(("运费", FREIGHT_NAMES[decision.freight_payer]))
    rows.append(("结果", OUTCOME_NAMES[decision.outcome]))
    rows.append(("说明", decision.explanation))
    return rows


def _photos(case: Case) -> list[dict[str, str]]:
    goods = [{"id": photo, "kind": "goods", "kind_text": "商品"} for photo in case.get("photo_goods") or ()]
    parcel = [
        {"id": photo, "kind": "parcel", "kind_text": "包装"} for photo in case.get("photo_parcel") or ()
    ]
    proof = [{"id": photo, "kind": "proof", "kind_text": "凭证"} for photo in case.get("proof") or ()]
    return goods + parcel + proof


def _photo_count(photos: Sequence[Mapping[str, str]]) -> str:
    goods = sum(photo["kind"] == "goods" for photo in photos)
    parts = [f"商品 {goods} 张"] if goods else []
    parcel = sum(photo["kind"] == "parcel" for photo in photos)
    parts += [f"包装 {parcel} 张"] if parcel else []
    return "，".join(parts) or "没有"


def decision_card(decision: Decision, policy: Policy) -> Card:
    """What was decided, who pays, by when, and which rules say so; the text beside it says why."""
    card: Card = {
        "kind": "decision",
        "outcome": decision.outcome,
        "outcome_text": OUTCOME_NAMES[decision.outcome],
        "title": policy.clauses[decision.rules[0]].title,
        "freight_text": "",
        "refund_amount": f"{decision.refund_amount:.2f}",
        "deadlines": _deadlines(decision),
        "rules": [{"id": rule, "title": policy.clauses[rule].title} for rule in decision.rules],
    }
    if decision.outcome == Outcome.REJECT or decision.remedy is None:
        return card
    freight, remedy = FREIGHT_NAMES[decision.freight_payer], policy.wording.remedies[decision.remedy]
    return card | {"freight_text": freight, "remedy_text": remedy}


def ticket_card(ticket: Ticket, names: Mapping[str, str], policy: Policy) -> Card:
    """`names` maps line ids to product names."""
    stored = ticket.decision or {}
    return {
        "kind": "ticket",
        "number": ticket.number,
        "status": ticket.status,
        "status_text": TICKET_STATUS_NAMES[ticket.status],
        "type_text": TYPE_NAMES[ticket.type],
        "remedy_text": policy.wording.remedies[ticket.remedy] if ticket.remedy else "由客服处理",
        "reason_text": REASON_NAMES.get(ticket.reason or "", "其他"),
        "outcome": stored.get("outcome"),
        "outcome_text": OUTCOME_NAMES.get(str(stored.get("outcome")), ""),
        "explanation": stored.get("explanation", ""),
        "freight_text": FREIGHT_NAMES.get(str(stored.get("freight_payer")), ""),
        "refund_amount": stored.get("refund_amount"),
        "deadlines": [
            _deadline(d["clock"], datetime.fromisoformat(d["target"]), datetime.fromisoformat(d["limit"]))
            for d in stored.get("deadlines", [])
        ],
        "items": [{"name": names.get(i.line_id, i.line_id), "quantity": i.quantity} for i in ticket.items],
        "created_text": minute(ticket.created_at),
    }


def progress_card(ticket: Ticket) -> Card:
    """The steps a ticket went through, the present one last."""
    steps = [
        {"text": TICKET_STATUS_NAMES[entry.to], "at_text": minute(entry.at), "state": "done"}
        for entry in ticket.history
    ]
    if steps and TicketStatus(ticket.status).open:
        steps[-1]["state"] = "now"
    return {"kind": "progress", "number": ticket.number, "steps": steps}


def logistics_card(order: Order, now: datetime) -> Card:
    """What the shop knows of the parcel; the tracking number is hers to see."""
    events = [
        (order.paid_at, "已下单"),
        (order.shipped_at, "已发货"),
        (order.last_movement_at, "最近一次物流更新"),
        (order.signed_at, "已签收"),
    ]
    return {
        "kind": "logistics",
        "order": _order(order, now),
        "carrier": order.carrier,
        "tracking_number": order.tracking_number,
        "steps": [{"text": text, "at_text": minute(at)} for at, text in events if at is not None],
        "promised_text": minute(order.promised_at) if order.promised_at and not order.signed_at else None,
    }


def _deadlines(decision: Decision) -> list[dict[str, str]]:
    return [_deadline(d.clock, d.target, d.limit) for d in decision.deadlines]


def _deadline(clock: str, target: datetime, limit: datetime) -> dict[str, str]:
    return {"text": CLOCK_NAMES[clock], "target_text": minute(target), "limit_text": minute(limit)}
