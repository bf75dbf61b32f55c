"""The policy simulator: what would be decided, without a case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Depends

from aftersales.people.model import Agent
from aftersales.policy.decide import decide
from aftersales.policy.facts_json import FactsBody
from aftersales.policy.policy import Policy


def router(policy: Policy, simulating: Callable[..., Awaitable[Agent]]) -> APIRouter:
    """`simulating` is the dependency that lets only those pass who may simulate the policy."""
    routes = APIRouter(prefix="/api/policy", tags=["policy"])

    @routes.post("/simulate")
    def simulate(body: FactsBody, _agent: Agent = Depends(simulating)) -> dict[str, Any]:
        """The decision on these facts. Nothing is stored."""
        return decide(body.to_facts(), policy).to_json()

    return routes
