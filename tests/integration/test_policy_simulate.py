"""`POST /api/policy/simulate` over HTTP, as the contract has it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.support.service import Service

PATH = "/api/policy/simulate"
VASE: dict[str, Any] = {
    "now": "2026-11-18T12:00:00+08:00",
    "request": "damaged",
    "order": {
        "paid_total": "195.00",
        "freight": "6.00",
        "status": "signed",
        "paid_at": "2026-11-15T09:00:00+08:00",
        "shipped_at": "2026-11-15T18:00:00+08:00",
        "signed_at": "2026-11-17T10:00:00+08:00",
        "lines": [
            {"line_id": "L1", "category": "home", "quantity": 1, "list_price": "189.00", "paid": "189.00"}
        ],
    },
    "claim": {"lines": [{"line_id": "L1", "quantity": 1}], "photos": {"goods": 1, "parcel": 1}},
}
UNSIGNED: dict[str, Any] = {"order.status": "shipped", "order.signed_at": None}


def body(**changes: Any) -> dict[str, Any]:
    """The vase with values set at paths such as `order.lines.0.paid`; `None` takes the field away."""
    document: dict[str, Any] = deepcopy(VASE)
    for path, value in changes.items():
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
        inside: Any = document
        for step in steps:
            inside = inside[step]
        if value is None:
            del inside[last]
        else:
            inside[last] = value
    return document


async def simulated(service: Service, **changes: Any) -> dict[str, Any]:
    answer = await service.post("zhou", PATH, body(**changes))
    assert answer.status_code == 200, answer.text
    decision: dict[str, Any] = answer.json()
    return decision


async def test_a_decision_is_whole_and_nothing_is_stored(service: Service) -> None:
    before = await service.rows()
    decision = await simulated(service)

    explanation = decision.pop("explanation")
    assert "补发" in explanation
    facts = decision.pop("facts")
    assert decision == {
        "outcome": "approve",
        "rules": ["R-DMG"],
        "remedy": "reship",
        "remedies": [
            {"id": "reship", "outcome": "approve", "freight_payer": "seller", "refund_amount": "0.00"},
            {
                "id": "return_refund",
                "outcome": "approve",
                "freight_payer": "seller",
                "refund_amount": "195.00",
            },
            {
                "id": "price_reduction",
                "outcome": "approve",
                "freight_payer": "seller",
                "refund_amount": "18.90",
            },
        ],
        "freight_payer": "seller",
        "refund_amount": "0.00",
        "evidence": [],
        "deadlines": [
            {
                "clock": "SLA-EXCHANGE",
                "target": "2026-11-19T21:00:00+08:00",
                "limit": "2026-11-23T21:00:00+08:00",
            }
        ],
        "alternatives": [],
        "flips": [],
        "policy_version": decision["policy_version"],
    }
    again = await service.post("zhou", PATH, facts)
    assert again.json() == {**decision, "explanation": explanation, "facts": facts}
    assert await service.rows() == before


async def test_a_refusal_says_what_would_have_passed(service: Service) -> None:
    late = {"order.signed_at": "2026-11-10T10:00:00+08:00", "order.shipped_at": None}
    paid = {"order.paid_at": "2026-11-08T09:00:00+08:00"}
    decision = await simulated(service, request="no_reason_return", **late, **paid)

    assert (decision["outcome"], decision["rules"]) == ("reject", ["R-NR-LATE"])
    assert decision["alternatives"] == ["quality_claim", "warranty_repair", "goodwill_review", "dispute"]
    assert {"fact": "now", "needed": "2026-11-17T23:59:59+08:00"} in decision["flips"]
    assert (decision["freight_payer"], decision["refund_amount"]) == ("none", "0.00")


async def test_what_leaves_before_the_goods_are_back_goes_behind_the_safe_ways(service: Service) -> None:
    dear = {"order.lines.0.paid": "1000.01", "order.paid_total": "1006.01"}
    decision = await simulated(service, **dear)
    assert (decision["outcome"], decision["remedy"]) == ("approve", "return_refund")
    assert [(way["id"], way["outcome"]) for way in decision["remedies"]] == [
        ("return_refund", "approve"),
        ("price_reduction", "approve"),
        ("reship", "review"),
    ]
    assert decision["rules"] == ["R-DMG", "R-RISK"]

    asked = await simulated(service, remedy="reship", **dear)
    assert (asked["outcome"], asked["rules"]) == ("review", ["R-RISK", "R-DMG"])
    assert [deadline["clock"] for deadline in asked["deadlines"]] == ["SLA-REVIEW", "SLA-FIRST"]


CODE = {"virtual": {"kind": "code", "state": "failed"}}
ON_RECEIVED_GOODS = (
    "no_reason_return",
    "quality",
    "repair",
    "exchange",
    "damaged",
    "wrong_item",
    "missing_item",
)
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "unknown field": ({"colour": "red"}, "colour"),
    "unknown field of the order": ({"order.colour": "red"}, "order.colour"),
    "unknown field of a line": ({"order.lines.0.colour": "red"}, "order.lines.0.colour"),
    "unknown field of the traits": (
        {"order.lines.0.traits": {"colour": "red"}},
        "order.lines.0.traits.colour",
    ),
    "unknown field of the claim": ({"claim.colour": "red"}, "claim.colour"),
    "unknown field of the shopper": ({"shopper": {"name": "林晓"}}, "shopper.name"),
    "line not in the order": ({"claim.lines.0.line_id": "L9"}, "claim.lines.0.line_id"),
    "quantity over the line": ({"claim.lines.0.quantity": 2}, "claim.lines.0.quantity"),
    "no quantity": ({"claim.lines.0.quantity": 0}, "claim.lines.0.quantity"),
    "negative quantity": ({"order.lines.0.quantity": -1}, "order.lines.0.quantity"),
    "negative amount": ({"order.lines.0.paid": "-189.00"}, "order.lines.0.paid"),
    "malformed amount": ({"order.freight": "six"}, "order.freight"),
    "amount as a number": ({"order.paid_total": 195.0}, "order.paid_total"),
    "sums that do not add up": ({"order.paid_total": "195.01"}, "order.paid_total"),
    "time without zone": ({"now": "2026-11-18T12:00:00"}, "now"),
    "time of the order without zone": ({"order.paid_at": "2026-11-15T09:00:00"}, "order.paid_at"),
    "time after now": ({"order.signed_at": "2026-11-18T12:00:01+08:00"}, "order.signed_at"),
    "time out of order": ({"order.signed_at": "2026-11-15T17:59:59+08:00"}, "order.signed_at"),
    "promised before paid": ({"order.promised_at": "2026-11-15T08:59:59+08:00"}, "order.promised_at"),
    "signed without signed_at": ({"order.signed_at": None}, "order.signed_at"),
    "signed_at without signed": ({"request": "delay", "order.status": "shipped"}, "order.signed_at"),
    "unknown category": ({"order.lines.0.category": "boats"}, "order.lines.0.category"),
    "virtual request without virtual trait": ({"request": "virtual"}, "request"),
    "virtual trait without virtual request": ({"order.lines.0.traits": CODE}, "request"),
    "delivered goods that are not virtual": (
        {"request": "compensation", **UNSIGNED, "order.status": "delivered"},
        "order.status",
    ),
    "cancel on a signed one": ({"request": "cancel"}, "request"),
    "modify on a signed one": ({"request": "modify"}, "request"),
    "delay on a signed one": ({"request": "delay"}, "request"),
    "dispute without disputed_rule": ({"request": "dispute"}, "claim.disputed_rule"),
    **{
        f"{request} on an order not signed": ({"request": request, **UNSIGNED}, "request")
        for request in ON_RECEIVED_GOODS
    },
}


async def test_every_contradiction_is_refused_by_its_field(service: Service) -> None:
    refused = {}
    for what, (changes, _) in REFUSED.items():
        answer = await service.post("zhou", PATH, body(**changes))
        error = answer.json()["error"]
        assert error["message"]
        refused[what] = (answer.status_code, error["code"], error["field"])
    assert refused == {what: (422, "invalid", field) for what, (_, field) in REFUSED.items()}


async def test_a_signed_parcel_that_she_never_saw_is_delayed(service: Service) -> None:
    decision = await simulated(service, request="delay", **{"claim.received": False})
    assert (decision["outcome"], decision["rules"]) == ("review", ["R-LATE"])


@pytest.mark.parametrize("sent", [None, [], "facts", 7])
async def test_no_object(service: Service, sent: object) -> None:
    answer = await service.post("zhou", PATH, sent)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid")


async def test_supervisors_and_administrators_only(service: Service) -> None:
    codes = {
        agent: (await service.post(agent, PATH, body())).status_code for agent in ("lan", "shen", "root")
    }
    assert codes == {"lan": 403, "shen": 403, "root": 200}
    refused = await service.post("shen", PATH, {})
    assert refused.json()["error"]["code"] == "forbidden"
    assert (await service.http.post(PATH, json=body())).status_code == 401
