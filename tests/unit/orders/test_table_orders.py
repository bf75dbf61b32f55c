"""CSV and Excel as small shops really send them, and what is said of every row that cannot be."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from aftersales.clock import SHANGHAI
from aftersales.orders.model import Order
from aftersales.orders.table_file import MOST_SHOWN, BadTable, read_rows
from aftersales.orders.table_orders import read_table
from aftersales.policy.names import Category, OrderStatus

PAID, SIGNED = map(datetime.fromisoformat, ("2026-03-01T09:05", "2026-03-04"))
"""Excel knows no zones."""
NOW = datetime(2026, 3, 11, 7, tzinfo=UTC)
HEADING = (
    "订单编号,收货人,联系手机,宝贝标题,颜色尺码（SKU）,类目,购买数量,买家实付,付款时间,确认收货时间,物流单号"
)
GOOD = "A-1001,林晓,13800001234,帆布鞋,白 38,鞋,1,¥129.00,2026/3/1 9:05,2026-03-04 18:20:00,SF1001"


def orders(data: bytes, merchant_id: str | None = None) -> list[Order]:
    return read_table(read_rows(data), NOW, merchant_id)


def problems(*lines: str) -> list[str]:
    with pytest.raises(BadTable) as refused:
        orders("\n".join((HEADING, *lines)).encode())
    return [str(problem) for problem in refused.value.problems]


def excel(*rows: list[Any]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_shop_s_export_is_read_in_its_own_words(encoding: str, delimiter: str) -> None:
    text = f"{HEADING}\r\n{GOOD}\r\n".replace(",", delimiter).replace("¥", "￥")
    (order,) = orders(text.encode(encoding))
    assert (order.order_id, order.owner_id, order.phone) == ("A-1001", "13800001234", "13800001234")
    assert order.status is OrderStatus.SIGNED
    assert order.paid_at == datetime(2026, 3, 1, 9, 5, tzinfo=SHANGHAI)
    assert order.signed_at == datetime(2026, 3, 4, 18, 20, tzinfo=SHANGHAI)
    (line,) = order.lines
    assert (line.name, line.spec, line.category) == ("帆布鞋", "白 38", Category.SHOES)
    assert (line.paid, line.list_price, line.quantity) == (Decimal("129.00"), Decimal("129.00"), 1)


def test_excel_gives_the_same_order_with_its_own_types() -> None:
    (order,) = orders(
        excel(
            ["订单号", "手机号", "商品名称", "数量", "实付金额", "付款时间", "签收时间"],
            [1001, 13800001234.0, "帆布鞋", 1.0, 129, PAID, SIGNED],
        )
    )
    assert (order.order_id, order.phone, order.lines[0].paid) == ("1001", "13800001234", Decimal("129.00"))
    assert order.paid_at == datetime(2026, 3, 1, 9, 5, tzinfo=SHANGHAI)
    assert order.signed_at is not None
    assert order.signed_at.isoformat().startswith("2026-03-04T23:59:59")


def test_a_number_that_excel_cut_is_never_taken_for_an_order_s() -> None:
    with pytest.raises(BadTable, match=r"第 2 行：「订单号」.*文本格式"):
        orders(
            excel(
                ["订单号", "手机号", "商品名称", "数量", "实付金额", "付款时间"],
                [202600010001123456, "13800001234", "帆布鞋", 1, 129, "2026-03-01"],
            )
        )
    assert problems(GOOD.replace("A-1001", "2.026E+17")) == [
        "第 2 行：「订单号」「2.026E+17」是科学计数法，末几位已丢失，请把这一列设为文本格式后重新填写。"
    ]


def test_rows_of_one_order_are_its_lines() -> None:
    second = GOOD.replace("帆布鞋", "鞋带").replace("¥129.00", "0")
    (order,) = orders("\n".join((HEADING, GOOD, second)).encode())
    assert [(line.line_id, line.name) for line in order.lines] == [
        ("A-1001-1", "帆布鞋"),
        ("A-1001-2", "鞋带"),
    ]
    assert order.paid_total == Decimal("129.00")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("13800001234", "138****1234"), "「手机」不是完整的电话号码（不要打星号，整列设为文本格式）。"),
        (("¥129.00", "一百"), "「实付金额」「一百」不是金额，请写成 189.00 这样。"),
        (("¥129.00", "-5"), "「实付金额」金额应在 0 到 9999999.99 之间。"),
        (("¥129.00", "1.005"), "「实付金额」「1.005」超过两位小数。"),
        (("¥129.00", "NaN"), "「实付金额」金额应在 0 到 9999999.99 之间。"),
        (("白 38,鞋,1", "白 38,鞋,0"), "「数量」「0」不是数量，请写不小于 1 的整数。"),
        (
            ("白 38,鞋,1", "白 38,飞船,1"),
            "「类目」不认识「飞船」，请写：服装、鞋、手机、小家电、食品、生鲜、家居、其他等。",
        ),
        (("2026/3/1 9:05", "昨天"), "「付款时间」「昨天」不是时间，请写成 2026-03-01 10:30 这样。"),
        (("2026/3/1 9:05", "2026-03-12"), "「付款时间」「2026-03-12」在将来。"),
        (("2026/3/1 9:05", "2026-03-05"), "「签收时间」早于「付款时间」。"),
        (("13800001234", ""), "请填写「手机」。"),
        (("帆布鞋", ""), "请填写「商品名称」。"),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_what_to_do(change: tuple[str, str], said: str) -> None:
    assert problems(GOOD.replace("A-1001", "A-1000"), GOOD.replace(*change)) == [f"第 3 行：{said}"]


def test_all_problems_are_told_at_once_and_the_first_fifty_in_full() -> None:
    with pytest.raises(BadTable) as refused:
        orders(
            "\n".join(
                (HEADING, *(GOOD.replace("A-1001", f"B{n}").replace("¥129.00", "?") for n in range(60)))
            ).encode()
        )
    assert len(refused.value.problems) == 60
    assert refused.value.message.count("第 ") == MOST_SHOWN
    assert refused.value.message.endswith("另有 10 处问题")


def test_rows_of_one_order_must_agree() -> None:
    assert problems(GOOD, GOOD.replace("13800001234", "13900001234")) == [
        "第 3 行：「手机」与同一订单的第 2 行不一致。"
    ]


def test_a_signed_order_needs_the_moment() -> None:
    with pytest.raises(BadTable, match="订单已签收，请填写「签收时间」"):
        orders(f"{HEADING},订单状态\n{GOOD.replace('2026-03-04 18:20:00', '')},交易成功".encode())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "文件是空的"),
        ("订单号,手机号\n1,2".encode(), "缺少列：商品名称、数量、实付金额、付款时间"),
        (HEADING.encode(), "没有任何订单"),
        (b"PK\x03\x04 no workbook", "不是能打开的 Excel"),
        (b"\xff\xfe\x00\x00\x81", "读不出文字"),
        (f'{HEADING}\n"{"x" * 200_000}'.encode(), "CSV"),
    ],
)
def test_a_file_that_is_no_table_says_what_to_send_instead(data: bytes, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        orders(data)


@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reader(data: bytes) -> None:
    for start in (b"", b"PK", HEADING.encode() + b"\n"):
        with pytest.raises(BadTable):
            orders(start + data)


def test_a_merchant_s_orders_are_his_own() -> None:
    (order,) = orders(f"{HEADING},店铺ID\n{GOOD},other".encode(), "shen")
    assert order.merchant_id == "shen"
