from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.caching import LocalTrainingCache
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import EndpointConfig

from assistant import patches, strict_actions
from tests.assistant.action_server import ActionServer

TINY = Path(__file__).parent / "tiny"
VALIDATE, SESSION, RUN = RemoteAction._validate_action_result, EndpointConfig.session, RemoteAction.run
SANITIZE, READ = TrainingData.__dict__["sanitize_examples"], RasaFileImporter.get_nlu_data

BEFORE, AFTER = TrainingHook.on_before_node, TrainingHook.on_after_node


@pytest.fixture(autouse=True)
def _as_rasa_made_it() -> Iterator[None]:
    yield
    RemoteAction._validate_action_result, EndpointConfig.session, RemoteAction.run = VALIDATE, SESSION, RUN
    TrainingData.sanitize_examples, RasaFileImporter.get_nlu_data = SANITIZE, READ
    TrainingHook.on_before_node, TrainingHook.on_after_node = BEFORE, AFTER
    if "__deepcopy__" in Message.__dict__:
        del Message.__deepcopy__


def test_rasa_still_checks_its_schema_on_every_call() -> None:
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(VALIDATE)


def test_rasa_still_opens_a_session_for_every_request() -> None:
    assert "async with self.session() as session" in inspect.getsource(EndpointConfig.request)
    assert "aiohttp.ClientSession(" in inspect.getsource(SESSION)


def test_rasa_still_copies_its_messages_deeply() -> None:
    data = TrainingData([Message.build("我要退货", "request_refund")])

    assert data.merge(TrainingData()).training_examples[0] is not data.training_examples[0]


def test_rasa_still_forgets_the_hashes_of_clean_messages() -> None:
    assert "ex.set(INTENT, ex.get(INTENT).strip())" in inspect.getsource(SANITIZE.__func__)
    assert "self._cached_fingerprint = None" in inspect.getsource(Message.set)


def test_rasa_still_hashes_for_a_cache_that_is_off() -> None:
    assert "calculate_fingerprint_key" in inspect.getsource(BEFORE)
    assert "deep_container_fingerprint(output)" in inspect.getsource(AFTER)
    assert "if self._is_disabled():" in inspect.getsource(LocalTrainingCache.cache_output)


def test_rasa_still_reads_its_files_for_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(_readings(monkeypatch)) == 3


def test_rasa_still_swallows_a_failed_action() -> None:
    from rasa.core.processor import MessageProcessor

    assert "except Exception" in inspect.getsource(MessageProcessor._run_action)


def test_the_compiled_validator_judges_as_rasa_s() -> None:
    patches.install(patches.SERVING)
    action = RemoteAction("action_hello", None)

    assert action._validate_action_result({"events": [{"event": "slot", "name": "a", "value": 1}]})
    for wrong in ({"events": "x"}, {"events": [{"name": "a"}]}, {"responses": [1]}, []):
        with pytest.raises(ValidationError):
            VALIDATE(action, wrong)
        with pytest.raises(ValidationError):
            action._validate_action_result(wrong)


async def test_requests_share_one_session(actions: ActionServer) -> None:
    patches.install(patches.SERVING)
    endpoint = EndpointConfig(actions.url, headers={"Authorization": "Bearer x"})

    async with endpoint.session() as first, endpoint.session() as second:
        assert first is second
    assert await endpoint.request(json={"next_action": "action_hello"})
    await patches.close_shared_session(endpoint)

    assert first.closed


def test_the_data_trained_on_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is = _importer().get_nlu_data("zh")
    patches.install(patches.TRAINING)
    mended = _importer().get_nlu_data("zh")

    assert [message.data for message in mended.training_examples] == [
        message.data for message in as_it_is.training_examples
    ]
    assert mended.fingerprint() == as_it_is.fingerprint()
    assert len(_readings(monkeypatch)) == 1


def test_doubles_and_blanks_around_intents_still_go() -> None:
    patches.install(patches.TRAINING)
    told = [Message.build("退货", " request_refund "), Message.build("退货", "request_refund")]

    assert [message.get("intent") for message in TrainingData(told).training_examples] == ["request_refund"]


def test_the_environment_switches_them_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(patches.SWITCH, "0")

    assert patches.install(patches.SERVING) == patches.install(patches.TRAINING) == frozenset()
    assert EndpointConfig.session is SESSION
    assert RasaFileImporter.get_nlu_data is READ


def test_the_environment_names_the_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(patches.SWITCH, "session,copies")

    assert patches.install(patches.SERVING) == {"session"}
    assert RemoteAction._validate_action_result is VALIDATE


def test_strictness_is_installed_once() -> None:
    strict_actions.install()
    once = RemoteAction.run
    strict_actions.install()

    assert RemoteAction.run is once


def _importer() -> TrainingDataImporter:
    config, domain = str(TINY.parents[2] / "config.yml"), str(TINY / "domain.yml")
    return TrainingDataImporter.load_from_config(config, domain, [str(TINY / "data")])


def _readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The languages for which Rasa's files are read in a training."""
    read: list[str] = []

    def noted(files: object, language: str) -> TrainingData:
        read.append(language)
        return TrainingData()

    monkeypatch.setattr("rasa.shared.importers.utils.training_data_from_paths", noted)
    importer = _importer()
    importer.get_nlu_data()
    importer.get_domain()
    importer.get_nlu_data("zh")
    return read
