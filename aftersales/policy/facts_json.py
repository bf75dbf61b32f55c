"""The body of the policy simulator: checked field by field, then against itself, then made into `Facts`."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    ValidationError,
)

from aftersales.errors import InvalidInput
from aftersales.policy.model import Facts
from aftersales.policy.names import (
    Category,
    Cause,
    NoReason,
    OrderStatus,
    Proof,
    Remedy,
    Request,
    Rule,
    SignedBy,
    VirtualKind,
    VirtualState,
)

ON_RECEIVED_GOODS = {
    Request.NO_REASON_RETURN,
    Request.QUALITY,
    Request.REPAIR,
    Request.EXCHANGE,
    Request.DAMAGED,
    Request.WRONG_ITEM,
    Request.MISSING_ITEM,
}
ON_VIRTUAL_GOODS = {Request.VIRTUAL, Request.COMPENSATION, Request.DISPUTE}

FACTS = TypeAdapter(Facts)


AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
MOST = 100_000
"""Above this, counts are mistakes, and calendars end."""
MOST_LINES = 200
FIRST_DAY, LAST_DAY = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def _amount(value: object) -> object:
    """JSON numbers are no exact amounts."""
    if not isinstance(value, str) or not AMOUNT.fullmatch(value):
        raise ValueError('must be an amount in yuan such as "12.50"')
    return value


def _moment(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("must be a string")
    return datetime.fromisoformat(value)


def _within_calendars(moment: datetime) -> datetime:
    if not FIRST_DAY <= moment < LAST_DAY:
        raise ValueError("must lie between 2000 and 2099")
    return moment


def _flag_or_text(value: object) -> object:
    if not isinstance(value, bool | str):
        raise ValueError("must be true, false or a text")
    return value


def _proof(value: object) -> object:
    return {True: Proof.ORDER, False: Proof.NONE}[value] if isinstance(value, bool) else value


Yuan = Annotated[Decimal, BeforeValidator(_amount)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_within_calendars)]
Count = Annotated[int, Field(ge=0, le=MOST, strict=True)]
Months = Annotated[int, Field(ge=0, le=1200, strict=True)]
Pieces = Annotated[int, Field(gt=0, le=MOST, strict=True)]
Flag = Annotated[bool, Field(strict=True)]
FlagOrText = Annotated[bool | str, PlainValidator(_flag_or_text, json_schema_input_type=bool | str)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class VirtualBody(Body):
    kind: VirtualKind
    state: VirtualState


class TraitsBody(Body):
    no_reason: NoReason | None = None
    confirmed: Flag | None = None
    told: Flag | None = None
    warranty_months: Months | None = None
    claim_hours: Count | None = None
    returnable: Flag | None = None
    freight_insurance: Flag | None = None
    stock: Count | None = None
    in_production: Flag | None = None
    virtual: VirtualBody | None = None


class LineBody(Body):
    line_id: str
    category: Category
    quantity: Pieces
    list_price: Yuan
    paid: Yuan
    traits: TraitsBody = Field(default_factory=TraitsBody)


class OrderBody(Body):
    paid_total: Yuan
    freight: Yuan
    status: OrderStatus
    paid_at: Moment
    lines: Annotated[list[LineBody], Field(min_length=1, max_length=MOST_LINES)]
    merchant_id: str | None = None
    carrier_by_shopper: Flag | None = None
    promised_at: Moment | None = None
    shipped_at: Moment | None = None
    last_movement_at: Moment | None = None
    signed_at: Moment | None = None
    signed_by: SignedBy | None = None


class ClaimedLineBody(Body):
    line_id: str
    quantity: Pieces | None = None


class PhotosBody(Body):
    goods: Count = 0
    parcel: Count = 0


class ClaimBody(Body):
    lines: Annotated[list[ClaimedLineBody], Field(min_length=1)] | None = None
    photos: PhotosBody | None = None
    complete: Flag | None = None
    fault: FlagOrText | None = None
    cause: Cause | None = None
    received: Flag | None = None
    counterfeit: Flag | None = None
    main_part: Flag | None = None
    repairs: Count | None = None
    days_in_repair: Count | None = None
    unrepairable: Flag | None = None
    buyer_mistake: Flag | None = None
    minor: Flag | None = None
    severity: Annotated[float, Field(ge=0, le=1, strict=True)] | None = None
    current_price: Yuan | None = None
    proof: Annotated[Proof, BeforeValidator(_proof)] | None = None
    quantity_refunded: Count | None = None
    open_ticket: FlagOrText | None = None
    disputed_rule: Rule | None = None


class ShopperBody(Body):
    approved_claims_90d: Count | None = None
    photo_reused: Flag | None = None


class FactsBody(Body):
    """The request body of `POST /api/policy/simulate`."""

    now: Moment
    request: Request
    order: OrderBody
    claim: ClaimBody = Field(default_factory=ClaimBody)
    remedy: Remedy | None = None
    shopper: ShopperBody = Field(default_factory=ShopperBody)

    def to_facts(self) -> Facts:
        """The facts, claims without lines or quantities completed to all pieces.

        Raises `InvalidInput` naming the field that contradicts another.
        """
        for field, reason in (*_in_order(self), *_in_claim(self), *_in_time(self), *_in_request(self)):
            raise InvalidInput(reason, field=field)
        document = self.model_dump(exclude_none=True)
        quantities = {line.line_id: line.quantity for line in self.order.lines}
        claimed = document["claim"].get("lines") or [{"line_id": line_id} for line_id in quantities]
        earlier = self.claim.quantity_refunded or 0
        document["claim"]["lines"] = [
            {"quantity": quantities[line["line_id"]] - earlier} | line for line in claimed
        ]
        return FACTS.validate_python(document)


def stored_facts(document: Any) -> Facts:
    """The facts of a stored decision, as `Decision.to_json` wrote them.

    Raises `ValidationError` for a document that no decision wrote.
    """
    return FACTS.validate_python(document)


def parse_facts(body: Any) -> Facts:
    """Facts from the JSON of the simulator. Raises `InvalidInput` (422) naming the first wrong field."""
    try:
        return FactsBody.model_validate(body).to_facts()
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise InvalidInput(first["msg"], field=field or "body") from error


Problems = Iterator[tuple[str, str]]


def _in_order(body: FactsBody) -> Problems:
    order = body.order
    line_ids = [line.line_id for line in order.lines]
    if len(set(line_ids)) < len(line_ids):
        yield "order.lines", "two lines have the same id"
    if order.paid_total != order.freight + sum(line.paid for line in order.lines):
        yield "order.paid_total", "is not the sum of the lines' paid and of freight"
    if (order.status is OrderStatus.SIGNED) != (order.signed_at is not None):
        yield "order.signed_at", "belongs to signed orders, and to all of them"
    virtual = [line.traits.virtual is not None for line in order.lines]
    if order.status is OrderStatus.DELIVERED and not all(virtual):
        yield "order.status", "delivered is for virtual goods only"


def _in_claim(body: FactsBody) -> Problems:
    ordered = {line.line_id: line.quantity for line in body.order.lines}
    claimed = body.claim.lines or []
    earlier = body.claim.quantity_refunded or 0
    seen: set[str] = set()
    for index, line in enumerate(claimed):
        field = f"claim.lines.{index}"
        if line.line_id not in ordered:
            yield f"{field}.line_id", "is not a line of the order"
        elif line.line_id in seen:
            yield f"{field}.line_id", "is claimed twice"
        elif (line.quantity or 1) + earlier > ordered[line.line_id]:
            yield f"{field}.quantity", "is more than what is left of the line"
        seen.add(line.line_id)
    if earlier and len(claimed or ordered) > 1:
        yield "claim.quantity_refunded", "needs a claim on one line"
    elif not claimed and earlier >= min(ordered.values()):
        yield "claim.quantity_refunded", "leaves nothing of the line to claim"
    if body.request is Request.DISPUTE and body.claim.disputed_rule is None:
        yield "claim.disputed_rule", "is needed for a dispute"


def _in_time(body: FactsBody) -> Problems:
    before, order = "paid_at", body.order
    if order.promised_at is not None and order.promised_at < order.paid_at:
        yield "order.promised_at", "lies before paid_at"
    for name in ("paid_at", "shipped_at", "last_movement_at", "signed_at"):
        moment = getattr(order, name)
        if moment is None:
            continue
        if moment > body.now:
            yield f"order.{name}", "lies after now"
        if moment < getattr(order, before):
            yield f"order.{name}", f"lies before {before}"
        before = name


def _in_request(body: FactsBody) -> Problems:
    request, status = body.request, body.order.status
    signed = status is OrderStatus.SIGNED
    claimed = {line.line_id for line in body.claim.lines or body.order.lines}
    virtual = [line.traits.virtual is not None for line in body.order.lines if line.line_id in claimed]
    if request is Request.VIRTUAL and not all(virtual):
        yield "request", "virtual is for virtual goods"
    if request not in ON_VIRTUAL_GOODS and any(virtual):
        yield "request", "virtual goods need the request virtual"
    if request in ON_RECEIVED_GOODS and not signed:
        yield "request", "needs an order that was signed for"
    if request in (Request.CANCEL, Request.MODIFY) and signed:
        yield "request", "comes too late for a signed order"
    if request is Request.DELAY and signed and body.claim.received is not False:
        yield "request", "a signed order is not delayed, unless received is false"
