"""Places where Rasa 3.6.21 wastes time, mended: each patch with what it saves, measured on two cores.

``AFTERSALES_RASA_PATCHES`` names those to put in place, with commas between; ``0`` is none, unset is all.
``benchmarks/nlu`` measures the whole; ``tests/assistant/test_patches.py`` tells when one no longer applies.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import aiohttp
from jsonschema import ValidationError
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.training.hooks import TrainingHook
from rasa.shared.core.constants import PREVIOUS_ACTION, USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import Event
from rasa.shared.core.slots import Slot
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import ACTION_NAME, INTENT, RESPONSE
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.utils.endpoints import EndpointConfig

SWITCH = "AFTERSALES_RASA_PATCHES"
# Below uvicorn's five seconds, so that we never write into a connection the service is just closing.
_IDLE_CONNECTION_S = 3.0


class Patch(NamedTuple):
    """``owner.attribute`` becomes ``replacement``."""

    owner: type
    attribute: str
    replacement: Any


def install(patches: Mapping[str, Patch]) -> frozenset[str]:
    """Put ``SERVING`` or ``TRAINING`` in place as far as they are wanted. Returns the names of those."""
    wanted = os.environ.get(SWITCH)
    names = frozenset(patches) if wanted is None else frozenset(patches) & frozenset(wanted.split(","))
    for name in names:
        owner, attribute, replacement = patches[name]
        setattr(owner, attribute, replacement)
    return names


@functools.lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(self: RemoteAction, result: object) -> bool:
    """16 ms of every action call (24 → 6.5 ms for a turn, with ``enable_selective_domain``).

    ``jsonschema.validate`` checks the schema itself again on each of Rasa's calls.
    """
    error: ValidationError | None = next(_validator().iter_errors(result), None)
    if error is not None:
        raise error
    return True


@asynccontextmanager
async def _session(self: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
    """1.5 ms of every action call: Rasa opens and closes a session, and with it a connection, each time."""
    loop = asyncio.get_running_loop()
    shared: aiohttp.ClientSession | None = self.__dict__.get("_shared_session")
    if shared is None or shared.closed or shared.loop is not loop:
        shared = aiohttp.ClientSession(
            headers=self.headers,
            auth=aiohttp.BasicAuth(**self.basic_auth) if self.basic_auth else None,
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            connector=aiohttp.TCPConnector(keepalive_timeout=_IDLE_CONNECTION_S),
        )
        self.__dict__["_shared_session"] = shared
    yield shared


async def close_shared_session(endpoint: EndpointConfig | None) -> None:
    """Close what the patch ``session`` keeps open for ``endpoint``, at the end of the program."""
    shared = endpoint.__dict__.pop("_shared_session", None) if endpoint else None
    if shared is not None:
        await shared.close()


def _remembered(resolve: Callable[..., type[Event]]) -> Callable[..., type[Event]]:
    """0.5 ms of every event an action answers with: Rasa walks through all classes of events for each."""
    return functools.cache(resolve)


def _run(
    self: DaskGraphRunner, inputs: Mapping[str, Any] | None = None, targets: Iterable[str] | None = None
) -> dict[str, Any]:
    """A fifth of a turn: Rasa has dask schedule a dozen steps anew in each of three runs, and writes out what
    goes in for a log that nobody keeps.
    """
    nodes, schema = self._instantiated_nodes, self._graph_schema
    done: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}

    def output(name: str) -> Any:
        if name not in done and name in nodes:
            done[name] = nodes[name](*map(output, schema.nodes[name].needs.values()))
        # As dask has it, what is neither a node nor an input stands for itself; who needs it complains.
        return done.get(name, name)

    return dict(output(target) for target in targets or schema.target_names)


def _copied(self: Slot) -> Slot:
    """A tenth of a turn: Rasa copies all slots a dozen times, each by the general way of ``copy``."""
    twin = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)
    return twin


def _told_once(is_empty: Callable[[Domain], bool]) -> Callable[[Domain], bool]:
    """A fifth of a parse: Rasa builds an empty domain for every message, to see that the model's is none."""

    @functools.wraps(is_empty)
    def told(self: Domain) -> bool:
        if "_told_empty" not in self.__dict__:
            self.__dict__["_told_empty"] = is_empty(self)
        return bool(self.__dict__["_told_empty"])

    return told


def _narrowed(find: Callable[..., set[str]]) -> Callable[..., set[str]]:
    """A quarter of a turn: Rasa holds each of some hundred rules against the last state, twice, though most
    wait for another intent or follow another action.
    """

    @functools.wraps(find)
    def narrowed(self: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
        action, intent = _waited_for(states[-1]) if states else (None, None)
        if action is None:  # the start of a conversation, which Rasa compares in a way of its own
            return find(self, lookup, states)
        index = self.__dict__.setdefault("_rules_by_need", {})
        if id(lookup) not in index:
            index[id(lookup)] = _by_need(self, lookup)
        needs = itertools.product((action, None), {intent, None})
        fitting = {key: lookup[key] for need in needs for key in index[id(lookup)].get(need, ())}
        return find(self, fitting, states)

    return narrowed


def _by_need(policy: RulePolicy, lookup: Iterable[str]) -> dict[tuple[Any, Any], list[str]]:
    found: dict[tuple[Any, Any], list[str]] = {}
    for key in lookup:
        found.setdefault(_waited_for(policy._rule_key_to_state(key)[-1]), []).append(key)
    return found


def _waited_for(state: State) -> tuple[Any, Any]:
    """The action before and the intent of a state, as far as there are any."""
    return state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)


def _share(self: Message, memo: dict[int, Any]) -> Message:
    """14 s of a training on 19 400 messages: Rasa copies them all at each of its fourteen merges, deeply,
    though nothing changes them once they are read.
    """
    return self


def _sanitize_examples(examples: list[Message]) -> list[Message]:
    """19 s of a training on 19 400 messages: Rasa strips what has nothing to strip, and each message then has
    to be hashed again, thirty times in all.
    """
    for example in examples:
        for name in (INTENT, RESPONSE):
            said = example.get(name)
            if said and said != said.strip():
                example.set(name, said.strip())
    return list(dict.fromkeys(examples))


def _once(read: Callable[..., TrainingData]) -> Callable[..., TrainingData]:
    """6 s of a training on 19 400 messages: Rasa reads and checks its files once for no language, once for
    ``en`` and once for ``zh``, which all give the same.
    """

    @functools.wraps(read)
    def once(self: RasaFileImporter, language: str | None = "en") -> TrainingData:
        if "_nlu_data" not in self.__dict__:
            self.__dict__["_nlu_data"] = read(self, language)
        data: TrainingData = self.__dict__["_nlu_data"]
        return data

    return once


def _while_cached(hook: Callable[..., Any]) -> Callable[..., Any]:
    """6 s of a training on 19 400 messages: Rasa hashes what goes into and comes out of each component, for
    a cache that is off (``__main__``).
    """

    @functools.wraps(hook)
    def called(self: TrainingHook, *args: Any, **kwargs: Any) -> Any:
        return {} if self._cache._is_disabled() else hook(self, *args, **kwargs)

    return called


SERVING: Mapping[str, Patch] = {
    "validator": Patch(RemoteAction, "_validate_action_result", _validate_action_result),
    "session": Patch(EndpointConfig, "session", _session),
    "runner": Patch(DaskGraphRunner, "run", _run),
    "slots": Patch(Slot, "__copy__", _copied),
    "domain": Patch(Domain, "is_empty", _told_once(Domain.is_empty)),
    "rules": Patch(RulePolicy, "_get_possible_keys", _narrowed(RulePolicy._get_possible_keys)),
    "events": Patch(Event, "resolve_by_type", staticmethod(_remembered(Event.resolve_by_type))),
}
TRAINING: Mapping[str, Patch] = {
    "copies": Patch(Message, "__deepcopy__", _share),
    "hashes": Patch(TrainingData, "sanitize_examples", staticmethod(_sanitize_examples)),
    "reading": Patch(RasaFileImporter, "get_nlu_data", _once(RasaFileImporter.get_nlu_data)),
    "keys": Patch(TrainingHook, "on_before_node", _while_cached(TrainingHook.on_before_node)),
    "outputs": Patch(TrainingHook, "on_after_node", _while_cached(TrainingHook.on_after_node)),
}
