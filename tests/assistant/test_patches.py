from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from assistant import patches, strict_actions
from tests.assistant.action_server import ActionServer

VALIDATE, SESSION, RUN = RemoteAction._validate_action_result, EndpointConfig.session, RemoteAction.run


@pytest.fixture(autouse=True)
def _as_rasa_made_it() -> Iterator[None]:
    yield
    RemoteAction._validate_action_result, EndpointConfig.session, RemoteAction.run = VALIDATE, SESSION, RUN


def test_rasa_still_checks_its_schema_on_every_call() -> None:
    assert "validate(result, self.action_response_format_spec())" in inspect.getsource(VALIDATE)


def test_rasa_still_opens_a_session_for_every_request() -> None:
    assert "async with self.session() as session" in inspect.getsource(EndpointConfig.request)
    assert "aiohttp.ClientSession(" in inspect.getsource(SESSION)


def test_rasa_still_swallows_a_failed_action() -> None:
    from rasa.core.processor import MessageProcessor

    assert "except Exception" in inspect.getsource(MessageProcessor._run_action)


def test_the_compiled_validator_judges_as_rasa_s() -> None:
    patches.install()
    action = RemoteAction("action_hello", None)

    assert action._validate_action_result({"events": [{"event": "slot", "name": "a", "value": 1}]})
    for wrong in ({"events": "x"}, {"events": [{"name": "a"}]}, {"responses": [1]}, []):
        with pytest.raises(ValidationError):
            VALIDATE(action, wrong)
        with pytest.raises(ValidationError):
            action._validate_action_result(wrong)


async def test_requests_share_one_session(actions: ActionServer) -> None:
    patches.install()
    endpoint = EndpointConfig(actions.url, headers={"Authorization": "Bearer x"})

    async with endpoint.session() as first, endpoint.session() as second:
        assert first is second
    assert await endpoint.request(json={"next_action": "action_hello"})
    await patches.close_shared_session(endpoint)

    assert first.closed


def test_the_environment_switches_them_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(patches.SWITCH, "0")

    assert patches.install() is False
    assert EndpointConfig.session is SESSION


def test_strictness_is_installed_once() -> None:
    strict_actions.install()
    once = RemoteAction.run
    strict_actions.install()

    assert RemoteAction.run is once
