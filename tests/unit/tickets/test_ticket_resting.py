"""What her own clock closed goes on with one message."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from ticket_builders import AGENT, NOW, SHOPPER, SUPERVISOR, SYSTEM, in_status, new_ticket, walk

from aftersales.policy.names import Remedy
from aftersales.tickets.lifecycle import TransitionRefused
from aftersales.tickets.model import BOT, Level, Photo, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import RecordKind as K
from aftersales.tickets.resting import Sent, taken_up, waited_for

PARCEL = ("顺丰速运", "SF1234567890123")


def closed_from(*path: S, level: Level = Level.AGENT) -> Ticket:
    ticket = walk(new_ticket(), (S.UNDER_REVIEW, BOT))
    deciding = replace(ticket, level=level)
    return walk(deciding, *((to, SUPERVISOR) for to in path), (S.CLOSED, SYSTEM))


MISSING = closed_from(S.INFO_NEEDED)
UNSENT = closed_from(S.APPROVED, S.AWAITING_RETURN)


def test_a_photo_sends_what_was_missing_to_review() -> None:
    photo = Photo("p1", "goods")
    ticket = taken_up(MISSING, Sent("补一张照片", (photo,)), SHOPPER, NOW)
    assert (ticket.status, ticket.photos) == (S.UNDER_REVIEW, (photo,))
    assert [record.kind for record in ticket.records] == [K.SUPPLEMENT]
    assert ticket.history[-1].why == "补一张照片"


def test_a_waybill_goes_where_it_was_awaited() -> None:
    ticket = taken_up(UNSENT, Sent("已寄回", waybill=PARCEL), SHOPPER, NOW)
    assert ticket.status is S.AWAITING_RETURN
    assert [(step.who, step.to) for step in ticket.history[-3:]] == [
        ("shopper", S.UNDER_REVIEW),
        ("bot", S.APPROVED),
        ("bot", S.AWAITING_RETURN),
    ]
    waybill = ticket.latest(K.WAYBILL)
    assert waybill is not None
    assert waybill.data["number"] == PARCEL[1]


def test_what_a_supervisor_approved_goes_back_to_her_with_the_number() -> None:
    ticket = taken_up(
        closed_from(S.APPROVED, S.AWAITING_RETURN, level=Level.SUPERVISOR),
        Sent("已寄回", waybill=PARCEL),
        SHOPPER,
        NOW,
    )
    assert ticket.status is S.UNDER_REVIEW
    kept = ticket.latest(K.SUPPLEMENT)
    assert kept is not None
    assert PARCEL[1] in kept.data["text"]


def test_a_tap_alone_goes_on() -> None:
    assert taken_up(UNSENT, Sent(), SHOPPER, NOW).status is S.AWAITING_RETURN
    assert taken_up(MISSING, Sent(), SHOPPER, NOW).records == ()


@pytest.mark.parametrize(
    "other",
    [
        in_status(S.INFO_NEEDED),
        walk(in_status(S.COMPLETED), (S.CLOSED, SYSTEM)),
        walk(in_status(S.REJECTED), (S.CLOSED, AGENT)),
        in_status(S.WITHDRAWN, Remedy.REPAIR),
    ],
)
def test_only_her_own_clock_lays_a_ticket_to_rest(other: Ticket) -> None:
    assert waited_for(other) is None


def test_after_thirty_days_it_rests_for_good() -> None:
    late = NOW + timedelta(days=30, seconds=1)
    assert taken_up(MISSING, Sent("照片"), SHOPPER, late - timedelta(seconds=1)).status is S.UNDER_REVIEW
    with pytest.raises(TransitionRefused):
        taken_up(MISSING, Sent("照片"), SHOPPER, late)
