"""The kinds of requests: what each must know before it can be decided. A new kind is one more entry here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from aftersales.policy.names import Reason, Remedy, Request


class Matter(StrEnum):
    """What people take up without a rule having decided."""

    COMPLAINT = "complaint"
    VISIT = "visit"


CHOOSE_GOODS = ("consent", "order_id", "phone_tail", "items", "quantity", "proof")
CHANGES = ("address", "phone", "spec", "name", "date")
"""What of an order under way may be changed."""

SAME_TROUBLE = frozenset({Request.DAMAGED, Request.QUALITY, Request.REPAIR})
"""What is wrong with the same goods: more of it is no other request."""


@dataclass(frozen=True)
class RequestSpec:
    """`slots` are asked in this order; the shopper may give any of them earlier.

    `name` is what the shopper reads; `received` says which orders are offered first: those she has in hand or
    those still on their way (None: all).
    """

    request: Request | Matter
    name: str
    reason: Reason
    slots: tuple[str, ...]
    received: bool | None = True
    keeps_remedy: bool = False
    """She chooses among remedies, and one that she names is an answer; elsewhere the request itself says what
    she wants, and another remedy is the wish for another request."""

    def takes(self, remedy: str | None) -> bool:
        """Whether a remedy that was named is her choice.

        「怎么赔」 of broken goods asks what there is, and there is more than money for people to weigh; an
        order whose goods she has is not cancelled any more.
        """
        weighed = remedy == Remedy.COMPENSATE and self.request != Request.COMPENSATION
        too_late = remedy == Remedy.CANCEL and self.received is True
        return self.keeps_remedy and remedy in set(Remedy) and not weighed and not too_late


def _claim(
    request: Request,
    name: str,
    reason: Reason,
    *details: str,
    received: bool | None = True,
    keeps_remedy: bool = True,
    then: tuple[str, ...] = (),
) -> RequestSpec:
    slots = (*CHOOSE_GOODS, *details, "remedy", *then, "confirm")
    return RequestSpec(request, name, reason, slots, received, keeps_remedy)


REQUESTS: dict[str, RequestSpec] = {
    spec.request: spec
    for spec in (
        _claim(Request.DAMAGED, "运输破损", Reason.DAMAGED, "arrived", "photo_goods", "photo_parcel"),
        _claim(Request.NO_REASON_RETURN, "无理由退货", Reason.NO_REASON, "complete", keeps_remedy=False),
        _claim(Request.EXCHANGE, "换货", Reason.NO_REASON, "spec", "complete", keeps_remedy=False),
        _claim(
            Request.QUALITY,
            "质量问题",
            Reason.QUALITY,
            "arrived",
            "description",
            "photo_goods",
            then=("repairs",),
        ),
        _claim(Request.REPAIR, "维修", Reason.QUALITY, "description", "cause", then=("repairs",)),
        _claim(Request.WRONG_ITEM, "发错货", Reason.WRONG_ITEM, "description", "photo_goods"),
        _claim(Request.MISSING_ITEM, "少件", Reason.MISSING, "description", "photo_goods"),
        _claim(Request.DELAY, "物流异常", Reason.LATE, received=False),
        _claim(Request.VIRTUAL, "虚拟商品", Reason.OTHER, "description", "account", received=None),
        _claim(Request.CANCEL, "取消订单", Reason.OTHER, received=False, keeps_remedy=False),
        _claim(
            Request.MODIFY,
            "修改订单",
            Reason.OTHER,
            *("fee", "wish", *CHANGES),
            received=False,
            keeps_remedy=False,
        ),
        _claim(Request.COMPENSATION, "补偿", Reason.OTHER, "description", "amount", received=None),
        RequestSpec(Matter.COMPLAINT, "投诉", Reason.OTHER, ("description",), received=None),
        RequestSpec(
            Matter.VISIT,
            "上门服务",
            Reason.OTHER,
            (*CHOOSE_GOODS, "description", "fee", "date", "address", "phone", "confirm"),
        ),
    )
}

_BY_INTENT = {
    "report_damaged_parcel": Request.DAMAGED,
    "report_quality_problem": Request.QUALITY,
    "report_wrong_item": Request.WRONG_ITEM,
    "report_missing_item": Request.MISSING_ITEM,
    "report_delivery_delay": Request.DELAY,
    "report_virtual_goods_issue": Request.VIRTUAL,
    "request_refund": Request.NO_REASON_RETURN,
    "request_exchange": Request.EXCHANGE,
    "request_repair": Request.REPAIR,
    "request_compensation": Request.COMPENSATION,
    "cancel_order": Request.CANCEL,
    "modify_order": Request.MODIFY,
}
_REMEDY_OF_INTENT = {
    "request_refund": Remedy.RETURN_REFUND,
    "request_exchange": Remedy.EXCHANGE,
    "request_repair": Remedy.REPAIR,
}
_CAUSES = {
    "damaged": Request.DAMAGED,
    "wrong_item": Request.WRONG_ITEM,
    "not_as_described": Request.WRONG_ITEM,
    "missing": Request.MISSING_ITEM,
    "quality": Request.QUALITY,
}


def same_matter(request: Request | Matter, earlier: Request | Matter | None) -> bool:
    """Whether a request is about what an earlier one was about, with the same goods."""
    return request == earlier or {request, earlier} <= SAME_TROUBLE


def is_request(intent: str) -> bool:
    return intent in _BY_INTENT


def request_of(intent: str, reasons: Collection[str] = (), defects: Collection[str] = ()) -> Request:
    """The policy's request for an intent (POLICY 0).

    A named fault turns a wish for money back or for another piece into a claim about that fault.
    """
    request = _BY_INTENT[intent]
    if request in (Request.NO_REASON_RETURN, Request.EXCHANGE):
        for reason in reasons:
            if reason in _CAUSES:
                return _CAUSES[reason]
        if defects:
            return Request.QUALITY
    return request


def remedy_of_request(request: Request | Matter) -> Remedy | None:
    """The remedy that the request itself is."""
    return next((remedy for i, remedy in _REMEDY_OF_INTENT.items() if _BY_INTENT[i] == request), None)


def remedy_of(intent: str) -> Remedy | None:
    """The remedy that the intent itself names."""
    return _REMEDY_OF_INTENT.get(intent)
