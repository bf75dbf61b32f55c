"""The borders of every rule: what is claimed on either side, and what comes out there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from policy_builders import BOTH_PHOTOS, NOW, SECOND, body, line, virtual

from aftersales.clock import SHANGHAI
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.model import Facts

Side = dict[str, Any]
PHOTO, FAULT = {"photos": {"goods": 1}}, {"fault": True}
HOURS_48 = timedelta(hours=48)


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)


def by(moment: datetime) -> tuple[Side, Side]:
    """Asked in the last second before `moment`, and at `moment`."""
    return {"now": moment - SECOND}, {"now": moment}


def within(length: timedelta) -> tuple[Side, Side]:
    """Asked exactly so long after the signature, and a second later."""
    return {"signed_at": NOW - length}, {"signed_at": NOW - length - SECOND}


def claims(here: Side, there: Side) -> tuple[Side, Side]:
    return {"claim": here}, {"claim": there}


def lines(here: Side, there: Side) -> tuple[Side, Side]:
    return {"line": here}, {"line": there}


class Row(NamedTuple):
    """A border of `rule`: what is claimed on either side, and what comes out there ("outcome rule…")."""

    rule: str
    border: str
    outcomes: tuple[str, str]
    request: str
    sides: tuple[Side, Side]
    common: Side | None = None

    def facts(self, side: Side) -> Facts:
        more = (self.common or {}) | side
        goods = more.pop("line", None) or line()
        return parse_facts(body(self.request, goods, **more))


UNSIGNED: Side = {"status": "paid", "paid_at": at(11, 10, 20)}
SHIPPED: Side = {"status": "shipped", "paid_at": at(11, 10), "shipped_at": at(11, 11)}
IN_JANUARY: Side = {"signed_at": at(1, 31, 10), "claim": FAULT}
LONG_AGO: Side = {"signed_at": NOW - timedelta(days=60), "remedy": "exchange", "line": line("phone")}
RESHIP: Side = {"claim": BOTH_PHOTOS, "remedy": "reship"}
MADE, USED = line("custom", in_production=True), virtual("redeemed", told=True)

ROWS = [
    # From 28 January over the end of the month to 4 February 24:00.
    Row(
        "R-NR",
        "no_reason.days",
        ("approve R-NR", "reject R-NR-LATE"),
        "no_reason_return",
        by(at(2, 5)),
        {"signed_at": at(1, 28, 10)},
    ),
    # A make-up Saturday is no other day for a window of natural days.
    Row(
        "R-NR-LATE",
        "make-up day",
        ("approve R-NR", "reject R-NR-LATE"),
        "no_reason_return",
        by(at(2, 15)),
        {"signed_at": at(2, 7, 10)},
    ),
    Row(
        "R-NR",
        "complete",
        ("approve R-NR", "review R-NR"),
        "no_reason_return",
        claims({"complete": True}, {"complete": False}),
    ),
    Row(
        "R-EX",
        "no_reason.days",
        ("approve R-EX", "reject R-NR-LATE"),
        "exchange",
        by(at(2, 5)),
        {"signed_at": at(1, 28, 10)},
    ),
    Row(
        "R-NR-X",
        "confirmed",
        ("approve R-NR", "reject R-NR-X"),
        "no_reason_return",
        lines(line("baby"), line("baby", confirmed=True)),
    ),
    Row(
        "R-NR-X",
        "by law",
        ("review R-NR-X", "reject R-NR-X"),
        "no_reason_return",
        lines(line("custom"), line("custom", confirmed=True)),
    ),
    Row(
        "R-Q7",
        "quality.refund_days",
        ("approve R-Q7", "review R-Q15"),
        "quality",
        by(at(2, 8)),
        {**IN_JANUARY, "remedy": "return_refund"},
    ),
    Row(
        "R-Q15",
        "quality.exchange_days",
        ("approve R-Q15", "review R-W"),
        "quality",
        by(at(2, 16)),
        {**IN_JANUARY, "remedy": "exchange"},
    ),
    Row(
        "R-Q-LATE",
        "quality.exchange_days",
        ("approve R-Q15", "review R-Q-LATE"),
        "quality",
        by(at(2, 16)),
        {**IN_JANUARY, "line": line("books")},
    ),
    # Three months from 31 January end with 30 April.
    Row("R-W", "end of a month", ("approve R-W", "reject R-W-OUT"), "repair", by(at(5, 1)), IN_JANUARY),
    Row(
        "R-W-OUT",
        "end of February",
        ("approve R-W", "reject R-W-OUT"),
        "repair",
        by(at(3, 1, year=2027)),
        {"signed_at": at(2, 28, 10), "claim": FAULT, "line": line("phone")},
    ),
    Row(
        "R-W",
        "quality.repairs_before_exchange",
        ("review R-W", "approve R-W"),
        "quality",
        claims({"repairs": 1}, {"repairs": 2}),
        LONG_AGO,
    ),
    Row(
        "R-W",
        "quality.days_in_repair_before_exchange",
        ("review R-W", "approve R-W"),
        "quality",
        claims({"days_in_repair": 30}, {"days_in_repair": 31}),
        LONG_AGO,
    ),
    Row(
        "R-PAUSE",
        "a day in repair",
        ("approve R-W", "reject R-W-OUT"),
        "repair",
        claims({"days_in_repair": 1, **FAULT}, FAULT),
        {"signed_at": at(1, 31, 10), "now": at(5, 1)},
    ),
    Row(
        "R-W-X",
        "quality.burden_of_proof_months",
        ("approve R-W-X", "reject R-W-X"),
        "repair",
        by(at(8, 1)),
        {"signed_at": at(1, 31, 10), "claim": {"cause": "liquid"}, "line": line("phone")},
    ),
    Row(
        "R-W-X",
        "cause",
        ("approve R-Q7", "reject R-W-X"),
        "repair",
        claims({"cause": "unknown"}, {"cause": "human"}),
    ),
    Row(
        "R-PERISH",
        "claim_hours",
        ("approve R-PERISH", "review R-PERISH"),
        "quality",
        within(HOURS_48),
        {"claim": PHOTO, "line": line("fresh")},
    ),
    Row(
        "R-PERISH",
        "perishable.photos",
        ("approve R-PERISH", "review R-PERISH"),
        "quality",
        claims(PHOTO, {}),
        {"line": line("fresh")},
    ),
    Row(
        "R-POP",
        "proof",
        ("approve R-WRONG", "review R-POP R-WRONG"),
        "wrong_item",
        claims(PHOTO, {"proof": "none", **PHOTO}),
    ),
    Row(
        "R-DMG",
        "damage.hours",
        ("approve R-DMG", "review R-DMG"),
        "damaged",
        within(HOURS_48),
        {"claim": BOTH_PHOTOS},
    ),
    Row(
        "R-DMG",
        "damage.goods_photos",
        ("approve R-DMG", "review R-DMG"),
        "damaged",
        claims(BOTH_PHOTOS, {"photos": {"parcel": 1}}),
    ),
    Row(
        "R-DMG",
        "damage.parcel_photos",
        ("approve R-DMG", "review R-DMG"),
        "damaged",
        claims(BOTH_PHOTOS, PHOTO),
    ),
    Row(
        "R-WRONG",
        "wrong_item.days",
        ("approve R-WRONG", "review R-WRONG"),
        "wrong_item",
        by(at(2, 16)),
        {"signed_at": at(1, 31, 10), "claim": PHOTO},
    ),
    Row(
        "R-WRONG", "wrong_item.photos", ("approve R-WRONG", "review R-WRONG"), "wrong_item", claims(PHOTO, {})
    ),
    Row(
        "R-MISS",
        "missing.hours",
        ("approve R-MISS", "review R-MISS"),
        "missing_item",
        within(HOURS_48),
        {"claim": PHOTO},
    ),
    Row("R-MISS", "missing.photos", ("approve R-MISS", "review R-MISS"), "missing_item", claims(PHOTO, {})),
    Row(
        "R-LATE",
        "promised",
        ("reject R-LATE", "approve R-LATE"),
        "delay",
        by(at(11, 12, second=1)),
        {**SHIPPED, "promised_at": at(11, 12)},
    ),
    Row(
        "R-LATE",
        "delay.no_movement_hours",
        ("reject R-LATE", "approve R-LATE"),
        "delay",
        by(at(11, 14)),
        SHIPPED,
    ),
    Row(
        "R-CANCEL",
        "in production",
        ("approve R-CANCEL", "review R-CANCEL"),
        "cancel",
        lines(line("custom"), MADE),
        UNSIGNED,
    ),
    Row(
        "R-CANCEL",
        "shipped",
        ("review R-CANCEL", "approve R-CANCEL"),
        "cancel",
        (UNSIGNED, SHIPPED),
        {"line": MADE},
    ),
    Row("R-MODIFY", "shipped", ("approve R-MODIFY", "review R-MODIFY"), "modify", (UNSIGNED, SHIPPED)),
    Row(
        "R-VG-DONE",
        "told",
        ("reject R-VG-DONE", "review R-VG-DONE"),
        "virtual",
        lines(USED, virtual("redeemed")),
        UNSIGNED,
    ),
    Row(
        "R-VG-DONE",
        "used",
        ("reject R-VG-DONE", "review R-VG-DONE"),
        "virtual",
        lines(USED, virtual("delivered_unused", told=True)),
        UNSIGNED,
    ),
    Row(
        "R-VG-DONE",
        "her mistake",
        ("review R-VG-FAIL", "reject R-VG-DONE"),
        "virtual",
        claims(FAULT, {"buyer_mistake": True, **FAULT}),
        {**UNSIGNED, "line": USED},
    ),
    Row(
        "R-VG-FAIL",
        "virtual.arrival_minutes",
        ("reject R-VG-FAIL", "approve R-VG-FAIL"),
        "virtual",
        by(at(11, 10, 20, 30, 1)),
        {**UNSIGNED, "line": virtual("not_delivered")},
    ),
    Row(
        "R-VG-FAIL",
        "record",
        ("approve R-VG-FAIL", "reject R-VG-DONE"),
        "virtual",
        lines(virtual("invalid"), USED),
        UNSIGNED,
    ),
    Row(
        "R-VG-RENEW",
        "last charge",
        ("approve R-VG-RENEW", "reject R-VG-DONE"),
        "virtual",
        ({"remedy": "cancel"}, {"remedy": "refund_only"}),
        {**UNSIGNED, "line": virtual("redeemed", "membership", told=True)},
    ),
    Row(
        "R-VG-MINOR",
        "minor",
        ("reject R-VG-DONE", "review R-VG-MINOR"),
        "virtual",
        claims({}, {"minor": True}),
        {**UNSIGNED, "line": USED},
    ),
    Row(
        "R-COMP",
        "a cent",
        ("approve R-COMP", "reject R-COMP"),
        "compensation",
        claims({"current_price": "298.99"}, {"current_price": "299.00"}),
        {**UNSIGNED, "now": at(11, 11)},
    ),
    Row(
        "R-COMP",
        "compensation.price_protection_days",
        ("approve R-COMP", "review R-COMP"),
        "compensation",
        by(at(11, 18)),
        {**UNSIGNED, "claim": {"current_price": "1.00"}},
    ),
    Row(
        "R-FRAUD",
        "counterfeit",
        ("approve R-WRONG", "review R-FRAUD"),
        "wrong_item",
        claims(PHOTO, {"counterfeit": True, **PHOTO}),
    ),
    Row(
        "R-DUP",
        "open ticket",
        ("approve R-WRONG", "reject R-DUP"),
        "wrong_item",
        claims(PHOTO, {"open_ticket": True, **PHOTO}),
    ),
    Row(
        "R-DISPUTE",
        "technical",
        ("review R-DISPUTE", "review R-DISPUTE R-TECH"),
        "dispute",
        claims({"disputed_rule": "R-DMG"}, {"disputed_rule": "R-W"}),
    ),
    Row(
        "R-RISK",
        "risk.amount",
        ("approve R-DMG", "review R-RISK R-DMG"),
        "damaged",
        lines(line("home", "1000.00"), line("home", "1000.01")),
        RESHIP,
    ),
    Row(
        "R-RISK",
        "risk.approved_claims",
        ("approve R-DMG", "review R-RISK R-DMG"),
        "damaged",
        ({"shopper": {"approved_claims_90d": 3}}, {"shopper": {"approved_claims_90d": 4}}),
        RESHIP,
    ),
    Row(
        "R-RISK",
        "photo",
        ("approve R-DMG", "review R-RISK R-DMG"),
        "damaged",
        ({"shopper": {"photo_reused": False}}, {"shopper": {"photo_reused": True}}),
        RESHIP,
    ),
    Row(
        "R-DAY",
        "whose hand",
        ("approve R-NR", "reject R-NR-LATE"),
        "no_reason_return",
        ({"signed_by": "locker"}, {"signed_by": "named"}),
        {"signed_at": at(1, 28, 10)},
    ),
]
