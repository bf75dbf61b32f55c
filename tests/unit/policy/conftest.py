from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from policy_builders import Decide, body

from aftersales.policy.decide import decide
from aftersales.policy.facts_json import parse_facts
from aftersales.policy.loader import load_policy
from aftersales.policy.model import Decision
from aftersales.policy.policy import Policy


@pytest.fixture(scope="session")
def policy_folder() -> Path:
    return Path(__file__).parents[3] / "policy"


@pytest.fixture
def folder(policy_folder: Path, tmp_path: Path) -> Path:
    """A copy of the policy folder, to be changed."""
    return shutil.copytree(policy_folder, tmp_path / "policy")


@pytest.fixture(scope="session")
def policy(policy_folder: Path) -> Policy:
    return load_policy(policy_folder)


@pytest.fixture(scope="session")
def decision(policy: Policy) -> Decide:
    def decided(*args: Any, **kwargs: Any) -> Decision:
        return decide(parse_facts(body(*args, **kwargs)), policy)

    return decided
