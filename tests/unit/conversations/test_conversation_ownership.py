"""Who owns a conversation: one owner, and no way back in time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.conversations.model import NotTheOwner, OwnedByOther, Owner, Ownership

AGENTS = st.sampled_from(["lan", "mei", "zhou"])
Step = Callable[[Ownership], Ownership]

STEPS: st.SearchStrategy[Step] = st.one_of(
    st.just(Ownership.queue),
    st.just(Ownership.reopen),
    st.builds(lambda a, over: lambda o: o.claim(a, take_over=over), AGENTS, st.booleans()),
    st.builds(lambda a, to: lambda o: o.transfer(a, to), AGENTS, st.none() | AGENTS),
    st.builds(lambda a: lambda o: o.give_back(a), AGENTS),
    st.builds(lambda a: lambda o: o.close(a), AGENTS),
)
LIVES = st.lists(STEPS, max_size=20)


def lived(steps: list[Step]) -> list[Ownership]:
    """Every state passed through; a refused step changes nothing."""
    states = [Ownership()]
    for step in steps:
        try:
            states.append(step(states[-1]))
        except (NotTheOwner, OwnedByOther):
            states.append(states[-1])
    return states


def may_speak(ownership: Ownership, agent: str) -> bool:
    try:
        ownership.require(agent)
    except (NotTheOwner, OwnedByOther):
        return False
    return True


@given(LIVES)
def test_there_is_an_agent_exactly_while_an_agent_owns_it(steps: list[Step]) -> None:
    for state in lived(steps):
        assert (state.agent_id is not None) == (state.owner is Owner.AGENT)


@given(LIVES)
def test_at_most_one_agent_may_speak_and_none_while_the_bot_owns_it(steps: list[Step]) -> None:
    for state in lived(steps):
        speakers = [agent for agent in ("lan", "mei", "zhou") if may_speak(state, agent)]
        assert speakers == ([state.agent_id] if state.owner is Owner.AGENT else [])


@given(LIVES)
def test_the_epoch_never_falls_and_rises_by_one_with_every_change(steps: list[Step]) -> None:
    for before, after in pairwise(lived(steps)):
        assert after == before or after.epoch == before.epoch + 1


@given(LIVES, AGENTS)
def test_a_colleagues_conversation_is_only_taken_over(steps: list[Step], agent: str) -> None:
    state = lived(steps)[-1]
    held_by_other = state.owner is Owner.AGENT and state.agent_id != agent
    if held_by_other:
        with pytest.raises(OwnedByOther):
            state.claim(agent)
    else:
        assert state.claim(agent).agent_id == agent
    assert state.claim(agent, take_over=True).agent_id == agent


@given(LIVES)
def test_reopening_gives_a_closed_conversation_to_the_bot_and_no_other(
    steps: list[Step],
) -> None:
    state = lived(steps)[-1]
    reopened = state.reopen()
    if state.owner is Owner.CLOSED:
        assert (reopened.owner, reopened.agent_id) == (Owner.BOT, None)
    else:
        assert reopened == state


@pytest.mark.parametrize("owner", [Owner.QUEUED, Owner.AGENT])
def test_who_waits_for_a_person_is_not_queued_again(owner: Owner) -> None:
    state = Ownership(owner, "lan" if owner is Owner.AGENT else None, 3)
    assert state.queue() == state


def test_claiming_ones_own_conversation_changes_nothing() -> None:
    held = Ownership().claim("lan")
    assert held.claim("lan") == held
    assert held.claim("lan", take_over=True) == held


@pytest.mark.parametrize("owner", [Owner.BOT, Owner.QUEUED, Owner.CLOSED])
def test_nobody_acts_on_a_conversation_that_was_not_claimed(owner: Owner) -> None:
    state = Ownership(owner)
    for act in (state.give_back, state.close, lambda agent: state.transfer(agent, "mei")):
        with pytest.raises(NotTheOwner) as refused:
            act("lan")
        assert (refused.value.status, refused.value.code) == (409, "not_the_owner")
