"""Labels in files: CSV, or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from aftersales.errors import InvalidInput
from aftersales.learning.model import Proposal


def write(path: Path, proposals: Sequence[Proposal]) -> None:
    """For somebody to fill in the column `label`: `.csv` opens in Excel, anything else is JSON lines."""
    if path.suffix.lower() == ".csv":
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(["label", "text", "count", "why", "readings", "others"])
        for one in proposals:
            readings = " ".join(f"{reading.intent}={reading.confidence:.2f}" for reading in one.readings)
            rows.writerow(["", _inert(one.text), one.count, " ".join(one.why), readings, len(one.others)])
        path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    else:
        lines = (json.dumps({"label": "", **one.to_json()}, ensure_ascii=False) for one in proposals)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read(path: Path) -> list[tuple[str, str]]:
    """The (text, label) of all rows with a label; CSV in UTF-8 or GBK with a heading, or JSON lines.

    Raises InvalidInput with the row for one that cannot be read, OSError.
    """
    text = _decoded(path.read_bytes())
    rows = csv.DictReader(io.StringIO(text)) if path.suffix.lower() == ".csv" else _json_lines(text)
    found = []
    for number, row in enumerate(rows, 2 if path.suffix.lower() == ".csv" else 1):
        said, label = row.get("text"), row.get("label")
        if not isinstance(said, str) or not (label is None or isinstance(label, str)):
            raise InvalidInput(f"第 {number} 行：需要 text 和 label 两项。")
        if label and label.strip() and said.strip():
            found.append((said.removeprefix("'"), label.strip()))
    return found


def _json_lines(text: str) -> Iterable[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise InvalidInput(f"第 {number} 行不是 JSON。")
            yield row


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _inert(text: str) -> str:
    """What a shopper wrote must not become a formula in somebody's Excel."""
    return f"'{text}" if text[:1] in "=+-@" else text
