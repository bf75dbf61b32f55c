"""A shop's CSV or Excel file as rows of text under known columns. Pure."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import yaml
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from aftersales.errors import AppError

_COLUMNS = Path(__file__).with_name("table_columns.yml")
MOST_ROWS = 20_000
MOST_SHOWN = 50
REQUIRED = ("order_id", "phone", "name", "quantity", "paid", "paid_at")
_EXACT_DIGITS = 15
"""Excel keeps no more digits of a number."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts as the shop's own program shows it, the heading is row 1; None: the file as a whole."""

    row: int | None
    what: str

    def __str__(self) -> str:
        return self.what if self.row is None else f"第 {self.row} 行：{self.what}"


class BadTable(AppError):
    """Nothing was imported; the message says of every row what to do."""

    status = 422
    code = "bad_table"

    def __init__(self, problems: list[Problem]) -> None:
        shown = [str(problem) for problem in problems[:MOST_SHOWN]]
        if len(problems) > MOST_SHOWN:
            shown.append(f"……另有 {len(problems) - MOST_SHOWN} 处问题")
        super().__init__("没有导入任何订单，请改好后重新上传：\n" + "\n".join(shown), field="file")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: dict[str, str]


@cache
def _columns() -> dict[str, str]:
    named: dict[str, list[str]] = yaml.safe_load(_COLUMNS.read_text(encoding="utf-8"))
    return {plain(name): column for column, names in named.items() for name in names}


def column_title(column: str) -> str:
    """What the column is called in messages: the first of its names."""
    return next(name for name, known in _titles() if known == column)


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    named: dict[str, list[str]] = yaml.safe_load(_COLUMNS.read_text(encoding="utf-8"))
    return tuple((names[0], column) for column, names in named.items())


def plain(heading: str) -> str:
    """Full-width forms, blanks, brackets' contents and capital letters make no difference."""
    text = unicodedata.normalize("NFKC", heading).lower()
    return re.sub(r"\(.*?\)|[\s_*:\ufeff]", "", text)


def read_rows(data: bytes) -> list[Row]:
    """The rows that hold anything, with the columns that are known. Raises BadTable."""
    table = _excel(data) if data.startswith(b"PK") else _csv(data)
    try:
        heading = next(table)
    except StopIteration:
        raise BadTable([Problem(None, "文件是空的。")]) from None
    columns = [_columns().get(plain(name)) for name in heading]
    missing = [column_title(column) for column in REQUIRED if column not in columns]
    if missing:
        raise BadTable([Problem(1, f"缺少列：{'、'.join(missing)}。第一行应为列名。")])
    rows = []
    for number, cells in enumerate(table, start=2):
        named = {c: _cell(text) for c, text in zip(columns, cells, strict=False) if c is not None}
        if any(named.values()):
            rows.append(Row(number, named))
        if len(rows) > MOST_ROWS:
            raise BadTable([Problem(None, f"一次最多导入 {MOST_ROWS} 行，请分成几个文件。")])
    if not rows:
        raise BadTable([Problem(None, "除了列名，没有任何订单。")])
    return rows


def _cell(text: str) -> str:
    """Without what exports put around numbers so that Excel leaves them alone: ="1", '1, tabs."""
    text = text.strip()
    quoted = re.fullmatch(r'="(.*)"', text)
    return (quoted[1] if quoted else text).removeprefix("'").strip()


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise BadTable([Problem(None, "这不是能读懂的 CSV 文件，请另存为 CSV 或 Excel（.xlsx）。")]) from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BadTable([Problem(None, "读不出文字，请把文件另存为 CSV（UTF-8 或 GBK）或 Excel（.xlsx）。")])


def _excel(data: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise BadTable([Problem(None, "这不是能打开的 Excel（.xlsx）文件。")]) from None
    try:
        sheet = book.worksheets[0]
        for values in sheet.iter_rows(values_only=True):
            yield [_text(value) for value in values]
    finally:
        book.close()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return _whole(int(value))
        case int():
            return _whole(value)
    return str(value)


def _whole(number: int) -> str:
    """Too long a number lost its last digits already: as a shop sees it, so that the row is reported."""
    return str(number) if len(str(abs(number))) <= _EXACT_DIGITS else f"{number:.5E}"
