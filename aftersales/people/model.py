"""Agents, their roles, and what each role may do (POLICY 6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aftersales.errors import Forbidden


class Role(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    TECH_SUPPORT = "tech_support"
    MERCHANT = "merchant"
    ADMINISTRATOR = "administrator"


class SkillGroup(StrEnum):
    REFUND = "refund"
    REPAIR = "repair"
    LOGISTICS = "logistics"
    VIRTUAL = "virtual"
    COMPLAINT = "complaint"
    GENERAL = "general"


class Permission(StrEnum):
    CONVERSE = "converse"
    DECIDE_TICKET = "decide_ticket"
    ALL_TICKETS = "all_tickets"
    OWN_MERCHANT_TICKETS = "own_merchant_tickets"
    TAKE_OVER = "take_over"
    SIMULATE_POLICY = "simulate_policy"
    SEE_DISPUTES = "see_disputes"
    LABEL_MESSAGES = "label_messages"
    MANAGE_AGENTS = "manage_agents"
    MANAGE_WEBHOOKS = "manage_webhooks"
    IMPORT_ORDERS = "import_orders"
    SEE_LOCKED = "see_locked"
    SEE_REPORTS = "see_reports"


_STAFF = frozenset({Permission.CONVERSE, Permission.DECIDE_TICKET, Permission.ALL_TICKETS})
_SUPERVISOR = _STAFF | {
    Permission.TAKE_OVER,
    Permission.SIMULATE_POLICY,
    Permission.SEE_DISPUTES,
    Permission.LABEL_MESSAGES,
    Permission.SEE_REPORTS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _STAFF,
    Role.TECH_SUPPORT: _STAFF | {Permission.SEE_DISPUTES},
    Role.SUPERVISOR: _SUPERVISOR,
    Role.MERCHANT: frozenset(
        {
            Permission.DECIDE_TICKET,
            Permission.OWN_MERCHANT_TICKETS,
            Permission.IMPORT_ORDERS,
            Permission.SEE_REPORTS,
        }
    ),
    Role.ADMINISTRATOR: _SUPERVISOR
    | {
        Permission.MANAGE_AGENTS,
        Permission.MANAGE_WEBHOOKS,
        Permission.IMPORT_ORDERS,
        Permission.SEE_LOCKED,
    },
}


@dataclass(frozen=True)
class Agent:
    """Anyone who signs in at the console; `id` is the login name, `name` is what shoppers read."""

    id: str
    name: str
    roles: tuple[Role, ...]
    skill_groups: tuple[SkillGroup, ...] = ()
    merchant_id: str | None = None
    active: bool = True


def can(agent: Agent, permission: Permission) -> bool:
    return agent.active and any(permission in PERMISSIONS[role] for role in agent.roles)


def require(agent: Agent, permission: Permission) -> None:
    """Raises Forbidden unless one of the agent's roles allows it."""
    if not can(agent, permission):
        raise Forbidden("您没有权限进行此操作。")


def may_see_ticket(agent: Agent, merchant_id: str | None) -> bool:
    """`merchant_id` is the ticket's; a merchant sees only own tickets, whoever else sees tickets sees all."""
    if can(agent, Permission.ALL_TICKETS):
        return True
    if not can(agent, Permission.OWN_MERCHANT_TICKETS):
        return False
    return merchant_id is not None and merchant_id == agent.merchant_id


def ticket_scope(agent: Agent) -> str | None:
    """The merchant whose tickets alone the agent sees; None sees all. Raises Forbidden for who sees none."""
    if can(agent, Permission.ALL_TICKETS):
        return None
    require(agent, Permission.OWN_MERCHANT_TICKETS)
    if agent.merchant_id is None:
        raise Forbidden("您的账号还没有关联商家。")
    return agent.merchant_id
