"""What a request still has to know before it can be submitted. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aftersales.dialogue import particulars
from aftersales.dialogue.case import Case
from aftersales.dialogue.facts import UNLISTED, fault_words, keeps_badly
from aftersales.dialogue.requests import CHANGES, Matter
from aftersales.policy.names import OrderStatus, Outcome, Remedy, Request, Rule, VirtualKind

WHOLE_PARCEL = (Request.DELAY, Request.CANCEL, Request.MODIFY)
"""What happens to a parcel happens to everything in it."""
_HAS_ACCOUNT = {VirtualKind.RECHARGE, VirtualKind.GAME}


def next_slot(case: Case) -> str | None:
    """The first thing that is still needed, in the order of the request's table entry."""
    if case.get("switch_to"):
        return "confirm_switch"
    if case.resting is not None and case.get("resume") is None:
        return "resume"
    if case.get("refused"):
        return "way_on"
    if case.get("confirm") is False:
        return "change"
    return next((slot for slot in case.spec.slots if _needed(slot, case)), None)


def _needed(slot: str, case: Case) -> bool:
    special = _NEEDED.get(slot)
    return special(case) if special else case.get(slot) is None


def _asks_quantity(case: Case) -> bool:
    several = any(case.left(line) > 1 for line, _ in case.claimed)
    countable = case.request not in (*WHOLE_PARCEL, Request.VIRTUAL, Matter.VISIT)
    return case.get("quantity") is None and several and countable


def _asks_remedy(case: Case) -> bool:
    several = case.decision is not None and len(case.decision.remedies) > 1
    return case.spec.keeps_remedy and several and case.get("remedy") is None


def _asks_description(case: Case) -> bool:
    known = case.request == Request.VIRTUAL and bool({"minor", "renewal", "virtual_fault"} & {*case.told})
    return case.get("description") is None and not known and not case.told.get("cheaper")


def _asks_arrived(case: Case) -> bool:
    """Whether a bare 「坏了」 may be damage in transit, which is soon too late to report (R-DMG).

    A fault of long received goods is one in use anyway, and for what spoils it makes no difference.
    """
    order = case.order
    if case.get("arrived") is not None or order is None or order.signed_at is None or keeps_badly(case):
        return False
    soon = case.now - order.signed_at <= timedelta(hours=case.policy.figures.damage.hours)
    return particulars.is_vague_fault(fault_words(case)) and (soon or case.request == Request.DAMAGED)


def _asks_account(case: Case) -> bool:
    """Only where the delivery record leaves people something to look up."""
    kinds = {line.traits.virtual.kind for line, _ in case.claimed if line.traits.virtual}
    proved = case.decision is not None and case.decision.outcome == Outcome.APPROVE
    return case.get("account") is None and bool(kinds & _HAS_ACCOUNT) and not proved


def _asks_repairs(case: Case) -> bool:
    """Whether earlier repairs may turn her wish for a new piece into a right (R-W)."""
    by_warranty = case.decision is not None and Rule.W in case.decision.rules
    return case.get("repairs") is None and case.get("remedy") == Remedy.EXCHANGE and by_warranty


def _asks_fee(case: Case) -> bool:
    """A fee is told before anything is done that may cost one."""
    under_way = case.order is not None and case.order.status == OrderStatus.SHIPPED
    return case.get("fee") is None and (case.request == Matter.VISIT or under_way)


def _asks_change(slot: str) -> Callable[[Case], bool]:
    def needed(case: Case) -> bool:
        wanted = case.request != Request.MODIFY or slot in (case.get("wish") or ())
        return wanted and case.get(slot) is None

    return needed


_NEEDED: dict[str, Callable[[Case], bool]] = {
    "consent": lambda case: not case.consent and case.get("consent") is not True,
    "phone_tail": lambda case: case.order is None,
    "quantity": _asks_quantity,
    "proof": lambda case: case.get("order_id") == UNLISTED and case.get("proof") is None,
    "description": _asks_description,
    "arrived": _asks_arrived,
    "account": _asks_account,
    "amount": lambda case: case.get("amount") is None and bool(case.told.get("cheaper")),
    "repairs": _asks_repairs,
    "fee": _asks_fee,
    "remedy": _asks_remedy,
    "confirm": lambda case: case.get("confirm") is not True,
    **{slot: _asks_change(slot) for slot in CHANGES},
}
