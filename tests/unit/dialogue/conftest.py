"""A shopper's request without Rasa, without a database: the pure dialogue on the demo shop's orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from aftersales.dialogue.asking import ask
from aftersales.dialogue.case import Case
from aftersales.dialogue.claim_form import advance
from aftersales.dialogue.heard import Entity, Heard
from aftersales.dialogue.opening import slots_of_request
from aftersales.dialogue.step import Step
from aftersales.orders.demo_data import demo_orders
from aftersales.policy.loader import load_policy
from aftersales.policy.policy import Policy

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
"""A Wednesday noon in Shanghai."""


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(Path(__file__).parents[3] / "policy")


def heard(text: str = "", intent: str = "inform", **parts: Any) -> Heard:
    """A message as Rasa would hand it on; `entities` is a dict of name to value."""
    entities = tuple(Entity(name, value, str(value)) for name, value in parts.pop("entities", {}).items())
    parts.setdefault("confidence", 0.9)
    parts.setdefault("message_id", f"{text}{parts}")
    return Heard(text=text, intent=intent, entities=entities, **parts)


@dataclass
class Talk:
    """Plays a request: `open` it, `say` answers, look at `asked` and `slots`."""

    policy: Policy
    slots: dict[str, Any] = field(default_factory=dict)
    now: datetime = NOW
    owner: str | None = "lin"
    extra: dict[str, Any] = field(default_factory=lambda: {"consent": True})
    last: Step | None = None

    def case(self) -> Case:
        orders = tuple(o for o in demo_orders(self.now) if o.owner_id == self.owner)
        values: dict[str, Any] = {"consent": True} | self.extra
        return Case(
            slots=self.slots,
            orders=orders,
            now=self.now,
            policy=self.policy,
            **values,
        )

    def open(self, text: str, intent: str, **parts: Any) -> Talk:
        self.slots = slots_of_request(heard(text, intent, **parts), {})
        return self._take(advance(self.case(), None))

    def say(self, text: str = "", intent: str = "inform", **parts: Any) -> Talk:
        return self._take(advance(self.case(), heard(text, intent, **parts)))

    def tap(self, value: str) -> Talk:
        return self.say("", "choose", choice=value)

    def photos(self, *ids: str, text: str = "") -> Talk:
        return self.say(text, "inform", photos=ids)

    @property
    def asked(self) -> str | None:
        return self.slots.get("requested_slot")

    @property
    def exit(self) -> str | None:
        return self.slots.get("exit")

    @property
    def said(self) -> str:
        return "\n".join(bubble.get("text", "") for bubble in (self.last.say if self.last else []))

    def question(self) -> dict[str, Any]:
        assert self.asked is not None
        return ask(self.asked, self.case(), again=False)

    def choices(self) -> list[str]:
        return [choice["value"] for choice in self.question().get("choices", [])]

    def _take(self, step: Step) -> Talk:
        self.last = step
        if not step.digression:
            self.slots |= step.changes | {"requested_slot": step.next_slot}
        return self


@pytest.fixture
def talk(policy: Policy) -> Talk:
    return Talk(policy)
