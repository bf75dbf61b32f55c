from __future__ import annotations

import pytest

from aftersales.policy.loader import load_policy
from aftersales.policy.policy import Policy
from aftersales.settings import ROOT


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy(ROOT / "policy")
