"""How long a command waits between two tries."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from aftersales.commands.model import FIRST_PAUSE, LONGEST_PAUSE, pause


def test_pauses_double_up_to_an_hour() -> None:
    told = [pause(attempts, spread=1).total_seconds() for attempts in range(1, 13)]
    assert told == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


@given(st.integers(1, 10_000))
def test_no_two_commands_come_back_in_step_and_none_waits_for_ever(attempts: int) -> None:
    assert FIRST_PAUSE * 0.75 <= pause(attempts) <= LONGEST_PAUSE * 1.25
    assert timedelta(0) < pause(attempts)
