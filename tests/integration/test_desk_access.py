"""Who may do what at the desk: proved by success and refusal with the same set-up (POLICY 6)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from aftersales.people.service import AUDIENCE
from aftersales.people.tokens import sign_token
from tests.support.photos import photo
from tests.support.service import IDENTITY_SECRET, SECRET, Service
from tests.support.sockets import Line, Refused


async def test_a_colleagues_conversation_is_taken_over_by_supervisors_alone(service: Service) -> None:
    async with service.widget() as shopper:
        await service.act("lan", shopper.conversation, "claim")
        agent = await service.act("mei", shopper.conversation, "claim")
        assert (agent.status_code, agent.json()["error"]["code"]) == (409, "owned_by_other")
        merchant = await service.act("shen", shopper.conversation, "claim")
        assert (merchant.status_code, merchant.json()["error"]["code"]) == (403, "forbidden")
        taken = await service.act("zhou", shopper.conversation, "claim")
        assert (taken.status_code, taken.json()["agent"]["id"]) == (200, "zhou")
        said = await service.act("lan", shopper.conversation, "messages", id=str(uuid4()), text="您好")
        assert said.json()["error"]["code"] == "owned_by_other"


async def test_a_merchant_has_no_part_in_conversations(service: Service) -> None:
    async with service.widget() as shopper:
        before = await service.rows()
        path = f"/api/conversations/{shopper.conversation}"
        answers = [
            await service.get("shen", "/api/conversations"),
            await service.get("shen", path),
            await service.post("shen", f"{path}/claim"),
            await service.act("shen", shopper.conversation, "messages", id=str(uuid4()), text="您好"),
            await service.act("shen", shopper.conversation, "notes", text="您好"),
            await service.act("shen", shopper.conversation, "transfer", to="lan"),
            await service.act("shen", shopper.conversation, "return"),
            await service.act("shen", shopper.conversation, "resolve", code="solved"),
        ]
        assert [answer.status_code for answer in answers] == [403] * len(answers)
        assert await service.rows() == before
        assert (await service.get("lan", path)).status_code == 200


def bad_tokens(service: Service) -> list[str]:
    later = service.clock.now() + timedelta(hours=1)
    return [
        "forged",
        service.token("lan", secret=IDENTITY_SECRET),
        sign_token(SECRET, {"sub": "lan"}, service.clock.now(), AUDIENCE),
        sign_token(SECRET, {"sub": "lan"}, later, "widget"),
        sign_token(SECRET, {"sub": "lan"}, later),
        sign_token(SECRET, {"sub": "nobody"}, later, AUDIENCE),
    ]


async def test_a_bad_token_opens_nothing_at_the_desk(service: Service) -> None:
    async with service.widget() as shopper:
        path = f"/api/conversations/{shopper.conversation}"
        before = await service.rows()
        for token in bad_tokens(service):
            headers = {"Authorization": f"Bearer {token}"}
            for method, address in (("GET", "/api/conversations"), ("GET", path), ("POST", f"{path}/claim")):
                answer = await service.http.request(method, address, headers=headers)
                assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")
            with pytest.raises(Refused) as refused:
                await Line(service.url, "/desk", token=token).__aenter__()
            assert refused.value.code == "unauthorised"
        assert await service.rows() == before
        assert (await service.act("lan", shopper.conversation, "claim")).status_code == 200


async def test_without_a_token_nothing_is_shown(service: Service) -> None:
    answer = await service.http.get("/api/conversations")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")


async def test_the_actions_route_is_for_rasa_alone(service: Service) -> None:
    before = await service.rows()
    for sent in ("", "Bearer forged", f"Bearer {service.token('root')}"):
        answer = await service.http.post("/internal/actions", json={}, headers={"Authorization": sent})
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "unauthorised")
    assert await service.rows() == before


async def test_a_conversation_that_does_not_exist_is_not_found(service: Service) -> None:
    for answer in (
        await service.get("lan", "/api/conversations/nothing"),
        await service.act("lan", "nothing", "claim"),
        await service.act("lan", "nothing", "notes", text="急"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_merchant_sees_the_pictures_on_his_tickets_alone(service: Service) -> None:
    async with service.widget("lin") as lin:
        token = lin.session["session"]
        photo_id = (await service.upload(token, photo(1))).json()["photo_id"]
        await lin.say(photo_ids=[photo_id])
        path = f"/api/photos/{photo_id}"
        assert (await service.get("lan", path)).status_code == 200
        assert (await service.get("shen", path)).status_code == 404
        assert (await service.http.get(path)).status_code == 401
