"""The label page over HTTP: what is proposed, what becomes of a label, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from aftersales.learning.grouping import identity
from aftersales.learning.model import Label
from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service
from tests.support.talks import says

PATH = "/api/learning"
SAID = "昨天说好的那个事咋弄"
LABELLED = {"id": identity(SAID), "label": "query_progress"}


async def proposed(service: Service) -> list[dict[str, Any]]:
    answer = await service.get("zhou", f"{PATH}/proposals")
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_doubtful_message_is_proposed_once_for_all_who_said_it(
    service: Service, rasa: FakeRasa
) -> None:
    for name in ("lin", "wang"):
        async with service.widget(name) as shopper:
            await says(rasa, shopper, SAID, f"{SAID}？")
    (one,) = await proposed(service)
    assert (one["id"], one["text"], one["count"]) == (identity(SAID), f"{SAID}?", 4)
    assert one["readings"][0] == {"intent": "request_refund", "topic": None, "confidence": 0.4}
    assert "uncertain" in one["why"]


async def test_her_name_numbers_and_address_are_not_shown(service: Service, rasa: FakeRasa) -> None:
    await service.agree("lin")
    said = "林晓的202600010010到底咋回事，打13800001234"
    async with service.widget("lin") as lin:
        await says(rasa, lin, said)
    (one,) = await proposed(service)
    assert one["text"] == "[隐私]的[号码]到底咋回事,打[隐私]"


async def test_an_answer_about_herself_is_no_candidate(service: Service, rasa: FakeRasa) -> None:
    async with service.widget("lin") as lin:
        await says(rasa, lin, SAID, expects="address")
        await says(rasa, lin, "放门卫老张那儿就成")
    assert [one["text"] for one in await proposed(service)] == [SAID]


async def test_bubbles_that_were_read_together_are_no_candidates(service: Service, rasa: FakeRasa) -> None:
    held = rasa.holds()
    async with service.widget("lin") as lin:
        await lin.send(text=SAID)
        async with held:
            await lin.send(text="蓝莓酱的瓶盖拧不开")
            await lin.send(text="咋整嘛求支个招")
        await service.all_answered()
    assert [one["text"] for one in await proposed(service)] in ([SAID], [])


async def test_a_label_is_kept_once_and_settles_its_group(service: Service, rasa: FakeRasa) -> None:
    async with service.widget("lin") as lin:
        await says(rasa, lin, SAID, f"{SAID}呀")
    first = await service.post("zhou", f"{PATH}/labels", LABELLED)
    again = await service.post("root", f"{PATH}/labels", LABELLED)
    assert first.status_code == 200
    assert first.json() == again.json()
    assert first.json() | LABELLED == first.json()
    assert first.json()["labelled_by"] == "zhou"
    assert await proposed(service) == []
    kept = (await service.get("zhou", f"{PATH}/labels")).json()
    assert (kept["total"], [one["label"] for one in kept["items"]]) == (1, ["query_progress"])


async def test_another_label_replaces_the_first_and_skip_settles_too(
    service: Service, rasa: FakeRasa
) -> None:
    async with service.widget("lin") as lin:
        await says(rasa, lin, SAID)
    for label in ("query_progress", "faq/invoice", "skip"):
        answer = await service.post("zhou", f"{PATH}/labels", LABELLED | {"label": label})
        assert answer.json()["label"] == label
    assert await proposed(service) == []
    status = (await service.get("zhou", PATH)).json()
    assert (status["labelled"], status["waiting"], status["needed"]) == (0, 0, 10)


async def test_a_label_that_is_taken_back_is_proposed_again(service: Service, rasa: FakeRasa) -> None:
    async with service.widget("lin") as lin:
        await says(rasa, lin, SAID)
    await service.post("zhou", f"{PATH}/labels", LABELLED)
    signed = {"Authorization": f"Bearer {service.token('zhou')}"}
    for _ in range(2):
        answer = await service.http.delete(f"{PATH}/labels/{LABELLED['id']}", headers=signed)
        assert (answer.status_code, answer.content) == (204, b"")
    assert [one["id"] for one in await proposed(service)] == [LABELLED["id"]]


async def test_the_labels_that_may_be_chosen_are_the_models(service: Service) -> None:
    status = (await service.get("zhou", PATH)).json()
    assert {"request_refund", "faq/invoice", "chitchat/joke", "out_of_scope"} <= set(status["labels"])
    assert "faq" not in status["labels"]
    assert status["last_run"] is None


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (LABELLED | {"label": "no_such_intent"}, 422, "unknown_label", "label"),
        (LABELLED | {"label": "faq"}, 422, "unknown_label", "label"),
        (LABELLED | {"id": "0" * 16}, 404, "not_found", "id"),
        (LABELLED | {"id": "../../etc"}, 422, "invalid", "id"),
        ({"id": LABELLED["id"]}, 422, "invalid", "label"),
        (LABELLED | {"text": "别的话"}, 422, "invalid", "text"),
    ],
)
async def test_a_bad_label_is_named(
    service: Service, body: dict[str, str], status: int, code: str, field: str
) -> None:
    answer = await service.post("zhou", f"{PATH}/labels", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["field"]) == (status, code, field)


@pytest.mark.parametrize(("agent", "status"), [("lan", 403), ("shen", 403), ("zhou", 200), ("root", 200)])
async def test_supervisors_and_administrators_label(service: Service, agent: str, status: int) -> None:
    for path in ("", "/proposals", "/labels"):
        assert (await service.get(agent, PATH + path)).status_code == status
    assert (await service.http.get(PATH)).status_code == 401


def test_every_fifth_label_is_held_out_for_good() -> None:
    labels = [Label(identity(f"第{n}句话"), "", "greet", "zhou", None) for n in range(1000)]  # type: ignore[arg-type]
    assert 150 < sum(label.held_out for label in labels) < 250
