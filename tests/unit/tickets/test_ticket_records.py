"""What a record holds, and how a wrong one is refused: in words, naming the field."""

from __future__ import annotations

from typing import Any

import pytest
from ticket_builders import RECORD_DATA

from aftersales.errors import InvalidInput
from aftersales.tickets.record_data import SCHEMAS, validated
from aftersales.tickets.records import RecordKind as K


@pytest.mark.parametrize("kind", list(K))
def test_every_kind_keeps_what_was_said_and_reads_it_again(kind: K) -> None:
    kept = validated(kind, RECORD_DATA[kind])
    assert kept["note"] == ""
    assert set(kept) == set(SCHEMAS[kind].model_fields)
    assert validated(kind, kept) == kept


@pytest.mark.parametrize("kind", list(K))
def test_nothing_unknown_is_kept(kind: K) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(kind, {**RECORD_DATA[kind], "secret": 1})
    assert (refused.value.field, refused.value.message) == ("data.secret", "这里没有“secret”这一项。")


@pytest.mark.parametrize(
    ("kind", "change", "field", "message"),
    [
        (K.WAYBILL, {"number": None}, "number", "运单号填写有误，请检查。"),
        (K.WAYBILL, {"number": "单号忘了"}, "number", "运单号填写有误，请检查。"),
        (K.QUOTE, {"amount": "-1"}, "amount", "金额填写有误，请检查。"),
        (K.QUOTE, {"amount": "0"}, "amount", "金额填写有误，请检查。"),
        (K.QUOTE, {"amount": "1.005"}, "amount", "金额填写有误，请检查。"),
        (K.QUOTE, {"amount": "NaN"}, "amount", "金额填写有误，请检查。"),
        (K.QUOTE, {"days": 0}, "days", "工作日天数填写有误，请检查。"),
        (K.QUOTE, {"parts": [""]}, "parts.0", "配件填写有误，请检查。"),
        (K.PROGRESS, {"text": "  "}, "text", "说明填写有误，请检查。"),
        (K.RATING, {"score": 6}, "score", "评分填写有误，请检查。"),
        (K.APPOINTMENT, {"at": "2026-03-05T10:00:00"}, "at", "时间填写有误，请检查。"),
    ],
)
def test_a_wrong_field_is_named(kind: K, change: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(kind, {**RECORD_DATA[kind], **change}, "details")
    assert (refused.value.field, refused.value.message) == (f"details.{field}", message)


@pytest.mark.parametrize(
    ("kind", "data", "field", "message"),
    [
        (K.WAYBILL, {"carrier": "顺丰"}, "data.number", "请填写运单号。"),
        (K.QUOTE, {"parts": []}, "data.amount", "请填写金额。"),
        (K.SUPPLEMENT, {"text": " "}, "data", "请补充文字说明或照片。"),
        (K.INSPECTION, {"passed": False}, "data", "验货不通过时请写明情况。"),
        (
            K.APPOINTMENT,
            {"what": "pickup", "at": "2026-03-05T10:00:00Z", "until": "2026-03-05T10:00:00Z"},
            "data",
            "预约的结束时间应晚于开始时间。",
        ),
    ],
)
def test_what_is_missing_is_asked_for(kind: K, data: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        validated(kind, data)
    assert (refused.value.field, refused.value.message) == (field, message)


def test_amounts_have_two_decimals_and_waybills_one_spelling() -> None:
    assert validated(K.QUOTE, {"amount": 30})["amount"] == "30.00"
    assert validated(K.WAYBILL, {"number": " sf１２３４-567 890"})["number"] == "SF1234567890"


def test_the_desk_s_own_affairs_are_not_shown() -> None:
    assert {kind for kind in K if not kind.shown} == {K.NOTE, K.ASSIGNMENT, K.ESCALATION}
