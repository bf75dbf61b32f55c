"""The words of the policy (POLICY 0, 2, 4, 5): the same in data, database, API and console."""

from enum import StrEnum


class Outcome(StrEnum):
    APPROVE = "approve"
    REVIEW = "review"
    REJECT = "reject"


class Remedy(StrEnum):
    RETURN_REFUND = "return_refund"
    REFUND_ONLY = "refund_only"
    EXCHANGE = "exchange"
    REPAIR = "repair"
    PAID_REPAIR = "paid_repair"
    RESHIP = "reship"
    REISSUE = "reissue"
    PRICE_REDUCTION = "price_reduction"
    PRICE_DIFFERENCE = "price_difference"
    COMPENSATE = "compensate"
    CANCEL = "cancel"
    INTERCEPT = "intercept"
    MODIFY = "modify"
    URGE_COURIER = "urge_courier"


class FreightPayer(StrEnum):
    SELLER = "seller"
    SHOPPER = "shopper"
    NONE = "none"


class Reason(StrEnum):
    NO_REASON = "no_reason"
    QUALITY = "quality"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    MISSING = "missing"
    LATE = "late"
    OTHER = "other"


class Request(StrEnum):
    NO_REASON_RETURN = "no_reason_return"
    QUALITY = "quality"
    REPAIR = "repair"
    EXCHANGE = "exchange"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    DELAY = "delay"
    CANCEL = "cancel"
    MODIFY = "modify"
    VIRTUAL = "virtual"
    COMPENSATION = "compensation"
    DISPUTE = "dispute"


class Cause(StrEnum):
    NONE = "none"
    UNKNOWN = "unknown"
    HUMAN = "human"
    LIQUID = "liquid"
    UNAUTHORISED_REPAIR = "unauthorised_repair"
    ENVIRONMENT = "environment"
    WEAR = "wear"
    FORCE_MAJEURE = "force_majeure"


class Alternative(StrEnum):
    QUALITY_CLAIM = "quality_claim"
    WARRANTY_REPAIR = "warranty_repair"
    PAID_REPAIR = "paid_repair"
    GOODWILL_REVIEW = "goodwill_review"
    REDUCED_REFUND = "reduced_refund"
    DISPUTE = "dispute"
    HUMAN = "human"
    WAIT_UNTIL = "wait_until"


class Evidence(StrEnum):
    GOODS_PHOTO = "goods_photo"
    PARCEL_PHOTO = "parcel_photo"
    FAULT_DESCRIPTION = "fault_description"
    PROOF_OF_PURCHASE = "proof_of_purchase"
    SCREENSHOT = "screenshot"


class Category(StrEnum):
    CLOTHES = "clothes"
    SHOES = "shoes"
    PHONE = "phone"
    COMPUTER = "computer"
    LARGE_APPLIANCE = "large_appliance"
    SMALL_APPLIANCE = "small_appliance"
    WEARABLE = "wearable"
    FURNITURE = "furniture"
    HOME = "home"
    TOYS = "toys"
    COSMETICS = "cosmetics"
    FOOD = "food"
    FRESH = "fresh"
    BOOKS = "books"
    MEDIA = "media"
    BABY = "baby"
    CUSTOM = "custom"
    VIRTUAL = "virtual"
    OTHER = "other"


class NoReason(StrEnum):
    """Whether goods may go back without a reason (POLICY 2)."""

    YES = "yes"
    EXCLUDED_BY_LAW = "excluded_by_law"
    EXCLUDED_IF_CONFIRMED = "excluded_if_confirmed"


class VirtualKind(StrEnum):
    RECHARGE = "recharge"
    MEMBERSHIP = "membership"
    GIFT_CARD = "gift_card"
    CODE = "code"
    GAME = "game"


class VirtualState(StrEnum):
    NOT_DELIVERED = "not_delivered"
    DELIVERED_UNUSED = "delivered_unused"
    REDEEMED = "redeemed"
    FAILED = "failed"
    INVALID = "invalid"


class OrderStatus(StrEnum):
    PAID = "paid"
    SHIPPED = "shipped"
    SIGNED = "signed"
    DELIVERED = "delivered"


class SignedBy(StrEnum):
    SHOPPER = "shopper"
    NAMED = "named"
    FRONT_DESK = "front_desk"
    LOCKER = "locker"
    STATION = "station"
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """What proves the purchase (R-POP); an order of this shop proves itself."""

    ORDER = "order"
    INVOICE = "invoice"
    RECEIPT = "receipt"
    E_ORDER = "e_order"
    WARRANTY_CARD = "warranty_card"
    NONE = "none"


class SlaClock(StrEnum):
    """The clocks of POLICY 4."""

    REPLY = "SLA-REPLY"
    FIRST = "SLA-FIRST"
    REVIEW = "SLA-REVIEW"
    SOLVE = "SLA-SOLVE"
    INSPECT = "SLA-INSPECT"
    REFUND = "SLA-REFUND"
    EXCHANGE = "SLA-EXCHANGE"
    REPAIR = "SLA-REPAIR"
    COURIER = "SLA-COURIER"
    VIRTUAL = "SLA-VIRTUAL"
    DISPUTE = "SLA-DISPUTE"
    VISIT = "SLA-VISIT"


class Rule(StrEnum):
    """The rules of POLICY 1 and 3; each has its clause in `policy/clauses.yml`."""

    CAL = "R-CAL"
    HOURS = "R-HOURS"
    DAY = "R-DAY"
    PAUSE = "R-PAUSE"
    NR = "R-NR"
    NR_X = "R-NR-X"
    NR_LATE = "R-NR-LATE"
    EX = "R-EX"
    Q7 = "R-Q7"
    Q15 = "R-Q15"
    W = "R-W"
    W_X = "R-W-X"
    W_OUT = "R-W-OUT"
    Q_LATE = "R-Q-LATE"
    PERISH = "R-PERISH"
    POP = "R-POP"
    DMG = "R-DMG"
    WRONG = "R-WRONG"
    MISS = "R-MISS"
    LATE = "R-LATE"
    CANCEL = "R-CANCEL"
    MODIFY = "R-MODIFY"
    VG_DONE = "R-VG-DONE"
    VG_FAIL = "R-VG-FAIL"
    VG_RENEW = "R-VG-RENEW"
    VG_MINOR = "R-VG-MINOR"
    COMP = "R-COMP"
    FRAUD = "R-FRAUD"
    SAFETY = "R-SAFETY"
    TECH = "R-TECH"
    DISPUTE = "R-DISPUTE"
    DUP = "R-DUP"
    RISK = "R-RISK"
