"""Facts beside the steps: who may add which, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from ticket_builders import AGENT, EVERYONE, MERCHANT, NOW, RECORD_DATA, SHOPPER, SUPERVISOR, TECH, in_status

from aftersales.errors import AppError, Forbidden, InvalidInput
from aftersales.policy.names import Remedy
from aftersales.tickets.lifecycle import TransitionRefused, advance
from aftersales.tickets.model import Photo
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.money import PaysTooMuch
from aftersales.tickets.record_data import validated
from aftersales.tickets.recording import RECORDERS, recorded, supplement, urged
from aftersales.tickets.records import Record
from aftersales.tickets.records import RecordKind as K


@pytest.mark.parametrize("kind", list(K))
def test_the_table_is_all_there_is(kind: K) -> None:
    for status in S:
        receipt = Record(NOW, "shopper", K.RECEIPT, validated(K.RECEIPT, RECORD_DATA[K.RECEIPT]))
        ticket = replace(in_status(status), records=(receipt,))
        for actor in EVERYONE:
            roles, statuses = RECORDERS.get(kind, (frozenset(), frozenset()))
            allowed = status in statuses and bool(roles & actor.roles)
            try:
                after = recorded(ticket, kind, RECORD_DATA[kind], actor, NOW)
            except AppError:
                # A merchant may supplement words, no photos.
                assert not allowed or (actor is MERCHANT and kind is K.SUPPLEMENT)
            else:
                assert allowed
                assert after.records[:-1] == ticket.records
                assert after.version == ticket.version + 1


@pytest.mark.parametrize(
    "kind", [K.QUOTE, K.QUOTE_ANSWER, K.ASSIGNMENT, K.ESCALATION, K.REMEDY_CHANGE, K.AMOUNT]
)
def test_what_belongs_to_an_operation_is_not_recorded_without_it(kind: K) -> None:
    with pytest.raises(InvalidInput) as refused:
        recorded(in_status(S.QUOTING), kind, RECORD_DATA[kind], AGENT, NOW)
    assert refused.value.field == "kind"


def test_an_urge_counts_once_in_two_hours() -> None:
    first = urged(in_status(S.UNDER_REVIEW), SHOPPER, NOW)
    again = urged(first.ticket, SHOPPER, NOW + timedelta(hours=2, seconds=-1))
    later = urged(first.ticket, SHOPPER, NOW + timedelta(hours=2))
    assert (first.counted, again.counted, later.counted) == (True, False, True)
    assert first.next_at == again.next_at == NOW + timedelta(hours=2)
    assert again.ticket is first.ticket
    assert first.ticket.priority == 1
    assert [record.kind for record in later.ticket.records] == [K.URGE, K.URGE]


def test_an_urge_on_record_counts_no_oftener() -> None:
    first = recorded(in_status(S.UNDER_REVIEW), K.URGE, {"note": "电话催办"}, AGENT, NOW)
    assert first.records[-1].data == {"note": "电话催办"}
    assert recorded(first, K.URGE, {}, SHOPPER, NOW + timedelta(hours=1)) is first


@pytest.mark.parametrize("status", [S.CLOSED, S.REJECTED, S.COMPLETED, S.WITHDRAWN])
def test_an_ended_ticket_is_not_urged(status: S) -> None:
    with pytest.raises(TransitionRefused):
        urged(in_status(status), SHOPPER, NOW)


def test_a_supplement_answers_the_question_and_its_photos_get_on_the_ticket() -> None:
    data = supplement("这是近照", [Photo("p1", "goods"), Photo("p2", "parcel")])
    ticket = recorded(in_status(S.INFO_NEEDED), K.SUPPLEMENT, data, SHOPPER, NOW)
    assert ticket.status is S.UNDER_REVIEW
    assert ticket.history[-1].why == "这是近照"
    assert ticket.photos == (Photo("p1", "goods"), Photo("p2", "parcel"))
    again = recorded(ticket, K.SUPPLEMENT, supplement("", [Photo("p2", "parcel")]), SHOPPER, NOW)
    assert (again.status, again.photos) == (S.UNDER_REVIEW, ticket.photos)


def test_a_merchant_adds_words_but_chooses_no_photo() -> None:
    ticket = in_status(S.UNDER_REVIEW)
    assert recorded(ticket, K.SUPPLEMENT, {"text": "仓库已核对"}, MERCHANT, NOW).records
    with pytest.raises(Forbidden):
        recorded(ticket, K.SUPPLEMENT, supplement("", [Photo("p1", "goods")]), MERCHANT, NOW)


def test_goods_under_way_are_not_withdrawn() -> None:
    waiting = in_status(S.AWAITING_RETURN)
    assert advance(waiting, S.WITHDRAWN, "不退了", SHOPPER, NOW).status is S.WITHDRAWN
    sent = recorded(waiting, K.WAYBILL, {"number": "SF123456"}, SHOPPER, NOW)
    assert sent.status is S.AWAITING_RETURN
    with pytest.raises(TransitionRefused):
        advance(sent, S.WITHDRAWN, "不退了", SHOPPER, NOW)


def test_freight_is_reimbursed_up_to_the_receipts() -> None:
    returned = in_status(S.COMPLETED)
    with pytest.raises(PaysTooMuch):
        recorded(returned, K.REIMBURSEMENT, {"amount": "12.00"}, AGENT, NOW)
    shown = recorded(returned, K.RECEIPT, {"amount": "12.00"}, SHOPPER, NOW)
    back = recorded(shown, K.REIMBURSEMENT, {"amount": "12.00"}, AGENT, NOW)
    with pytest.raises(PaysTooMuch):
        recorded(back, K.REIMBURSEMENT, {"amount": "0.01"}, AGENT, NOW)


def test_beyond_the_cap_per_parcel_a_supervisor_decides() -> None:
    cap = Decimal("50.00")
    ticket = in_status(S.COMPLETED)
    for amount in ("65.00", "12.00"):
        ticket = recorded(ticket, K.RECEIPT, {"amount": amount}, SHOPPER, NOW)
    with pytest.raises(PaysTooMuch, match="主管决定"):
        recorded(ticket, K.REIMBURSEMENT, {"amount": "62.01"}, AGENT, NOW, freight_cap=cap)
    assert recorded(ticket, K.REIMBURSEMENT, {"amount": "62.00"}, AGENT, NOW, freight_cap=cap).records
    assert recorded(ticket, K.REIMBURSEMENT, {"amount": "77.00"}, SUPERVISOR, NOW, freight_cap=cap).records


def test_parts_and_progress_belong_to_the_workshop_and_are_hers_to_see() -> None:
    ticket = in_status(S.REPAIRING, Remedy.REPAIR)
    for kind in (K.PART, K.PROGRESS, K.REPAIR):
        ticket = recorded(ticket, kind, RECORD_DATA[kind], TECH, NOW)
        with pytest.raises(Forbidden):
            recorded(ticket, kind, RECORD_DATA[kind], SHOPPER, NOW)
    assert all(record.to_json()["shown"] for record in ticket.records)
