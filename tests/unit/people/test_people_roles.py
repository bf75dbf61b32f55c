"""Who may do what: an agent and a merchant are refused what the supervisor may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aftersales.errors import Forbidden
from aftersales.people.demo import DEMO_AGENTS, MERCHANT_ID
from aftersales.people.model import PERMISSIONS, Permission, Role, can, may_see_ticket, require

BY_ID = {agent.id: agent for agent in DEMO_AGENTS}
SUPERVISORS_ONLY = [
    *(Permission.TAKE_OVER, Permission.SIMULATE_POLICY),
    *(Permission.SEE_DISPUTES, Permission.LABEL_MESSAGES),
]


@pytest.mark.parametrize("permission", SUPERVISORS_ONLY)
def test_the_supervisor_may_and_agent_and_merchant_may_not(permission: Permission) -> None:
    require(BY_ID["zhou"], permission)
    for refused in ("lan", "mei", "shen"):
        with pytest.raises(Forbidden) as refusal:
            require(BY_ID[refused], permission)
        assert (refusal.value.status, refusal.value.code) == (403, "forbidden")


def test_only_the_administrator_manages_agents() -> None:
    assert [agent.id for agent in DEMO_AGENTS if can(agent, Permission.MANAGE_AGENTS)] == ["root"]


def test_administrators_connect_the_shop_and_merchants_bring_their_own_orders() -> None:
    def allowed(permission: Permission) -> list[str]:
        return [agent.id for agent in DEMO_AGENTS if can(agent, permission)]

    assert sorted(allowed(Permission.IMPORT_ORDERS)) == ["root", "shen"]
    assert allowed(Permission.MANAGE_WEBHOOKS) == ["root"]


def test_a_merchant_does_not_converse() -> None:
    assert [agent.id for agent in DEMO_AGENTS if not can(agent, Permission.CONVERSE)] == ["shen"]


def test_a_merchant_sees_own_tickets_only() -> None:
    shen = BY_ID["shen"]
    assert may_see_ticket(shen, MERCHANT_ID)
    assert not may_see_ticket(shen, "someone-else")
    assert not may_see_ticket(shen, None)
    assert not may_see_ticket(replace(shen, merchant_id=None), None)


@pytest.mark.parametrize("user", ["lan", "zhou", "root"])
def test_staff_see_every_ticket(user: str) -> None:
    assert may_see_ticket(BY_ID[user], None)
    assert may_see_ticket(BY_ID[user], MERCHANT_ID)


def test_who_is_no_longer_active_may_nothing() -> None:
    gone = replace(BY_ID["root"], active=False)
    assert not any(can(gone, permission) for permission in Permission)
    assert not may_see_ticket(gone, None)


def test_the_table_knows_every_role_and_uses_every_permission() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert frozenset().union(*PERMISSIONS.values()) == set(Permission)
