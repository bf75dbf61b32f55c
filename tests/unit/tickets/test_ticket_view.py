"""A ticket on somebody's screen: full for the one who holds it, masked for everybody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ticket_builders import NOW, in_status, new_ticket

from aftersales.policy.names import Remedy
from aftersales.tickets.model import SYSTEM, HistoryEntry, Ticket
from aftersales.tickets.model import TicketStatus as S
from aftersales.tickets.records import Record
from aftersales.tickets.records import RecordKind as K
from aftersales.tickets.view import shown, ticket_for

CHANGE = {"address": "浙江省宁波市海曙区中山路8号", "phone": "13900002222", "name": "王芳"}
WORDS = "地址改到浙江省宁波市海曙区中山路8号，电话 13900002222"


def changing(holder: str | None = None) -> Ticket:
    ticket = new_ticket(Remedy.MODIFY, change=CHANGE, description=WORDS)
    return replace(ticket, assignee=holder)


def change(body: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = body["records"][0]["data"]
    return {name: data[name] for name in CHANGE}


def test_who_holds_it_reads_where_the_parcel_goes() -> None:
    body = ticket_for(changing("lan"), "lan")
    assert change(body) == CHANGE
    assert (body["description"], body["history"][0]["why"]) == (WORDS, WORDS)


@pytest.mark.parametrize(("holder", "viewer"), [("lan", "mei"), (None, "lan"), (None, None), ("lan", None)])
def test_everybody_else_reads_a_hint(holder: str | None, viewer: str | None) -> None:
    body = shown(changing(holder).to_json(), viewer)
    assert change(body) == {"address": "浙江省宁波市****", "phone": "139****2222", "name": "王*"}
    for words in (body["description"], body["history"][0]["why"]):
        assert "13900002222" not in words
        assert "中山路" not in words


def test_parcels_and_references_stay_readable() -> None:
    ticket = in_status(S.RESHIPPING, Remedy.RESHIP)
    sent = Record(NOW, "system", K.SHIPMENT, {"tracking_number": "SF1234567890", "note": ""})
    done = HistoryEntry(NOW, SYSTEM.who, S.RESHIPPING, S.COMPLETED, "补发已办理，流水号 DS2603020887430")
    ticket = replace(ticket, records=(sent,), history=(*ticket.history, done))
    body = ticket_for(ticket, "mei")
    assert body["records"][0]["data"]["tracking_number"] == "SF1234567890"
    assert body["history"][-1]["why"] == done.why
