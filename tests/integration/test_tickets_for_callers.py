"""An agent takes down what a caller wants: the policy decides as it would in a dialogue."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.service import Service

VASE, FRYER, COAT, SHIRTS, CODE = (
    *("202600010010", "202600010003", "202600010013"),
    *("202600010006", "202600010016"),
)


def application(order_id: str, reason: str, quantity: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "items": [{"line_id": f"{order_id}-1", "quantity": quantity}],
        "reason": reason,
        "description": "来电反映",
    } | more


async def calls(service: Service, body: dict[str, Any], agent: str = "lan") -> httpx.Response:
    return await service.post(agent, "/api/tickets", body)


async def ticket(service: Service, body: dict[str, Any], agent: str = "lan") -> dict[str, Any]:
    answer = await calls(service, body, agent)
    assert answer.status_code == 201, answer.text
    opened: dict[str, Any] = answer.json()
    return opened


async def test_photos_that_the_agent_saw_decide_at_once(service: Service) -> None:
    photos = {"photos": {"goods": 1, "parcel": 1}, "fault": "broken"}
    seen = await ticket(service, application(VASE, "damaged", claim=photos))
    assert (seen["status"], seen["remedy"], seen["request"]) == ("submitted", "reship", "damaged")
    assert (seen["decision"]["outcome"], seen["decision"]["rules"][0]) == ("approve", "R-DMG")
    assert seen["decision"]["facts"]["claim"]["photos"] == {"goods": 1, "parcel": 1}


@pytest.mark.parametrize("photos", [{"goods": 1, "parcel": 1}, {}])
async def test_it_is_reviewed_in_time_whatever_the_rules_say(
    service: Service, photos: dict[str, int]
) -> None:
    seen = await ticket(service, application(VASE, "damaged", claim={"photos": photos}))
    clocks = (await service.get("lan", f"/api/tickets/{seen['id']}/clocks")).json()["items"]
    assert [clock["clock"] for clock in clocks] == ["SLA-REVIEW"]


async def test_without_photos_it_waits_for_people(service: Service) -> None:
    unseen = await ticket(service, application(VASE, "damaged", remedy="refund_only"))
    assert (unseen["decision"]["outcome"], unseen["amount"]) == ("review", "189.00")
    assert unseen["decision"]["evidence"] == ["goods_photo", "parcel_photo"]


async def test_what_the_rules_refuse_is_refused_with_its_reason_and_what_else_is_possible(
    service: Service,
) -> None:
    answer = await calls(service, application(FRYER, "no_reason", remedy="return_refund"))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (422, "refused_by_policy", "reason")
    assert "R-NR-LATE" in error["message"]
    assert "质量问题" in error["message"]
    assert (await service.get("lan", "/api/tickets")).json()["total"] == 0


async def test_only_a_supervisor_does_a_favour_and_says_why(service: Service) -> None:
    body = application(FRYER, "no_reason", remedy="return_refund", favour="老顾客，只晚了几个小时")
    assert (await calls(service, body)).json()["error"]["code"] == "forbidden"
    favoured = await ticket(service, body | {"id": str(uuid4())}, "zhou")
    assert (favoured["level"], favoured["decision"]["outcome"]) == ("supervisor", "reject")
    (note,) = favoured["records"]
    assert note["data"]["text"] == "规则不支持，主管特批：老顾客，只晚了几个小时"
    step = {"to": "under_review", "why": "主管受理", "version": favoured["version"]}
    review = await service.post("zhou", f"/api/tickets/{favoured['id']}/transitions", step)
    approve = {"to": "approved", "why": "特批", "version": review.json()["version"]}
    by_agent = await service.post("lan", f"/api/tickets/{favoured['id']}/transitions", approve)
    assert by_agent.status_code == 403


async def test_a_favour_nobody_needs_is_none(service: Service) -> None:
    photos = {"photos": {"goods": 1, "parcel": 1}}
    body = application(VASE, "damaged", claim=photos, favour="不需要")
    assert (await ticket(service, body))["records"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (application(COAT, "quality"), "reason"),
        (application(VASE, "other", remedy="cancel"), "remedy"),
        (application(VASE, "damaged", claim={"quantity_refunded": 1}), "claim.quantity_refunded"),
        (application(VASE, "damaged", claim={"photos": {"goods": -1}}), "claim.photos.goods"),
    ],
)
async def test_what_does_not_fit_is_named(service: Service, body: dict[str, Any], field: str) -> None:
    answer = await calls(service, body)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


async def test_pieces_already_refunded_count(service: Service) -> None:
    first = await ticket(service, application(SHIRTS, "no_reason", 2, remedy="return_refund"))
    assert first["amount"] == "160.00"
    withdraw = {"to": "withdrawn", "why": "顾客改数量", "version": first["version"]}
    assert (await service.post("lan", f"/api/tickets/{first['id']}/transitions", withdraw)).is_success
    again = await ticket(service, application(SHIRTS, "no_reason", 5, remedy="return_refund"))
    assert again["amount"] == "400.00"


async def test_virtual_goods_have_their_own_rule(service: Service) -> None:
    code = await ticket(service, application(CODE, "quality", claim={"fault": True}))
    assert (code["request"], code["decision"]["rules"][0], code["remedy"]) == (
        *("virtual", "R-VG-FAIL"),
        "reissue",
    )


async def test_sent_again_it_does_not_stand_in_its_own_way(service: Service) -> None:
    body = application(VASE, "damaged", remedy="refund_only", id=str(uuid4()))
    first = await ticket(service, body)
    for version, to in enumerate(("under_review", "approved", "refunding"), start=1):
        step = {"to": to, "why": "核实", "version": version}
        assert (await service.post("zhou", f"/api/tickets/{first['id']}/transitions", step)).is_success
    assert (await ticket(service, body))["id"] == first["id"]


async def test_a_matter_without_a_rule_is_a_consultation(service: Service) -> None:
    asked = await ticket(service, application(VASE, "other"))
    assert (asked["type"], asked["decision"]) == ("consultation", None)


async def test_the_desk_reads_an_order_without_reading_who_lives_where(service: Service) -> None:
    answer = await service.get("lan", f"/api/orders/{SHIRTS}")
    order = answer.json()
    assert (order["status"], order["paid_total"]) == ("signed", "400.00")
    assert [(line["name"], line["quantity"]) for line in order["lines"]] == [("工作衬衫", 5)]
    assert order["receiver"]["phone"] == "138****1234"
    assert "13800001234" not in answer.text


@pytest.mark.parametrize(
    ("agent", "order_id", "status"),
    [("shen", "202600010007", 200), ("shen", VASE, 404), ("lan", "nothing", 404)],
)
async def test_a_merchant_reads_his_own_orders_only(
    service: Service, agent: str, order_id: str, status: int
) -> None:
    assert (await service.get(agent, f"/api/orders/{order_id}")).status_code == status
    assert (await service.http.get(f"/api/orders/{order_id}")).status_code == 401
