"""What each kind of record holds, and how a wrong one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from aftersales.errors import InvalidInput
from aftersales.policy.names import Cause, Remedy
from aftersales.policy.wire import CENT
from aftersales.tickets.model import Level
from aftersales.tickets.numbers import plain
from aftersales.tickets.records import RecordKind

Words = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Field(max_length=100)]
Said = Annotated[str, Field(min_length=1, max_length=2000)]
Yuan = Annotated[
    Decimal,
    Field(ge=0, max_digits=10, decimal_places=2),
    AfterValidator(lambda amount: amount.quantize(CENT)),
]
Price = Annotated[Yuan, Field(gt=0)]
Names = Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=50)]
Days = Annotated[int, Field(ge=1, le=60)]
"""Working days."""
WaybillNumber = Annotated[
    str,
    BeforeValidator(lambda number: plain(number) if isinstance(number, str) else number),
    Field(pattern=r"^[A-Z0-9]{6,40}$"),
]


class Data(BaseModel):
    """Amounts are yuan. `note` is anything else worth keeping."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    note: Words = ""


class PhotoOf(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=32)]
    kind: Annotated[str, Field(min_length=1, max_length=20)] = "goods"


class Supplement(Data):
    text: Words = ""
    photos: Annotated[list[PhotoOf], Field(max_length=20)] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.text or self.photos):
            raise ValueError("请补充文字说明或照片。")
        return self


class Urge(Data):
    pass


class Waybill(Data):
    carrier: Name = ""
    number: WaybillNumber


class Inspection(Data):
    passed: bool
    cause: Cause = Cause.UNKNOWN
    finding: Words = ""
    repair: Literal["simple", "standard"] | None = None
    """How long the repair will take, where there is one (SLA-REPAIR)."""
    photos: Annotated[list[PhotoOf], Field(max_length=20)] = []

    @model_validator(mode="after")
    def _a_failure_has_a_finding(self) -> Self:
        if not (self.passed or self.finding):
            raise ValueError("验货不通过时请写明情况。")
        return self


class Quote(Data):
    amount: Price
    parts: Names = []
    days: Days | None = None


class QuoteAnswer(Data):
    accepted: bool


class Part(Data):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    quantity: Annotated[int, Field(ge=1, le=100)] = 1
    state: Literal["ordered", "arrived", "fitted"] = "ordered"


class Progress(Data):
    text: Said


class Repair(Data):
    done: Said
    parts: Names = []
    warranty: Words = ""


class Shipment(Data):
    carrier: Name = ""
    tracking_number: WaybillNumber | None = None
    spec: Name = ""


class Refund(Data):
    amount: Yuan
    reference: Name = ""
    channel: Name = ""


class Receipt(Data):
    amount: Price
    photos: Annotated[list[PhotoOf], Field(max_length=20)] = []


class Reimbursement(Data):
    amount: Price
    reference: Name = ""
    channel: Name = ""


class Appointment(Data):
    what: Literal["pickup", "visit", "remote", "call"]
    at: AwareDatetime
    until: AwareDatetime | None = None
    fee: Yuan | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until <= self.at:
            raise ValueError("预约的结束时间应晚于开始时间。")
        return self


class Change(Data):
    """What stays empty is as in the order; `deliver_on` is the day on which she wants the parcel."""

    name: Name = ""
    phone: Annotated[str, Field(max_length=30)] = ""
    address: Annotated[str, Field(max_length=200)] = ""
    deliver_on: date | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not (self.name or self.phone or self.address or self.deliver_on):
            raise ValueError("请填写要改的内容。")
        return self


class Note(Data):
    text: Said


class Assignment(Data):
    agent: Name | None
    previous: Name | None = None


class Escalation(Data):
    level: Level
    previous: Level


class RemedyChange(Data):
    remedy: Remedy
    previous: Remedy | None = None


class Amount(Data):
    amount: Price
    previous: Yuan | None = None


class Rating(Data):
    score: Annotated[int, Field(ge=1, le=5)]
    comment: Words = ""


SCHEMAS: dict[RecordKind, type[Data]] = {
    RecordKind.SUPPLEMENT: Supplement,
    RecordKind.URGE: Urge,
    RecordKind.WAYBILL: Waybill,
    RecordKind.INSPECTION: Inspection,
    RecordKind.QUOTE: Quote,
    RecordKind.QUOTE_ANSWER: QuoteAnswer,
    RecordKind.PART: Part,
    RecordKind.PROGRESS: Progress,
    RecordKind.REPAIR: Repair,
    RecordKind.SHIPMENT: Shipment,
    RecordKind.REFUND: Refund,
    RecordKind.RECEIPT: Receipt,
    RecordKind.REIMBURSEMENT: Reimbursement,
    RecordKind.APPOINTMENT: Appointment,
    RecordKind.CHANGE: Change,
    RecordKind.NOTE: Note,
    RecordKind.ASSIGNMENT: Assignment,
    RecordKind.ESCALATION: Escalation,
    RecordKind.REMEDY_CHANGE: RemedyChange,
    RecordKind.AMOUNT: Amount,
    RecordKind.RATING: Rating,
}

_NAMES = {
    "text": "说明",
    "photos": "照片",
    "number": "运单号",
    "tracking_number": "运单号",
    "carrier": "快递公司",
    "passed": "验货是否通过",
    "cause": "故障原因",
    "finding": "验货情况",
    "repair": "维修难度",
    "amount": "金额",
    "parts": "配件",
    "days": "工作日天数",
    "accepted": "是否同意报价",
    "name": "名称",
    "quantity": "数量",
    "state": "状态",
    "done": "维修内容",
    "warranty": "保修说明",
    "spec": "规格",
    "reference": "流水号",
    "channel": "退款渠道",
    "what": "预约类型",
    "at": "时间",
    "until": "结束时间",
    "fee": "费用",
    "phone": "电话",
    "address": "地址",
    "deliver_on": "配送日期",
    "agent": "处理人",
    "level": "级别",
    "remedy": "处理方式",
    "score": "评分",
    "comment": "评价",
    "note": "备注",
}


def validated(kind: RecordKind, data: Mapping[str, Any], where: str = "data") -> dict[str, Any]:
    """`data` as it is stored: every field, in JSON's own types, amounts as "0.00", waybills without blanks.

    Raises InvalidInput naming the first wrong field as `where.field`.
    """
    try:
        read = SCHEMAS[kind].model_validate(data)
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False)[0], where) from None
    return read.model_dump(mode="json")


def _refusal(first: ErrorDetails, where: str) -> InvalidInput:
    field = ".".join([where, *map(str, first["loc"])])
    if first["type"] == "value_error":
        return InvalidInput(str(first["ctx"]["error"]), field=field)
    leaf = next((part for part in reversed(first["loc"]) if isinstance(part, str)), where)
    name = _NAMES.get(leaf, leaf)
    if first["type"] == "missing":
        return InvalidInput(f"请填写{name}。", field=field)
    if first["type"] == "extra_forbidden":
        return InvalidInput(f"这里没有“{leaf}”这一项。", field=field)
    return InvalidInput(f"{name}填写有误，请检查。", field=field)
