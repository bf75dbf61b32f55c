"""A labelled sentence goes with the data of whoever said it, from the file that was trained on, too."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from aftersales.clock import FixedClock
from aftersales.learning import repository
from aftersales.learning.examples import Example, read, write
from aftersales.learning.grouping import identity
from aftersales.learning.learnt import Learnt
from aftersales.photos.store import PhotoStore
from aftersales.privacy.model import UNFINISHED, Terms
from aftersales.privacy.retention import Retention
from aftersales.privacy.tables import PrivacyRequestRow
from tests.support.fake_rasa import FakeRasa
from tests.support.service import Service
from tests.support.talks import says

HERS, HIS = "昨天说好的那个事咋弄", "蓝莓酱的瓶盖死活拧不开"
PATH = "/api/learning"


async def label(service: Service, text: str) -> int:
    await service.get("zhou", f"{PATH}/proposals")
    body = {"id": identity(text), "label": "ask_tech_support"}
    return (await service.post("zhou", f"{PATH}/labels", body)).status_code


async def labelled(service: Service) -> list[str]:
    async with service.program.db.read() as session:
        return sorted(one.text for one in await repository.labels(session))


async def delete_all_of(service: Service, conversation_id: str) -> None:
    committed = asyncio.Event()
    service.program.db.on_commit(committed.set)
    await service.program.privacy.delete(conversation_id, "m1")
    async with asyncio.timeout(60):
        while True:
            committed.clear()
            async with service.program.db.read() as session:
                states = set(await session.scalars(select(PrivacyRequestRow.state)))
            if not states & set(UNFINISHED):
                return
            await committed.wait()


@pytest.fixture
async def hers(service: Service, rasa: FakeRasa) -> str:
    """Both said something that was labelled and trained on; her conversation."""
    async with service.widget("wang") as wang, service.widget("lin") as lin:
        await says(rasa, wang, HIS)
        await says(rasa, lin, HERS)
        conversation = lin.conversation
    for text in (HERS, HIS):
        assert await label(service, text) == 200
    examples = [Example(text, "ask_tech_support") for text in (HERS, HIS)]
    write(Learnt(service.settings.learnt_dir).labels, examples)
    return conversation


async def test_deleting_her_data_takes_her_sentences_out_of_all_that_was_learnt(
    service: Service, hers: str
) -> None:
    await delete_all_of(service, hers)
    assert await labelled(service) == [HIS]
    assert read(Learnt(service.settings.learnt_dir).labels) == [Example(HIS, "ask_tech_support")]


async def test_what_was_deleted_cannot_be_labelled_from_a_page_still_open(
    service: Service, rasa: FakeRasa
) -> None:
    async with service.widget("lin") as lin:
        await says(rasa, lin, HERS)
        await service.get("zhou", f"{PATH}/proposals")
        await delete_all_of(service, lin.conversation)
    body = {"id": identity(HERS), "label": "ask_tech_support"}
    answer = await service.post("zhou", f"{PATH}/labels", body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


async def test_a_term_that_is_over_leaves_the_sentence_and_nobody_who_said_it(
    service: Service, clock: FixedClock, hers: str
) -> None:
    clock.advance(timedelta(days=181))
    retention = Retention(service.program.db, clock, PhotoStore(service.settings.photo_dir), Terms())
    while await retention():
        pass
    async with service.program.db.read() as session:
        kept = await repository.labels(session)
    assert sorted(one.text for one in kept) == sorted([HERS, HIS])
    assert {one.message_id for one in kept} == {None}
