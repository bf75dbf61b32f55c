from __future__ import annotations

import pytest

from assistant.nlu.prepared import prepare


def kinds(text: str, asked: str | None = None) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in prepare(text, asked).identifiers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("订单号 2026 0001 0010", [("order_id", "202600010010")]),
        ("2026-0001-0010", [("order_id", "202600010010")]),
        ("２０２６０００１００１０", [("order_id", "202600010010")]),
        ("订单编号a1b2c3d4e5", [("order_id", "A1B2C3D4E5")]),
        ("138-0000-1234", [("phone", "13800001234")]),
        ("+86 13800001234", [("phone", "13800001234")]),
        ("sf 1234 5678 90123", [("tracking_number", "SF1234567890123")]),
        ("as0000000123到哪了", [("ticket_id", "AS0000000123")]),
        ("202600010010尾号1234", [("order_id", "202600010010"), ("phone_tail", "1234")]),
        ("order202600010010到了吗", [("order_id", "202600010010")]),
        ("202600010010202600010011", [("order_id", "202600010010"), ("order_id", "202600010011")]),
        ("ems ea123456789cn", [("tracking_number", "EA123456789CN")]),
        ("快递员打13800001234", [("phone", "13800001234")]),
        ("202600010010圆通丢件", [("order_id", "202600010010")]),
        ("202600010010 13800001234", [("order_id", "202600010010"), ("phone", "13800001234")]),
        ("电话是幺三八 零零零零 幺二三四", [("phone", "13800001234")]),
        ("订单号二零二六零零零一零零一零碎了", [("order_id", "202600010010")]),
        ("尾号是六六八八", [("phone_tail", "6688")]),
        ("两三天打了七八个电话", []),
    ],
)
def test_numbers_as_typed_get_one_form(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "asked", "kind"),
    [
        ("我的订单13800001234", "phone", "order_id"),  # named, whatever is asked
        ("快递单号202600010010", "order_id", "tracking_number"),
        ("13800001234", "order_id", "order_id"),  # asked
        ("13800001234", "waybill", "tracking_number"),
        ("202600010010", None, "order_id"),  # the shop's own form
        ("手机202600010010坏了", None, "order_id"),  # the handset, not its number
        ("13800001234", None, "phone"),  # the form of a phone
        ("75312345678901", None, "tracking_number"),  # anything else
    ],
)
def test_a_number_that_fits_several_kinds(text: str, asked: str | None, kind: str) -> None:
    assert [found for found, _ in kinds(text, asked)] == [kind]


def test_the_country_code_belongs_to_the_number() -> None:
    (phone,) = prepare("打+86 13800001234").identifiers

    assert (phone.start, phone.end) == (1, 16)


def test_four_digits_are_a_tail_only_where_one_is_meant() -> None:
    assert kinds("1234") == []
    assert kinds("1234", "phone_tail") == [("phone_tail", "1234")]
    assert kinds("后四位是1234") == [("phone_tail", "1234")]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02买的",
        "退我39900000元",
        "iphone 15 pro max 256gb",
        "索尼wh1000xm5",
        "12315投诉你",
        "7天无理由",
        "座机0571-88886666没人接",
        "打400-820-8820也不通",
    ],
)
def test_dates_sums_and_models_are_no_identifiers(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("订单202600010010怎么还没发货", "怎么还没发货"),
        ("13800001234", ""),
        ("退我399.50元", "退我0元"),
        ("我打12315了", "我打12315了"),
        ("7天内能退吗", "7天内能退吗"),
    ],
)
def test_what_the_classifier_reads(text: str, words: str) -> None:
    assert prepare(text).words == words
