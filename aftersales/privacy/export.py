"""Her data as a file to take along: a document to read, the same as data, and her pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from aftersales.conversations.tables import MessageRow
from aftersales.conversations.wire import for_shopper, message_json
from aftersales.privacy.document import Document, date_text
from aftersales.tickets.model import Ticket

IN_MEMORY = 16 * 1024 * 1024
DESKS_OWN = ("merchant_id", "assignee", "skill_group", "priority", "level", "version")


@dataclass(frozen=True)
class Package:
    """`messages` by conversation; `photos` where they lie, by id."""

    document: Document
    messages: Mapping[str, Sequence[MessageRow]]
    tickets: Sequence[Ticket]
    photos: Mapping[str, Path]


def packed(package: Package) -> IO[bytes]:
    """A ZIP at its beginning, never under a name on the disk. Blocking: call in a thread."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the response closes it)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("我的信息.txt", _readable(package.document))
        archive.writestr("data.json", json.dumps(_data(package), ensure_ascii=False, indent=1))
        for photo_id, path in package.photos.items():
            if path.is_file():
                archive.write(path, f"photos/{photo_id}.jpg", ZIP_STORED)
    file.seek(0)
    return file


def _readable(document: Document) -> str:
    lines = [f"生成时间：{date_text(document.generated_at)}"]
    for group in document.groups:
        lines += ["", f"【{group.title}】", f"用途：{group.purpose}；保存：{group.kept}"]
        lines += [f"{row.label}：{row.value}" for row in group.rows]
    return "\n".join(lines) + "\n"


def _data(package: Package) -> dict[str, Any]:
    return {
        "summary": package.document.to_json(),
        "conversations": [
            {"id": conversation_id, "messages": list(_said(rows))}
            for conversation_id, rows in package.messages.items()
        ],
        "tickets": [_ticket(ticket) for ticket in package.tickets],
    }


def _said(rows: Iterable[MessageRow]) -> Iterable[dict[str, Any]]:
    return (shown for row in rows if (shown := for_shopper(message_json(row))) is not None)


def _ticket(ticket: Ticket) -> dict[str, Any]:
    """Without the desk's own affairs, its notes among them."""
    body = {key: value for key, value in ticket.to_json().items() if key not in DESKS_OWN}
    return body | {"records": [record for record in body["records"] if record["shown"]]}
