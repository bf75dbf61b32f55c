"""A failed action fails the turn.

Rasa answers 200 with nothing, or half of it, when an action cannot be reached, raises or answers nonsense:
it catches the exception, logs it and goes on predicting. The private channel must be able to say 500 instead.
"""

from __future__ import annotations

import functools
from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction


class TurnFailed(BaseException):
    """The turn cannot be finished; nothing of it was stored.

    No ``Exception``, for the reason ``asyncio.CancelledError`` is none: the handlers of ``Exception`` on the
    way up (in the processor, forms and slot extraction) must not swallow it.
    """


def install() -> None:
    """Make every failing call to the action server raise :class:`TurnFailed`. Repeating this is harmless."""
    call = RemoteAction.run
    if hasattr(call, "__wrapped__"):
        return

    @functools.wraps(call)
    async def run(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
        try:
            return await call(self, *args, **kwargs)
        except ActionExecutionRejection:  # an answer, not a failure: a form that leaves the turn to a rule
            raise
        except Exception as error:
            raise TurnFailed(f"action {self.name()} failed: {type(error).__name__}") from error

    RemoteAction.run = run


def on_circuit_break(*_: object) -> None:
    """For ``MessageProcessor.on_circuit_break``: ten predictions in one turn are a loop, not an answer."""
    raise TurnFailed("the turn did not come to an end")
