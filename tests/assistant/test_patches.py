from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.caching import LocalTrainingCache
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.slots import AnySlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import EndpointConfig

from assistant import patches, strict_actions
from tests.assistant.action_server import ActionServer

TINY = Path(__file__).parent / "tiny"
VALIDATE, SESSION, RUN = RemoteAction._validate_action_result, EndpointConfig.session, RemoteAction.run
RUN_GRAPH = DaskGraphRunner.run
IS_EMPTY, FIND_RULES = Domain.is_empty, RulePolicy._get_possible_keys
RESOLVE = Event.__dict__["resolve_by_type"]
SANITIZE, READ = TrainingData.__dict__["sanitize_examples"], RasaFileImporter.get_nlu_data

BEFORE, AFTER = TrainingHook.on_before_node, TrainingHook.on_after_node


@pytest.fixture(autouse=True)
def _as_rasa_made_it() -> Iterator[None]:
    yield
    RemoteAction._validate_action_result, EndpointConfig.session, RemoteAction.run = VALIDATE, SESSION, RUN
    Event.resolve_by_type, DaskGraphRunner.run = RESOLVE, RUN_GRAPH
    Domain.is_empty, RulePolicy._get_possible_keys = IS_EMPTY, FIND_RULES
    if "__copy__" in Slot.__dict__:
        del Slot.__copy__
    TrainingData.sanitize_examples, RasaFileImporter.get_nlu_data = SANITIZE, READ
    TrainingHook.on_before_node, TrainingHook.on_after_node = BEFORE, AFTER
    if "__deepcopy__" in Message.__dict__:
        del Message.__deepcopy__


def test_rasa_still_checks_its_schema_on_every_call() -> None:
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(VALIDATE)


def test_rasa_still_opens_a_session_for_every_request() -> None:
    assert "async with self.session() as session" in inspect.getsource(EndpointConfig.request)
    assert "aiohttp.ClientSession(" in inspect.getsource(SESSION)


def test_rasa_still_looks_through_all_events_for_each() -> None:
    assert "all_subclasses(Event)" in inspect.getsource(RESOLVE.__func__)


def test_rasa_still_has_dask_schedule_every_run() -> None:
    text = inspect.getsource(RUN_GRAPH)

    assert "dask.get(run_graph, run_targets)" in text
    assert 'f"Running graph with inputs: {inputs}' in text


def test_rasa_still_copies_all_slots_of_a_tracker() -> None:
    assert "copy.copy(slot) for slot in slots" in inspect.getsource(DialogueStateTracker.__init__)
    assert "__copy__" not in Slot.__dict__


def test_rasa_still_builds_an_empty_domain_for_every_message() -> None:
    assert "self.as_dict() == Domain.empty().as_dict()" in inspect.getsource(IS_EMPTY)


def test_rasa_still_holds_every_rule_against_the_last_state() -> None:
    text = inspect.getsource(FIND_RULES)

    assert "possible_keys = set(lookup.keys())" in text
    assert "self._is_rule_applicable(_key, i, state), possible_keys" in text


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


def test_the_events_of_an_action_are_found_as_rasa_finds_them() -> None:
    patches.install(patches.SERVING)

    for _ in range(2):
        assert Event.resolve_by_type("slot") is SlotSet
        assert Event.resolve_by_type("topic") is None
        assert Event.resolve_by_type("unheard of", ActionExecuted) is ActionExecuted
        with pytest.raises(ValueError, match="unheard of"):
            Event.resolve_by_type("unheard of")


def test_a_graph_runs_as_dask_runs_it(tmp_path: Path) -> None:
    def node(*needs: str, target: bool = False) -> SchemaNode:
        inputs = dict(zip(("left", "right"), needs, strict=False))
        return SchemaNode(inputs, Joined, "create", "join", {}, is_target=target)

    nodes = {
        "one": node("__input__"),
        "two": node("one", "__input__"),
        "both": node("one", "two", target=True),
        "nobody's": node("no such input"),
    }
    runner = DaskGraphRunner(
        GraphSchema(nodes), LocalModelStorage(tmp_path), ExecutionContext(GraphSchema(nodes))
    )
    as_it_is = [runner.run({"__input__": "x"}), runner.run({"__input__": "x"}, ["two", "one"])]
    patches.install(patches.SERVING)

    assert [runner.run({"__input__": "x"}), runner.run({"__input__": "x"}, ["two", "one"])] == as_it_is
    assert as_it_is == [{"both": "((x+)+((x+)+x))"}, {"two": "((x+)+x)", "one": "(x+)"}]
    with pytest.raises(GraphRunError, match="no such input"):
        runner.run({"__input__": "x"}, ["nobody's"])


def test_a_copied_slot_is_another_slot() -> None:
    patches.install(patches.SERVING)
    slot = AnySlot("photos", mappings=[{}], initial_value=1)
    twin = copy.copy(slot)
    twin.value = ["p1"]

    assert (type(twin), twin.name, slot.value) == (AnySlot, "photos", 1)
    assert twin.initial_value == slot.initial_value


def test_a_domain_is_empty_or_not_as_before() -> None:
    patches.install(patches.SERVING)

    for _ in range(2):
        assert Domain.empty().is_empty()
        assert not Domain.from_dict({"intents": ["greet"]}).is_empty()


def test_the_same_rules_apply() -> None:
    seen = [_state(action, intent) for action in (None, "one", "two") for intent in (None, "x", "y")]
    told = [
        _state(action, intent, slot)
        for action in (None, "one", "two")
        for intent in (None, "x")
        for slot in ("1", "None")
    ]
    rules = [*([last] for last in told), *([first, last] for first in told for last in told)]
    lookup = {json.dumps(rule): "action" for rule in rules}
    policy = RulePolicy.__new__(RulePolicy)
    talks = [*([last] for last in seen), *([first, last] for first in seen for last in seen), []]
    as_it_is = [policy._get_possible_keys(lookup, talk) for talk in talks]
    patches.install(patches.SERVING)

    assert [policy._get_possible_keys(lookup, talk) for talk in talks] == as_it_is
    assert 0 < sum(map(len, as_it_is)) < len(talks) * len(lookup)


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


class Joined(GraphComponent):
    @classmethod
    def create(cls, *_: object, **__: object) -> Joined:
        return cls()

    def join(self, left: str, right: str = "") -> str:
        return f"({left}+{right})"


def _state(action: str | None, intent: str | None, slot: str | None = None) -> dict[str, Any]:
    state: dict[str, Any] = {"prev_action": {"action_name": action}} if action else {}
    if intent:
        state["user"] = {"intent": intent}
    return state | ({"slots": {"request": slot}} if slot else {})


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
