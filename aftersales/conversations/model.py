"""Who owns a conversation, and how that may change. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from aftersales.errors import AppError


class Owner(StrEnum):
    BOT = "bot"
    QUEUED = "queued"
    AGENT = "agent"
    CLOSED = "closed"


class Sender(StrEnum):
    SHOPPER = "shopper"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class OwnedByOther(AppError):
    status = 409
    code = "owned_by_other"


class NotTheOwner(AppError):
    status = 409
    code = "not_the_owner"


@dataclass(frozen=True)
class Ownership:
    """One owner at a time. `epoch` counts the changes; what an older one prepared is not delivered."""

    owner: Owner = Owner.BOT
    agent_id: str | None = None
    epoch: int = 0

    def _to(self, owner: Owner, agent_id: str | None = None) -> Ownership:
        return replace(self, owner=owner, agent_id=agent_id, epoch=self.epoch + 1)

    def queue(self) -> Ownership:
        """A human is wanted. Already queued or with an agent: nothing changes."""
        return self if self.owner in (Owner.QUEUED, Owner.AGENT) else self._to(Owner.QUEUED)

    def claim(self, agent_id: str, *, take_over: bool = False) -> Ownership:
        """The agent becomes the owner; a colleague's conversation only by `take_over` (supervisors).

        Raises OwnedByOther when a colleague holds it.
        """
        if self.owner is Owner.AGENT:
            if self.agent_id == agent_id:
                return self
            if not take_over:
                raise OwnedByOther("这个会话已由其他同事接入。")
        return self._to(Owner.AGENT, agent_id)

    def transfer(self, by: str, to_agent: str | None) -> Ownership:
        """To a colleague, or back into the queue (another skill group)."""
        self.require(by)
        return self._to(Owner.QUEUED) if to_agent is None else self._to(Owner.AGENT, to_agent)

    def give_back(self, by: str) -> Ownership:
        self.require(by)
        return self._to(Owner.BOT)

    def close(self, by: str) -> Ownership:
        self.require(by)
        return self._to(Owner.CLOSED)

    def reopen(self) -> Ownership:
        """A message to a closed conversation wakes the bot."""
        return self._to(Owner.BOT) if self.owner is Owner.CLOSED else self

    def require(self, agent_id: str) -> None:
        """Raises OwnedByOther or NotTheOwner unless this agent holds the conversation."""
        if self.owner is not Owner.AGENT:
            raise NotTheOwner("请先接入会话，再进行这个操作。")
        if self.agent_id != agent_id:
            raise OwnedByOther("这个会话已由其他同事接入。")
