"""What one message does to a request. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from aftersales.dialogue.alarm import Alarm
from aftersales.dialogue.reading import Updates
from aftersales.dialogue.texts import Bubble


@dataclass(frozen=True)
class Step:
    """`changes` are slots to set; `next_slot` is asked next, None ends the form (`exit` says why);
    `digression` leaves the message to the rules, which answer it and come back to the question; `changes` are
    set all the same. `alarm` brings a supervisor."""

    changes: Updates = field(default_factory=dict)
    say: list[Bubble] = field(default_factory=list)
    next_slot: str | None = None
    digression: bool = False
    again: bool = False
    alarm: Alarm | None = None
